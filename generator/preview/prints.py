"""Jobs to the bytes that a browser gets: each made once for its fingerprint, and kept under its own digest."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from generator.build.make import Sheet
from generator.engine.digest import digest_bytes
from generator.engine.files import Files, read
from generator.engine.store import Lost, Store
from generator.errors import Fault
from generator.model import Job
from generator.preview.edition import Leaf
from generator.theme.press import Press
from generator.theme.render import render

_RECENT = 64
"""Files whose bytes are kept in memory."""

_LARGE = 1 << 20
"""Bytes from which on a file is read from the disk each time."""


class Changed(Exception):
    """A file that is to be copied is not the one that was read; it must be looked at again."""


class Prints:
    """What was made, on the disk: pages in a store, copied files under their digests. Nothing in it ever changes."""

    def __init__(self, folder: str, files: Files) -> None:
        self.pages = Store(f"{folder}/pages", files)
        self._copies = f"{folder}/copies"
        self._files = files
        self._recent: dict[str, bytes] = {}

    def get(self, leaf: Leaf) -> bytes:
        """The bytes of a file of the site. Raises Lost where they are no more."""
        if leaf.copied:
            with _lost(leaf.key):
                return read(self.copy(leaf.key))
        return self.page(leaf.key)

    def page(self, key: str) -> bytes:
        """The bytes of a page. Raises Lost where they are no more."""
        data = self._recent.get(key)
        if data is None:
            with _lost(key):
                data = self.pages.get(key)
            self._remember(key, data)
        return data

    def keep(self, data: bytes) -> str:
        """Keep a page's bytes; their key."""
        key = self.pages.put(data)
        self._remember(key, data)
        return key

    def copy(self, key: str) -> str:
        """Where a copied file lies."""
        return f"{self._copies}/{key}"

    def has_copy(self, key: str) -> bool:
        """Whether a copied file is there."""
        return os.path.isfile(self.copy(key))

    def all_keys(self) -> frozenset[str]:
        """The keys of all that is kept."""
        copies = os.listdir(self._copies) if os.path.isdir(self._copies) else []
        return frozenset(self.pages.load()) | frozenset(copies)

    def take_copy(self, path: str, digest: str) -> None:
        """Copy a file that has this digest. Raises Changed where it has another by now."""
        place, draft = self.copy(digest), f"{self._copies}/draft"
        if os.path.isfile(place):
            return
        try:
            self._files.copy(path, draft)
        except Fault as error:
            if not os.path.exists(path):
                raise Changed(path) from error
            raise
        if digest_bytes(read(draft)) != digest:
            raise Changed(path)
        self._files.rename(draft, place)

    def sweep(self, live: frozenset[str]) -> None:
        """Remove what nobody can ask for any more; only while nobody asks."""
        self.pages.sweep(set(live))
        if os.path.isdir(self._copies):
            for name in set(os.listdir(self._copies)) - live:
                self._files.remove(f"{self._copies}/{name}")

    def _remember(self, key: str, data: bytes) -> None:
        if len(data) > _LARGE:
            return
        while len(self._recent) >= _RECENT:
            self._recent.pop(next(iter(self._recent)), None)
        self._recent[key] = data


@contextmanager
def _lost(key: str) -> Iterator[None]:
    """What cannot be read is lost, whatever the reason: it is made again."""
    try:
        yield
    except Fault as error:
        raise Lost(key) from error


class Printing(Struct, frozen=True, kw_only=True):
    """What making pages needs; a worker has it from its parent."""

    press: Press
    prints: Store


def print_page(printing: Printing, job: Job) -> Sheet:
    """Make one page and keep it. Raises Stop for a mistake in a template, Fault where the disk fails."""
    try:
        return Sheet(printing.prints.put(render(printing.press, job)))
    except Lost as lost:
        return Sheet("", lost.key)
