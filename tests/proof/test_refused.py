"""Without rights and without room: what was there stays, and a sentence says why nothing else is."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.cli import main
from generator.engine.files import Files, told
from generator.engine.manifest import NAME
from generator.engine.publish import Stage
from tests.conftest import lacking
from tests.proof.bench import Bench
from tests.proof.shots import losses
from tests.proof.test_killed import HEAD, SMALL, edited


def as_nobody(work: Callable[[], int], told: Path) -> tuple[int, str]:
    """Exit code and standard error of work done without root's rights, in a process of its own."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.dup2(os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), 2)
            sys.stderr = os.fdopen(2, "w", buffering=1)
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            code = work()
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code, told.read_text(encoding="utf-8")


LOCKED = [
    # path . mode . what is said
    ("output", 0o555, "cannot"),
    ("output", 0o000, "cannot"),
    (".byline", 0o555, "cannot"),
    (".byline/lock", 0o000, "cannot lock"),
    (".byline/texts", 0o555, "cannot write"),
    (".byline/ledger.sqlite", 0o000, "cannot"),
    (".byline/ledger.sqlite", 0o444, "cannot"),
    ("content/articles/one.md", 0o000, "cannot read content/articles/one.md"),
    ("content/media/data.csv", 0o000, "cannot read content/media/data.csv"),
    ("content/articles", 0o000, "cannot read"),
    ("content/site.yaml", 0o000, "cannot read content/site.yaml"),
    ("themes/small/templates/home.html", 0o000, "cannot read"),
    ("themes/small/templates", 0o000, "cannot read"),
    ("themes/small/theme.yaml", 0o000, "cannot read"),
]


HALF_LOCKED = [
    # path . mode
    ("output/one", 0o555),
    ("output/one", 0o000),
    ("output/tags", 0o555),
    ("output/archive/2024", 0o000),
]
"""Folders in which no build can write, as only publishing finds out."""


@pytest.mark.parametrize(("path", "mode", "said"), LOCKED, ids=[f"{path} {mode:03o}" for path, mode, _ in LOCKED])
def test_what_may_not_be_touched_is_told_in_a_sentence(path: str, mode: int, said: str, folder: Path) -> None:
    bench = Bench(folder, SMALL)
    assert bench.differences(bench.request()) == []
    edited(bench)
    before = bench.tree()
    code, text = refused(bench, path, mode)
    assert code in (1, 3), text
    assert said in text, text
    assert bench.tree() == before
    assert bench.differences(bench.request()) == []


@pytest.mark.parametrize(("path", "mode"), HALF_LOCKED, ids=[f"{path} {mode:03o}" for path, mode in HALF_LOCKED])
def test_a_folder_of_the_output_that_is_locked_tears_nothing(path: str, mode: int, folder: Path) -> None:
    bench = Bench(folder, SMALL)
    assert bench.differences(bench.request()) == []
    before = bench.tree()
    bench.edit("content/site.yaml", "title: Press", "title: Other")
    after = bench.clean(bench.request()).tree
    code, text = refused(bench, path, mode)
    assert code == 3, text
    assert f"cannot write {folder}/{path}" in text or f"cannot look at {folder}/{path}" in text, text
    assert list(losses(bench, before, after)) == []
    assert bench.differences(bench.request()) == []


def refused(bench: Bench, path: str, mode: int) -> tuple[int, str]:
    """What a build by nobody says to a file or folder with these rights, which it owns like all others."""
    folder = bench.folder
    if os.getuid() == 0:
        for place in (folder, *folder.rglob("*")):
            os.chown(place, 65534, 65534, follow_symlinks=False)
    os.chmod(folder, 0o755)
    place = folder / path
    usual = place.stat().st_mode
    place.chmod(mode)
    told = folder / "told"
    told.touch()
    told.chmod(0o666)
    code, text = as_nobody(
        lambda: main(["build", "--project", str(folder), "--jobs", "1", "--now", "2026-01-01"]), told
    )
    place.chmod(usual)
    told.unlink()
    assert "Traceback" not in text
    assert "fault of Byline's own" not in text
    return code, text


# ---------------------------------------------------------------- a full disk


FREE = (0, 4, 12, 24, 48, 96, 192, 400, 3000)
"""KiB that are left."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of twelve MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)]
    if os.getuid() != 0 or subprocess.run(mount, stderr=subprocess.DEVNULL).returncode:
        lacking("a small disk can only be mounted by root, so no full disk was tested here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def crammed(bench: Bench, disk: Path, capsys: pytest.CaptureFixture[str]) -> tuple[list[int], list[str]]:
    """Builds on a disk that is ever less full: their exit codes, and what was amiss."""
    bench.build(bench.request())
    codes: list[int] = []
    amiss: list[str] = []
    for number, free in enumerate(FREE):
        before = bench.tree()
        bench.put("content/articles/two.md", HEAD.format(f"Two {number}", "2025-01-01", "words and words " * 8000))
        bench.put(f"content/articles/n{number}.md", HEAD.format(number, "2023-01-01", "words and words " * 2000))
        after = bench.clean(bench.request()).tree
        filler = disk / "filler"
        fill(filler, free)
        call = ["build", "--project", str(bench.folder), "--output", str(bench.output)]
        codes.append(main([*call, "--now", "2026-01-01", "--jobs", "1"]))
        text = capsys.readouterr().err
        filler.unlink()
        full = "No space left on device" in text or "disk is full" in text
        if "Traceback" in text or (codes[-1] and not full):
            amiss.append(text)
        amiss += [
            f"{free} KiB left: {line}" for line in (*losses(bench, before, after), *bench.differences(bench.request()))
        ]
    return codes, amiss


@pytest.mark.parametrize("far", [False, True], ids=["all of it", "the output's"])
def test_a_full_disk_tears_nothing(
    far: bool, small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = Bench(tmp_path / "press" if far else small_disk / "press", SMALL)
    if far:
        bench.output = small_disk / "output"
    codes, amiss = crammed(bench, small_disk, capsys)
    assert amiss == []
    assert (codes[0], codes[-1]) == (3, 0)
    assert {*codes} == {0, 3}


def copied(_hand: Files, old: str, new: str) -> None:
    """A rename that is none, but for the manifest."""
    with told("write", new):
        if new.endswith(NAME):
            os.replace(old, new)
        elif os.path.isdir(old):
            shutil.copytree(old, new)
        else:
            shutil.copyfile(old, new)


@pytest.mark.control
def test_a_page_that_a_full_disk_tears_is_seen(
    small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(tmp_path / "press", SMALL)
    bench.output = small_disk / "output"
    monkeypatch.setattr(Stage, "path", lambda self, page: f"{tmp_path}/stage/{page}")
    monkeypatch.setattr(Stage, "folder_path", lambda self, folder: f"{tmp_path}/stage/{folder}")
    monkeypatch.setattr(Files, "rename", copied)
    assert any("torn" in line for line in crammed(bench, small_disk, capsys)[1])


def fill(place: Path, free: int) -> None:
    """Leave so many KiB on a disk."""
    with place.open("wb", buffering=0) as file:
        while (left := os.statvfs(place.parent).f_bavail * os.statvfs(place.parent).f_frsize - free * 1024) > 0:
            file.write(bytes(min(left, 1 << 20)))
