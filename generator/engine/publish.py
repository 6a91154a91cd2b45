"""Staged files in, an output folder that is whole at every instant out."""

import os
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager

from msgspec import Struct

from generator.engine.digest import digest_bytes
from generator.engine.files import Files, told
from generator.engine.ground import Ground, survey
from generator.engine.ledger import Account, Claim, Ledger
from generator.engine.manifest import NAME, STAGE, Manifest, is_safe, write_manifest
from generator.engine.output import Fresh, Output, hint_of_own
from generator.errors import Place, Problem, Stop

_NEW, _SINGLE = "new", "single"
_INDEX = "index.html"
"""What is mostly the first file of its folder, and often the only one."""

_LAST = ("feed.json", "pagefind-entry.json", "robots.txt")


class Stage(Struct, frozen=True):
    """A folder on the output's file system where files wait until all of them are ready."""

    folder: str
    known: frozenset[str]
    """Folders that the output has. What goes into others waits in folders like them, which are moved as they are."""

    def path(self, page: str) -> str:
        """Where the file for this path of the output waits."""
        if page.rpartition("/")[0] in self.known:
            return f"{self.folder}/{_SINGLE}/{digest_bytes(page.encode())}"
        return self.folder_path(page)

    def folder_path(self, folder: str) -> str:
        """Where a folder waits that the output does not have."""
        return f"{self.folder}/{_NEW}/{folder}"

    def write(self, page: str, data: bytes, files: Files) -> str:
        """Stage a file; the digest of its bytes. Any process may call it."""
        if not is_safe(page):
            raise Stop(Problem(place=Place(page), message=f"{page!r} cannot be the path of a file of the site"))
        folder, _, name = page.rpartition("/")
        files.write(self.path(page), data, apart=name == _INDEX and folder not in self.known)
        return digest_bytes(data)


class Made(Struct, frozen=True):
    """A file that this build staged."""

    path: str
    digest: str
    """Of its bytes."""
    fingerprint: str
    account: Account


class Edition(Struct, frozen=True, kw_only=True):
    """What the output is to be: every path in it is either made now or kept."""

    site: str
    drafts: bool
    future: bool
    made: tuple[Made, ...]
    kept: tuple[str, ...]
    """Paths whose claim holds."""


class Published(Struct, frozen=True, kw_only=True):
    """What became of the output."""

    placed: tuple[str, ...]
    """Files that are new or have new bytes."""
    removed: tuple[str, ...]


@contextmanager
def staging(output: Output, *, memory: str, files: Files) -> Iterator[Stage]:
    """An empty stage in the `memory` folder, or in the output where that is another file system; gone at the end."""
    near, far = f"{memory}/stage", f"{output.folder}/{STAGE}"
    files.make_folder(memory)
    for leftover in (near, far):
        files.remove_tree(leftover)
    folder = near if _device(memory) == _device(output.folder) else far
    try:
        paths = output.manifest.paths if output.manifest else ()
        yield Stage(folder, frozenset(path.rpartition("/")[0] for path in paths))
    finally:
        files.remove_tree(folder)


def _device(folder: str) -> int:
    """Of the folder, or of what it will be made in."""
    while not os.path.exists(folder):
        folder = os.path.dirname(folder)
    return os.stat(folder).st_dev


def publish(edition: Edition, *, output: Output, fresh: Fresh, stage: Stage, ledger: Ledger, files: Files) -> Published:
    """Make the output the edition. Raises Stop, with nothing changed, where something that no build made is in the way.

    Killed at any point, every file is whole, and the next build finishes what the manifest calls unfinished.
    """
    paths = {made.path: made.digest for made in edition.made} | {
        path: fresh.claims[path].digest for path in edition.kept
    }
    before = output.manifest.paths if output.manifest else {}
    placed = {made.path: made.digest for made in edition.made if not _stands(made, fresh.claims)}
    removed = before.keys() - paths.keys()
    finished = _manifest(edition, paths, "finished")
    if placed or removed:
        building = _manifest(edition, {**before, **paths}, "building")
        if placed.keys() == paths.keys() and not os.path.lexists(output.folder):
            ledger.withdraw(placed)
            _found(building, output=output, stage=stage, files=files)
        else:
            _change(building, placed, removed, output=output, fresh=fresh, stage=stage, ledger=ledger, files=files)
    _claim(edition, placed.keys(), fresh, output=output, ledger=ledger)
    if placed or removed or finished != output.manifest:
        _declare(finished, output=output, stage=stage, files=files)
    return Published(placed=tuple(sorted(placed)), removed=tuple(sorted(removed)))


