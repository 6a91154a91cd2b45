"""Words to the nearest known ones, and nodes to plain values."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from generator.notation.nodes import Items, Mapping, Node, Scalar

_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}


def plain_value(node: Node) -> Any:
    """A node as plain values: `true`, `false`, `null` and numbers written as JSON writes them; all else stays text."""
    match node:
        case Mapping():
            return {key: plain_value(entry.value) for key, entry in node.entries.items()}
        case Items():
            return [plain_value(item) for item in node.items]
        case Scalar() if node.plain:
            return _WORDS[node.text] if node.text in _WORDS else _number(node.text)
        case Scalar():
            return node.text
        case _:
            return ""


def _number(text: str) -> int | float | str:
    """The number that is written exactly as Python would write it again; else the text."""
    if not text or len(text) > 18 or not (text[-1].isascii() and text[-1].isdigit()):
        return text
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if str(number) == text:
            return number
    return text


def split_commas(value: Scalar, source: str) -> tuple[Scalar, ...]:
    """The parts of a text between commas, each with its own place where the text stands on one line as it is."""
    exact = source[value.start : value.start + len(value.text)] == value.text
    parts: list[Scalar] = []
    at = 0
    for part in value.text.split(","):
        text = part.strip()
        if text:
            start = value.start + at + part.index(text) if exact else value.start
            parts.append(Scalar(text, start, start + len(text) if exact else value.end, value.plain))
        at += len(part) + 1
    return tuple(parts)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like a misspelt one, or an empty text."""
    names = {name.lower(): name for name in known}
    lowered = word[:60].lower().strip()
    if lowered in names:
        return names[lowered]
    for other in (lowered.rstrip("s"), lowered + "s", lowered.replace("-", "_"), lowered.replace("_", "")):
        if other in names:
            return names[other]
    found = get_close_matches(lowered, names, 1, 0.65)
    return names[found[0]] if found else ""


def clip(text: str) -> str:
    """A text short enough for a message."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
