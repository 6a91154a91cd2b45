"""Bytes in, their key out, and back: one file for each content, named by its digest."""

import os
from collections.abc import Set as AbstractSet

from generator.engine.digest import digest_bytes
from generator.engine.files import Files, told


class Lost(Exception):
    """What stood under a key is gone or damaged; it must be made again."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Store:
    """Immutable contents under their digests. Several processes may write to one store at once."""

    def __init__(self, folder: str, files: Files) -> None:
        self.folder = folder
        self._files = files

    def put(self, data: bytes) -> str:
        """Keep the bytes; their key. A content that is there already, whole, is not written again."""
        key = digest_bytes(data)
        path = self._path(key)
        if _read(path) != data:
            draft = f"{path}.{os.getpid()}"
            self._files.write(draft, data)
            self._files.rename(draft, path)
        return key

    def get(self, key: str) -> bytes:
        """The bytes under the key; raises Lost where they are missing or not what the key says."""
        data = _read(self._path(key))
        if data is None or digest_bytes(data) != key:
            raise Lost(key)
        return data

    def sweep(self, live: AbstractSet[str]) -> int:
        """Remove every content whose key is not in `live`, and drafts of killed writers; how many went."""
        gone = 0
        for shard in _entries(self.folder):
            if not shard.is_dir(follow_symlinks=False):
                continue
            for entry in _entries(shard.path):
                if shard.name + entry.name not in live and not entry.is_dir(follow_symlinks=False):
                    gone += self._files.remove(entry.path)
        return gone

    def _path(self, key: str) -> str:
        return f"{self.folder}/{key[:2]}/{key[2:]}"


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except OSError:
        return None


def _entries(folder: str) -> list[os.DirEntry[str]]:
    with told("read", folder):
        try:
            with os.scandir(folder) as entries:
                return list(entries)
        except FileNotFoundError:
            return []
