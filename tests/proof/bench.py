"""A publication on disk, built again and again, and each time compared with a clean build of the same files."""

import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from generator.build.request import MEMORY, Request
from generator.build.start import build
from generator.engine import output
from generator.engine.digest import digest_bytes
from generator.engine.files import Files
from generator.engine.manifest import NAME
from generator.errors import BylineError, Problem
from generator.site.moment import Moment
from generator.theme.bind import Binder
from generator.theme.offered import OFFERED
from generator.theme.study import Study

NOW = datetime(2026, 1, 1, tzinfo=UTC)

LATER = 10_000_000_000
"""Nanoseconds: how long ago files seem to have been written to a build that may trust their hints."""

HELD = 4096
"""Clean builds that are remembered by what they were made from."""


class Killed(BaseException):
    """The process is no more, as far as a test in the same process can have it so."""


class Disturbed(Exception):
    """Somebody else was at work in the folder of a test, which therefore proves nothing."""


class Reaper(Files):
    """Kills at operation `at`; whatever would be done after that is not done either."""

    def __init__(self, at: int) -> None:
        self.count = 0
        self._at = at

    def before(self, verb: str, path: str) -> None:
        self.count += 1
        if self.count >= self._at:
            raise Killed


class Clean(Struct, frozen=True):
    """What a clean build comes to."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    tree: dict[str, str]
    """Path to digest, folders with a slash; empty where there are errors."""


class Bench:
    """A project of a test; `clean` holds what clean builds came to, and may be shared."""

    def __init__(self, folder: Path, files: Mapping[str, str], *, clean: dict[str, Clean] | None = None) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.memory = folder / MEMORY
        self.files: dict[str, bytes] = {}
        self.strangers: set[str] = set()
        self._clean = clean if clean is not None else {}
        for path, text in files.items():
            self.put(path, text)

    # ------------------------------------------------------------ its files

    def put(self, path: str, text: str | bytes) -> None:
        """Write a file of the project."""
        data = text if isinstance(text, bytes) else text.encode()
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        self.files[path] = data

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text in a file that has it."""
        text = self.files[path].decode()
        assert old in text, f"{path} has no {old!r}"
        self.put(path, text.replace(old, new))

    def drop(self, path: str) -> None:
        """Delete a file of the project."""
        (self.folder / path).unlink()
        del self.files[path]

    def move(self, old: str, new: str) -> None:
        """Rename a file of the project, its times and inode kept."""
        place = self.folder / new
        place.parent.mkdir(parents=True, exist_ok=True)
        os.rename(self.folder / old, place)
        self.files[new] = self.files.pop(old)

    # ------------------------------------------------------------ its builds

    def request(self, *, now: datetime = NOW, trusting: bool = True, **moment: bool) -> Request:
        """What is asked of a build; `trusting` makes the files seem written long ago, so that hints count."""
        return Request(
            project=str(self.folder),
            moment=Moment(now=now, **moment),
            output=str(self.output),
            memory=str(self.memory),
            scanned=time.time_ns() + (LATER if trusting else 0),
            cores=1,
        )

    def build(self, request: Request, files: Files | None = None, *, clean: bool = False) -> tuple[Problem, ...]:
        """Build; the problems. Files of the output are trusted as soon as those of the project are."""
        with pytest.MonkeyPatch.context() as patch:
            if request.scanned > time.time_ns():
                patch.setattr(output, "_OWN_PAUSE", 0)
            return build(request, clean=clean, progress=silent, files=files or Files()).problems

    def tree(self) -> dict[str, str]:
        """The output, strangers left out."""
        return tree(self.output, self.strangers)

    def clean(self, request: Request) -> Clean:
        """What a clean build of the same files for the same moment comes to, in folders of its own."""
        parts = [(path, digest_bytes(data)) for path, data in sorted(self.files.items())]
        key = digest_bytes(json.dumps([parts, str(request.moment), request.url]).encode())
        if key not in self._clean:
            if len(self._clean) >= HELD:
                self._clean.clear()
            self._clean[key] = self._built_clean(request)
        return self._clean[key]

    def _built_clean(self, request: Request) -> Clean:
        beside = self.folder / "beside"
        shutil.rmtree(beside, ignore_errors=True)
        asked = Request(
            project=request.project,
            moment=request.moment,
            output=str(beside / "output"),
            memory=str(beside / "memory"),
            url=request.url,
            scanned=time.time_ns(),
            cores=1,
        )
        with generous():
            found = self.build(asked, clean=True)
        errors = tuple(problem for problem in found if problem.severity == "error")
        made = {} if errors else tree(beside / "output", set())
        shutil.rmtree(beside, ignore_errors=True)
        return Clean(errors, tuple(problem for problem in found if problem.severity != "error"), made)

    def differences(self, request: Request) -> list[str]:
        """Build, and tell how that differs from a clean build: nothing, if all is well."""
        before = self.tree()
        try:
            found = self.build(request)
        except BylineError as error:
            return self.judged([f"{type(error).__name__}: {error}"])
        clean = self.clean(request)
        errors = tuple(problem for problem in found if problem.severity == "error")
        warnings = tuple(problem for problem in found if problem.severity != "error")
        lines = [f"an error of one only: {problem}" for problem in {*errors} ^ {*clean.errors}]
        lines += [f"a warning of one only: {problem}" for problem in {*warnings} ^ {*clean.warnings}]
        return self.judged([*lines, *differing(self.tree(), before if clean.errors else clean.tree)])

    def judged(self, lines: list[str]) -> list[str]:
        """Differences, unless they say nothing of Byline: then raises Disturbed."""
        if lines and not manifest_of(self.output):
            time.sleep(0.2)  # whoever removes the project may still be busy with its output
        if lines and (gone := self.disturbed()):
            raise Disturbed(f"{self.folder} was changed from outside: {gone[:3]}; what was found there was {lines[:3]}")
        return lines

    def disturbed(self) -> list[str]:
        """Files of the project that are not as the bench left them: then somebody else was at work in its folder."""
        return [path for path, data in self.files.items() if not _is(self.folder / path, data)]


