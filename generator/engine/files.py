"""Every change that the engine makes on disk: each whole or not at all, each failure told in a sentence."""

import os
import shutil
from typing import NewType

from generator.errors import Fault

Hint = NewType("Hint", str)
"""What spares reading a file again: mtime, ctime, size and inode in one text; empty where it must be read anyway."""

NO_HINT = Hint("")

WRITERS_PAUSE = 2_000_000_000
"""Nanoseconds for which a file that others write is not trusted after a change."""

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)


def hint_of(stat: os.stat_result, *, now: int, pause: int = WRITERS_PAUSE) -> Hint:
    """The file's hint; none if it changed within `pause` nanoseconds before `now`: another change might not show.

    A file whose mtime lies in the future is judged by its ctime alone, which nobody can set.
    """
    since = now - pause
    if stat.st_ctime_ns > since or since < stat.st_mtime_ns <= now:
        return NO_HINT
    return Hint(f"{stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_size} {stat.st_ino}")


_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)


class Files:
    """The hand that writes. Paths are texts; a failure is a Fault that names the path."""

    def before(self, verb: str, path: str) -> None:
        """Called ahead of each change; a test overrides it to count, to fail with an OSError, or to kill."""

    def write(self, path: str, data: bytes, *, apart: bool = False) -> None:
        """Write a file, and the folders it needs. Not atomic: for places that nobody reads before they are renamed.

        `apart`: its folder is most likely missing, and sooner made than looked for.
        """
        with told("write", path):
            self.before("create", path)
            if apart:
                self._make_folder_at_once(os.path.dirname(path))
            try:
                file = os.open(path, _CREATE, 0o666)
            except FileNotFoundError:
                self._make_folders(os.path.dirname(path))
                file = os.open(path, _CREATE, 0o666)
            try:
                self.before("write", path)
                _write_whole(file, data)
            finally:
                os.close(file)

    def pen(self, path: str, *, again: bool = False) -> "Pen":
        """Open a new file that only this process appends to, and make the folders it needs.

        `again`: one that another process may have begun, which adds to it no more, is gone on with.
        """
        how = _APPEND if again else _APPEND | os.O_EXCL
        with told("write", path):
            self.before("create", path)
            try:
                file = os.open(path, how, 0o666)
            except FileNotFoundError:
                self._make_folders(os.path.dirname(path))
                file = os.open(path, how, 0o666)
            return Pen(self, path, file)

    def copy(self, source: str, path: str) -> None:
        """Copy a file's bytes, as `write` would write them."""
        with told("write", path):
            self.before("create", path)
            self._make_folders(os.path.dirname(path))
            self.before("write", path)
            shutil.copyfile(source, path, follow_symlinks=True)

    def link(self, source: str, path: str) -> None:
        """Give a file a second name, or copy it where the disk knows no second names; nothing may stand there."""
        with told("write", path):
            self.before("link", path)
            self._make_folders(os.path.dirname(path))
            try:
                os.link(source, path, follow_symlinks=False)
            except FileExistsError:
                raise
            except OSError:
                shutil.copy2(source, path, follow_symlinks=False)

    def symlink(self, target: str, path: str) -> None:
        """Make a link; nothing may stand there."""
        with told("write", path):
            self.before("symlink", path)
            os.symlink(target, path)

    def rename(self, old: str, new: str) -> None:
        """Put a file or folder under its new name, over what was there; the folder above must exist."""
        with told("write", new):
            self.before("rename", new)
            os.replace(old, new)

    def remove(self, path: str) -> bool:
        """Remove a file or a link; whether there was one."""
        with told("remove", path):
            self.before("remove", path)
            try:
                os.unlink(path)
            except (FileNotFoundError, NotADirectoryError):
                return False
            return True

    def remove_empty(self, path: str) -> bool:
        """Remove a folder if nothing is in it; whether it is gone."""
        with told("remove", path):
            self.before("remove folder", path)
            try:
                os.rmdir(path)
            except FileNotFoundError:
                return True
            except OSError:
                if os.path.isdir(path):
                    return False
                raise
            return True

    def remove_tree(self, path: str) -> None:
        """Remove a folder of Byline's own with all that is in it; links in it are removed, not followed."""
        with told("remove", path):
            self.before("remove tree", path)
            if os.path.islink(path) or os.path.isfile(path):
                os.unlink(path)
            elif os.path.isdir(path):
                shutil.rmtree(path)

    def make_folder(self, path: str) -> None:
        """Make a folder and those above it; one that is there already is left alone."""
        with told("make the folder", path):
            self._make_folders(path)

    def _make_folders(self, path: str) -> None:
        if path and not os.path.isdir(path):
            self._make_folder_at_once(path)

    def _make_folder_at_once(self, path: str) -> None:
        self.before("make folder", path)
        try:
            os.mkdir(path)
        except OSError:  # those above it are missing too, or it is there by now
            os.makedirs(path, exist_ok=True)


class Pen:
    """A file that one process appends to, open for as long as this value lives."""

    def __init__(self, files: Files, path: str, file: int) -> None:
        self._files, self._path, self._file = files, path, file
        self.end = os.fstat(file).st_size
        """Bytes so far."""

    def append(self, data: bytes) -> int:
        """Add to the end of the file; where in it the data begins. Of no use any more after a Fault."""
        with told("write", self._path):
            self._files.before("append", self._path)
            start = self.end
            _write_whole(self._file, data)
            self.end += len(data)
            return start

    def is_spoilt(self) -> bool:
        """Whether somebody else has deleted the file, or changed its length."""
        stat = os.fstat(self._file)
        return stat.st_nlink == 0 or stat.st_size != self.end

    def __del__(self) -> None:
        os.close(self._file)


def _write_whole(file: int, data: bytes) -> None:
    written = os.write(file, data)
    while written < len(data):
        written += os.write(file, memoryview(data)[written:])


class told:  # noqa: N801 - it is called as a function, and a class is entered sooner than a generator
    """Turn an OSError into a Fault that says what could not be done, and why."""

    __slots__ = ("_path", "_verb")

    def __init__(self, verb: str, path: str) -> None:
        self._verb, self._path = verb, path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError):
            raise Fault(f"cannot {self._verb} {self._path}: {error.strerror or error}") from error


def read(path: str) -> bytes:
    """A file's bytes; a link in its last part is not followed."""
    with told("read", path):
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(file, "rb") as opened:
            return opened.read()
