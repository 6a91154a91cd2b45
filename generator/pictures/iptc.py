"""Photoshop's image resources to the little of them that is published: the credit that IPTC-IIM keeps there."""

import struct
from collections.abc import Iterator

SIGNATURE = b"Photoshop 3.0\0"
"""What a JPEG's segment of image resources begins with."""

_IPTC = 0x0404
_KEPT = frozenset([(1, 90), (2, 0), (2, 80), (2, 110), (2, 115), (2, 116)])
"""Record and dataset (IIM 4.2): the character set, the version, by-line, credit, source and copyright notice."""

_SAID = frozenset([(2, 80), (2, 110), (2, 115), (2, 116)])
_UTF8 = b"\x1b%G"


def kept_resources(data: bytes) -> bytes:
    """Image resources that hold nothing but the credit; empty where there is none."""
    told = credit_records(data)
    if not any(key in _SAID for key, _value in told):
        return b""
    body = b"".join(
        b"\x1c" + bytes(key) + struct.pack(">H", len(value)) + value for key, value in told if len(value) < 0x8000
    )
    return b"8BIM" + struct.pack(">HH", _IPTC, 0) + struct.pack(">I", len(body)) + body + b"\0" * (len(body) % 2)


def credit_records(data: bytes) -> list[tuple[tuple[int, int], bytes]]:
    """Record and dataset, and value, of what is kept, in order."""
    return [
        (key, value)
        for ident, resource in _resources(data)
        if ident == _IPTC
        for key, value in _datasets(resource)
        if key in _KEPT
    ]


def texts(records: list[tuple[tuple[int, int], bytes]]) -> dict[tuple[int, int], str]:
    """The values of records as texts; of several the first."""
    is_utf8 = ((1, 90), _UTF8) in records
    found: dict[tuple[int, int], str] = {}
    for key, value in records:
        found.setdefault(key, value.decode("utf-8" if is_utf8 else "latin-1", errors="replace").strip("\0 "))
    return found


def _resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while data[at : at + 4] == b"8BIM" and at + 7 <= len(data):
        (ident,) = struct.unpack_from(">H", data, at + 4)
        at += 6
        at += (data[at] + 2) // 2 * 2  # a name with its length before it, padded to an even number
        if at + 4 > len(data):
            return
        (size,) = struct.unpack_from(">I", data, at)
        yield ident, data[at + 4 : at + 4 + size]
        at += 4 + size + size % 2


def _datasets(data: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    at = 0
    while at + 5 <= len(data) and data[at] == 0x1C:
        key = (data[at + 1], data[at + 2])
        (size,) = struct.unpack_from(">H", data, at + 3)
        if size >= 0x8000:  # an extended dataset, which no text needs
            return
        yield key, data[at + 5 : at + 5 + size]
        at += 5 + size
