"""An XMP packet to the little of it that is published: who made the picture, whose it is, under which licence."""

import re
from html import escape
from xml.etree.ElementTree import Element, ParseError, fromstring

from msgspec import Struct

LARGEST = 1 << 20
"""Bytes of a packet that is looked into; what is larger is left out."""

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
_CC = "http://creativecommons.org/ns#"
_IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"

_KEPT = {
    f"{{{_DC}}}creator": ("dc:creator", "Seq"),
    f"{{{_DC}}}rights": ("dc:rights", "Alt"),
    f"{{{_PHOTOSHOP}}}Credit": ("photoshop:Credit", ""),
    f"{{{_PHOTOSHOP}}}Source": ("photoshop:Source", ""),
    f"{{{_RIGHTS}}}Marked": ("xmpRights:Marked", ""),
    f"{{{_RIGHTS}}}Owner": ("xmpRights:Owner", "Bag"),
    f"{{{_RIGHTS}}}UsageTerms": ("xmpRights:UsageTerms", "Alt"),
    f"{{{_RIGHTS}}}WebStatement": ("xmpRights:WebStatement", ""),
    f"{{{_PLUS}}}LicensorURL": ("plus:LicensorURL", ""),
    f"{{{_CC}}}license": ("cc:license", "resource"),
    f"{{{_CC}}}attributionName": ("cc:attributionName", ""),
    f"{{{_CC}}}attributionURL": ("cc:attributionURL", "resource"),
    f"{{{_IPTC}}}DigitalSourceType": ("Iptc4xmpExt:DigitalSourceType", ""),
}
"""A property to the name it is written under, and the kind of its container."""

_PREFIXES = {
    "dc": _DC,
    "photoshop": _PHOTOSHOP,
    "xmpRights": _RIGHTS,
    "plus": _PLUS,
    "cc": _CC,
    "Iptc4xmpExt": _IPTC,
}

_CONTROL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 2000
_MOST = 50
"""Values of one property."""


class Line(Struct, frozen=True, array_like=True):
    """A property and its values."""

    name: str
    container: str
    """`Seq`, `Bag`, `Alt`, `resource` or empty."""
    values: tuple[str, ...]


def read_xmp(packet: bytes) -> tuple[Line, ...]:
    """What is kept of a packet, by name; nothing where it cannot be read, or declares entities."""
    if len(packet) > LARGEST or b"<!" in packet:
        return ()
    try:
        root = fromstring(packet.strip(b"\0 \r\n\t"))
    except (ParseError, ValueError, LookupError):
        return ()
    found: dict[str, Line] = {}
    seen: set[str] = set()
    for element in root.iter():
        if element.tag in _KEPT and element.tag not in seen:  # once each: they may lie in one another by the thousand
            seen.add(element.tag)
            _note(found, element.tag, _values(element))
        if element.tag == f"{{{_RDF}}}Description":
            for name, value in element.attrib.items():
                if name in _KEPT:
                    _note(found, name, [value])
    return tuple(found[name] for name in sorted(found))


def write_xmp(lines: tuple[Line, ...]) -> bytes:
    """A packet that says this and nothing else; empty where there is nothing to say."""
    if not lines:
        return b""
    used = sorted({line.name.partition(":")[0] for line in lines})
    spaces = "".join(f' xmlns:{prefix}="{_PREFIXES[prefix]}"' for prefix in used)
    body = "".join(map(_written, lines))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">'
        f'<rdf:Description rdf:about=""{spaces}>{body}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def credit_lines(*, artist: str, rights: str, credit: str) -> tuple[Line, ...]:
    """What other blocks of a picture say, as properties."""
    made = {
        "dc:creator": Line("dc:creator", "Seq", (artist,)),
        "dc:rights": Line("dc:rights", "Alt", (rights,)),
        "photoshop:Credit": Line("photoshop:Credit", "", (credit,)),
    }
    return tuple(line for line in made.values() if line.values[0])


def _note(found: dict[str, Line], tag: str, values: list[str]) -> None:
    name, container = _KEPT[tag]
    clean = [_CONTROL.sub("", value).strip()[:_LONGEST] for value in values[:_MOST]]
    kept = tuple(value for value in clean if value)
    if kept and name not in found:
        found[name] = Line(name, container, kept)


def _values(element: Element) -> list[str]:
    items = [item.text or "" for item in element.iter(f"{{{_RDF}}}li")]
    return items or [element.attrib.get(f"{{{_RDF}}}resource", "") or element.text or ""]


def _written(line: Line) -> str:
    values = [escape(value, quote=False).replace('"', "&quot;") for value in line.values]
    if line.container == "resource":
        return f'<{line.name} rdf:resource="{values[0]}"/>'
    if not line.container:
        return f"<{line.name}>{values[0]}</{line.name}>"
    lang = ' xml:lang="x-default"' if line.container == "Alt" else ""
    values = values[:1] if line.container == "Alt" else values
    items = "".join(f"<rdf:li{lang}>{value}</rdf:li>" for value in values)
    return f"<{line.name}><rdf:{line.container}>{items}</rdf:{line.container}></{line.name}>"
