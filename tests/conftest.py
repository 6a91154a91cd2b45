"""What all tests share: small sites written in one string, and what is done where something is missing."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from tests.press import Press


@pytest.fixture
def press(tmp_path: Path) -> Callable[[str], Press]:
    """Makes a project of one string: `-- PATH --` lines, each followed by that file's text."""
    count = 0

    def make(text: str = "") -> Press:
        nonlocal count
        count += 1
        return Press.of(text, tmp_path / f"press-{count}")

    return make


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium."""
    return needed("chromium")


def needed(program: str) -> str:
    """The path of a program that a test drives; without it the test is skipped, or fails where all are required."""
    return shutil.which(program) or _lacking(program)


def needed_package(path: str) -> str:
    """The path of a file of a Node package that tests/provision.py installs: `axe-core/axe.min.js`; else as above."""
    found = Path(sys.prefix, "node_modules", path)
    return str(found) if found.is_file() else _lacking(path)


def _lacking(what: str) -> NoReturn:
    reason = f"{what} is not on this machine, so nothing was tested here"
    if os.environ.get("BYLINE_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)
