"""The front matter of an article to what it says of the piece."""

from datetime import datetime, tzinfo
from unicodedata import normalize

from msgspec import Struct

from generator.model import Correction, Html, Mark, Piece, Plate, Reference, Remark, Series
from generator.notation import Fields, Items, Mapping, Scalar, clip
from generator.settings import KINDS, Reading, language_tag
from generator.slugs import is_usable, slugify
from generator.source.dates import HINT, NotADateError, instant, read_instant, zone_of
from generator.source.front_matter import (
    Front,
    Renderers,
    checked,
    checked_scalar,
    cleaned,
    marked,
    open_front,
    plain_text,
)
from generator.source.naming import Naming, naming
from generator.source.people import read_credits
from generator.source.places import old_address, source_address
from generator.source.sidecar import read_remarks

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

_AI = ("none", "assisted", "generated")
_STATUSES = ("open", "closed", "hidden")


class _Address(Struct, frozen=True):
    slug: str
    given: bool


def read_piece(path: str, text: str, reading: Reading, *, render: Renderers) -> Front[Piece]:
    """An article's front matter; the piece is without its body, which `Front.body` holds."""
    fields, halves = open_front(text, path=path)
    zone = zone_of(reading.timezone)
    marks: dict[str, Mark] = {}
    name = naming(path)
    title = fields.required("title", free=True)
    date = _date(fields, name, zone)
    address = _address(fields, name)
    comments, remarks = _comments(fields, zone, render)
    piece = Piece(
        path=path,
        slug=address.slug,
        slug_given=address.given,
        bundle=name.bundle,
        title=render.inline(title) if title else Html(""),
        date=date or datetime.min,
        updated=read_instant(fields, "updated", zone),
        publish=read_instant(fields, "publish", zone),
        expires=read_instant(fields, "expires", zone),
        draft=fields.flag("draft"),
        featured=fields.flag("featured"),
        credits=read_credits(fields, render),
        kind=fields.choice("kind", (*KINDS, *reading.kinds), default="analysis"),
        summary=_inline(fields, "summary", render),
        tags=_tags(fields, marks),
        aliases=read_aliases(fields, marks),
        image=_image(fields, render),
        lang=checked(fields, "lang", language_tag),
        translation_of=_slug_of(fields, "translation_of"),
        series=_series(fields),
        related=_related(fields, marks),
        supersedes=_slug_of(fields, "supersedes"),
        corrections=_corrections(fields, zone, render),
        sources=_sources(fields),
        ai=fields.choice("ai", _AI, default="none"),
        editor=plain_text(fields, "editor"),
        comments=comments,
        remark_ids=tuple([remark.id for remark in remarks if remark.status == "approved"]),
        extra=fields.extra("extra"),
        marks=marks,
    )
    marked(fields, marks, "slug", "date", "title", "image", "translation_of", "supersedes", "kind", "series", "lang")
    fields.done(meant=MEANT)
    return Front(
        value=piece if title and date and address.slug else None,
        remarks=remarks,
        body=halves.body,
        body_line=halves.body_line,
        problems=fields.findings.problems,
    )


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


def _address(fields: Fields, name: Naming) -> _Address:
    """The slug, given or from the file's name."""
    given = fields.text("slug")
    slug = slugify(given) if given else name.slug
    if is_usable(slug):
        return _Address(slug, bool(given))
    if given:
        fields.wrong("slug", f"is '{clip(given)}', which gives no address", hint="write it with letters or digits")
    else:
        reserved = f": '{slug}' is reserved" if slug else ""
        message = f"the file's name gives no address{reserved}"
        fields.findings.note_line(1, message, hint="add a `slug`")
    return _Address("", bool(given))


def _inline(fields: Fields, key: str, render: Renderers) -> Html:
    text = fields.text(key, free=True)
    return render.inline(text) if text else Html("")


def _tags(fields: Fields, marks: dict[str, Mark]) -> tuple[str, ...]:
    tags: dict[str, str] = {}
    for value in fields.scalars("tags", commas=True):
        tag = cleaned(normalize("NFC", value.text))
        slug = slugify(tag)
        if not is_usable(slug):
            message = f"the tag '{clip(tag)}' gives no address"
            fields.findings.note(value.start, value.end, message, hint="write it with letters or digits")
        elif slug not in tags:
            marks[f"tags.{len(tags)}"] = fields.mark_of(value)
            tags[slug] = tag
    return tuple(tags.values())


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


