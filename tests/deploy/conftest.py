"""Targets of every kind, each on a real server, and publications to send there."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.cli import main
from tests.conftest import needed
from tests.deploy import servers, targets
from tests.deploy.servers import Sshd
from tests.deploy.targets import Place
from tests.press import SITE, Press

HEAD = "---\ntitle: {}\ndate: {}\ntags: [tolls]\n---\n\n{}\n"

TEXT = f"""
-- content/articles/one.md --
{HEAD.format("One", "2024-01-01", "The first, with [a file](/media/data.csv) and [[two]].")}
-- content/articles/two.md --
{HEAD.format("Two", "2024-02-01", "The second.")}
-- content/articles/three.md --
{HEAD.format("数人头", "2024-03-01", "The third.")}
-- content/media/data.csv --
year,toll
-- content/pages/about.md --
---
title: About
---

About us.
""".lstrip()


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """A machine to reach over ssh."""
    needed("rsync")
    needed("ssh")
    with servers.sshd(needed("sshd"), tmp_path_factory.mktemp("sshd")) as started:
        yield started


@pytest.fixture(scope="session")
def bare_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """A machine that lets nobody in but rsync."""
    needed("rsync")
    needed("ssh")
    folder = tmp_path_factory.mktemp("bare")
    guard = folder / "guard"
    guard.write_text(
        '#!/bin/sh\ncase "$SSH_ORIGINAL_COMMAND" in "rsync --server "*) eval "exec $SSH_ORIGINAL_COMMAND" ;; esac\n'
        "echo 'only rsync is allowed here' >&2\nexit 1\n"
    )
    guard.chmod(0o755)
    with servers.sshd(needed("sshd"), folder / "keys", forced=str(guard)) as started:
        yield started


@pytest.fixture(scope="session")
def store() -> Iterator[str]:
    """The address of a store of objects."""
    with servers.objects() as address:
        yield address


@pytest.fixture
def place_of(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], Place]:
    """Makes an empty target of a kind."""
    count = 0

    def make(kind: str) -> Place:
        nonlocal count
        count += 1
        root = tmp_path / f"target-{count}"
        root.mkdir()
        if kind.startswith("folder"):
            return targets.folder(root, in_place=kind.endswith("in place"))
        if kind.startswith("rsync"):
            machine = request.getfixturevalue("bare_machine" if kind == "rsync alone" else "machine")
            return targets.rsync(root, port=machine.port, shell=machine.shell, in_place=kind != "rsync", name=kind)
        if kind == "s3":
            return targets.s3(request.getfixturevalue("store"))
        needed("git")
        return targets.git(root)

    return make


class Desk:
    """A publication with a target, and the commands of one who works there."""

    def __init__(self, press: Press, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        self.press, self.place = press, place
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            monkeypatch.delenv(name)
        for name, value in place.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(press.folder)
        self.settings()

    def settings(self, extra: str = "", *, target: str = "") -> None:
        """Write site.yaml anew."""
        self.press.write("content/site.yaml", f"{SITE}{extra}deploy:\n  live: {target or self.place.settings}\n")

    def build(self, *options: str) -> None:
        """Build, and fail unless that works."""
        assert main(["build", "--quiet", "--now=2026-01-01", *options]) == 0

    def deploy(self, *options: str) -> int:
        """Deploy; the exit code."""
        return main(["deploy", *options])

    def rollback(self, *options: str) -> int:
        return main(["rollback", *options])

    def output(self) -> dict[str, bytes]:
        """Every file of the output."""
        return self.press.files()

    def edit(self) -> None:
        """Change a text, add a piece, take one away, and build."""
        self.press.edit("content/articles/one.md", "The first", "The very first")
        self.press.write("content/articles/four.md", HEAD.format("Four", "2024-04-01", "The fourth."))
        (self.press.folder / "content/articles/two.md").unlink(missing_ok=True)
        self.press.edit("content/articles/one.md", " and [[two]]", "")
        self.build()


@pytest.fixture
def desk_of(
    press: Callable[[str], Press], place_of: Callable[[str], Place], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Desk]:
    """A built publication whose target is an empty one of a kind."""

    def make(kind: str) -> Desk:
        desk = Desk(press(TEXT), place_of(kind), monkeypatch)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        desk.build()
        return desk

    return make
