"""Bytes in, their key out, and back: contents under their digests, in packs to which a process only ever appends.

A pack is records one after the other: 16 bytes of digest, 4 bytes of length (big-endian), the content. One file for
each content would be simpler, and took twenty times as long to write, nearly all of it in the file system.
"""

import os
import struct
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress

from msgspec import Struct

from generator.engine.digest import SIZE, digest_bytes
from generator.engine.files import Files, Pen, told

_HEAD = struct.Struct(f">{SIZE}sI")
_ENDING = ".pack"

SMALL = 1 << 20
"""Bytes below which a pack is small."""

MANY = 16
"""Packs that are small or hold mostly what nobody wants; when there are more, they are joined."""

GATHERED = 1 << 18
"""Bytes that wait to be written together, at most about."""

_FEW = 64


class Lost(Exception):
    """What stood under a key is gone or damaged; it must be made again."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Spot(Struct, frozen=True, array_like=True):
    """Where a content lies."""

    pack: str
    start: int
    length: int


class Store:
    """Immutable contents under their digests. Several processes may write at once, each to a pack of its own."""

    def __init__(self, folder: str, files: Files) -> None:
        self.folder = folder
        self._files = files
        self._index: dict[str, list[Spot]] | None = None
        self._name = os.urandom(6).hex()
        """Of this value: what is in the names of the packs that it begins."""
        self._pack = ""
        """The pack that this process appends to."""
        self._pen: Pen | None = None
        self._writer = 0
        """The process that chose it: a child that inherited this value takes a pack of its own."""
        self._line = (0, "")
        """A process, and the line of workers that it is in."""
        self._waiting: list[bytes] | None = None
        """Records still to be written, while they are gathered."""
        self._ahead = 0
        """How many bytes these have."""
        self._open: dict[str, _Pack] = {}
        """Packs that were read from."""
        self._first: dict[str, Spot] = {}
        """Where the first things lie that this value put down: for a few, nobody need look anew."""

    def __reduce__(self) -> tuple[type["Store"], tuple[str, Files]]:
        return Store, (self.folder, self._files)

    def put(self, data: bytes) -> str:
        """Keep the bytes; their key."""
        return self.put_down(data)[0]

    def put_down(self, data: bytes) -> tuple[str, Spot]:
        """Keep the bytes; their key, and where they lie as long as no pack is joined with others."""
        key = digest_bytes(data)
        record = _HEAD.pack(bytes.fromhex(key), len(data)) + data
        start = self._append(record) if self._waiting is None else self._gather(record)
        spot = Spot(self._pack, start + _HEAD.size, len(data))
        if self._index is not None:
            self._index.setdefault(key, []).append(spot)
        elif len(self._first) < _FEW:
            self._first[key] = spot
        return key, spot

    @contextmanager
    def together(self, line: str = "") -> Iterator[None]:
        """Write what is put down inside many at a time, the last of it at the end: raises Fault where that fails.

        `line`: of workers of whom one begins when the one before has done its last; they add to one pack.
        """
        self._waiting, self._line = [], (os.getpid(), line)
        try:
            yield
            self._write()
        finally:
            self._waiting, self._ahead = None, 0

    def _append(self, record: bytes) -> int:
        """Add to this process's pack; where the record begins."""
        pen, self._pen = self._ready(), None  # after a failure there is to be another
        start = pen.append(record)
        self._pen = pen
        return start

    def _gather(self, record: bytes) -> int:
        """Let a record wait; where it will begin."""
        if not self._waiting:
            self._pen = self._ready()
        assert self._pen is not None
        assert self._waiting is not None
        start = self._pen.end + self._ahead
        self._waiting.append(record)
        self._ahead += len(record)
        if self._ahead >= GATHERED:
            self._write()
        return start

    def _write(self) -> None:
        """Add what waits to the pack."""
        waiting, self._waiting, self._ahead = self._waiting, [], 0
        if waiting:
            self._append(b"".join(waiting))

    def _ready(self) -> Pen:
        """What adds to this process's pack, or to another where that is somebody else's or spoilt."""
        pen, here = self._pen, os.getpid()
        if pen is None or self._writer != here or pen.is_spoilt():
            process, line = self._line
            goes_on = line != "" and process == here and self._writer != here
            self._writer = here
            self._pack = f"{self._name}-{line}{_ENDING}" if goes_on else f"{here}-{os.urandom(6).hex()}{_ENDING}"
            pen = self._files.pen(f"{self.folder}/{self._pack}", again=goes_on)
        return pen

    def pick_up(self, key: str, spot: Spot) -> bytes:
        """The bytes that lay there under the key; raises Lost where something else lies there now."""
        if self._waiting:
            self._write()
        data = self._read(spot)
        if data is None or digest_bytes(data) != key:
            raise Lost(key)
        return data

    def get(self, key: str) -> bytes:
        """The bytes under the key; raises Lost where they are missing or not what the key says."""
        if key in self._first:
            return self.pick_up(key, self._first[key])
        data = self._found(key) if self._index is not None else None
        if data is None:
            self.load()
            data = self._found(key)
        if data is None:
            raise Lost(key)
        return data

    def load(self) -> dict[str, list[Spot]]:
        """Look anew where everything lies; a child process inherits what its parent has loaded."""
        index: dict[str, list[Spot]] = {}
        if self._waiting:
            self._write()
        self._open.clear()
        for pack in self._packs():
            for key, spot in self._records(pack):
                index.setdefault(key, []).append(spot)
        self._index = index
        return index

    def _found(self, key: str) -> bytes | None:
        """The first whole one of what lies under a key."""
        for spot in (self._index or {}).get(key, ()):
            with suppress(Lost):
                return self.pick_up(key, spot)
        return None

    def _read(self, spot: Spot) -> bytes | None:
        """The bytes at a spot; None where they cannot be read."""
        try:
            pack = self._open.get(spot.pack)
            if pack is None:
                pack = self._open[spot.pack] = _Pack(f"{self.folder}/{spot.pack}")
            return os.pread(pack.file, spot.length, spot.start)
        except OSError:
            return None

    def is_crowded(self) -> bool:
        """Whether there are so many packs that a sweep is worth the work."""
        return len(self._packs()) > MANY

    def sweep(self, live: AbstractSet[str]) -> int:
        """Take away what is not in `live`, when that is worth the work; how many packs went."""
        packs = self._packs()
        if len(packs) <= MANY:
            return 0
        self._first.clear()
        index = self.load()
        held: dict[str, list[str]] = {pack: [] for pack in packs}
        for key in sorted(live & index.keys()):
            held[index[key][0].pack].append(key)
        sizes = {pack: sum(index[key][0].length for key in keys) for pack, keys in held.items()}
        mixed = [pack for pack in packs if sizes[pack] < SMALL or 2 * sizes[pack] < self._size(pack)]
        self._join([key for pack in mixed for key in held[pack]])
        for pack in mixed:
            self._files.remove(f"{self.folder}/{pack}")
        self._index = None
        self._open.clear()
        return len(mixed)

    def _join(self, keys: Iterable[str]) -> None:
        """Write contents again, to one new pack; one that is damaged is left behind."""
        self._pen = None
        for key in keys:
            data = self._found(key)
            if data is not None:
                self.put(data)

    def _packs(self) -> list[str]:
        with told("read", self.folder):
            try:
                return sorted(name for name in os.listdir(self.folder) if name.endswith(_ENDING))
            except FileNotFoundError:
                return []

    def _size(self, pack: str) -> int:
        with told("look at", f"{self.folder}/{pack}"):
            return os.stat(f"{self.folder}/{pack}").st_size

    def _records(self, pack: str) -> Iterator[tuple[str, Spot]]:
        """The records of a pack, up to one that a killed process has left unfinished."""
        try:
            file = os.open(f"{self.folder}/{pack}", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return
        try:
            size, at = os.fstat(file).st_size, 0
            while len(head := os.pread(file, _HEAD.size, at)) == _HEAD.size:
                digest, length = _HEAD.unpack(head)
                at += _HEAD.size
                if at + length > size:
                    return
                yield digest.hex(), Spot(pack, at, length)
                at += length
        except OSError:
            return
        finally:
            os.close(file)


class _Pack:
    """A pack that is open to be read, for as long as this value lives."""

    def __init__(self, path: str) -> None:
        self.file = -1
        self.file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def __del__(self) -> None:
        if self.file >= 0:
            os.close(self.file)
