"""What stands in an output folder where files are to be placed or removed; links are seen as links, never followed."""

import os
import stat as kinds
from collections.abc import Iterator, Mapping, Set
from itertools import chain

from msgspec import Struct

from generator.engine.files import told
from generator.engine.output import Output, holds
from generator.errors import Place, Problem, Stop


class Ground(Struct, frozen=True, kw_only=True):
    """An output folder as it lies before files are moved into it."""

    missing: dict[str, str]
    """Folders of files to place that are not there, each with the highest one above it that is not there either."""
    obstacles: tuple[str, ...]
    """A build's own files that must go before others can take their place."""
    hollow: tuple[str, ...]
    """Folders that are empty once the obstacles are gone, and in whose place a file will stand; deepest first."""
    leaving: tuple[str, ...]
    """The other files to remove that are there, in real folders."""
    emptied: tuple[str, ...]
    """Real folders that are perhaps empty once all that is to be removed is gone; deepest first."""


class _Door(Struct, frozen=True):
    """Whether one can go into a folder, and if not, where the way ends."""

    is_open: bool
    is_missing: bool = False
    end: str = ""


_OPEN = _Door(True)


def survey(output: Output, *, placed: Mapping[str, str], removed: Set[str], own: Set[str]) -> Ground:
    """Look before leaping. Raises Stop, naming each, where something not among the build's `own` stands in the way.

    `placed` gives the digest of each file to come: a stranger with the very same bytes is no loss.
    """
    doors: dict[str, _Door] = {"": _OPEN}
    missing: dict[str, str] = {}
    obstacles: set[str] = set()
    hollow: set[str] = set()
    strange: set[str] = set()
    for path in placed:
        folder = path.rpartition("/")[0]
        door = doors.get(folder) or _look(folder, output.folder, doors)
        if not door.is_open:
            missing[folder] = door.end
            if not door.is_missing:
                (obstacles if door.end in removed else strange).add(door.end)
        elif (kind := _kind(f"{output.folder}/{path}")) is not None:
            if kinds.S_ISDIR(kind):
                for inner, is_folder in _inside(output.folder, path):
                    (hollow if is_folder else obstacles if inner in removed else strange).add(inner)
            elif path not in own and not holds(f"{output.folder}/{path}", placed[path]):
                strange.add(path)
    if strange:
        raise Stop(*(_in_the_way(output, path) for path in sorted(strange)))
    return Ground(
        missing=missing,
        obstacles=tuple(sorted(obstacles)),
        hollow=_deepest_first(hollow),
        leaving=tuple(sorted(path for path in removed - obstacles if _is_file(path, output.folder, doors))),
        emptied=_deepest_first(_above(removed, output.folder, doors) - hollow),
    )


def _deepest_first(folders: Set[str]) -> tuple[str, ...]:
    return tuple(sorted(folders, key=lambda path: (-path.count("/"), path)))


def _above(paths: Set[str], top: str, doors: dict[str, _Door]) -> set[str]:
    """The real folders above these files, whether or not the files are still there."""
    seen: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in seen:
            seen.add(folder)
            folder = folder.rpartition("/")[0]
    return {folder for folder in seen if _look(folder, top, doors).is_open}


def _look(folder: str, top: str, doors: dict[str, _Door]) -> _Door:
    known = doors.get(folder)
    if known is None:
        known = _look(folder.rpartition("/")[0], top, doors)
        if known.is_open:
            kind = _kind(f"{top}/{folder}")
            if kind is None or not kinds.S_ISDIR(kind):
                known = _Door(False, kind is None, folder)
        doors[folder] = known
    return known


def _is_file(path: str, top: str, doors: dict[str, _Door]) -> bool:
    if not _look(path.rpartition("/")[0], top, doors).is_open:
        return False
    kind = _kind(f"{top}/{path}")
    return kind is not None and not kinds.S_ISDIR(kind)


def _kind(path: str) -> int | None:
    """The mode of what stands there, a link's own; None where nothing does."""
    with told("look at", path):
        try:
            return os.lstat(path).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return None


def _inside(top: str, folder: str) -> Iterator[tuple[str, bool]]:
    """The folder and all that is in it, and which of it are folders."""
    with told("look at", f"{top}/{folder}"):
        for here, folders, files in os.walk(f"{top}/{folder}", onerror=_raise):
            inner = os.path.relpath(here, top)
            yield inner, True
            links = (name for name in folders if os.path.islink(f"{here}/{name}"))
            for name in chain(files, links):
                yield f"{inner}/{name}", False


def _raise(error: OSError) -> None:
    raise error


def _in_the_way(output: Output, path: str) -> Problem:
    return Problem(
        place=Place(f"{output.name}/{path}"),
        message="a file of the site must go here, and what is here was not made by Byline",
        hint="move it away; a file of your own that belongs in the site goes into content/root/",
    )
