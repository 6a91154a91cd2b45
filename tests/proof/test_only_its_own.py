"""A build writes into its own output and reads from its own project, and never two at once."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

import generator
from generator.build import site, start
from generator.cli import main
from generator.engine import output
from generator.engine.lock import lock
from generator.engine.manifest import NAME
from generator.engine.output import Output
from generator.source import scan
from generator.theme import folder as theme_folder
from tests.proof.bench import NOW, Bench, tree
from tests.proof.publication import whole
from tests.proof.test_refused import as_nobody

ROOT = Path(generator.__file__).parent.parent

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """The publication in a folder of a folder that may be a home."""
    return Bench(tmp_path / "home" / "press", whole())


def build(bench: Bench, *arguments: str) -> int:
    """The exit code of a build."""
    return main(["build", "--project", str(bench.folder), "--now", f"{NOW:%Y-%m-%dT%H:%MZ}", "--jobs", "1", *arguments])


# ---------------------------------------------------------------- whose the output is


def foreign(bench: Bench) -> Path:
    """A folder that somebody else filled."""
    folder = bench.folder.parent / "letters"
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear all,")
    return folder


def to(target: Callable[[Bench], Path]) -> Callable[[Bench], Path]:
    """A link to a folder."""

    def linked(bench: Bench) -> Path:
        link = bench.folder.parent.parent / "link"
        link.symlink_to(target(bench))
        return link

    return linked


def home(bench: Bench) -> Path:
    return bench.folder.parent


def project(bench: Bench) -> Path:
    return bench.folder


def below(name: str) -> Callable[[Bench], Path]:
    return lambda bench: bench.folder / name


TAKEN = {
    "the home folder": home,
    "the project": project,
    "content/": below("content"),
    "a folder in content/": below("content/articles/site"),
    "themes/": below("themes"),
    ".byline/": below(".byline"),
    "a folder in .byline/": below(".byline/site"),
    "a folder above the home folder": lambda bench: bench.folder.parent.parent,
    "somebody's files": foreign,
    "a file": below("content/tags.yaml"),
    "a link to the home folder": to(home),
    "a link to the project": to(project),
    "a link to content/": to(below("content")),
    "a link to somebody's files": to(foreign),
}


def refused(bench: Bench, place: Path, said: str, before: dict[str, str]) -> list[str]:
    """What is amiss with how a build refused an output folder: nothing, if it did."""
    lines = []
    after = {path: held for path, held in surroundings(bench).items() if ".byline" not in path}
    if after != before:
        lines.append(f"changed: {sorted(after.items() ^ before.items())[:3]}")
    if "cannot be the output folder" not in said and "was not made by Byline" not in said:
        lines.append(f"not refused: {said}")
    if os.path.realpath(place) not in said:
        lines.append(f"not named: {said}")
    return lines


def surroundings(bench: Bench) -> dict[str, str]:
    """Everything around the project."""
    return {path: held for path, held in tree(bench.folder.parent.parent, set()).items() if ".byline/" not in path}


@pytest.mark.parametrize("taken", TAKEN.values(), ids=TAKEN.keys())
def test_a_folder_that_is_not_byline_s_is_refused_and_named(
    taken: Callable[[Bench], Path], bench: Bench, capsys: Capture, monkeypatch: Patch
) -> None:
    place = taken(bench)
    monkeypatch.setenv("HOME", str(home(bench)))
    before = surroundings(bench)
    assert build(bench, "--output", str(place)) == 2
    assert refused(bench, place, capsys.readouterr().err, before) == []


def test_the_root_of_all_is_refused(bench: Bench, tmp_path: Path) -> None:
    for folder in (*list(tmp_path.parents)[:3], tmp_path):
        folder.chmod(0o755)
    for place in (bench.folder, *bench.folder.rglob("*")):
        os.chown(place, *(65534, 65534) if os.getuid() == 0 else (os.getuid(), os.getgid()))
    told = tmp_path / "told"
    told.touch()
    told.chmod(0o666)
    before = sorted(os.listdir("/"))
    code, said = as_nobody(lambda: build(bench, "--output", "/"), told)
    assert (code, sorted(os.listdir("/"))) == (2, before), said
    assert "/ cannot be the output folder" in said


def anybodys(patch: Patch) -> None:
    """Every folder is taken for one's own."""
    whose = lambda path, project, precious: Output(folder=os.path.realpath(path), name=path, manifest=None)  # noqa: E731
    patch.setattr(start, "claim_folder", whose)


@pytest.mark.control
@pytest.mark.parametrize("taken", [foreign, below("content"), to(foreign)], ids=["somebody's", "content", "a link"])
def test_a_build_that_takes_any_folder_is_seen(
    taken: Callable[[Bench], Path], bench: Bench, capsys: Capture, monkeypatch: Patch
) -> None:
    place = taken(bench)
    before = surroundings(bench)
    anybodys(monkeypatch)
    build(bench, "--output", str(place))
    assert refused(bench, place, capsys.readouterr().err, before) != []


