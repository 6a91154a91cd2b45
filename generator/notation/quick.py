"""YAML of simple lines to the nodes that libyaml gives, without asking it; any other text is left to it."""

import re
from collections.abc import Iterable

from msgspec import Struct

from generator.notation.nodes import Entry, Items, Mapping, Node, Scalar

_ODD = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML takes for a blank, for a line's end, or for no text at all."""

_NAME = r"[A-Za-z0-9_][A-Za-z0-9_-]{0,60}"
_FIRST = r"[^\s?:,\[\]{}#&*!|>'\"%@`-]"
_QUOTED = r"""("[^"\\\n]*" | '[^'\n]*')"""
_LINE = re.compile(
    rf"""
    ([ ]{{0,20}}) (-[ ]{{1,4}})?
    (?: ({_NAME}) : (?=[ \n]|\Z) [ ]* )?
    (?: {_QUOTED} [ ]*
      | ({_FIRST} [^:\#\n]* (?: :[^\s:\#][^:\#\n]* )*)
      | (\[ [^\[\]{{}}\n]* \] | \{{ [^\[\]{{}}\n]* \}}) [ ]*
      | ("(?: [^"\\\n]* \\["\\] )+ [^"\\\n]*") [ ]*
      | \#[^\n]*
    )?
    (?: \n | \Z )
    | .
    """,
    re.VERBOSE,
)
"""Indentation, dash, key and value of a line; the bounds keep lists and mappings less deep than `DEPTH`.

No group holds anything where a line is another.
"""

_BLANK, _DASH, _KEY, _IN_QUOTES, _PLAIN, _FLOW, _ESCAPED = range(1, 8)
_ITEM = re.compile(
    rf"""
    [ ]* (?: ({_NAME}) : [ ]+ )?
    (?: {_QUOTED} [ ]*
      | ({_FIRST} [^?:,\[\]{{}}\#"'\n]* (?: :[^\s?:,\[\]{{}}\#"'] [^?:,\[\]{{}}\#"'\n]* )*)
    )
    [,\]}}]
    | .
    """,
    re.VERBOSE,
)
"""Key and value of an entry between brackets or braces, and what ends it."""

_ITEM_KEY, _ITEM_IN_QUOTES = 1, 2

_ESCAPE = re.compile(r"\\(.)")


class _UnsureError(Exception):
    """Something that only libyaml knows to read."""


class _Line(Struct, frozen=True):
    """A line that holds more than a comment."""

    column: int
    """The length of its indentation; -1 for the end of the text."""
    at: int
    """Where it begins, after its indentation."""
    dashed: bool
    key: Scalar | None
    value: Node | None
    """None where it is left to the lines below."""


def read_quickly(text: str) -> Items | Mapping | None:
    """The outermost list or mapping of a text; None where it holds anything but what is surely read alike."""
    if _ODD.search(text):
        return None
    try:
        lines = _lines(text)
        root = _block(lines)
    except _UnsureError:
        return None
    return root if len(lines) == 1 else None


def _lines(text: str) -> list[_Line]:
    """The lines of a text, from the last, which is its end, to the first."""
    lines: list[_Line] = []
    for line in _LINE.finditer(text, 4 if text.startswith("---\n") else 0):
        kind = line.lastindex
        if kind == _BLANK:
            continue
        if kind is None:
            raise _UnsureError
        start, end = line.span(kind)
        value: Node | None
        if kind == _IN_QUOTES:
            value = _quoted(text, start, end)
        elif kind == _PLAIN:
            value = _plain(text, start, end)
        elif kind == _KEY:
            value = None
        else:
            value = _rare(kind, text, start, end)
        begin, at = line.span(_BLANK)
        lines.append(_Line(at - begin, at, line[_DASH] is not None, _key(line, _KEY), value))
    lines.append(_Line(-1, len(text), False, None, None))
    lines.reverse()
    return lines


def _key(match: re.Match[str], group: int) -> Scalar | None:
    start, end = match.span(group)
    return Scalar(match[group], start, end, True) if start >= 0 else None


def _quoted(text: str, start: int, end: int) -> Scalar:
    return Scalar(text[start + 1 : end - 1], start, end, False)


def _plain(text: str, start: int, end: int) -> Scalar:
    written = text[start:end].rstrip(" ")
    return Scalar(written, start, start + len(written), True)


def _rare(kind: int, text: str, start: int, end: int) -> Node:
    if kind == _ESCAPED:
        return Scalar(_ESCAPE.sub(r"\1", text[start + 1 : end - 1]), start, end, False)
    if kind == _FLOW:
        return _bracketed(text, start, end) if text[start] == "[" else _braced(text, start, end)
    raise _UnsureError


def _bracketed(text: str, start: int, end: int) -> Items:
    items: list[Node] = []
    for item in _between(text, start, end):
        if item[_ITEM_KEY] is not None:
            raise _UnsureError
        items.append(_item(text, item))
    return Items(tuple(items), start, end)


def _braced(text: str, start: int, end: int) -> Mapping:
    entries: dict[str, Entry] = {}
    for item in _between(text, start, end):
        key = _key(item, _ITEM_KEY)
        if key is None or key.text in entries:
            raise _UnsureError
        entries[key.text] = Entry(key, _item(text, item))
    return Mapping(entries, start, end)


def _between(text: str, start: int, end: int) -> Iterable[re.Match[str]]:
    """The entries in brackets or braces."""
    return _ITEM.finditer(text, start + 1, end) if text[start + 1 : end - 1].strip(" ") else ()


def _item(text: str, item: re.Match[str]) -> Scalar:
    kind = item.lastindex
    if kind is None:
        raise _UnsureError
    start, end = item.span(kind)
    return _quoted(text, start, end) if kind == _ITEM_IN_QUOTES else _plain(text, start, end)


def _block(lines: list[_Line]) -> Items | Mapping:
    """The list or mapping that begins on the next line, the last one; its lines are taken away."""
    line = lines[-1]
    return _items(lines) if line.dashed else _mapping(lines, line.column)


def _items(lines: list[_Line]) -> Items:
    first = line = lines[-1]
    items: list[Node] = []
    while line.column == first.column and line.dashed:
        if line.key is not None:
            items.append(_mapping(lines, line.column + line.key.start - line.at))
        elif line.value is not None:
            items.append(line.value)
            lines.pop()
        else:
            raise _UnsureError
        line = lines[-1]
    return Items(tuple(items), first.at, line.at)


def _mapping(lines: list[_Line], column: int) -> Mapping:
    """The mapping whose first key stands in a column of the next line."""
    entries: dict[str, Entry] = {}
    start = -1
    while True:
        line = lines.pop()
        key, value = line.key, line.value
        if key is None or key.text in entries:
            raise _UnsureError
        below = lines[-1]
        if value is None:
            if below.column > column or (below.column == column and below.dashed):
                value = _block(lines)
                below = lines[-1]
            else:
                value = Scalar("", key.end + 1, key.end + 1, True)
        entries[key.text] = Entry(key, value)
        if start < 0:
            start = key.start
        if below.column < column:
            return Mapping(entries, start, below.at)
        if below.column > column or below.dashed:
            raise _UnsureError
