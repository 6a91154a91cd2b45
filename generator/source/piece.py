"""The front matter of an article to what it says of the piece."""

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from html import escape
from unicodedata import normalize

from msgspec import Struct
from msgspec.structs import replace

from generator.model import Html, Mark, Piece, Remark
from generator.notation import Broken, Fields, Items, Mapping, Scalar, clip
from generator.settings import KINDS, Reading, language_tag
from generator.slugs import is_usable, slugify
from generator.source.dates import HINT, NotADateError, instant, read_instant, zone_of
from generator.source.front_matter import (
    Front,
    Renderers,
    checked,
    checked_scalar,
    cleaned,
    inline_text,
    marked,
    open_front,
    plain_text,
)
from generator.source.naming import Naming, naming
from generator.source.people import read_credits
from generator.source.piece_parts import read_corrections, read_image, read_series, read_sources
from generator.source.places import old_address
from generator.source.sidecar import forgive, ids_of, read_remarks

MEANT = {
    "description": "summary",
    "subtitle": "summary",
    "standfirst": "summary",
    "excerpt": "summary",
    "abstract": "summary",
    "dek": "summary",
    "category": "tags",
    "categories": "tags",
    "keywords": "tags",
    "topics": "tags",
    "modified": "updated",
    "lastmod": "updated",
    "last_modified": "updated",
    "pubdate": "date",
    "published": "publish",
    "publishdate": "publish",
    "expirydate": "expires",
    "unpublish": "expires",
    "type": "kind",
    "layout": "kind",
    "section": "kind",
    "cover": "image",
    "picture": "image",
    "thumbnail": "image",
    "photo": "image",
    "language": "lang",
    "locale": "lang",
    "permalink": "slug",
    "url": "slug",
    "redirect_from": "aliases",
    "byline": "author",
    "by": "author",
    "writer": "author",
    "references": "sources",
    "errata": "corrections",
    "params": "extra",
    "headline": "title",
}
"""What others' keys are called here."""

_SELDOM = frozenset(
    [
        "updated",
        "publish",
        "expires",
        "draft",
        "featured",
        "aliases",
        "translation_of",
        "series",
        "related",
        "supersedes",
        "corrections",
        "sources",
        "ai",
        "editor",
        "extra",
    ]
)
"""What most pieces do not say, so that they are not asked for each of it."""

_AI = ("none", "assisted", "generated")
_STATUSES = ("open", "closed", "hidden")


_SOME_DAY = datetime(1000, 1, 1, tzinfo=UTC)
"""Stands for a date that cannot be known, in a piece that is only checked."""


class _Address(Struct, frozen=True):
    slug: str
    """Empty where it cannot be known."""
    given: bool


def read_piece(path: str, text: str, reading: Reading, *, render: Renderers) -> Front[Piece]:
    """An article's front matter; the piece is without its body, which `Front.body` holds.

    Without a title or a date there still is a piece, so that all else in it can be checked; `Front.whole` tells.
    """
    fields, halves = open_front(text, path=path)
    zone = zone_of(reading.timezone)
    marks: dict[str, Mark] = {}
    name = naming(path)
    title = inline_text(fields, "title", render, required=True)
    date = _date(fields, name, zone)
    address = _address(fields, name)
    comments, remarks = _comments(fields, zone, render)
    piece = Piece(
        path=path,
        slug=address.slug,
        slug_given=address.given,
        bundle=name.bundle,
        title=title or Html(escape(address.slug)),
        date=date or _SOME_DAY,
        credits=read_credits(fields, render),
        kind=fields.choice("kind", _kinds(reading.kinds), default="analysis"),
        summary=inline_text(fields, "summary", render, filled=True),
        tags=_tags(fields, marks),
        image=read_image(fields, render),
        lang=checked(fields, "lang", language_tag),
        comments=comments,
        remark_ids=ids_of(remarks, "approved"),
        pending_ids=ids_of(remarks, "pending"),
        marks=marks,
    )
    if not fields.lacks(_SELDOM):
        piece = _with_more(piece, fields, zone, render)
    marked(fields, marks, "slug", "date", "title", "image", "translation_of", "supersedes", "kind", "series", "lang")
    _check_order(fields, piece, date, zone)
    fields.done(meant=MEANT, known=_SELDOM)
    return Front(
        value=piece if fields.entries and address.slug else None,
        whole=bool(title and date),
        remarks=remarks,
        body=halves.body,
        body_line=halves.body_line,
        problems=fields.findings.problems,
    )


def _with_more(piece: Piece, fields: Fields, zone: tzinfo, render: Renderers) -> Piece:
    """The piece with what few of them say; marks are added to those that it has."""
    return replace(
        piece,
        updated=read_instant(fields, "updated", zone),
        publish=read_instant(fields, "publish", zone),
        expires=read_instant(fields, "expires", zone),
        draft=fields.flag("draft"),
        featured=fields.flag("featured"),
        aliases=read_aliases(fields, piece.marks),
        translation_of=_slug_of(fields, "translation_of"),
        series=read_series(fields),
        related=_related(fields, piece.marks),
        supersedes=_slug_of(fields, "supersedes"),
        corrections=read_corrections(fields, zone, render),
        sources=read_sources(fields),
        ai=fields.choice("ai", _AI, default="none"),
        editor=plain_text(fields, "editor"),
        extra=fields.extra("extra"),
    )


