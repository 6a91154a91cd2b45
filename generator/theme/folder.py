"""A theme's folder to the files in it; nothing is read through a link that leads out of it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from generator.engine.files import told
from generator.errors import Place, Problem

LARGEST_TEXT = 1024 * 1024
"""Bytes of a template or a stylesheet."""


class Found(Struct, frozen=True):
    """A file of a theme."""

    name: str
    """Below the folder that was searched, with `/`."""
    path: Path
    shown: str
    """As messages give it: relative to the project."""


def files_in(root: Path, below: str, *, shown: str, problems: list[Problem]) -> Iterator[Found]:
    """The files below a folder of the theme at `root`, by name; hidden ones and editors' copies are passed over."""
    start = root / below
    if not start.is_dir() or (start.is_symlink() and not is_within(start, root)):
        if start.is_symlink():
            problems.append(_leads_out(f"{shown}/{below}"))
        return
    for folder, folders, names in _walked(start, f"{shown}/{below}"):
        folders.sort()
        for name in list(folders):
            path = Path(folder, name)
            if name.startswith(".") or path.is_symlink():
                folders.remove(name)
                if path.is_symlink() and not name.startswith("."):
                    problems.append(_folder_link(f"{shown}/{path.relative_to(root).as_posix()}"))
        for name in sorted(names):
            path = Path(folder, name)
            label = f"{shown}/{path.relative_to(root).as_posix()}"
            if name.startswith(".") or name.endswith("~"):
                continue
            if path.is_symlink() and not is_within(path, root):
                problems.append(_leads_out(label))
            elif not stat.S_ISREG(path.stat().st_mode):
                problems.append(Problem(place=Place(label), message="this is no plain file", hint="take it away"))
            else:
                yield Found(path.relative_to(start).as_posix(), path, label)


def read_bytes(found: Found) -> bytes:
    """The bytes of a file. Raises Fault."""
    with told("read", found.shown):
        return found.path.read_bytes()


def read_text(found: Found, *, problems: list[Problem]) -> str:
    """The text of a file in UTF-8, its line ends made one kind; empty with a problem where it is none."""
    data = read_bytes(found)
    if len(data) > LARGEST_TEXT:
        problems.append(Problem(place=Place(found.shown), message=f"this is larger than {LARGEST_TEXT // 1024} KB"))
        return ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(
            Problem(place=Place(found.shown, line), message="this line is not UTF-8", hint="save the file as UTF-8")
        )
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_within(path: Path, root: Path) -> bool:
    """Whether a path, its links followed, is there and lies in a folder."""
    try:
        return path.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link to nothing, or round in a ring
        return False


def _walked(start: Path, label: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """As `os.walk`, whose lists of folders may be cut; a folder that cannot be read is a Fault."""
    with told("read", label):
        yield from os.walk(start, onerror=_raised)


def _raised(error: OSError) -> None:
    raise error


def _leads_out(label: str) -> Problem:
    return Problem(
        place=Place(label), message="this link leads out of the theme, or nowhere", hint="copy the file into the theme"
    )


def _folder_link(label: str) -> Problem:
    return Problem(
        place=Place(label), message="this is a link to a folder, which is not followed", hint="copy the folder instead"
    )
