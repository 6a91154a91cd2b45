"""A GIF to the same picture without its comments and what programs wrote into it; see the specification of GIF89a."""

from collections.abc import Iterator

from generator.pictures.found import Taken

_PROGRAMS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
"""Extensions that the picture needs: how often it moves, and its colours."""

_IMAGE, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF


def taken(data: bytes) -> Taken:
    """What is in a GIF, as far as it can be read."""
    start = 13 + _table(data[10]) if len(data) >= 13 else len(data)
    parts = [data[:start]]
    frames = 0
    flaw = "it ends before the picture does"
    for kind, block in _blocks(data, start):
        if kind == _END:
            flaw = "" if frames else "it holds no picture"
            break
        frames += kind == _IMAGE
        if kind == _IMAGE or _is_needed(block):
            parts.append(block)
    return Taken(form="gif", data=b"".join([*parts, b";"]), flaw=flaw, is_moving=frames > 1)


def _is_needed(block: bytes) -> bool:
    return block[1] == _CONTROL or (block[1] == _APPLICATION and block[3:14] in _PROGRAMS)


def _blocks(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at < len(data):
        kind = data[at]
        if kind == _END:
            yield kind, b";"
            return
        if kind == _IMAGE and at + 10 < len(data):
            end = _after(data, at + 10 + _table(data[at + 9]) + 1)
        elif kind == _EXTENSION and at + 2 < len(data):
            end = _after(data, at + 2)
        else:
            return
        if end > len(data):
            return
        yield kind, data[at:end]
        at = end


def _table(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after(data: bytes, at: int) -> int:
    """Where a run of blocks ends, each with its length before it; beyond the data where it does not."""
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1
