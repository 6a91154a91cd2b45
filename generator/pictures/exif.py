"""An Exif block to the little of it that is published: which way up the picture is, who made it, whose it is."""

import struct
from typing import Literal

from msgspec import Struct

_ORIENTATION, _ARTIST, _COPYRIGHT = 0x0112, 0x013B, 0x8298
_ASCII, _SHORT, _LONG = 2, 3, 4
_LONGEST = 2000
"""Bytes of a name or a notice; a longer one is cut."""

_ENTRIES = 1000
"""Of one directory; a camera writes a few dozen."""


class Exif(Struct, frozen=True, kw_only=True):
    """What is kept of an Exif block."""

    orientation: int = 1
    """1 to 8, as Exif numbers them; 1 is upright."""
    artist: bytes = b""
    copyright: bytes = b""

    def __bool__(self) -> bool:
        return self.orientation != 1 or bool(self.artist) or bool(self.copyright)


NOTHING = Exif()


def read_exif(data: bytes) -> Exif:
    """What is kept of a TIFF structure (TIFF 6.0, section 2); nothing where it cannot be read."""
    start = 6 if data.startswith(b"Exif\0") else 0
    data = data[start:]
    order: Literal["<", ">"] = "<" if data[:2] == b"II" else ">"
    if data[:4] not in (b"II*\0", b"MM\0*") or len(data) < 8:
        return NOTHING
    (at,) = struct.unpack_from(f"{order}I", data, 4)
    if at + 2 > len(data):
        return NOTHING
    (count,) = struct.unpack_from(f"{order}H", data, at)
    found: dict[int, bytes] = {}
    orientation = 1
    for number in range(min(count, _ENTRIES)):
        place = at + 2 + 12 * number
        if place + 12 > len(data):
            break
        tag, kind, length = struct.unpack_from(f"{order}HHI", data, place)
        if tag == _ORIENTATION and kind in (_SHORT, _LONG) and length == 1:
            (value,) = struct.unpack_from(order + ("H" if kind == _SHORT else "I"), data, place + 8)
            orientation = value if 1 <= value <= 8 else 1
        elif tag in (_ARTIST, _COPYRIGHT) and kind == _ASCII:
            found[tag] = _text(data, place, length, order)
    return Exif(orientation=orientation, artist=found.get(_ARTIST, b""), copyright=found.get(_COPYRIGHT, b""))


def write_exif(kept: Exif) -> bytes:
    """A TIFF structure, little-endian, that says this and nothing else; empty where there is nothing to say."""
    if not kept:
        return b""
    texts = [(_ARTIST, kept.artist), (_COPYRIGHT, kept.copyright)]
    entries: list[tuple[int, int, int, bytes]] = []
    if kept.orientation != 1:
        entries.append((_ORIENTATION, _SHORT, 1, struct.pack("<HH", kept.orientation, 0)))
    entries += [(tag, _ASCII, len(text) + 1, text + b"\0") for tag, text in texts if text]
    after = 8 + 2 + 12 * len(entries) + 4
    head, tail = struct.pack("<H", len(entries)), b""
    for tag, kind, length, value in entries:
        if len(value) <= 4:
            field = value.ljust(4, b"\0")
        else:
            field = struct.pack("<I", after + len(tail))
            tail += value + b"\0" * (len(value) % 2)
        head += struct.pack("<HHI", tag, kind, length) + field
    return b"II*\0" + struct.pack("<I", 8) + head + b"\0\0\0\0" + tail


def _text(data: bytes, place: int, length: int, order: str) -> bytes:
    if length <= 4:
        raw = data[place + 8 : place + 8 + length]
    else:
        (start,) = struct.unpack_from(f"{order}I", data, place + 8)
        raw = data[start : start + min(length, _LONGEST)]
    return raw.partition(b"\0")[0].strip()