def _found(building: Manifest, *, output: Output, stage: Stage, files: Files) -> None:
    """Where there is no output yet, give it all that is to be in it at one stroke."""
    draft = stage.folder_path(NAME)
    files.write(draft, write_manifest(building))
    files.make_folder(os.path.dirname(output.folder))
    files.rename(os.path.dirname(draft), output.folder)


def _change(
    building: Manifest,
    placed: Mapping[str, str],
    removed: Set[str],
    *,
    output: Output,
    fresh: Fresh,
    stage: Stage,
    ledger: Ledger,
    files: Files,
) -> None:
    """Place and remove files, one after the other."""
    own = fresh.claims.keys() | (output.manifest.paths.keys() if output.manifest else set())
    ground = survey(output, placed=placed, removed=removed, own=own)
    ledger.withdraw([*placed, *removed])
    _declare(building, output=output, stage=stage, files=files)
    _clear(ground, output.folder, files)
    lost = sorted(ground.missing.keys() & stage.known)
    for folder in lost:
        files.make_folder(f"{output.folder}/{folder}")
    if lost:
        ground = survey(output, placed=placed, removed=removed, own=own)
    _place(sorted(placed, key=_turn), ground, output=output, stage=stage, files=files)
    _remove(ground, output.folder, files)


def _stands(made: Made, claims: Mapping[str, Claim]) -> bool:
    """Whether the very same bytes are in the output already."""
    claim = claims.get(made.path)
    return claim is not None and claim.digest == made.digest


def _manifest(edition: Edition, paths: Mapping[str, str], state: str) -> Manifest:
    return Manifest(site=edition.site, state=state, drafts=edition.drafts, future=edition.future, paths=paths)


def _declare(manifest: Manifest, *, output: Output, stage: Stage, files: Files) -> None:
    draft = f"{stage.folder}/{NAME}"
    files.make_folder(output.folder)
    files.write(draft, write_manifest(manifest))
    files.rename(draft, f"{output.folder}/{NAME}")


def _turn(path: str) -> tuple[int, str]:
    """Files that pages name come first, then pages, then what points readers, and searches, to them."""
    if path.endswith((".html", ".htm")):
        return 1, path
    return 2 if path.endswith(".xml") or path.rpartition("/")[2] in _LAST else 0, path


def _clear(ground: Ground, folder: str, files: Files) -> None:
    for path in ground.obstacles:
        files.remove(f"{folder}/{path}")
    for path in ground.hollow:
        files.remove_empty(f"{folder}/{path}")


def _place(paths: Iterable[str], ground: Ground, *, output: Output, stage: Stage, files: Files) -> None:
    """Rename files into the output, each by itself or, where its folder is new, with the whole folder."""
    moved: set[str] = set()
    for path in paths:
        whole = ground.missing.get(path.rpartition("/")[0])
        if whole is None:
            files.rename(stage.path(path), f"{output.folder}/{path}")
        elif whole not in moved:
            moved.add(whole)
            files.rename(stage.folder_path(whole), f"{output.folder}/{whole}")


def _remove(ground: Ground, folder: str, files: Files) -> None:
    """Remove files that no job makes any more, and the folders that this, or a build that was killed at it, emptied."""
    for path in ground.leaving:
        files.remove(f"{folder}/{path}")
    for path in ground.emptied:
        files.remove_empty(f"{folder}/{path}")


def _claim(edition: Edition, placed: Set[str], fresh: Fresh, *, output: Output, ledger: Ledger) -> None:
    kept = frozenset(edition.kept)
    claims = [claim for claim in fresh.renewed if claim.path in kept]
    for made in edition.made:
        if made.path in placed:
            place = f"{output.folder}/{made.path}"
            with told("look at", place):
                hint = hint_of_own(os.lstat(place))
        else:
            hint = fresh.claims[made.path].hint
        claims.append(Claim(made.path, made.fingerprint, made.digest, hint))
    if claims:
        ledger.claim(claims, accounts={made.path: made.account for made in edition.made})
