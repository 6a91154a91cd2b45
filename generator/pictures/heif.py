"""An AVIF or HEIC to the same picture with its Exif and XMP blanked where they lie, so that no offset moves."""

import struct
from collections.abc import Iterator

from generator.pictures.found import Taken

_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"hevc", b"mif1", b"msf1")
_TOLD = (b"Exif", b"mime", b"uri ")
"""Types of items that are about the picture, and no part of it."""


_NO_EXIF = b"\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"
"""An Exif item that says nothing: where its TIFF structure begins, and one without entries."""


class _Broken(Exception):
    """Where the boxes cannot be read."""


def is_heif(data: bytes) -> bool:
    """Whether a file is of this family (ISO/IEC 23008-12)."""
    return data[4:8] == b"ftyp" and any(data[at : at + 4] in _BRANDS for at in range(8, min(len(data), 64), 4))


def taken(data: bytes) -> Taken:
    """What is in the file; nothing of it is published where what tells of the camera cannot be found."""
    try:
        spans = list(_spans(data))
    except (_Broken, struct.error, IndexError):
        return Taken(form="avif", data=b"", flaw="its parts cannot be told from one another")
    blanked = bytearray(data)
    for start, end, is_exif in spans:
        blank = _NO_EXIF if is_exif and end - start >= len(_NO_EXIF) else b""
        blanked[start:end] = blank.ljust(end - start, b"\0")
    return Taken(form="avif", data=bytes(blanked), size=_size(data))


def _spans(data: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where in the file the items lie that are to be blanked, and which of them are Exif."""
    top = dict(_boxes(data, 0, len(data)))
    if b"meta" not in top:
        raise _Broken
    start, end = top[b"meta"]
    inner = dict(_boxes(data, start + 4, end))
    if b"iinf" not in inner or b"iloc" not in inner:
        raise _Broken
    wanted = dict(_items(data, *inner[b"iinf"]))
    base = inner[b"idat"][0] if b"idat" in inner else 0
    for item, method, offset, length in _places(data, *inner[b"iloc"]):
        if item in wanted:
            at = offset + (base if method == 1 else 0)
            if method > 1 or at + length > len(data):
                raise _Broken
            yield at, at + length, wanted[item] == b"Exif"


def _size(data: bytes) -> tuple[int, int]:
    """Width and height of the largest picture in the file, turned as it says; zeros where it does not tell."""
    meta = dict(_boxes(data, 0, len(data)))[b"meta"]
    try:
        properties = dict(_boxes(data, *dict(_boxes(data, meta[0] + 4, meta[1]))[b"iprp"]))[b"ipco"]
        boxes = list(_boxes(data, *properties))
        sizes = [struct.unpack_from(">II", data, start + 4) for kind, (start, _end) in boxes if kind == b"ispe"]
        turned = any(kind == b"irot" and data[start] & 1 for kind, (start, _end) in boxes)
        width, height = max(sizes, default=(0, 0))
    except (_Broken, KeyError, struct.error, IndexError):
        return 0, 0
    return (height, width) if turned else (width, height)


def _items(data: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """The numbers and types of the items that are about the picture."""
    version = data[start]
    for kind, (at, stop) in _boxes(data, start + (6 if version == 0 else 8), end):
        if kind != b"infe":
            continue
        if data[at] not in (2, 3) or stop - at < 12:
            raise _Broken
        size = 2 if data[at] == 2 else 4
        kind = data[at + 6 + size : at + 10 + size]
        if kind in _TOLD:
            yield int.from_bytes(data[at + 4 : at + 4 + size]), kind


def _places(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Item, method of construction, offset and length of each piece of each item."""
    version, sizes = data[start], data[start + 4 : start + 6]
    offset_size, length_size, base_size = sizes[0] >> 4, sizes[0] & 15, sizes[1] >> 4
    index_size = sizes[1] & 15 if version else 0
    at = start + 6
    wide = 4 if version == 2 else 2

    def number(size: int) -> int:
        nonlocal at
        if at + size > end:
            raise _Broken
        value = int.from_bytes(data[at : at + size])
        at += size
        return value

    for _ in range(number(wide)):
        item = number(wide)
        method = number(2) & 15 if version else 0
        number(2)
        base = number(base_size)
        for _ in range(number(2)):
            number(index_size)
            offset, length = number(offset_size), number(length_size)
            yield item, method, base + offset, length


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """Type of each box, and where its content lies."""
    while at + 8 <= end:
        (size,) = struct.unpack_from(">I", data, at)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        size = size or end - at
        if size < head or at + size > end:
            raise _Broken
        yield data[at + 4 : at + 8], (at + head, at + size)
        at += size