def test_an_empty_folder_in_the_home_folder_is_taken(bench: Bench, monkeypatch: Patch) -> None:
    monkeypatch.setenv("HOME", str(home(bench)))
    place = home(bench) / "www"
    place.mkdir()
    assert build(bench, "--output", str(place)) == 0
    assert (place / NAME).is_file()


def another(bench: Bench, place: Path) -> Bench:
    """Another publication, whose output lies at a place."""
    other = Bench(bench.folder.parent / "other", whole())
    other.edit("content/site.yaml", "https://example.org/", "https://example.net/")
    assert build(other, "--output", str(place)) == 0
    return other


def test_the_output_of_another_publication_is_refused_and_named(bench: Bench, capsys: Capture) -> None:
    place = bench.folder.parent / "www"
    another(bench, place)
    before = tree(place, set())
    assert build(bench, "--output", str(place)) == 2
    said = capsys.readouterr().err
    assert f"{place} holds another publication, https://example.net/" in said
    assert tree(place, set()) == before


def test_a_publication_that_moves_keeps_its_outputs(bench: Bench) -> None:
    place = bench.folder.parent / "www"
    assert build(bench, "--output", str(place)) == build(bench) == 0
    bench.edit("content/site.yaml", "https://example.org/", "https://example.net/")
    assert build(bench, "--output", str(place)) == build(bench) == 0
    shutil.rmtree(bench.memory)
    assert build(bench, "--output", str(place)) == 0
    bench.edit("content/site.yaml", "https://example.net/", "https://example.com/")
    shutil.rmtree(bench.memory)
    assert build(bench) == 0, "an output in the project is its own"


@pytest.mark.control
def test_a_build_that_sweeps_another_publication_is_seen(bench: Bench, monkeypatch: Patch) -> None:
    place = bench.folder.parent / "www"
    another(bench, place)
    before = tree(place, set())
    monkeypatch.setattr(site, "refuse_anothers", lambda *given, **more: None)
    build(bench, "--output", str(place))
    assert tree(place, set()) != before


def test_json_tells_what_stands_in_the_way(bench: Bench, capsys: Capture) -> None:
    bench.output.mkdir()
    (bench.output / ".gitignore").write_text("*", encoding="utf-8")
    assert build(bench) == 0
    (bench.output / "far").mkdir()
    (bench.output / "far/index.html").write_text("mine", encoding="utf-8")
    bench.put("content/articles/far.md", "---\ntitle: Far\ndate: 2024-01-01\n---\n")
    capsys.readouterr()
    assert build(bench, "--json") == 1
    told = capsys.readouterr()
    assert [problem["path"] for problem in json.loads(told.out)["problems"]] == ["output/far/index.html"]
    assert "nothing was published" in told.err
    assert (bench.output / "far/index.html").read_text() == "mine"


# ---------------------------------------------------------------- links that lead out


def outside(bench: Bench) -> Path:
    """A folder of somebody else's, with a secret in it."""
    folder = bench.folder.parent.parent / "outside"
    if folder.exists():
        return folder
    folder.mkdir()
    for name in ("index.html", "secret.md", "secret.svg", "secret.css", "home.html", "theme.yaml"):
        (folder / name).write_text("---\ntitle: SECRET\ndate: 2024-01-01\n---\nSECRET\n")
    return folder


def linked(path: str, name: str = "") -> Callable[[Bench], None]:
    """A path of the project is a link out of it."""

    def link(bench: Bench) -> None:
        place = bench.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        place.symlink_to(outside(bench) / name if name else outside(bench))

    return link


def leaks(bench: Bench, before: dict[str, str]) -> list[str]:
    """What came in or went out by a link: nothing, if all is well."""
    lines = []
    if tree(outside(bench), set()) != before:
        lines.append("written outside")
    for place in bench.output.rglob("*"):
        if place.is_file() and not place.is_symlink() and b"SECRET" in place.read_bytes():
            lines.append(f"published: {place.name}")
    return lines


LINKS_IN = {
    "an article": linked("content/articles/secret.md", "secret.md"),
    "a folder of articles": linked("content/articles/more"),
    "a picture": linked("content/media/map.svg", "secret.svg"),
    "a root file": linked("content/root/secret.svg", "secret.svg"),
    "a page": linked("content/pages/secret.md", "secret.md"),
    "a template": linked("themes/child/templates/home.html", "home.html"),
    "a folder of templates": linked("themes/child/templates/more"),
    "a static file": linked("themes/child/static/secret.css", "secret.css"),
    "the whole theme": linked("themes/other"),
}


