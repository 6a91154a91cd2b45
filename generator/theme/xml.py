"""Names and texts to an XML document that every reader can read, whatever characters it holds."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BARE: Mapping[str, str] = MappingProxyType({})


def clean(text: str) -> str:
    """The text without the characters that XML 1.0 forbids (section 2.2), none of which can be printed."""
    return text if text.isprintable() else _FORBIDDEN.sub("", text)


def element(name: str, text: str = "", *, attributes: Mapping[str, str] = _BARE, within: Iterable[str] = ()) -> str:
    """An element as it stands in a document, with a line's end; it holds a text, or the elements `within`, each on a
    line of its own. It is written as a text, for a tree of elements takes ten times as long.
    """
    pairs = [f' {key}="{_quoted(clean(value))}"' for key, value in attributes.items()]
    inner = "".join(within)
    inner = f"\n{inner}" if inner else _escaped(clean(text))
    return f"<{name}{''.join(pairs)}>{inner}</{name}>\n" if inner else f"<{name}{''.join(pairs)} />\n"


def document(root: str) -> bytes:
    """The document of one element, in UTF-8."""
    return f"<?xml version='1.0' encoding='utf-8'?>\n{root}".encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(value: str) -> str:
    """A value of an attribute, in which a line's end would be read as a blank."""
    value = _escaped(value).replace('"', "&quot;")
    return value if value.isprintable() else value.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#09;")


@lru_cache(maxsize=16384)
def instant(value: datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
