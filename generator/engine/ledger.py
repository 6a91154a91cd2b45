"""What the last builds read and made, in one SQLite file; damaged, foreign or of another version it is simply empty."""

import sqlite3
import zlib
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager

from msgspec import DecodeError, Struct, convert, msgpack
from msgspec.structs import astuple

from generator.engine.database import Database
from generator.engine.files import Files, Hint
from generator.engine.store import Spot

_TABLES = """
CREATE TABLE sources (path TEXT PRIMARY KEY, hint TEXT NOT NULL, digest TEXT NOT NULL, reading TEXT NOT NULL);
CREATE TABLE records (path TEXT PRIMARY KEY, sum INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE pages (path TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, digest TEXT NOT NULL, hint TEXT NOT NULL);
CREATE TABLE accounts (path TEXT PRIMARY KEY, sum INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE notes (path TEXT PRIMARY KEY, sum INTEGER NOT NULL, data BLOB NOT NULL)
"""
_FEW = 500
"""Paths asked for by name; for more, the whole table is read."""

_Blob = tuple[str, int, bytes]


class SourceRow(Struct, frozen=True, array_like=True, gc=False):
    """A file of the publication as it was when last read."""

    path: str
    hint: Hint
    digest: str
    """Of its bytes."""
    reading: str
    """The digest of all that reading it depended on besides its bytes and path."""


class Claim(Struct, frozen=True, array_like=True, gc=False):
    """A file of the output as it was when last published."""

    path: str
    fingerprint: str
    digest: str
    """Of its bytes."""
    hint: Hint


class Kept(Struct, frozen=True, array_like=True):
    """Where the values lie that a page was made from: its key in a store, and its place there."""

    key: str
    spot: Spot


class Account(Struct, frozen=True):
    """How a page came to be, for `why` and the summary."""

    digests: dict[str, str]
    """Of each name that it held."""
    reason: str
    """Why it was last written."""
    source: str = ""
    kept: Kept | None = None
    """All that it held."""


class Ledger:
    """The memory between builds. Every change is one commit, unless it is made inside `together`."""

    def __init__(self, path: str, *, versions: str, files: Files) -> None:
        """Open or begin the ledger at `path`; one kept by other `versions` is emptied. Raises Fault if it can't."""
        self._database = Database(path, tables=_TABLES, versions=versions, files=files)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def together(self) -> AbstractContextManager[None]:
        """Make all changes within it one commit, or none if an exception ends it."""
        return self._database.together()

    # ------------------------------------------------------------ what was read

    def sources(self) -> dict[str, SourceRow]:
        """What is known of the files of the publication, by path."""
        rows = self._database.read(
            lambda connection: convert(connection.execute("SELECT * FROM sources").fetchall(), list[SourceRow])
        )
        return {row.path: row for row in rows or ()}

    def source(self, path: str) -> SourceRow | None:
        """What is known of one of them."""
        rows = self._database.read(
            lambda connection: convert(
                connection.execute("SELECT * FROM sources WHERE path = ?", (path,)).fetchall(), list[SourceRow]
            )
        )
        return rows[0] if rows else None

    def records(self, paths: Collection[str] | None = None) -> dict[str, bytes]:
        """What reading these files gave (None: all files); a path of which nothing whole is kept is left out."""
        return self._blobs("records", paths)

    def put_sources(self, rows: Iterable[SourceRow], *, records: Mapping[str, bytes]) -> None:
        """Note files as read. One without an entry in `records` keeps the record that it has."""
        noted, sealed = [astuple(row) for row in rows], _sealed(records)

        def put(connection: sqlite3.Connection) -> None:
            connection.executemany("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)", noted)
            connection.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", sealed)

        self._database.write(put)

    def drop_sources(self, paths: Iterable[str]) -> None:
        """Forget files that are no more."""
        self._drop(("sources", "records"), paths)

    # ------------------------------------------------------------ what was made

    def pages(self) -> dict[str, Claim]:
        """The claims on the output, by path."""
        rows = self._database.read(
            lambda connection: convert(connection.execute("SELECT * FROM pages").fetchall(), list[Claim])
        )
        return {row.path: row for row in rows or ()}

    def accounts(self, paths: Collection[str] | None = None) -> dict[str, Account]:
        """How these pages came to be (None: all pages); a page of which nothing whole is kept is left out."""
        found = {}
        for path, data in self._blobs("accounts", paths).items():
            try:
                found[path] = msgpack.decode(data, type=Account)
            except DecodeError:
                continue
        return found

    def withdraw(self, paths: Iterable[str]) -> None:
        """Claim no longer that these pages are in the output as described."""
        self._drop(("pages", "accounts"), paths)

    def claim(self, claims: Iterable[Claim], *, accounts: Mapping[str, Account]) -> None:
        """Claim that these pages are in the output. One without an entry in `accounts` keeps the one it has."""
        claimed = [astuple(claim) for claim in claims]
        sealed = _sealed({path: msgpack.encode(account) for path, account in accounts.items()})

        def put(connection: sqlite3.Connection) -> None:
            connection.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)", claimed)
            connection.executemany("INSERT OR REPLACE INTO accounts VALUES (?, ?, ?)", sealed)

        self._database.write(put)

    # ------------------------------------------------------------ what else is worth keeping

    def note(self, key: str) -> bytes | None:
        """What was noted under the key."""
        return self._blobs("notes", (key,)).get(key)

    def put_note(self, key: str, data: bytes | None) -> None:
        """Note something for the next build; None forgets it."""
        if data is None:
            self._drop(("notes",), (key,))
            return
        sealed = _sealed({key: data})
        self._database.write(
            lambda connection: connection.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", sealed)
        )

    # ------------------------------------------------------------ how

    def _blobs(self, table: str, paths: Collection[str] | None) -> dict[str, bytes]:
        """Whole blobs by path; one whose sum is wrong was damaged, and counts as missing."""
        asked = list(paths) if paths is not None and len(paths) <= _FEW else None
        where = "" if asked is None else f" WHERE path IN ({','.join('?' * len(asked))})"
        rows = self._database.read(
            lambda connection: convert(
                connection.execute(f"SELECT path, sum, data FROM {table}{where}", asked or ()).fetchall(), list[_Blob]
            )
        )
        whole = {path: data for path, total, data in rows or () if total == _sum(path, data)}
        if paths is None or asked is not None:
            return whole
        return {path: whole[path] for path in paths if path in whole}

    def _drop(self, tables: tuple[str, ...], paths: Iterable[str]) -> None:
        gone = [(path,) for path in paths]

        def drop(connection: sqlite3.Connection) -> None:
            for table in tables:
                connection.executemany(f"DELETE FROM {table} WHERE path = ?", gone)

        self._database.write(drop)


def _sealed(blobs: Mapping[str, bytes]) -> list[_Blob]:
    return [(path, _sum(path, data), data) for path, data in blobs.items()]


def _sum(path: str, data: bytes) -> int:
    return zlib.crc32(data, zlib.crc32(path.encode()))
