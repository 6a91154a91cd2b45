"""A WebP to the same picture without what nobody should learn from it: chunks are kept by a list."""

import struct
from collections.abc import Iterator

from generator.pictures.exif import Exif, read_exif, write_exif
from generator.pictures.found import Found, Taken
from generator.pictures.xmp import read_xmp, write_xmp

_FRAME = frozenset([b"ALPH", b"VP8 ", b"VP8L"])
_KEPT = _FRAME | {b"VP8X", b"ANIM", b"ANMF", b"ICCP"}
_HAS_EXIF, _HAS_XMP = 0x08, 0x04


def taken(data: bytes) -> Taken:
    """What is in a WebP (RFC 9649), as far as it can be read."""
    (size,) = struct.unpack_from("<I", data, 4)
    chunks = list(_chunks(data, 12, min(len(data), 8 + size)))
    exif, found = Exif(), Found()
    for kind, payload in chunks:
        if kind == b"EXIF":
            exif = exif or read_exif(payload)
        elif kind == b"XMP ":
            found = found.with_xmp(read_xmp(payload))
    tiff, packet = write_exif(exif), write_xmp(found.xmp)
    parts = [_chunk(kind, _kept(kind, payload, tiff, packet)) for kind, payload in chunks if kind in _KEPT]
    if any(kind == b"VP8X" for kind, _payload in chunks):
        parts += [_chunk(b"EXIF", tiff)] if tiff else []
        parts += [_chunk(b"XMP ", packet)] if packet else []
    body = b"WEBP" + b"".join(parts)
    whole = size + 8 <= len(data) + size % 2
    has_picture = any(kind in _FRAME or kind == b"ANMF" for kind, _payload in chunks)
    return Taken(
        form="webp",
        data=b"RIFF" + struct.pack("<I", len(body)) + body,
        flaw="" if whole and has_picture else "it ends before the picture does",
        is_moving=any(kind == b"ANMF" for kind, _payload in chunks),
        exif=exif,
        found=found,
    )


def _kept(kind: bytes, payload: bytes, tiff: bytes, packet: bytes) -> bytes:
    if kind == b"VP8X" and payload:
        flags = payload[0] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if tiff else 0) | (_HAS_XMP if packet else 0)
        return bytes([flags]) + payload[1:]
    if kind == b"ANMF":
        frames = _chunks(payload, 16, len(payload))
        return payload[:16] + b"".join(_chunk(inner, held) for inner, held in frames if inner in _FRAME)
    return payload


def _chunks(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= end:
        kind = data[at : at + 4]
        (size,) = struct.unpack_from("<I", data, at + 4)
        if at + 8 + size > end:
            return
        yield kind, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _chunk(kind: bytes, payload: bytes) -> bytes:
    return kind + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)
