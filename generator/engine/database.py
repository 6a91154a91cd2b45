"""An SQLite file that is empty rather than wrong: damage, a stranger's tables or another version begin it anew."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

import msgspec

from generator.engine.files import Files, told
from generator.errors import Fault

T = TypeVar("T")

_WAIT = 10.0
"""Seconds to wait for another process that has the file open in a transaction."""

_OF_THE_MACHINE = (
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_PERM",
    "SQLITE_AUTH",
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_NOLFS",
)
_OF_THE_FILE = ("SQLITE_IOERR_SHORT_READ", "SQLITE_IOERR_CORRUPTFS")


class Database:
    """One file, safe against the death of the process but, for speed, not against a loss of power."""

    def __init__(self, path: str, *, tables: str, versions: str, files: Files) -> None:
        """Open the file, or begin it with `tables` (CREATE statements) and the mark of `versions`."""
        self.path = path
        self._tables = tables
        self._versions = versions
        self._files = files
        self._inside = False
        files.make_folder(os.path.dirname(path))
        self._connection = self._open()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def read(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """What `work` reads; None where the file proves damaged, which empties it."""
        try:
            return work(self._connection)
        except (sqlite3.DatabaseError, msgspec.ValidationError) as error:
            self._judge(error)
            self._renew()
            return None

    def write(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Do `work` in one commit; where the file proves damaged, do it to an empty one."""
        try:
            self._do(work)
        except sqlite3.DatabaseError as error:
            self._judge(error)
            self._renew()
            try:
                self._do(work)
            except sqlite3.DatabaseError as again:
                raise self._fault(again) from again

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make every write within it one commit, or none if an exception ends it."""
        self.write(lambda _: None)  # proves the file before anything depends on it
        self._begin()
        self._inside = True
        try:
            yield
        except BaseException:
            self._inside = False
            self._rollback()
            raise
        self._inside = False
        try:
            self._commit()
        except sqlite3.DatabaseError as error:
            self._rollback()
            raise self._fault(error) from error

    # ------------------------------------------------------------ how

    def _do(self, work: Callable[[sqlite3.Connection], object]) -> None:
        if self._inside:
            work(self._connection)
            return
        self._begin()
        try:
            work(self._connection)
            self._commit()
        except BaseException:
            self._rollback()
            raise

    def _begin(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def _commit(self) -> None:
        with told("write", self.path):
            self._files.before("commit", self.path)
        self._connection.execute("COMMIT")

    def _rollback(self) -> None:
        with suppress(sqlite3.DatabaseError):  # the file may be past it; the error that led here is the one to tell
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _open(self) -> sqlite3.Connection:
        connection = self._connect()
        try:
            if not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                return self._begun(connection)
            if connection.execute("SELECT key FROM versions").fetchall() == [(self._versions,)]:
                return connection
            stranger = False
        except sqlite3.DatabaseError as error:
            self._judge(error)
            stranger = True
        connection.close()
        self._clear(keep=stranger)
        return self._begun(self._connect())

    def _connect(self) -> sqlite3.Connection:
        connection = None
        try:
            connection = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
            connection.execute("PRAGMA synchronous = OFF")
        except sqlite3.DatabaseError as error:
            if connection is None or self._is_of_the_machine(error):
                raise self._fault(error) from error
        return connection

    def _begun(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("CREATE TABLE versions (key TEXT NOT NULL)")
            connection.execute("INSERT INTO versions VALUES (?)", (self._versions,))
            for statement in self._tables.split(";"):
                connection.execute(statement)
            connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            connection.close()
            raise self._fault(error) from error
        return connection

    def _renew(self) -> None:
        self._connection.close()
        self._clear(keep=True)
        self._connection = self._begun(self._connect())
        if self._inside:
            self._begin()

    def _clear(self, *, keep: bool) -> None:
        """Take the file away, and what SQLite would take for its unfinished work; a stranger's is kept beside."""
        for tail in ("-journal", "-wal", "-shm"):
            self._files.remove(self.path + tail)
        if keep:
            self._files.rename(self.path, f"{self.path}.aside")
        else:
            self._files.remove(self.path)

    def _judge(self, error: Exception) -> None:
        """Raise unless it is the file's own fault."""
        if isinstance(error, sqlite3.ProgrammingError):
            raise error
        if self._is_of_the_machine(error):
            raise self._fault(error) from error

    @staticmethod
    def _is_of_the_machine(error: Exception) -> bool:
        name = getattr(error, "sqlite_errorname", "")
        return name.startswith(_OF_THE_MACHINE) and name not in _OF_THE_FILE

    def _fault(self, error: Exception) -> Fault:
        return Fault(f"cannot keep what was done in {self.path}: {error}")
