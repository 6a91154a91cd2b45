"""YAML of simple lines to the nodes that libyaml gives, without asking it; any other text is left to it."""

import re
from typing import TypeAlias

from generator.notation.nodes import Entry, Items, Mapping, Node, Scalar

_ODD = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML takes for a blank, for a line's end, or for no text at all."""

_NAME = r"[A-Za-z0-9_][A-Za-z0-9_-]{0,60}"
_FIRST = r"[^\s?:,\[\]{}#&*!|>'\"%@`-]"
_QUOTED = r"""("[^"\\\n]*" | '[^'\n]*')"""
_LINE = re.compile(
    rf"""
    (([ ]{{0,20}}+) (-[ ]{{1,4}}+|)
    (?: ({_NAME}) (:(?![^ \n])[ ]*+) | )
    (?: {_QUOTED} [ ]*+
      | ({_FIRST} [^:\#\n]*+ (?: :[^\s:\#][^:\#\n]*+ )*)
      | (\[ [^\[\]{{}}\n]*+ \] | \{{ [^\[\]{{}}\n]*+ \}}) [ ]*+
      | ("(?: [^"\\\n]*+ \\["\\] )+ [^"\\\n]*+") [ ]*+
      | \#[^\n]*+
      |
    )
    (?: \n | \Z ))
    | (?s: .+ )
    """,
    re.VERBOSE,
)
"""A line as a whole; its indentation, dash, key, colon; its value: in quotes, plain, a list or mapping, with escapes.

The bounds keep lists and mappings less deep than `DEPTH`. No group holds anything where a line is another, nor in all
that follows it.
"""

_HELD = rf"""
    (?: {_QUOTED} [ ]*+
      | ({_FIRST} [^?:,\[\]{{}}\#"'\n]*+ (?: :[^\s?:,\[\]{{}}\#"'] [^?:,\[\]{{}}\#"'\n]*+ )*)
    )
"""
_ITEM = re.compile(rf"(([ ]*+) {_HELD} [,\]] ) | (?s: .+ )", re.VERBOSE)
"""An entry between brackets as a whole, with what ends it; the blanks before it; its value."""

_PAIR = re.compile(rf"(([ ]*+) ({_NAME}) (:[ ]++) {_HELD} [,}}] ) | (?s: .+ )", re.VERBOSE)
"""An entry between braces as a whole, with what ends it; the blanks before it; its key, and colon; its value."""

_ESCAPE = re.compile(r"\\(.)")


class _UnsureError(Exception):
    """Something that only libyaml knows to read."""


_Line: TypeAlias = tuple[int, int, bool, Scalar | None, Node | None]
"""A line that holds more than a comment: the length of its indentation, which is -1 for the end of the text; where it
begins, after that; whether a dash stands there; its key; its value, None where it is left to the lines below."""


def read_quickly(text: str) -> Items | Mapping | None:
    """The outermost list or mapping of a text; None where it holds anything but what is surely read alike."""
    if not text.replace("\n", " ").isprintable() and _ODD.search(text):  # what is printable is never odd
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
    at = 4 if text.startswith("---\n") else 0
    for line, blank, dash, name, colon, quoted, plain, flow, escaped in _LINE.findall(text, at):
        column = len(blank)
        begin = at + column
        at += len(line)
        start = begin + len(dash)
        key = None
        if name:
            key = Scalar(name, start, start + len(name), True)
            start += len(name) + len(colon)
        value: Node | None = None
        if quoted:
            value = Scalar(quoted[1:-1], start, start + len(quoted), False)
        elif plain:
            value = _plain(plain, start)
        elif flow:
            value = _bracketed(flow, start) if flow[0] == "[" else _braced(flow, start)
        elif escaped:
            value = Scalar(_ESCAPE.sub(r"\1", escaped[1:-1]), start, start + len(escaped), False)
        elif key is None:
            if dash:
                raise _UnsureError
            continue
        lines.append((column, begin, bool(dash), key, value))
    if at < len(text):
        raise _UnsureError
    lines.append((-1, at, False, None, None))
    lines.reverse()
    return lines


def _plain(text: str, start: int) -> Scalar:
    written = text.rstrip(" ")
    return Scalar(written, start, start + len(written), True)


def _bracketed(text: str, start: int) -> Items:
    items: list[Node] = []
    at = start + 1
    for item, blank, quoted, plain in _ITEM.findall(text, 1) if text[1:-1].strip(" ") else ():
        if not item:
            raise _UnsureError
        begin = at + len(blank)
        items.append(Scalar(quoted[1:-1], begin, begin + len(quoted), False) if quoted else _plain(plain, begin))
        at += len(item)
    return Items(tuple(items), start, start + len(text))


def _braced(text: str, start: int) -> Mapping:
    entries: dict[str, Entry] = {}
    at = start + 1
    for item, blank, name, colon, quoted, plain in _PAIR.findall(text, 1) if text[1:-1].strip(" ") else ():
        if not name or name in entries:
            raise _UnsureError
        begin = at + len(blank)
        key = Scalar(name, begin, begin + len(name), True)
        begin = key.end + len(colon)
        value = Scalar(quoted[1:-1], begin, begin + len(quoted), False) if quoted else _plain(plain, begin)
        entries[name] = Entry(key, value)
        at += len(item)
    return Mapping(entries, start, start + len(text))


def _block(lines: list[_Line]) -> Items | Mapping:
    """The list or mapping that begins on the next line, the last one; its lines are taken away."""
    column, _, dashed, _, _ = lines[-1]
    return _items(lines) if dashed else _mapping(lines, column)


def _items(lines: list[_Line]) -> Items:
    first, begin, dashed, key, value = lines[-1]
    column, at = first, begin
    items: list[Node] = []
    while column == first and dashed:
        if key is not None:
            items.append(_mapping(lines, column + key.start - at))
        elif value is not None:
            items.append(value)
            lines.pop()
        else:
            raise _UnsureError
        column, at, dashed, key, value = lines[-1]
    return Items(tuple(items), begin, at)


def _mapping(lines: list[_Line], column: int) -> Mapping:
    """The mapping whose first key stands in a column of the next line."""
    entries: dict[str, Entry] = {}
    start = -1
    while True:
        _, _, _, key, value = lines.pop()
        if key is None or key.text in entries:
            raise _UnsureError
        below, at, dashed, _, _ = lines[-1]
        if value is None:
            if below > column or (below == column and dashed):
                value = _block(lines)
                below, at, dashed, _, _ = lines[-1]
            else:
                value = Scalar("", key.end + 1, key.end + 1, True)
        entries[key.text] = Entry(key, value)
        if start < 0:
            start = key.start
        if below < column:
            return Mapping(entries, start, at)
        if below > column or dashed:
            raise _UnsureError
