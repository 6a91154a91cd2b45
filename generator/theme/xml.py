"""Elements to the bytes of an XML document that every reader can read, whatever characters it holds."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without the characters that XML 1.0 forbids (section 2.2)."""
    return _FORBIDDEN.sub("", text)


def element(name: str, attributes: Mapping[str, str] | None = None, *, text: str = "") -> Element:
    made = Element(name, {key: clean(value) for key, value in (attributes or {}).items()})
    made.text = clean(text) or None
    return made


def add(parent: Element, name: str, *, text: str = "", attributes: Mapping[str, str] | None = None) -> Element:
    """A new last child of an element."""
    made = SubElement(parent, name, {key: clean(value) for key, value in (attributes or {}).items()})
    made.text = clean(text) or None
    return made


def document(root: Element, *, within: Iterable[str] = ()) -> bytes:
    """The document in UTF-8, a line for each element; `within`: fragments that come last in the root."""
    head, end, tail = f"<?xml version='1.0' encoding='utf-8'?>\n{fragment(root)}".rpartition("</")
    return "".join([head, *within, end, tail]).encode()


def fragment(root: Element) -> str:
    """An element as it stands in a document, a line for each element."""
    indent(root, space="")
    return tostring(root, encoding="unicode") + "\n"


def instant(value: datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
