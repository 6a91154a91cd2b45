"""The nouns of the settings: what site.yaml says, checked. All frozen."""

from typing import Any

from msgspec import Struct, field

from generator.model import Extra, Mark

KINDS = {
    "analysis": "Analysis",
    "opinion": "Opinion",
    "explainer": "Explainer",
    "report": "Report",
    "background": "Background",
    "interview": "Interview",
    "review": "Review",
}
"""The kinds of piece that every site has, with their labels in English."""


class MenuEntry(Struct, frozen=True):
    """An entry of the site's menu as written."""

    label: str
    """Empty where the entry is only a page's path: the page's title is its label."""
    url: str


class Publisher(Struct, frozen=True, kw_only=True):
    """Who publishes the site."""

    name: str = ""
    logo: str = ""
    """As written."""
    email: str = ""
    policies: dict[str, str] = field(default_factory=dict)
    """Name of a policy to its address as written."""


FORM_FIELDS = ("author", "email", "url", "text", "reply_to", "page", "trap")
"""Byline's names for what a form sends; the other side may call them otherwise."""


class CommentSettings(Struct, frozen=True, kw_only=True):
    """What holds for the comments of a piece that does not say otherwise."""

    status: str = "open"
    """`open`, `closed` or `hidden`."""
    form: str = ""
    """Where a new comment is sent: an address, or `mailto`; empty where nothing is said."""
    fields: dict[str, str] = field(default_factory=dict)
    """What the other side calls the fields of the form, where it is not what Byline calls them."""
    hidden: dict[str, str] = field(default_factory=dict)
    """What is sent along unseen."""


class Feeds(Struct, frozen=True, kw_only=True):
    """How feeds are made."""

    entries: int = 20
    full: str = "site"
    """Which feeds hold whole articles: `site`, `all` or `none`."""
    comments: bool = False
    """Whether each article has a feed of its comments."""


class PictureSettings(Struct, frozen=True, kw_only=True):
    """How smaller pictures are made."""

    widths: tuple[int, ...] = (480, 800, 1200, 1600)
    """Pixels; none is made wider than its original."""
    quality: int = 80
    """Of WebP, 1 to 100."""


class CardSettings(Struct, frozen=True, kw_only=True):
    """How cards for social media are drawn."""

    fonts: tuple[str, ...] = ()
    """Files of fonts that are tried first; relative to the project, or absolute."""


class Target(Struct, frozen=True, kw_only=True):
    """A place that the site can be deployed to."""

    name: str
    kind: str
    """`folder`, `rsync`, `s3`, `gs`, `azure` or `git`."""
    options: dict[str, str | int] = field(default_factory=dict)


class Settings(Struct, frozen=True, kw_only=True):
    """The publication's settings."""

    title: str
    url: str
    """Absolute, http or https, with a slash at its end."""
    prefix: str
    """The path of `url` without its last slash: empty, or `/press`."""
    language: str
    timezone: str
    """A name of the IANA time zone database."""
    description: str = ""
    theme: str = "broadsheet"
    theme_options: dict[str, Any] = field(default_factory=dict)
    permalink: str = "/{slug}/"
    per_page: int = 20
    menu: tuple[MenuEntry, ...] = ()
    publisher: Publisher = Publisher()
    comments: CommentSettings = CommentSettings()
    feeds: Feeds = Feeds()
    html: str = "false"
    """What becomes of HTML in Markdown: `false` (shown as text), `safe` (through an allow-list) or `true`."""
    quotes: bool = False
    """Whether straight quotation marks in texts become those of the language."""
    kinds: dict[str, str] = field(default_factory=dict)
    """The site's own kinds of piece: id to label."""
    checks: dict[str, str] = field(default_factory=dict)
    """Rule to `error`, `warning` or `off`."""
    search: bool = False
    """Whether there is a search page with its index."""
    pictures: PictureSettings | None = None
    """None where pictures are published in one size."""
    cards: CardSettings | None = None
    """None where there are no cards for social media."""
    head: str = ""
    text: dict[str, Any] = field(default_factory=dict)
    """Sentences of the interface by key, instead of the built-in ones."""
    hosts: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    deploy: tuple[Target, ...] = ()
    """The first is the default."""
    extra: Extra = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    """Where a value stood that only others can judge: `theme`, `theme.accent`, `menu.0`, `publisher.logo`,
    `publisher.policies.corrections`, `plugins.0`, `text.KEY`, `deploy.NAME`, `search`, `pictures`, `cards`."""


class Reading(Struct, frozen=True, kw_only=True):
    """All that the reading of a file depends on besides its bytes and its path."""

    language: str = "en"
    timezone: str = "UTC"
    html: str = "false"
    quotes: bool = False
    """Whether straight quotation marks become those of the language."""
    kinds: tuple[str, ...] = tuple(KINDS)
    """The ids of every kind of piece, the built-in ones included."""
    version: str = ""


def reading_of(settings: Settings, *, version: str) -> Reading:
    """What the reading of files needs of the settings; `version` names whatever else a text's HTML depends on."""
    return Reading(
        language=settings.language,
        timezone=settings.timezone,
        html=settings.html,
        quotes=settings.quotes,
        kinds=tuple({**KINDS, **settings.kinds}),
        version=version,
    )
