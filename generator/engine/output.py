"""Whose an output folder is, and which of the claims on its files still hold."""

import os
import stat as kinds
import time
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager

from msgspec import Struct
from msgspec.structs import replace

from generator.engine.digest import digest_bytes
from generator.engine.files import WRITERS_PAUSE, Hint, hint_of, read, told
from generator.engine.ledger import Claim
from generator.engine.manifest import NAME, STAGE, Manifest, read_manifest
from generator.errors import Fault, Usage

_EMPTY = frozenset([".gitkeep", ".gitignore", STAGE])
"""What a folder may hold and still count as empty."""

_OWN = _EMPTY | {NAME}

_OWN_PAUSE = 50_000_000
"""Nanoseconds: longer than the clock's tick, after which a second change to a file shows."""


class Output(Struct, frozen=True, kw_only=True):
    """An output folder that is Byline's to write."""

    folder: str
    """Absolute, links resolved."""
    name: str
    """As messages show it."""
    manifest: Manifest | None
    """None where nothing was ever published."""


class Fresh(Struct, frozen=True, kw_only=True):
    """What was found in an output folder."""

    claims: Mapping[str, Claim]
    """The claims that hold, by path."""
    renewed: tuple[Claim, ...]
    """Those of them whose hint had to be taken anew."""
    strangers: tuple[str, ...]
    """Files, folders (with `/` at the end) and links that no build made, in the folders that hold folders."""


def claim_folder(path: str, *, project: str, precious: Iterable[str]) -> Output:
    """The output folder at `path`; raises Usage unless it is empty or a build's own, and apart from `precious` folders.

    The project and the home folder are precious too, except that output may lie in them.
    """
    folder, root = os.path.realpath(path), os.path.realpath(project)
    name = os.path.relpath(folder, root) if _is_within(folder, root) else folder
    for other in (root, os.path.realpath(os.path.expanduser("~"))):
        if _is_within(other, folder):
            raise Usage(f"{folder} cannot be the output folder: a build would put its files among those of {other}")
    for other in map(os.path.realpath, precious):
        if _is_within(other, folder) or _is_within(folder, other):
            raise Usage(f"{folder} cannot be the output folder: {other} is kept there")
    return Output(folder=folder, name=name, manifest=_manifest(folder))


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _manifest(folder: str) -> Manifest | None:
    if not os.path.lexists(folder):
        return None
    if not os.path.isdir(folder):
        raise Usage(f"{folder} cannot be the output folder: it is a file")
    with told("read", folder):
        found = sorted(os.listdir(folder))
    if NAME in found and kinds.S_ISREG(os.lstat(f"{folder}/{NAME}").st_mode):
        return read_manifest(read(f"{folder}/{NAME}"))
    strangers = [name for name in found if name not in _EMPTY]
    if strangers:
        more = f" and {len(strangers) - 1} more" if len(strangers) > 1 else ""
        raise Usage(
            f"{folder} was not made by Byline: it holds {strangers[0]!r}{more}; name an empty folder, or clear it"
        )
    return None


class Seen(Struct, frozen=True):
    """What was seen of the files that were claimed."""

    lost: frozenset[str]
    """Those that are gone, or were changed."""
    renewed: tuple[Claim, ...]
    strangers: tuple[str, ...]


class Claimed(Struct, frozen=True):
    """An output folder, and the claims on its files."""

    output: Output
    claims: Mapping[str, Claim]


def fresh(claims: Mapping[str, Claim], output: Output) -> Fresh:
    """Which claims hold: the file is there, below real folders, and was not changed since it was published."""
    return fresh_as(claims, seen(Claimed(output, claims)))


def fresh_as(claims: Mapping[str, Claim], found: Seen) -> Fresh:
    """Which claims hold, by what was seen."""
    holding = {path: claim for path, claim in claims.items() if path not in found.lost} if found.lost else dict(claims)
    holding |= {claim.path: claim for claim in found.renewed}
    return Fresh(claims=holding, renewed=found.renewed, strangers=found.strangers)


def seen(claimed: Claimed) -> Seen:
    """Look at every file that was claimed."""
    output, claims = claimed.output, claimed.claims
    known = claims.keys() | (output.manifest.paths.keys() if output.manifest else ())
    real, strangers = _survey(output.folder, known)
    lost: set[str] = set()
    renewed: list[Claim] = []
    with _opened(output.folder) as top:
        for path, claim in claims.items():
            try:
                stat = os.stat(path, dir_fd=top, follow_symlinks=False) if path.rpartition("/")[0] in real else None
            except OSError:
                stat = None
            if stat is None:
                lost.add(path)
            elif claim.hint != f"{stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_size} {stat.st_ino}":
                if holds(f"{output.folder}/{path}", claim.digest):
                    renewed.append(replace(claim, hint=hint_of_own(stat)))
                else:
                    lost.add(path)
    return Seen(frozenset(lost), tuple(renewed), strangers)


@contextmanager
def _opened(folder: str) -> Iterator[int | None]:
    """The folder's descriptor, below which paths are short to look up; None where there is no folder."""
    try:
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        yield None
        return
    try:
        yield top
    finally:
        os.close(top)


def hint_of_own(stat: os.stat_result) -> Hint:
    """The hint of a file that nobody but a build writes; on a file system with a coarse clock, as of anybody's."""
    coarse = stat.st_mtime_ns % 1_000_000_000 == 0
    return hint_of(stat, now=time.time_ns(), pause=WRITERS_PAUSE if coarse else _OWN_PAUSE)


def holds(place: str, digest: str) -> bool:
    """Whether a regular file with these bytes stands there."""
    try:
        return kinds.S_ISREG(os.lstat(place).st_mode) and digest_bytes(read(place)) == digest
    except (OSError, Fault):
        return False


def _survey(folder: str, known: Set[str]) -> tuple[set[str], tuple[str, ...]]:
    """The known folders that really are folders, links not followed, and what is unknown in those that hold folders."""
    folders = {path.rpartition("/")[0] for path in known}
    branches = _above(folders)
    real: set[str] = set()
    strangers: list[str] = []
    todo = [""]
    while todo:
        here = todo.pop()
        try:
            entries = os.scandir(f"{folder}/{here}")
        except OSError:
            continue
        real.add(here)
        prefix = f"{here}/" if here else ""
        with entries:
            for entry in entries:
                path = prefix + entry.name
                if not entry.is_dir(follow_symlinks=False):
                    if path not in known and path not in _OWN:
                        strangers.append(path)
                elif path in branches:
                    todo.append(path)
                elif path in folders:
                    real.add(path)
                elif path not in _OWN:
                    strangers.append(f"{path}/")
    return real, tuple(sorted(os.fsencode(path).decode(errors="replace") for path in strangers))


def _above(folders: set[str]) -> set[str]:
    """Every folder that holds one of these."""
    branches: set[str] = set()
    lower = folders
    while lower := {folder.rpartition("/")[0] for folder in lower if folder} - branches:
        branches |= lower
    return branches
