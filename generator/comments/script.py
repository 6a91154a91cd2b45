"""A comment's values to the YAML that an editor finds in the file."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from unicodedata import normalize

from msgspec import Struct

_PLAIN = re.compile(r"[A-Za-z][\w./-]*(?: [\w./-]+)*")
_WORDS = re.compile(r"(?:y|n|yes|no|on|off|true|false|null)", re.IGNORECASE)
_BREAKS = re.compile("[\x85\u2028\u2029\ufeff]")
_FIT = re.compile("[\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")


class Entry(Struct, frozen=True, kw_only=True):
    """A new comment, as it is to stand in a file."""

    id: str
    author: str
    date: datetime
    status: str
    text: str
    email: str = ""
    url: str = ""
    reply_to: str = ""
    via: str = ""
    """Where it came from: `form`, or what it was imported from."""
    verified: bool = False
    """Whether the address is known to be its writer's own."""


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff\ufff9-\uffff\U000e0000-\U000e007f]")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")


def tamed(text: str) -> str:
    """A text in NFC with plain line ends, and without characters that nobody can see."""
    return normalize("NFC", _CONTROL.sub("", _LINE_ENDS.sub("\n", text)))


def written(entry: Entry) -> str:
    """The entry as an item of a list: `- id: …`, its lines from the first column on, the last one ended."""
    lines = [f"{key}: {_value(key, text)}" for key, text in plain_entry(entry).items()]
    return "- " + "\n  ".join(lines) + "\n"


def written_flow(entry: Entry) -> str:
    """The entry on one line, for a list in brackets."""
    pairs = [f"{key}: {text if key == 'date' else scalar(text)}" for key, text in plain_entry(entry).items()]
    return "  {" + ", ".join(pairs) + "}"


def plain_entry(entry: Entry) -> dict[str, str]:
    """The entry's keys with their texts, in the order of the file; without those that say nothing."""
    keys = {
        "id": entry.id,
        "author": entry.author,
        "email": entry.email,
        "url": entry.url,
        "date": instant(entry.date),
        "reply_to": entry.reply_to,
        "via": entry.via,
        "verified": "true" if entry.verified else "",
        "status": entry.status,
        "text": entry.text,
    }
    return {key: text for key, text in keys.items() if text}


def _value(key: str, text: str) -> str:
    if key in ("date", "verified"):
        return text
    return paragraph(text) if key == "text" else scalar(text)


def scalar(text: str) -> str:
    """A text on one line: as it is where YAML cannot mistake it, else in quotes."""
    if _PLAIN.fullmatch(text) and text.isascii() and not _WORDS.fullmatch(text):
        return text
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def paragraph(text: str, *, indent: int = 4) -> str:
    """A text of any length: several lines stand as they are below a `|-`, if that says the same."""
    lines = text.split("\n")
    if len(lines) == 1 and len(text) < 100:
        return scalar(text)
    plain = _FIT.fullmatch(text) and text == text.strip("\n") and not lines[0].startswith((" ", "\t"))
    if not plain or text != text.rstrip():
        return scalar(text)
    return "|-\n" + "\n".join(" " * indent + line if line else "" for line in lines)


def instant(at: datetime) -> str:
    """An instant to the second, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def flow(values: Mapping[str, str]) -> str:
    """A mapping on one line."""
    return "{" + ", ".join(f"{key}: {_in_flow(value)}" for key, value in values.items()) + "}"


def _in_flow(text: str) -> str:
    """Instants and single words as they are; all else in quotes."""
    return text if re.fullmatch(r"[\w+-]+(?::\d\d)*Z?", text) and not _WORDS.fullmatch(text) else json.dumps(text)
