"""A sidecar's bytes to the disk: whole and for good, or not at all; one hand at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from generator.engine.files import told
from generator.engine.lock import lock
from generator.errors import Busy
from generator.source.decode import decode

WAIT = 30.0
"""Seconds for which another command may change comments before this one gives up."""

_BOM = b"\xef\xbb\xbf"

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def hand(memory: str) -> Iterator[None]:
    """Hold the right to change comments; raises Busy where another command holds it for long."""
    try:
        with lock(f"{memory}/comments", wait=WAIT):
            yield
    except Busy as error:
        raise Busy("another command is changing comments in this folder") from error


def keep(path: str, data: bytes) -> None:
    """Write a file so that it is there, whole, whatever happens after this returns; before, the old one is.

    What a killed writer left is overwritten by the next one: there is one hand at a time. Raises Fault.
    """
    with told("write", path):
        target = os.path.realpath(path)
        folder, name = os.path.split(target)
        beside = os.path.join(folder, f".{name}.new")
        mode = os.stat(target).st_mode & 0o777 if os.path.exists(target) else 0o644
        file = os.open(beside, _CREATE, mode)
        try:
            written = 0
            while written < len(data):
                written += os.write(file, memoryview(data)[written:])
            os.fsync(file)
        finally:
            os.close(file)
        os.replace(beside, target)
        _settle(folder)


def _settle(folder: str) -> None:
    """Make the folder's own change durable: a name is kept in the folder, not in the file."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Original(Struct, frozen=True, kw_only=True):
    """A sidecar as it lies on the disk."""

    text: str
    """With `\\n` line ends."""
    mark: bytes
    """What its bytes begin with."""
    line_end: str

    def bytes_of(self, text: str) -> bytes:
        """Another text's bytes, written as this one is."""
        return self.mark + text.replace("\n", self.line_end).encode()


def original(project: str, path: str) -> Original:
    """A sidecar of a project; an empty one where there is none. Raises Fault, and Stop where it is no text."""
    place = os.path.join(project, path)
    data = b""
    with told("read", path):
        if os.path.exists(place):
            data = Path(place).read_bytes()
    return Original(
        text=decode(data, path=path, size=len(data)),
        mark=_BOM if data.startswith(_BOM) else b"",
        line_end="\r\n" if b"\r\n" in data else "\n",
    )
