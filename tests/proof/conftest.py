"""A place to build in, and figures of what was tried."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proof.ground import Ground

TRIED = pytest.StashKey[Counter[str]]()


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder where much is built."""
    ground = Ground()
    yield ground.folder
    ground.clear()


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Counter[str]:
    """Counts what is tried, for the summary."""
    return request.config.stash.setdefault(TRIED, Counter())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell what was tried, and how many planted faults were seen."""
    tried = config.stash.get(TRIED, Counter())
    ended = {outcome: terminalreporter.getreports(outcome) for outcome in ("passed", "failed")}
    seen, unseen = (sum("control" in report.keywords for report in ended[outcome]) for outcome in ended)
    for what, count in sorted(tried.items()):
        terminalreporter.write_line(f"tried: {count:6} {what}")
    if seen or unseen:
        terminalreporter.write_line(f"planted faults: {seen} seen, {unseen} not seen")
    if tried:
        lost = [report.nodeid for report in ended["failed"] if "control" not in report.keywords]
        terminalreporter.write_line(f"lost: {', '.join(lost) or 'nothing'}")