def _image(fields: Fields, render: Renderers) -> Plate | None:
    value = fields.node("image")
    if isinstance(value, Scalar):
        fields.text("image")
        _tell_missing_alt(fields)
        return Plate(src=value.text.strip(), mark=fields.mark_of(value))
    inner = fields.mapping("image", shape="{src: port.jpg, alt: A port at dawn}")
    if inner is None:
        return None
    src = inner.required("src")
    if "alt" not in inner:
        _tell_missing_alt(fields)
    plate = Plate(
        src=src,
        alt=plain_text(inner, "alt"),
        caption=_inline(inner, "caption", render),
        credit=plain_text(inner, "credit"),
        license=plain_text(inner, "license"),
        mark=inner.mark("src"),
    )
    inner.done(meant={"url": "src", "path": "src", "file": "src", "licence": "license", "title": "caption"})
    return plate if src else None


def _tell_missing_alt(fields: Fields) -> None:
    message = "has no alt, the words for readers who cannot see it"
    fields.wrong("image", message, hint="add `alt: …`, empty if it only decorates", rule="missing-alt")


def _series(fields: Fields) -> Series | None:
    if isinstance(fields.node("series"), Scalar):
        return Series(plain_text(fields, "series"))
    inner = fields.mapping("series", shape="{name: The straits, part: 2}")
    if inner is None:
        return None
    name = plain_text(inner, "name", required=True)
    part = inner.number("part", default=0, least=1, most=9999)
    inner.done(meant={"title": "name", "number": "part"})
    return Series(name, part or None) if name else None


def _corrections(fields: Fields, zone: tzinfo, render: Renderers) -> tuple[Correction, ...]:
    corrections: list[Correction] = []
    for entry in fields.mappings("corrections", shape="{date: 2024-05-17, text: …}"):
        told = len(entry.findings.found)
        date = read_instant(entry, "date", zone)
        if date is None and len(entry.findings.found) == told:
            entry.require("date")
        kind = entry.choice("kind", ("correction", "clarification"), default="correction")
        text = entry.required("text", free=True)
        entry.done()
        if date and text:
            corrections.append(Correction(date=date, kind=kind, text=render.inline(text)))
    return tuple(corrections)


def _sources(fields: Fields) -> tuple[Reference, ...]:
    sources: list[Reference] = []
    ids: set[str] = set()
    for entry in fields.mappings("sources", shape="{title: …, url: https://example.org/}"):
        title = plain_text(entry, "title", required=True)
        source = Reference(
            id=entry.text("id"),
            title=title,
            url=checked(entry, "url", source_address, rule="link-scheme"),
            author=", ".join(cleaned(text) for text in entry.texts("author")),
            publisher=plain_text(entry, "publisher"),
            date=plain_text(entry, "date"),
            accessed=plain_text(entry, "accessed"),
            archived=checked(entry, "archived", source_address, rule="link-scheme"),
        )
        entry.done(meant={"name": "title", "authors": "author", "link": "url"})
        if source.id in ids:
            entry.wrong("id", f"is '{clip(source.id)}', which another source has already", hint="give it another")
        elif title:
            ids |= {source.id} - {""}
            sources.append(source)
    return tuple(sources)


def _comments(fields: Fields, zone: tzinfo, render: Renderers) -> tuple[str, tuple[Remark, ...]]:
    """Whether comments are open, and those in the front matter."""
    value = fields.node("comments")
    if value is None:
        return "", ()
    if isinstance(value, Scalar):
        return fields.choice("comments", _STATUSES, default=""), ()
    if isinstance(value, Items):
        return "", read_remarks(value.items, fields, "comments", zone=zone, status="approved", render=render)
    assert isinstance(value, Mapping)
    inner = fields.fields(value, "comments")
    status = inner.choice("status", _STATUSES, default="")
    nodes = inner.items("list")
    inner.done(meant={"comments": "list"})
    return status, read_remarks(nodes, inner, "list", zone=zone, status="approved", render=render)
