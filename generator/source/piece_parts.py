"""The nested values of an article's front matter: lead picture, series, corrections, sources."""

from datetime import tzinfo

from generator.model import Correction, Plate, Reference, Series
from generator.notation import Fields, Scalar, clip
from generator.source.dates import read_instant
from generator.source.front_matter import Renderers, checked, cleaned, inline_text, linked_text, plain_text
from generator.source.places import source_address


def read_image(fields: Fields, render: Renderers) -> Plate | None:
    """The lead picture."""
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
        caption=inline_text(inner, "caption", render),
        credit=plain_text(inner, "credit"),
        license=plain_text(inner, "license"),
        mark=inner.mark("src"),
    )
    inner.done(meant={"url": "src", "path": "src", "file": "src", "licence": "license", "title": "caption"})
    return plate if src else None


def _tell_missing_alt(fields: Fields) -> None:
    message = "has no alt, the words for readers who cannot see it"
    fields.wrong("image", message, hint="add `alt: …`, empty if it only decorates", rule="missing-alt")


def read_series(fields: Fields) -> Series | None:
    """The series, and the piece's part of it."""
    if isinstance(fields.node("series"), Scalar):
        return Series(plain_text(fields, "series"))
    inner = fields.mapping("series", shape="{name: The straits, part: 2}")
    if inner is None:
        return None
    name = plain_text(inner, "name", required=True)
    part = inner.number("part", default=0, least=1, most=9999)
    inner.done(meant={"title": "name", "number": "part"})
    return Series(name, part or None) if name else None


def read_corrections(fields: Fields, zone: tzinfo, render: Renderers) -> tuple[Correction, ...]:
    """What was put right; in its text links elsewhere are links."""
    corrections: list[Correction] = []
    for entry in fields.mappings("corrections", shape="{date: 2024-05-17, text: …}"):
        told = len(entry.findings.found)
        date = read_instant(entry, "date", zone)
        if date is None and len(entry.findings.found) == told:
            entry.require("date")
        kind = entry.choice("kind", ("correction", "clarification"), default="correction")
        text = linked_text(entry, "text", render, required=True)
        entry.done()
        if date and text:
            corrections.append(Correction(date=date, kind=kind, text=text))
    return tuple(corrections)


def read_sources(fields: Fields) -> tuple[Reference, ...]:
    """The works that are cited."""
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
