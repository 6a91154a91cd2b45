"""Jobs to the bytes that a browser gets: each made once for its fingerprint, and kept under its own digest."""

import os
import threading
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress

from msgspec import Struct

from generator.build.make import Sheet
from generator.build.pictures import carded, resized
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

_WASTE = 1 << 29
"""Bytes of pages that nobody can ask for any more, which are too many to keep."""

_LARGE = 1 << 20
"""Bytes from which on a file is read from the disk each time."""


class Changed(Exception):
    """A file that is to be copied is not the one that was read; it must be looked at again."""


class Prints:
    """What was made, on the disk: pages in a store, copied files under their digests. Nothing in it ever changes."""

    def __init__(self, folder: str, files: Files) -> None:
        self.pages = Store(f"{folder}/pages", files)
        self._folder = folder
        self._lengths: dict[str, int] = {}
        """Of the pages that were found at the start, until they have been looked through."""
        self._lock = threading.Lock()
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
            with _lost(key), self._lock:
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
        self._lengths = self._measured()
        return frozenset(self._lengths) | frozenset(copies)

    def take_copy(self, path: str, digest: str) -> str:
        """Copy a file that has this digest; its key. Raises Changed where it has another by now."""
        place, draft = self.copy(digest), f"{self._copies}/draft"
        if os.path.isfile(place):
            return digest
        try:
            self._files.copy(path, draft)
        except Fault as error:
            if not os.path.exists(path):
                raise Changed(path) from error
            raise
        if digest_bytes(read(draft)) != digest:
            raise Changed(path)
        self._files.rename(draft, place)
        return digest

    def keep_copy(self, data: bytes) -> str:
        """Keep the bytes of a picture; their key."""
        key, draft = digest_bytes(data), f"{self._copies}/draft"
        if not os.path.isfile(self.copy(key)):
            self._files.write(draft, data)
            self._files.rename(draft, self.copy(key))
        return key

    def sweep(self, live: AbstractSet[str], *, waste: int = 0) -> None:
        """Remove what nobody can ask for any more, if it is more than so many bytes."""
        packs = [entry.stat().st_size for entry in os.scandir(self.pages.folder)] if self._has_pages() else []
        lengths = (self._lengths or self._measured()) if sum(packs) > waste else {}
        self._lengths = {}
        held = sum(lengths[key] for key in live & lengths.keys())
        if sum(packs) > 2 * held + waste:
            self._move(live & lengths.keys())
        if os.path.isdir(self._copies):
            for name in set(os.listdir(self._copies)) - live:
                self._files.remove(f"{self._copies}/{name}")

    def tidy(self, live: AbstractSet[str]) -> None:
        """Remove what nobody can ask for any more, if it is very much."""
        self.sweep(live, waste=_WASTE)

    def _measured(self) -> dict[str, int]:
        return {key: spots[0].length for key, spots in self.pages.load().items()}

    def _has_pages(self) -> bool:
        return os.path.isdir(self.pages.folder)

    def _move(self, keys: Iterable[str]) -> None:
        """Take these pages to a new store, and leave the others behind."""
        place, draft = f"{self._folder}/pages", f"{self._folder}/pages-new"
        self._files.remove_tree(draft)
        store = Store(draft, self._files)
        for key in keys:
            with suppress(Lost):  # what is damaged is left behind, and made again when it is asked for
                store.put(self.pages.get(key))
        self._files.make_folder(draft)
        with self._lock:
            self._files.remove_tree(place)
            self._files.rename(draft, place)
            self.pages = Store(place, self._files)

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
    project: str
    pictures: str
    """The folder of pictures made of others."""


def print_page(printing: Printing, job: Job) -> Sheet:
    """Make one page and keep it. Raises Stop for a mistake in a template, Fault where the disk fails."""
    try:
        return Sheet(printing.prints.put(_printed(printing, job)))
    except Lost as lost:
        return Sheet("", lost.key)


def _printed(printing: Printing, job: Job) -> bytes:
    match job.maker:
        case "resize":
            return resized(job, project=printing.project, folder=printing.pictures, files=Files())
        case "card":
            return carded(job, folder=printing.pictures, files=Files())
        case _:
            return render(printing.press, job)
