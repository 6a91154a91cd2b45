"""The same publication at the same instant gives the same bytes, whoever builds it, wherever and however."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct, json

import generator
from generator.cli import main
from generator.engine.digest import digest_bytes
from tests.proof.bench import tree
from tests.proof.ground import Ground
from tests.proof.publication import whole

ROOT = Path(generator.__file__).parent.parent

NOW = "2026-01-01T00:00Z"
EPOCH = "1767225600"
"""The same instant."""

LEAK = """\
import locale, os, sys, time
from generator.plugins import Plugin
plugin = Plugin(names={{"leak": str({})}})
"""
"""A plugin that shows in every page what no page may depend on."""

COUNT = """\
from itertools import count
from msgspec.structs import replace
from generator.model import Html
from generator.plugins import Plugin
numbers = count()
plugin = Plugin(names={"leak": ""}, article=lambda piece: replace(piece, summary=Html(str(next(numbers)))))
"""
"""A plugin whose answer depends on what the same process was asked before."""


class Way(Struct, frozen=True):
    """A way to build."""

    name: str
    leak: str
    """What would differ, as an expression of Python."""
    environment: dict[str, str] = {}
    arguments: tuple[str, ...] = ("--now", NOW)
    umask: int = 0o022
    elsewhere: bool = False
    """From another working folder, by a relative path."""


WAYS = (
    Way("hash seed 0", "hash('a')", {"PYTHONHASHSEED": "0"}),
    Way("hash seed 1", "hash('a')", {"PYTHONHASHSEED": "1"}),
    Way("hash seed random", "hash('a')", {"PYTHONHASHSEED": "random"}),
    Way("two processes", "", arguments=("--now", NOW, "--jobs", "2")),
    Way("eight processes", "", arguments=("--now", NOW, "--jobs", "8")),
    Way("Auckland", "time.localtime(0)", {"TZ": "Pacific/Auckland"}),
    Way("New York", "time.localtime(0)", {"TZ": "America/New_York"}),
    Way("no locale", "os.environ.get('LC_ALL')", {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}),
    Way("Turkish", "os.environ.get('LC_ALL')", {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"}),
    Way("another folder", "os.getcwd()", elsewhere=True),
    Way("no umask", "os.umask(0o022)", umask=0o000),
    Way("a strict umask", "os.umask(0o022)", umask=0o077),
    Way("SOURCE_DATE_EPOCH", "os.environ.get('SOURCE_DATE_EPOCH')", {"SOURCE_DATE_EPOCH": EPOCH}, arguments=()),
)
USUAL = Way("as usual", "", {"PYTHONHASHSEED": "7", "TZ": "UTC"}, arguments=("--now", NOW, "--jobs", "1"))


@pytest.fixture(scope="module")
def project() -> Iterator[Path]:
    """The publication."""
    ground = Ground()
    yield written(ground.folder / "press", whole())
    ground.clear()


def written(folder: Path, files: dict[str, str]) -> Path:
    """The files of a publication in a folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def leaking(folder: Path, plugin: str) -> Path:
    """The publication with a plugin that lets something of the surroundings in."""
    files = whole()
    files["plugins/leak.py"] = plugin
    files["content/site.yaml"] += "plugins: [leak]\n"
    files["themes/parent/templates/foot.html"] += "{{ leak }}\n"
    return written(folder, files)