def _is(place: Path, data: bytes) -> bool:
    try:
        return place.read_bytes() == data
    except OSError:
        return False


@contextmanager
def generous() -> Iterator[None]:
    """Builds within it hand each page all that is offered to it, and each card whole: what a build spares shows up."""
    with pytest.MonkeyPatch.context() as patch:
        real = Binder.__init__

        def begun(self: Binder, theme: Any, study: Study, *, edition: str) -> None:
            reads = {
                name: replace(read, names=OFFERED[name.removesuffix(".html")]) for name, read in study.reads.items()
            }
            real(self, theme, replace(study, reads=reads, mentions=dict.fromkeys(study.mentions)), edition=edition)

        patch.setattr(Binder, "__init__", begun)
        yield


def differing(found: Mapping[str, str], wanted: Mapping[str, str]) -> list[str]:
    """What is not as it should be, empty folders included."""
    more, less = sorted(found.keys() - wanted), sorted(path for path in wanted.keys() - found if path[-1:] != "/")
    lines = [f"{path} is missing" for path in less] + [f"{path} should not be there" for path in more]
    return lines + [f"{path} differs" for path in sorted(found.keys() & wanted.keys()) if found[path] != wanted[path]]


def tree(folder: Path, strangers: set[str]) -> dict[str, str]:
    """Every file below a folder to its digest, and every empty folder, with a slash, to nothing; no strangers."""
    found: dict[str, str] = {}
    for here, folders, names in os.walk(folder):
        below = os.path.relpath(here, folder)
        prefix = "" if below == "." else f"{below}/"
        if prefix and not folders and not names:
            found[prefix] = ""
        for name in names:
            path = prefix + name
            if path not in strangers:
                place = f"{here}/{name}"
                link = os.path.islink(place)
                found[path] = f"-> {os.readlink(place)}" if link else digest_bytes(Path(place).read_bytes())
    return found


def silent(_verb: str, _done: int, _total: int) -> None:
    """Hears how far a build has come."""


def manifest_of(folder: Path) -> str:
    """The manifest of an output folder; empty without one."""
    place = folder / NAME
    return place.read_text(encoding="utf-8") if place.is_file() else ""