@pytest.mark.parametrize("link", LINKS_IN.values(), ids=LINKS_IN.keys())
def test_a_link_out_of_the_project_is_not_followed(
    link: Callable[[Bench], None], bench: Bench, capsys: Capture
) -> None:
    before = tree(outside(bench), set())
    link(bench)
    if (bench.folder / "themes/other").exists():
        bench.edit("content/site.yaml", "name: child", "name: other")
    assert build(bench) == 1
    assert "link" in capsys.readouterr().err
    assert leaks(bench, before) == []


@pytest.mark.control
@pytest.mark.parametrize(
    ("link", "harm"),
    [
        (LINKS_IN["a root file"], lambda patch: patch.setattr(scan, "_is_inside", lambda target, folder: True)),
        (
            LINKS_IN["a folder of articles"],
            lambda patch: patch.setattr(scan, "_is_inside", lambda target, folder: True),
        ),
        (LINKS_IN["a template"], lambda patch: patch.setattr(theme_folder, "is_within", lambda path, root: True)),
    ],
    ids=["a root file", "a folder of articles", "a template"],
)
def test_a_link_that_is_followed_is_seen(
    link: Callable[[Bench], None], harm: Callable[[Patch], None], bench: Bench, monkeypatch: Patch
) -> None:
    before = tree(outside(bench), set())
    link(bench)
    harm(monkeypatch)
    build(bench)
    assert leaks(bench, before) != []


@pytest.mark.parametrize("path", ["rail", "rail/index.html", "tags", "static", "media", ".byline-stage"])
def test_a_link_out_of_the_output_is_not_followed(path: str, bench: Bench, capsys: Capture) -> None:
    assert build(bench) == 0
    before = tree(outside(bench), set())
    place = bench.output / path
    if place.is_dir():
        place.rename(bench.folder.parent / "aside")
    place.unlink(missing_ok=True)
    place.symlink_to(outside(bench) / "index.html" if place.suffix else outside(bench))
    bench.edit("content/articles/2025/rail.md", "title: Rail", "title: Road")
    bench.edit("content/site.yaml", "<!-- head -->", "<!-- other -->")
    code = build(bench)
    assert leaks(bench, before) == []
    if code:
        assert f"output/{path}" in capsys.readouterr().err


@pytest.mark.control
def test_a_link_in_the_output_that_is_written_through_is_seen(bench: Bench, monkeypatch: Patch) -> None:
    assert build(bench) == 0
    before = tree(outside(bench), set())
    (bench.output / "rail").rename(bench.folder.parent / "aside")
    (bench.output / "rail").symlink_to(outside(bench))
    monkeypatch.setattr(output.os, "lstat", os.stat)
    bench.edit("content/articles/2025/rail.md", "title: Rail", "title: Road")
    build(bench)
    assert leaks(bench, before) != []


# ---------------------------------------------------------------- two at once


@contextmanager
def holder(memory: Path) -> Iterator[int]:
    """Another process that holds the lock; its number."""
    memory.mkdir(parents=True, exist_ok=True)
    hears, tells = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException), lock(str(memory)):
            os.write(tells, b"x")
            time.sleep(60)
        os._exit(0)
    os.close(tells)
    os.read(hears, 1)
    os.close(hears)
    try:
        yield child
    finally:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def test_who_comes_second_leaves_with_75_and_names_the_first(bench: Bench, capsys: Capture, monkeypatch: Patch) -> None:
    monkeypatch.setattr(start, "lock", partial(lock, wait=0.3))
    with holder(bench.memory) as child:
        assert build(bench) == 75
        assert f"process {child}" in capsys.readouterr().err
        assert not bench.output.exists()


@pytest.mark.control
def test_a_lock_that_locks_nobody_out_is_seen(bench: Bench, monkeypatch: Patch) -> None:
    @contextmanager
    def open_to_all(_folder: str) -> Iterator[None]:
        yield

    monkeypatch.setattr(start, "lock", open_to_all)
    with holder(bench.memory):
        assert build(bench) != 75


def test_who_comes_second_waits_a_while(bench: Bench) -> None:
    with holder(bench.memory) as child:
        killer = os.fork()
        if killer == 0:
            time.sleep(0.3)
            os.kill(child, signal.SIGKILL)
            os._exit(0)
        assert build(bench) == 0
        os.waitpid(killer, 0)


def test_a_dead_holder_blocks_nobody(bench: Bench) -> None:
    with holder(bench.memory) as child:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert (bench.memory / "lock").read_text().strip() == str(child)
        start = time.monotonic()
        assert build(bench) == 0
        assert time.monotonic() - start < 8


def test_two_real_builds_at_once_both_end_well(bench: Bench) -> None:
    call = [sys.executable, "-m", "generator", "build", "--project", str(bench.folder), "--now", "2026-01-01"]
    running = [subprocess.Popen(call, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert bench.differences(bench.request()) == []