def built(project: Path, way: Way) -> str:
    """The digest of all that a real process builds."""
    clear(project)
    where = Path(os.sep) if way.elsewhere else project
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(
        [sys.executable, "-m", "generator", "build", "--project", os.path.relpath(project, where), *way.arguments],
        cwd=where,
        env={**environment, "PYTHONPATH": str(ROOT), **way.environment},
        umask=way.umask,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return digest(project)


def built_here(project: Path) -> str:
    """The digest of all that is built in this process."""
    clear(project)
    assert main(["build", "--quiet", "--project", str(project), "--jobs", "1", "--now", NOW]) == 0
    return digest(project)


def clear(project: Path) -> None:
    for name in ("output", ".byline"):
        shutil.rmtree(project / name, ignore_errors=True)


def digest(project: Path) -> str:
    return digest_bytes(json.encode(sorted(tree(project / "output", set()).items())))


@pytest.fixture(scope="module")
def usual(project: Path) -> str:
    return built(project, USUAL)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_one_tree_however_it_is_built(way: Way, project: Path, usual: str) -> None:
    assert built(project, way) == usual


LEAKY = ("hash seed 0", "eight processes", "Auckland", "no locale", "another folder", "no umask", "SOURCE_DATE_EPOCH")


@pytest.mark.control
@pytest.mark.parametrize("way", [way for way in WAYS if way.name in LEAKY], ids=lambda way: way.name)
def test_a_leak_is_seen(way: Way, folder: Path) -> None:
    project = leaking(folder / "press", LEAK.format(way.leak) if way.leak else COUNT)
    assert built(project, USUAL) != built(project, way)


def test_another_instant_gives_another_tree(project: Path, usual: str) -> None:
    later = Way("later", "", {"SOURCE_DATE_EPOCH": str(int(EPOCH) + 2 * 86400)}, arguments=())
    assert built(project, later) != usual


def test_a_copy_elsewhere_gives_the_same_tree(project: Path, usual: str, folder: Path) -> None:
    """Written in another order, in another place, at another time."""
    files = dict(reversed(whole().items()))
    copied = written(folder / "a folder of another name", files)
    for number, path in enumerate(files):
        os.utime(copied / path, (10**9 + number, 10**9 + number))
    assert built(copied, USUAL) == usual


LATER = Way(
    "when all of the demonstration has appeared",
    "",
    {"PYTHONHASHSEED": "7", "TZ": "UTC"},
    arguments=("--now", "2027-01-01T00:00Z", "--jobs", "1"),
)
ALL_AT_ONCE = Way(
    "all at once",
    "",
    {"PYTHONHASHSEED": "random", "TZ": "Pacific/Auckland", "LC_ALL": "tr_TR.UTF-8", "SOURCE_DATE_EPOCH": "1798761600"},
    arguments=("--jobs", "8"),
    umask=0o077,
    elsewhere=True,
)


@pytest.fixture
def demonstration(folder: Path) -> Path:
    """The publication that Byline shows itself with, in the theme that it brings along."""
    shutil.copytree(ROOT / "content", folder / "press" / "content")
    return folder / "press"


def test_the_demonstration_in_the_default_theme_too(demonstration: Path) -> None:
    first = built(demonstration, LATER)
    assert built(demonstration, ALL_AT_ONCE) == first


@pytest.mark.control
def test_a_template_of_the_default_theme_that_leaks_is_seen(demonstration: Path) -> None:
    (demonstration / "plugins").mkdir()
    (demonstration / "plugins/leak.py").write_text(COUNT, encoding="utf-8")
    settings = demonstration / "content/site.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\nplugins: [leak]\n", encoding="utf-8")
    first = built(demonstration, LATER)
    assert built(demonstration, ALL_AT_ONCE) != first


# ---------------------------------------------------------------- what only a process itself can arrange


@contextmanager
def reversed_folders() -> Iterator[None]:
    """Folders tell their entries in another order."""
    scandir, listdir = os.scandir, os.listdir

    class Reversed:
        def __init__(self, path: Any = ".") -> None:
            with scandir(path) as entries:
                self._entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))

        def __iter__(self) -> Any:
            return self._entries

        def __next__(self) -> Any:
            return next(self._entries)

        def __enter__(self) -> Any:
            return self

        def __exit__(self, *_error: object) -> None:
            return None

        def close(self) -> None:
            return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "scandir", Reversed)
        patch.setattr(os, "listdir", lambda path=".": sorted(listdir(path), reverse=True))
        yield


@contextmanager
def days_on(days: int) -> Iterator[None]:
    """The clock goes ahead."""
    now, now_ns = time.time, time.time_ns
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: now() + days * 86400)
        patch.setattr(time, "time_ns", lambda: now_ns() + days * 86400 * 10**9)
        yield


ARRANGED: list[tuple[str, Callable[[], Any], str]] = [
    ("folders the other way round", reversed_folders, "os.listdir('/usr')"),
    ("400 days on", lambda: days_on(400), "time.time() // 86400"),
]


@pytest.mark.parametrize(("arranged", "leak"), [case[1:] for case in ARRANGED], ids=[case[0] for case in ARRANGED])
def test_one_tree_however_the_machine_is(
    arranged: Callable[[], Any], leak: str, project: Path, usual: str, folder: Path
) -> None:
    with arranged():
        assert built_here(project) == usual
    leaky = leaking(folder / "press", LEAK.format(leak))
    first = built_here(leaky)
    (leaky / "plugins/leak.py").write_text(LEAK.format(leak) + "# run again\n", encoding="utf-8")
    with arranged():
        assert built_here(leaky) != first
