"""The front matter of a standing page to what it says of the page."""

from html import escape

from generator.model import Html, Mark, Standing
from generator.notation import Broken, clip
from generator.settings import Reading, language_tag
from generator.slugs import is_usable, slugify
from generator.source.dates import read_instant, zone_of
from generator.source.front_matter import Front, Renderers, checked, inline_text, marked, open_front
from generator.source.naming import page_address
from generator.source.piece import MEANT, read_aliases


def read_standing(path: str, text: str, reading: Reading, *, render: Renderers) -> Front[Standing]:
    """A standing page's front matter; `Front.body` holds its text."""
    fields, halves = open_front(text, path=path)
    marks: dict[str, Mark] = {}
    title = inline_text(fields, "title", render, required=True)
    address = page_address(path)
    if given := fields.text("slug"):
        address = "/".join([*address.split("/")[:-1], slugify(given)])
        if not is_usable(slugify(given)):
            fields.wrong("slug", f"is '{clip(given)}', which gives no address", hint="write it with letters or digits")
    elif not all(is_usable(part) for part in address.split("/")):
        fields.findings.note_line(1, "the file's name gives no address", hint="give the file another name, or a `slug`")
    page = Standing(
        path=path,
        address=address,
        title=title or Html(escape(address)),
        summary=inline_text(fields, "summary", render, filled=True),
        lang=checked(fields, "lang", language_tag),
        updated=read_instant(fields, "updated", zone_of(reading.timezone)),
        draft=fields.flag("draft"),
        aliases=read_aliases(fields, marks),
        extra=fields.extra("extra"),
        marks=marks,
    )
    marked(fields, marks, "title", "slug")
    fields.done(meant={**MEANT, "date": "updated"})
    lost = "slug" in fields and isinstance(fields.entries["slug"].value, Broken)
    usable = fields.entries and not lost and all(is_usable(part) for part in address.split("/"))
    return Front(
        value=page if usable else None,
        whole=bool(title),
        body=halves.body,
        body_line=halves.body_line,
        problems=fields.findings.problems,
    )
