"""The nouns of a publication: what is read, what is shared, what a template sees. All frozen; instants are UTC."""

import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from html import unescape
from typing import Any

from msgspec import Struct, field

from generator.errors import Problem

_TAG = re.compile(r"<[^>]*>")

Extra = dict[str, Any]
"""What an editor keeps for a theme or plugin: plain values, as YAML gave them."""


class Html(Struct, frozen=True, array_like=True):
    """Markup that is already safe to put into a page."""

    html: str

    def __html__(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.html

    def __bool__(self) -> bool:
        return bool(self.html)

    @property
    def plain(self) -> str:
        """The text without its tags."""
        return unescape(_TAG.sub("", self.html)) if "<" in self.html or "&" in self.html else self.html


# ---------------------------------------------------------------- what reading gives


class Mark(Struct, frozen=True, array_like=True):
    """Where a value stood in its file."""

    line: int
    """From 1."""
    column: int
    """From 1; 0 where it is unknown."""
    width: int = 1


class Ref(Struct, frozen=True, array_like=True):
    """A reference in a text, to be resolved once every piece is known."""

    kind: str
    """`link`, `title` (a link whose text is the title of what it leads to) or `picture`."""
    target: str
    """As the writer meant it: `../2025/the-call.md#aims`, `article:the-call`, `/tags/nato/`, `#aims`, `port.jpg`."""
    mark: Mark


class Heading(Struct, frozen=True, array_like=True):
    """A heading of a text, for a table of contents."""

    level: int
    """2 to 6."""
    id: str
    title: Html


class Remark(Struct, frozen=True, array_like=True, kw_only=True):
    """A reader's comment as it was written down: rendered, not yet threaded."""

    id: str
    author: str
    url: str = ""
    date: datetime
    text: Html
    email_digest: str = ""
    """To know an author's reply by; it never leaves the memory of the build."""
    reply_to: str = ""
    status: str = "approved"
    """`approved`, `pending`, `spam`, or `removed` for one of which only its place in the thread is left."""


class Content(Struct, frozen=True, array_like=True, kw_only=True):
    """What is kept of a text outside the parent process, under its digest.

    In `html`, `\\x02N\\x03` stands for the address of the text's reference N, `\\x02N=\\x03` (inside an `<img` tag) for
    ` width="W" height="H"`, or nothing where the size is unknown, and `\\x02N@\\x03` for the title of the piece that
    reference N leads to. Texts hold no other control characters.
    """

    html: str = ""
    toc: tuple[Heading, ...] = ()


class Text(Struct, frozen=True, array_like=True, kw_only=True):
    """A Markdown text as rendered by `source.markdown`."""

    html: str
    toc: tuple[Heading, ...] = ()
    refs: tuple[Ref, ...] = ()
    anchors: tuple[str, ...] = ()
    """Every id in `html` that a link may name."""
    words: int = 0
    """Words, with each Han, Hiragana, Katakana or Hangul character counted as one."""
    minutes: int = 0
    """Reading time, at least 1 for a text that is not empty: 220 words or 400 Han characters a minute."""
    lead: Html = Html("")
    """The first paragraph: emphasis and code kept, links and notes taken off, cut at a sentence near 300 characters."""
    problems: tuple[Problem, ...] = ()


def email_digest(address: str) -> str:
    """What an e-mail address is known by inside a build; empty for an empty one."""
    return blake2b(address.strip().lower().encode(), digest_size=16).hexdigest() if address.strip() else ""


class Credit(Struct, frozen=True, array_like=True, kw_only=True):
    """One entry of an article's authors as written: an id, or a guest."""

    id: str = ""
    """Of `authors/ID.md`; empty for a guest."""
    role: str = ""
    name: str = ""
    bio: Html = Html("")
    photo: str = ""
    """As written; resolved with the piece's references."""
    url: str = ""
    email: str = ""
    """Never published."""
    gravatar: str = ""
    """Never published."""
    mark: Mark = Mark(0, 0)


class Plate(Struct, frozen=True, array_like=True, kw_only=True):
    """An article's lead picture as written."""

    src: str
    alt: str = ""
    caption: Html = Html("")
    credit: str = ""
    license: str = ""
    mark: Mark = Mark(0, 0)


class Series(Struct, frozen=True, array_like=True):
    """A series and the piece's place in it."""

    name: str
    part: int | None = None


class Correction(Struct, frozen=True, array_like=True, kw_only=True):
    """What was put right after publication."""

    date: datetime
    kind: str
    """`correction` or `clarification`."""
    text: Html


class Reference(Struct, frozen=True, array_like=True, kw_only=True):
    """A work that a piece cites."""

    id: str = ""
    title: str
    url: str = ""
    author: str = ""
    publisher: str = ""
    date: str = ""
    accessed: str = ""
    archived: str = ""


class Piece(Struct, frozen=True, array_like=True, kw_only=True, tag=True):
    """An article as its file has it: checked, rendered, nothing joined yet."""

    path: str
    slug: str
    slug_given: bool = False
    bundle: bool = False
    title: Html
    date: datetime
    updated: datetime | None = None
    publish: datetime | None = None
    expires: datetime | None = None
    draft: bool = False
    featured: bool = False
    credits: tuple[Credit, ...] = ()
    kind: str = "analysis"
    summary: Html = Html("")
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    image: Plate | None = None
    lang: str = ""
    """Empty where it is the site's."""
    translation_of: str = ""
    series: Series | None = None
    related: tuple[str, ...] = ()
    supersedes: str = ""
    corrections: tuple[Correction, ...] = ()
    sources: tuple[Reference, ...] = ()
    ai: str = "none"
    editor: str = ""
    comments: str = ""
    """`open`, `closed`, `hidden`, or empty for what the site says."""
    remark_ids: tuple[str, ...] = ()
    """Of the approved comments in the front matter."""
    pending_ids: tuple[str, ...] = ()
    """Of those that wait for an editor."""
    remarks: bytes = b""
    """All of them, as msgpack of `tuple[Remark, ...]`: few pages need them, so they stay packed."""
    extra: Extra = field(default_factory=dict)
    words: int = 0
    minutes: int = 0
    refs: tuple[Ref, ...] = ()
    anchors: tuple[str, ...] = ()
    content: str = ""
    """The key (and digest) of its `Content` in the store."""
    marks: dict[str, Mark] = field(default_factory=dict)
    """Where a value stood that only the whole publication can judge: `slug`, `date`, `image`, `translation_of`,
    `supersedes`, `related.0`, `aliases.0`, `tags.0`, `kind`."""


class Profile(Struct, frozen=True, array_like=True, kw_only=True, tag=True):
    """An author as the file has it."""

    path: str
    id: str
    name: str
    role: str = ""
    photo: str = ""
    url: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """Label and address."""
    expertise: tuple[str, ...] = ()
    location: str = ""
    organization: str = ""
    email: str = ""
    """Never published."""
    gravatar: str = ""
    """Never published."""
    fediverse: str = ""
    """`@name@host`."""
    lang: str = ""
    extra: Extra = field(default_factory=dict)
    bio: str = ""
    """As `Content.html`, references unresolved."""
    refs: tuple[Ref, ...] = ()
    marks: dict[str, Mark] = field(default_factory=dict)


class Standing(Struct, frozen=True, array_like=True, kw_only=True, tag=True):
    """A standing page as its file has it."""

    path: str
    address: str
    """Without slashes at the ends: `about/team`; empty is not allowed."""
    title: Html
    summary: Html = Html("")
    lang: str = ""
    updated: datetime | None = None
    draft: bool = False
    aliases: tuple[str, ...] = ()
    extra: Extra = field(default_factory=dict)
    refs: tuple[Ref, ...] = ()
    anchors: tuple[str, ...] = ()
    content: str = ""
    """The key (and digest) of its `Content` in the store."""
    marks: dict[str, Mark] = field(default_factory=dict)


class Sidecar(Struct, frozen=True, array_like=True, kw_only=True, tag=True):
    """Readers' comments kept beside an article."""

    path: str
    remark_ids: tuple[str, ...] = ()
    """Of the approved ones."""
    pending_ids: tuple[str, ...] = ()
    remarks: bytes = b""
    """As a piece's."""


class Asset(Struct, frozen=True, array_like=True, kw_only=True, tag=True):
    """A file that may be copied to the site."""

    path: str
    digest: str
    size: int
    """Bytes."""
    width: int = 0
    """Pixels; 0 where it is no picture."""
    height: int = 0
    form: str = ""
    """`jpeg`, `png` or `webp` of a picture that smaller ones can be made of; empty for anything else."""
    flaw: str = ""
    """What is amiss with a picture, as the second half of a sentence; empty where nothing is."""


Known = Piece | Profile | Standing | Sidecar | Asset


class TagNote(Struct, frozen=True, array_like=True, kw_only=True):
    """What `tags.yaml` says of one tag."""

    name: str
    slug: str = ""
    description: str = ""
    synonyms: tuple[str, ...] = ()
    mark: Mark = Mark(0, 0)


# ---------------------------------------------------------------- what a template sees


class Link(Struct, frozen=True, array_like=True):
    """A label and an address."""

    label: str
    url: str


class Picture(Struct, frozen=True, array_like=True, kw_only=True):
    """A picture with what must be said of it."""

    url: str
    alt: str = ""
    width: int = 0
    height: int = 0
    caption: Html = Html("")
    credit: str = ""
    license: str = ""
    srcset: str = ""
    """The smaller pictures there are of it, as the attribute of this name; empty where there are none."""


class Byline(Struct, frozen=True, array_like=True, kw_only=True):
    """One name above a piece, as listings show it."""

    id: str = ""
    """Empty for a guest."""
    name: str
    role: str = ""
    """In this piece, or else the author's own."""
    url: str = ""
    """The author's page; empty where there is none."""
    photo: Picture | None = None
    initials: str = ""


class Person(Byline, frozen=True, array_like=True, kw_only=True):
    """An author in full, as author boxes and author pages show them."""

    bio: Html = Html("")
    links: tuple[Link, ...] = ()
    website: str = ""
    expertise: tuple[str, ...] = ()
    location: str = ""
    organization: str = ""
    fediverse: str = ""
    """`@name@host`, or empty."""
    lang: str = ""
    count: int = 0
    """Published pieces; 0 on an author box, which does not show it."""
    extra: Extra = field(default_factory=dict)


class Label(Struct, frozen=True, array_like=True):
    """A tag as a card shows it."""

    name: str
    slug: str
    url: str


class Term(Struct, frozen=True, array_like=True, kw_only=True):
    """A tag with what its own page says."""

    name: str
    slug: str
    url: str
    count: int
    description: str = ""


class Year(Struct, frozen=True, array_like=True):
    """A year of the archive."""

    year: int
    url: str
    count: int


class Card(Struct, frozen=True, array_like=True, kw_only=True):
    """What other pages may know of an article."""

    url: str
    slug: str
    title: Html
    kind: str
    kind_label: str
    date: datetime
    updated: datetime | None = None
    authors: tuple[Byline, ...]
    tags: tuple[Label, ...] = ()
    summary: Html = Html("")
    image: Picture | None = None
    words: int = 0
    minutes: int = 0
    comments: int = 0
    lang: str
    dir: str
    """`ltr` or `rtl`."""
    featured: bool = False
    series: Series | None = None


class Article(Card, frozen=True, array_like=True, kw_only=True):
    """A piece in full: its card, with its authors in full, and its text."""

    body: Html
    toc: tuple[Heading, ...] = ()
    corrections: tuple[Correction, ...] = ()
    sources: tuple[Reference, ...] = ()
    aliases: tuple[str, ...] = ()
    ai: str = "none"
    editor: str = ""
    translation_of: Card | None = None
    supersedes: Card | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


class Comment(Struct, frozen=True, array_like=True, kw_only=True):
    """A reader's comment in its thread."""

    id: str
    author: str
    url: str = ""
    date: datetime
    text: Html
    replies: tuple["Comment", ...] = ()
    by_author: bool = False
    initials: str = ""
    answers: Link | None = None
    """The name of whom it answers, and the anchor of what they wrote."""
    pending: bool = False
    """It waits for an editor; only the preview shows such a one, when it is asked to."""


class CommentForm(Struct, frozen=True, array_like=True, kw_only=True):
    """What a form for comments sends: the name of each of its fields."""

    author: str = "author"
    email: str = "email"
    url: str = "url"
    text: str = "text"
    reply_to: str = "reply_to"
    trap: str = "topic"
    """A field that no reader sees, and only a machine fills in."""
    kept: tuple[Link, ...] = ()
    """Name and value of what is sent unseen: the address of the page first."""


class Comments(Struct, frozen=True, array_like=True, kw_only=True):
    """What is said under an article, and how to add to it."""

    status: str
    """`open`, `closed` or `hidden`."""
    count: int
    """Approved comments, replies included."""
    threads: tuple[Comment, ...] = ()
    form: str = ""
    """An address to write to (`mailto:…`) or, where there is a `post`, to send the form to; or empty."""
    post: CommentForm | None = None
    feed: str = ""
    """The address of the feed of these comments; empty where the settings ask for none."""


class StandingText(Struct, frozen=True, array_like=True, kw_only=True):
    """A standing page's own text."""

    title: Html
    body: Html
    toc: tuple[Heading, ...] = ()
    updated: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


class SeriesView(Struct, frozen=True, array_like=True, kw_only=True):
    """The series a piece belongs to, part by part."""

    name: str
    part: int | None
    parts: tuple[Card, ...]


class Section(Struct, frozen=True, array_like=True, kw_only=True):
    """A part of the front page: a tag, and its newest pieces."""

    tag: Term
    pieces: tuple[Card, ...]


class Pager(Struct, frozen=True, array_like=True, kw_only=True):
    """Where a listing page stands among its pages."""

    number: int
    total: int
    newer: str = ""
    older: str = ""
    first: str
    last: str


class Alternate(Struct, frozen=True, array_like=True):
    """The same thing in another form or language."""

    type: str
    """A media type, or empty for a translation."""
    lang: str
    title: str
    url: str


class PageView(Struct, frozen=True, array_like=True, kw_only=True):
    """What a template knows of the page it makes."""

    url: str
    canonical: str
    """Absolute."""
    title: str
    description: str = ""
    kind: str
    """The template's name: `article`, `home` …"""
    lang: str
    dir: str
    feeds: tuple[Alternate, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    card: str = ""
    """The address of a picture that social media show of it, 1200 by 630 pixels; empty without one."""


class SiteView(Struct, frozen=True, array_like=True, kw_only=True):
    """What a template knows of the publication."""

    title: str
    url: str
    """Absolute, with a slash at its end."""
    home: str
    """The root-relative address of the front page, with the prefix."""
    language: str
    description: str = ""
    menu: tuple[Link, ...] = ()
    publisher: Mapping[str, Any] = field(default_factory=dict)
    feeds: tuple[Alternate, ...] = ()
    search: str = ""
    """The root-relative address of the search page; empty where there is none."""
    head: Html = Html("")
    extra: Mapping[str, Any] = field(default_factory=dict)


# ---------------------------------------------------------------- what is kept until it is rendered


class KeptArticle(Struct, frozen=True, array_like=True, kw_only=True):
    """An article whose text still lies in the store."""

    card: Card
    authors: tuple[Person, ...]
    content: str
    """The key (and digest) of its `Content` in the store."""
    addresses: tuple[str, ...] = ()
    """What its references resolve to, in order; empty for one that resolves to nothing."""
    sizes: tuple[tuple[int, int], ...] = ()
    """Width and height for each reference, zeros where unknown; empty where no reference has any."""
    titles: tuple[str, ...] = ()
    """Plain titles of what each reference leads to; empty where no reference asks for one."""
    srcsets: tuple[str, ...] = ()
    """For each reference the smaller pictures there are of it; empty where there are none."""
    corrections: tuple[Correction, ...] = ()
    sources: tuple[Reference, ...] = ()
    aliases: tuple[str, ...] = ()
    ai: str = "none"
    editor: str = ""
    translation_of: Card | None = None
    supersedes: Card | None = None
    extra: Extra = field(default_factory=dict)


class KeptComments(Struct, frozen=True, array_like=True, kw_only=True):
    """The comments of an article, still in the store."""

    status: str
    form: str
    post: CommentForm | None = None
    feed: str = ""
    pending: bool = False
    """Whether those that wait for an editor are shown as well."""
    remarks: tuple[bytes, ...]
    """The piece's own, then its sidecar's, each msgpack of `tuple[Remark, ...]` or empty."""
    authors: tuple[str, ...] = ()
    """Digests of the addresses, and the ids, by which an author's reply is known."""
    names: tuple[tuple[str, str], ...] = ()
    """The id and the name of each author who has a file."""


class KeptText(Struct, frozen=True, array_like=True, kw_only=True):
    """A standing page whose text still lies in the store."""

    title: Html
    content: str
    addresses: tuple[str, ...] = ()
    sizes: tuple[tuple[int, int], ...] = ()
    titles: tuple[str, ...] = ()
    srcsets: tuple[str, ...] = ()
    updated: datetime | None = None
    extra: Extra = field(default_factory=dict)


# ---------------------------------------------------------------- what is made


class Page(Struct, frozen=True, array_like=True, kw_only=True):
    """One file of the site, planned: who makes it, and every value it may read."""

    path: str
    """Below the output folder, with `/`."""
    maker: str
    """`template`, `atom`, `json`, `remarks`, `sitemap`, `news`, `llms`, `redirect`, `text`, `copy`, `bytes`, `kept`,
    `resize` or `card`."""
    template: str = ""
    """Of a template page: `article.html`."""
    names: dict[str, Any]
    source: str = ""
    """The path of the file it is made from, where there is one; a clash names it."""
    mark: Mark = Mark(0, 0)
    """Where that file gives the address."""


class Job(Struct, frozen=True, array_like=True, kw_only=True):
    """One file to make: its maker, exactly the values it holds, and their digest."""

    path: str
    maker: str
    template: str = ""
    held: dict[str, Any]
    fingerprint: str
    parts: tuple[str, ...] = ()
    """What the fingerprint is made of: the held names, and in parentheses what all pages of a template share."""
    prints: tuple[str, ...] = ()
    """The digest of each part. There are as many of these pairs as pages, and a mapping takes four times the memory."""
    source: str = ""

    @property
    def digests(self) -> dict[str, str]:
        """Of each part, so that `why` can say which one changed."""
        return dict(zip(self.parts, self.prints, strict=True))


# ---------------------------------------------------------------- what the makers of other files hold


class FeedView(Struct, frozen=True, array_like=True, kw_only=True):
    """A feed, held as `feed` by the makers `atom` and `json`."""

    title: str
    subtitle: str = ""
    url: str
    """Absolute, of this very file; it is also the feed's id."""
    home: str
    """Absolute, of the page that lists the same pieces."""
    site: str
    """Absolute, of the front page, with its slash; entries are made absolute by its origin."""
    lang: str
    author: str
    """Whose the feed is: the author of pieces that name nobody."""
    logo: str = ""
    """Absolute, or empty."""
    entries: tuple[KeptArticle | Card, ...] = ()
    """The newest first: a `KeptArticle` is published in full, a `Card` by its summary."""


class RemarkFeedView(Struct, frozen=True, array_like=True, kw_only=True):
    """The feed of one article's comments, held as `discussion` by the maker `remarks`."""

    title: str
    url: str
    """Absolute, of this very file."""
    home: str
    """Absolute, of the article."""
    lang: str
    author: str
    """Whose the article is."""
    comments: KeptComments


class Address(Struct, frozen=True, array_like=True):
    """A line of a sitemap."""

    url: str
    """Absolute."""
    updated: datetime | None = None


class SitemapView(Struct, frozen=True, array_like=True, kw_only=True):
    """A sitemap, or an index of sitemaps, held as `sitemap` by the maker `sitemap`."""

    entries: tuple[Address, ...]
    index: bool = False


class NewsView(Struct, frozen=True, array_like=True, kw_only=True):
    """The pieces of the last days, held as `news` by the maker `news`."""

    name: str
    """Of the publication."""
    site: str
    """Absolute, of the front page, with its slash."""
    cards: tuple[Card, ...]
    """Newest first."""


class LlmsView(Struct, frozen=True, array_like=True, kw_only=True):
    """The file `llms.txt`, held as `llms` by the maker `llms`: what stands before the pieces, the pieces, the rest."""

    before: str
    site: str
    """Absolute, of the front page, with its slash."""
    cards: tuple[Card, ...]
    """Newest first."""
    after: str


class CardView(Struct, frozen=True, array_like=True, kw_only=True):
    """What a card for social media says, held as `card` by the maker `card`; all plain."""

    title: str
    kicker: str
    names: str
    site: str
    lang: str
    dir: str


class RedirectView(Struct, frozen=True, array_like=True, kw_only=True):
    """An old address that leads to a new one, held as `redirect` by the maker `redirect`."""

    url: str
    """Root-relative, where it leads to."""
    canonical: str
    """The same, absolute."""
    title: str
    """Of the page it leads to, plain."""
    lang: str
    dir: str


# ---------------------------------------------------------------- what a build tells


class Report(Struct, frozen=True, array_like=True, kw_only=True):
    """What a build did, and why."""

    read: int = 0
    """Files of the publication that were read."""
    pages: int = 0
    """Files of the site that are rendered: all but copied ones."""
    rendered: int = 0
    """Of those, how many were made anew."""
    copied: int = 0
    """Files that were copied."""
    removed: int = 0
    """Files of the last build that no page makes any more."""
    reasons: tuple[tuple[str, int], ...] = ()
    """Why pages were rendered, and how many for that; the commonest first."""
    waiting: tuple[tuple[str, datetime], ...] = ()
    """Scheduled pieces and the instants they appear at, the next first."""
    foreign: tuple[str, ...] = ()
    """Files in the output folder that are not Byline's."""
    problems: tuple[Problem, ...] = ()
    """Warnings; and errors, in which case nothing was published."""
    verbs: tuple[tuple[str, float], ...] = ()
    """Each verb and the seconds it took, in order."""
