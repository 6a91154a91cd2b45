"""What all tests share: small sites in one string, what is done where something is missing, what is left for later."""

import os
import shutil
import signal
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
    found = shutil.which(program) or shutil.which(program, path="/usr/local/sbin:/usr/sbin:/sbin")
    if found:
        return found
    return lacking(f"{program} is not on this machine, so nothing was tested here")


def needed_package(path: str) -> str:
    """The path of a file of a Node package that tests/provision.py installs: `axe-core/axe.min.js`; else as above."""
    found = Path(sys.prefix, "node_modules", path)
    return str(found) if found.is_file() else lacking(f"{path} is not on this machine, so nothing was tested here")


def lacking(reason: str) -> NoReturn:
    """Skip a test for which something is missing, or fail where all are required."""
    if os.environ.get("BYLINE_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_configure() -> None:
    """Let Ctrl-C be heard by what tests start, also where whoever started the tests has it ignored (`make test &`)."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the longer campaigns out, unless marks are asked for."""
    if config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("soak")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]