@lru_cache(maxsize=4)
def _kinds(more: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds a piece may be of, with those of the publication."""
    return tuple(dict.fromkeys((*KINDS, *more)))


def _date(fields: Fields, name: Naming, zone: tzinfo) -> datetime | None:
    """The date in the front matter, or else in the file's name."""
    told = len(fields.findings.found)
    date = read_instant(fields, "date", zone)
    if date is not None or len(fields.findings.found) > told:
        return date
    if not name.date:
        fields.require("date")
        return None
    try:
        return instant(name.date, zone)
    except NotADateError:
        message = f"the file's name begins with '{name.date}', which is not a date"
        fields.findings.note_line(1, message, hint=f"add a `date`: {HINT}")
        return None


def _check_order(fields: Fields, piece: Piece, date: datetime | None, zone: tzinfo) -> None:
    """Tell what ends or is put right before it began."""
    first = piece.publish or date
    if first and piece.expires and piece.expires <= first:
        hint = "let it end after `publish`, or `date` where there is no `publish`, or take the line away"
        fields.wrong("expires", "is not later than the piece appears, so that nobody would ever read it", hint=hint)
    if date and piece.updated and piece.updated.astimezone(zone).date() < date.astimezone(zone).date():
        fields.wrong("updated", "is earlier than the date of the piece", hint="correct one of the two")


def _address(fields: Fields, name: Naming) -> _Address:
    """The slug, given or from the file's name."""
    given = fields.text("slug")
    slug = slugify(given) if given else name.slug
    if not given and "slug" in fields and isinstance(fields.entries["slug"].value, Broken):
        return _Address("", True)
    if is_usable(slug):
        return _Address(slug, bool(given))
    if given:
        fields.wrong("slug", f"is '{clip(given)}', which gives no address", hint="write it with letters or digits")
    else:
        reserved = f": '{slug}' is reserved" if slug else ""
        message = f"the file's name gives no address{reserved}"
        fields.findings.note_line(1, message, hint="add a `slug`")
    return _Address("", bool(given))


def _tags(fields: Fields, marks: dict[str, Mark]) -> tuple[str, ...]:
    tags: dict[str, str] = {}
    for value in fields.scalars("tags", commas=True):
        tag, slug = _tag(value.text)
        if not slug:
            message = f"the tag '{clip(tag)}' gives no address"
            fields.findings.note(value.start, value.end, message, hint="write it with letters or digits")
        elif slug not in tags:
            marks[f"tags.{len(tags)}"] = fields.mark_of(value)
            tags[slug] = tag
    return tuple(tags.values())


@lru_cache(maxsize=1024)
def _tag(text: str) -> tuple[str, str]:
    """A tag as readers see it, and its slug, empty where it gives no address; most stand above many pieces."""
    tag = cleaned(normalize("NFC", text))
    slug = slugify(tag)
    return tag, slug if is_usable(slug) else ""


def read_aliases(fields: Fields, marks: dict[str, Mark]) -> tuple[str, ...]:
    """Old addresses of a piece or page, each from the root of the site."""
    aliases: dict[str, None] = {}
    for value in fields.scalars("aliases"):
        alias = checked_scalar(fields, value, "aliases", old_address)
        if alias and alias not in aliases:
            marks[f"aliases.{len(aliases)}"] = fields.mark_of(value)
            aliases[alias] = None
    return tuple(aliases)


def _related(fields: Fields, marks: dict[str, Mark]) -> tuple[str, ...]:
    related: dict[str, None] = {}
    for value in fields.scalars("related", commas=True):
        slug = normalize("NFC", value.text.strip())
        if slug not in related:
            marks[f"related.{len(related)}"] = fields.mark_of(value)
            related[slug] = None
    return tuple(related)


def _slug_of(fields: Fields, key: str) -> str:
    return normalize("NFC", fields.text(key))


def _comments(fields: Fields, zone: tzinfo, render: Renderers) -> tuple[str, tuple[Remark, ...]]:
    """Whether comments are open, and those in the front matter."""
    value = fields.node("comments")
    if value is None:
        return "", ()
    if isinstance(value, Scalar):
        return fields.choice("comments", _STATUSES, default=""), ()
    forgive(fields.findings, value.start, value.end)
    if isinstance(value, Items):
        return "", read_remarks(value.items, fields, "comments", zone=zone, status="approved", render=render)
    assert isinstance(value, Mapping)
    inner = fields.fields(value, "comments")
    status = inner.choice("status", _STATUSES, default="")
    nodes = inner.items("list")
    inner.done(meant={"comments": "list"})
    return status, read_remarks(nodes, inner, "list", zone=zone, status="approved", render=render)
