"""A Markdown file's text to its front matter, ready to be asked for its keys, and its body."""

import re
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from generator.errors import Problem
from generator.model import Html, Mark, Remark
from generator.notation import Fields, Findings, Mapping, Scalar, clip, open_mapping
from generator.settings import UnusableError

_OPENING = re.compile(r"(?:[ \t]*\r?\n)*---[ \t]*(?:\r?\n|\Z)")
_CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\r?\Z)")
"""With the end of the line before it, which is found faster than the beginning of any line."""

_BARE = re.compile(r"\s*(?P<key>[\w-]+):[ \t]+\S")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SEEN = re.compile(r"[^\s\x00-\x1f\u00ad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufffd]")
"""A character that shows something."""

_BEGINS_SEEN = re.compile(r"(?:<p>)?[A-Za-z0-9]")
"""HTML that surely shows something: a letter or digit before anything that might be taken off or stand for another."""

_STRAY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")

T_co = TypeVar("T_co", covariant=True)


class Renderers(NamedTuple):
    """How texts of the front matter become HTML."""

    inline: Callable[[str], Html]
    """Of a title, summary or caption."""
    remark: Callable[[str], tuple[Html, tuple[str, ...]]]
    """Of a reader's comment; and what was dropped or defused in it, in words."""
    website: Callable[[str], str]
    """A reader's website; empty where it is not a plain address."""
    linked: Callable[[str], Html] | None = None
    """Of a correction or a guest's biography, where links elsewhere are links; as `inline` where there is none."""
    loses: Callable[[str, bool], bool] = lambda text, linked: False
    """Whether a text holds links or pictures that are not shown, be it `linked` or not."""


class Front(Struct, Generic[T_co], frozen=True, kw_only=True):
    """What a file's front matter says, and the text below it."""

    value: T_co | None
    """None where something is missing without which there is no such thing; a problem says what."""
    whole: bool = True
    """Whether nothing in `value` had to be made up, so that the rest could be checked; a problem says what."""
    remarks: tuple[Remark, ...] = ()
    body: str = ""
    body_line: int = 1
    """The line of the file that the body begins on."""
    problems: tuple[Problem, ...] = ()


class Halves(Struct, frozen=True):
    """A file cut in two."""

    head: str
    """From the file's beginning up to the closing `---`, so that places in it are the file's."""
    body: str
    body_line: int


def split(text: str) -> Halves | None:
    """Cut a file after its front matter; None where it has none that is closed."""
    text = text.removeprefix("\ufeff")
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end() - 1) if opening else None
    if closing is None:
        return None
    return Halves(text[: closing.start() + 1], text[closing.end() :], text.count("\n", 0, closing.end()) + 1)


def open_front(text: str, *, path: str) -> tuple[Fields, Halves]:
    """The front matter of a file, ready to be asked, and the halves; where it is amiss, a mapping without keys."""
    halves = split(text)
    if halves is not None:
        return open_mapping(halves.head, Findings(halves.head, path=path), name="the front matter"), halves
    findings = Findings(text, path=path)
    text = findings.text
    opening = _OPENING.match(text)
    if opening:
        line = text.count("\n", 0, opening.end()) if opening[0].endswith("\n") else text.count("\n") + 1
        findings.note_line(line, "the front matter is never closed", hint="write `---` on a line of its own after it")
    elif bare := _BARE.match(text):
        at = bare.start("key")
        message = "the front matter does not begin with `---`"
        findings.note(at, bare.end("key"), message, hint="write `---` on a line of its own above it and below it")
    elif text.startswith("+++"):
        findings.note(
            0, 3, "the front matter is TOML, and Byline reads YAML", hint="write `key: value` between `---` lines"
        )
    else:
        hint = "begin with a line `---`, then lines such as `title: …`, then a line `---`"
        findings.note_line(1, "the file has no front matter", hint=hint)
    return Fields(Mapping({}, 0, 0), findings, whole=False), Halves("", "" if opening else text, 1)


def cleaned(text: str) -> str:
    """A text without control characters and characters that turn the direction of what follows, on one line."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return " ".join(_STRAY.sub("", text).split())


def plain_text(fields: Fields, key: str, *, required: bool = False) -> str:
    """A key's text as readers see it, without markup."""
    if not required:
        return cleaned(fields.text(key, free=True))
    written = fields.required(key, free=True)
    if written and not shows(written):
        _tell_nothing(fields, key)
        return ""
    return cleaned(written)


def inline_text(fields: Fields, key: str, render: Renderers, *, required: bool = False, filled: bool = False) -> Html:
    """A key's text as HTML with emphasis and code alone; what is lost of it is told.

    Text that must be there, or where it is there must be `filled`, and shows nothing is told as well.
    """
    written = fields.required(key, free=True) if required else fields.text(key, free=True)
    html = _unturned(render.inline(written)) if written else Html("")
    if written and (required or filled) and not shows_markup(html):
        _tell_nothing(fields, key)
        return Html("")
    _tell_lost(fields, key, written, render, linked=False)
    return html


def linked_text(fields: Fields, key: str, render: Renderers, *, required: bool = False) -> Html:
    """As `inline_text`, with links to elsewhere."""
    if render.linked is None:
        return inline_text(fields, key, render, required=required)
    written = fields.required(key, free=True) if required else fields.text(key, free=True)
    html = _unturned(render.linked(written)) if written else Html("")
    if written and required and not shows_markup(html):
        _tell_nothing(fields, key)
        return Html("")
    _tell_lost(fields, key, written, render, linked=True)
    return html


def _unturned(html: Html) -> Html:
    """A text without characters that turn the direction of what follows."""
    return html if html.html.isascii() else Html(_TURNS.sub("", html.html).strip())


def _tell_lost(fields: Fields, key: str, written: str, render: Renderers, *, linked: bool) -> None:
    if "[" in written and render.loses(written, linked):
        what = "links to this site or pictures" if linked else "links or pictures"
        kept = "emphasis, code and links elsewhere" if linked else "emphasis and code"
        hint = f"write the words alone: only {kept} are shown here"
        fields.wrong(key, f"holds {what}, which are not shown here", hint=hint, rule="lost-link")


def _tell_nothing(fields: Fields, key: str) -> None:
    fields.wrong(key, "shows nothing to readers", hint="write words")


def shows(text: str) -> bool:
    """Whether a text holds anything that can be seen."""
    return _SEEN.search(text) is not None


def shows_markup(html: Html) -> bool:
    """Whether a text holds anything besides its tags that can be seen."""
    return _BEGINS_SEEN.match(html.html) is not None or shows(html.plain)


def checked(fields: Fields, key: str, check: Callable[[str], str], *, rule: str = "structure") -> str:
    """A key's text in its one form; empty where it is not there or cannot be used, which is told."""
    value = fields.scalar(key)
    return "" if value is None or not value.text.strip() else checked_scalar(fields, value, key, check, rule=rule)


def checked_scalar(
    fields: Fields, value: Scalar, key: str, check: Callable[[str], str], *, rule: str = "structure"
) -> str:
    text = value.text.strip()
    try:
        return check(text)
    except UnusableError as error:
        message = f"{fields.named(key)} is '{clip(text)}', which {error.message}"
        fields.findings.note(value.start, value.end, message, hint=error.hint, rule=rule)
        return ""


def marked(fields: Fields, marks: dict[str, Mark], *keys: str) -> None:
    """Note where the keys' values stand, for those that are there."""
    entries = fields.entries
    for key in keys:
        if key in entries:
            marks[key] = fields.mark(key)
