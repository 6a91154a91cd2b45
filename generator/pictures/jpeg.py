"""A JPEG to the same picture without what nobody should learn from it: segments are kept by a list."""

import re
import struct
from collections.abc import Iterator

from msgspec import Struct

from generator.pictures.exif import Exif, read_exif, write_exif
from generator.pictures.found import Found, Taken
from generator.pictures.iptc import SIGNATURE, credit_records, kept_resources, texts
from generator.pictures.xmp import read_xmp, write_xmp

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXIF = b"Exif\0\0"
_ICC = b"ICC_PROFILE\0"

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP1, _APP2, _APP13, _APP14 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE
_PICTURE = frozenset([*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF]) - {0xC8}
"""Markers of what the picture itself is made of."""

_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)


class _Segment(Struct, frozen=True, array_like=True):
    """A marker and what follows it."""

    marker: int
    payload: bytes
    scan: bytes = b""
    """The coded picture after a start of scan."""


def taken(data: bytes) -> Taken:
    """What is in a JPEG (ITU-T T.81, annex B), as far as it can be read."""
    segments, flaw = _segments(data)
    exif, found = Exif(), Found()
    for segment in segments:
        if segment.marker == _APP1 and segment.payload.startswith(_EXIF):
            exif = exif or read_exif(segment.payload)
        elif segment.marker == _APP1 and segment.payload.startswith(_XMP):
            found = found.with_xmp(read_xmp(segment.payload[len(_XMP) :]))
        elif segment.marker == _APP13 and segment.payload.startswith(SIGNATURE):
            found = found.with_iptc(texts(credit_records(segment.payload[len(SIGNATURE) :])))
    return Taken(form="jpeg", data=_written(segments, exif), flaw=flaw, exif=exif, found=found)


def _written(segments: list[_Segment], exif: Exif) -> bytes:
    parts = [b"\xff\xd8"]
    said_exif = False
    for segment in segments:
        payload = _kept(segment)
        if segment.marker == _APP1 and segment.payload.startswith(_EXIF):
            tiff = b"" if said_exif else write_exif(exif)
            payload = _EXIF + tiff if tiff else b""
            said_exif = True
        if payload is None:
            continue
        if payload or segment.marker in _PICTURE:
            parts += [bytes([0xFF, segment.marker]), struct.pack(">H", len(payload) + 2), payload, segment.scan]
    return b"".join([*parts, b"\xff\xd9"])


def _kept(segment: _Segment) -> bytes | None:
    """What is kept of a segment's payload; None for nothing."""
    marker, payload = segment.marker, segment.payload
    if marker in _PICTURE:
        return payload
    if marker == _APP0 and payload.startswith(b"JFIF\0"):
        return payload[:12] + b"\0\0" if len(payload) >= 14 else None  # without its thumbnail
    if marker == _APP2 and payload.startswith(_ICC):
        return payload
    if marker == _APP14 and payload.startswith(b"Adobe"):
        return payload[:12]
    if marker == _APP1 and payload.startswith(_XMP):
        packet = write_xmp(read_xmp(payload[len(_XMP) :]))
        return _XMP + packet if packet and len(packet) < 65_000 else None
    if marker == _APP13 and payload.startswith(SIGNATURE):
        resources = kept_resources(payload[len(SIGNATURE) :])
        return SIGNATURE + resources if resources else None
    return None


def _segments(data: bytes) -> tuple[list[_Segment], str]:
    """The segments up to the end of the picture, and what is amiss."""
    found: list[_Segment] = []
    try:
        for segment in _walk(data):
            found.append(segment)
    except _Broken as broken:
        return found, broken.args[0]
    return found, "" if any(segment.marker == _SOS for segment in found) else "it holds no picture"


class _Broken(Exception):
    """Where a JPEG can be read no further."""


def _walk(data: bytes) -> Iterator[_Segment]:
    at = 2
    while True:
        if at >= len(data):
            raise _Broken("it ends before the picture does")
        if data[at] != 0xFF:
            raise _Broken("it has something else where a segment should begin")
        while at < len(data) and data[at] == 0xFF:
            at += 1
        marker = data[at] if at < len(data) else _EOI
        at += 1
        if marker == _EOI:
            return
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            continue
        length = int.from_bytes(data[at : at + 2])
        if length < 2 or at + length > len(data):
            raise _Broken("a segment of it is cut short")
        payload = data[at + 2 : at + length]
        at += length
        if marker == _SOS:
            end = _END_OF_SCAN.search(data, at)
            stop = end.start() if end else len(data)
            yield _Segment(marker, payload, data[at:stop])
            at = stop
        else:
            yield _Segment(marker, payload)
