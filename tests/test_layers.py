"""The table of floors holds: who may import whom, what the pure rooms never touch, and that only cli prints."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "generator"

STEPS = (
    ("model", "errors", "slugs", "names", "listed", "weave", "baseline"),
    ("engine", "notation", "pictures"),
    ("settings",),
    ("plugins",),
    ("sentences",),
    ("source", "site", "theme"),
    ("search",),
    ("build",),
    ("comments",),
    ("preview", "deploy", "checks", "scaffold", "receive", "migrate", "portraits"),
    ("cli",),
    ("__main__",),
)
"""A room imports from the steps above its own here, and of its own step nothing but itself."""

FLOOR_ZERO = STEPS[0]
"""May import one another, the standard library and msgspec."""

PURE = {*FLOOR_ZERO, "site"}
OUTSIDE_WORLD = {"os", "pathlib", "time", "random", "logging", "sqlite3", "concurrent"}
CLOCKS = {"now", "today", "utcnow"}
FOR_ALL = {""}
"""The package itself, for its version."""


def faults_of(path: str, code: str) -> list[str]:
    """What a module, at its path below `generator/`, does that its place forbids."""
    tree = ast.parse(code)
    room = path.removesuffix(".py").split("/")[0] if path != "__init__.py" else ""
    return [f"{path}:{line}: {fault}" for line, fault in sorted({*_imports(path, room, tree), *_acts(room, tree)})]


def _imports(path: str, room: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    for line, module in _imported(path, tree):
        top, _, rest = module.partition(".")
        if top == "generator":
            other = rest.partition(".")[0]
            if not _may_import(room, other):
                yield line, f"{room or 'the package'} may not import {other or 'the package'}"
        elif room in PURE and top in OUTSIDE_WORLD:
            yield line, f"{room} is pure and may not import {top}"
        elif room in FLOOR_ZERO and top != "msgspec" and top not in sys.stdlib_module_names:
            yield line, f"{room} may import the standard library and msgspec, not {top}"


def _imported(path: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of each module that is imported, at whatever depth."""
    package = ["generator", *path.split("/")[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            if module == "generator":
                yield from ((node.lineno, _room_or_package(alias.name)) for alias in node.names)
            else:
                yield node.lineno, module


def _room_or_package(name: str) -> str:
    return f"generator.{name}" if any(name in step for step in STEPS) or _is_module(name) else "generator"


def _is_module(name: str) -> bool:
    return (ROOT / name).is_dir() or (ROOT / f"{name}.py").is_file()


def _may_import(room: str, other: str) -> bool:
    if room == other or other in FOR_ALL:
        return True
    return other in FLOOR_ZERO if room in FLOOR_ZERO else _step(other) < _step(room)


def _step(room: str) -> int:
    """Which step a room stands on; one that is not in the table may import nothing, nor be imported."""
    return next((number for number, step in enumerate(STEPS) if room in step), len(STEPS) if room else -1)


def _acts(room: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield node.lineno, "a module-level variable may not change"
        if room in PURE and isinstance(node, ast.Call) and _name(node.func) in CLOCKS:
            yield node.lineno, f"{room} is pure and may not read the clock"
        if room in ("cli", "__main__"):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield node.lineno, "only cli prints"
        if isinstance(node, ast.Attribute) and _dotted(node) in ("sys.stdout", "sys.stderr"):
            yield node.lineno, "only cli prints"
        if isinstance(node, ast.Call) and _dotted(node.func) in ("sys.exit", "SystemExit"):
            yield node.lineno, "only cli picks an exit code"
        if isinstance(node, ast.Raise) and node.exc and _dotted(node.exc) == "SystemExit":
            yield node.lineno, "only cli picks an exit code"
        if isinstance(node, ast.ImportFrom) and node.module == "sys":
            for name in {"stdout", "stderr", "exit"} & {alias.name for alias in node.names}:
                yield node.lineno, f"import sys, not its {name}"


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else ""


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _modules() -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py") if "starter" not in path.parts)


def test_every_room_has_its_floor():
    rooms = {path.removesuffix(".py").split("/")[0] for path in _modules()} - {"__init__"}
    assert {room for room in rooms if _step(room) == len(STEPS)} == set()


@pytest.mark.parametrize("path", _modules())
def test_the_floors_hold(path):
    assert faults_of(path, (ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("path", "code", "fault"),
    [
        ("model.py", "from generator.engine.digest import Digests", "model may not import engine"),
        ("model.py", "import msgspec, jinja2", "model may import the standard library and msgspec, not jinja2"),
        ("slugs.py", "from generator.settings import Settings", "slugs may not import settings"),
        ("engine/pool.py", "from generator.notation import Fields", "engine may not import notation"),
        ("notation.py", "import generator.engine.store", "notation may not import engine"),
        ("settings.py", "from generator import plugins", "settings may not import plugins"),
        ("plugins.py", "from generator.sentences import speak", "plugins may not import sentences"),
        ("sentences.py", "from generator.theme import filters", "sentences may not import theme"),
        ("site/plan.py", "from generator.source.scan import scan", "site may not import source"),
        ("site/plan.py", "from ..theme import render", "site may not import theme"),
        ("site/deep/plan.py", "from ...source import scan", "site may not import source"),
        ("source/read.py", "from generator.site.urls import file_of", "source may not import site"),
        ("theme/render.py", "def f():\n  from generator.source import read", "theme may not import source"),
        ("theme/render.py", "if TYPE_CHECKING:\n  import generator.build", "theme may not import build"),
        ("build/__init__.py", "from generator.checks import links", "build may not import checks"),
        ("build/__init__.py", "from .. import cli", "build may not import cli"),
        ("preview/server.py", "from generator.deploy import plan", "preview may not import deploy"),
        ("deploy/s3.py", "import generator.preview.watch as watch", "deploy may not import preview"),
        ("checks/links.py", "from generator.scaffold import new", "checks may not import scaffold"),
        ("scaffold/new.py", "from generator.cli import main", "scaffold may not import cli"),
        ("cellar/x.py", "from generator.cli import main", None),
        ("cli/run.py", "from generator.cellar import x", "cli may not import cellar"),
        *(
            (path, f"import {module}", f"{path.split('/')[0].removesuffix('.py')} is pure and may not import {module}")
            for path in ("model.py", "errors.py", "slugs.py", "weave.py", "site/plan.py")
            for module in sorted(OUTSIDE_WORLD)
        ),
        ("site/plan.py", "from os.path import join", "site is pure and may not import os"),
        ("site/plan.py", "from datetime import datetime\ndatetime.now()", "site is pure and may not read the clock"),
        ("engine/pool.py", "print('done')", "only cli prints"),
        ("build/make.py", "import sys\nsys.stderr.write('x')", "only cli prints"),
        ("build/make.py", "from sys import stdout", "import sys, not its stdout"),
        ("site/plan.py", "raise SystemExit", "only cli picks an exit code"),
        ("site/plan.py", "raise SystemExit(1)", "only cli picks an exit code"),
        ("theme/press.py", "import sys\nsys.exit(1)", "only cli picks an exit code"),
        ("theme/press.py", "def f():\n  global cache", "a module-level variable may not change"),
    ],
)
def test_each_clause_can_fail(path, code, fault):
    found = [told.partition(": ")[2] for told in faults_of(path, code)]
    assert found == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("cli/run.py", "import sys\nprint('x', file=sys.stderr)\nraise SystemExit(1)"),
        ("build/make.py", "from generator import __version__\nfrom generator.theme.press import Press"),
        ("settings.py", "from generator.notation import Fields\nfrom generator.engine.digest import Digests"),
        ("site/plan.py", "from generator.site.urls import file_of\nfrom . import terms\nimport generator.model"),
        ("errors.py", "from generator.model import Mark\nimport re"),
        ("plugins/load.py", "try:\n  load()\nexcept SystemExit:\n  pass"),
        ("engine/pool.py", "import os, time, random, sqlite3"),
    ],
)
def test_what_is_allowed_is_not_told(path, code):
    assert faults_of(path, code) == []
