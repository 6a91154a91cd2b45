"""A PNG to the same picture without what nobody should learn from it: chunks are kept by a list."""

import struct
import zlib
from collections.abc import Iterator

from generator.pictures.exif import Exif, read_exif, write_exif
from generator.pictures.found import Found, Taken
from generator.pictures.xmp import LARGEST, read_xmp, write_xmp

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs sPLT acTL fcTL fdAT cICP mDCV cLLI".split()
)
"""Chunks of which the picture, its colours and its movement are made."""

_WORDS = (b"Author", b"Copyright")
"""Keywords of texts that are kept; `Source` is the camera, `Comment` may be anything."""

_XMP = b"XML:com.adobe.xmp"


def taken(data: bytes) -> Taken:
    """What is in a PNG (W3C, third edition), as far as it can be read."""
    parts, exif, found, moving = [SIGNATURE], Exif(), Found(), False
    flaw = "it ends before the picture does"
    seen: set[bytes] = set()
    for kind, payload in _chunks(data):
        seen.add(kind)
        moving = moving or kind == b"acTL"
        if kind in _KEPT:
            parts.append(_chunk(kind, payload))
        elif kind == b"eXIf":
            exif = exif or read_exif(payload)
            tiff = write_exif(read_exif(payload))
            parts += [_chunk(kind, tiff)] if tiff else []
        elif kind == b"iTXt" and payload.startswith(_XMP + b"\0"):
            lines = read_xmp(_international(payload))
            found = found.with_xmp(lines)
            parts += [_chunk(kind, _XMP + b"\0\0\0\0\0" + write_xmp(lines))] if lines else []
        elif kind in (b"tEXt", b"iTXt", b"zTXt") and payload.partition(b"\0")[0] in _WORDS:
            parts.append(_chunk(kind, payload))
        if kind == b"IEND":
            flaw = "" if b"IDAT" in seen else "it holds no picture"
            break
    return Taken(form="png", data=b"".join(parts), flaw=flaw, is_moving=moving, exif=exif, found=found)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        if at + 12 + size > len(data):
            return
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size


def _chunk(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def _international(payload: bytes) -> bytes:
    """The text of an `iTXt` chunk: a keyword, two flags, a language and a translated keyword come before it."""
    rest = payload.partition(b"\0")[2]
    if len(rest) < 2:
        return b""
    text = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    if rest[0] == 0:
        return text
    unpacked = zlib.decompressobj()
    try:
        return unpacked.decompress(text, LARGEST + 1)
    except zlib.error:
        return b""
