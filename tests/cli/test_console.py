"""Messages on a terminal and elsewhere."""

import io

import pytest

from generator.cli.console import Console, counted
from generator.errors import Place, Problem

PROBLEM = Problem(place=Place("content/a.md", 2, 1), message="titel is not a key known here", frame="titel: A", width=5)


class Terminal(io.StringIO):
    """A terminal that remembers what it was sent."""

    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that somebody else turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("err", "variables", "colored"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colour_is_for_terminals_and_for_those_who_want_it(
    monkeypatch: pytest.MonkeyPatch, err: io.StringIO, variables: dict[str, str], colored: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    Console(out=io.StringIO(), err=err).problems([PROBLEM])
    assert ("\x1b[" in err.getvalue()) is colored
    assert err.getvalue().endswith("1 mistake\n")


def test_progress_is_a_line_that_changes_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    clock, err = Clock(), Terminal()
    console = Console(out=io.StringIO(), err=err, clock=clock)
    for done in range(10):
        clock.now += 0.125
        console.progress("reading", done * 1000, 9000)
    console.say("done")
    assert err.getvalue().count("\rreading") == 5
    assert err.getvalue().endswith("\r\x1b[Kdone\n")


def test_progress_is_a_plain_line_now_and_then_elsewhere() -> None:
    clock, err = Clock(), io.StringIO()
    console = Console(out=io.StringIO(), err=err, clock=clock)
    for done in range(12):
        clock.now += 1
        console.progress("rendering", done * 1000, 12000)
    assert err.getvalue() == "rendering 4,000 of 12,000\nrendering 9,000 of 12,000\n"


def test_quiet_keeps_back_everything_but_problems() -> None:
    err = io.StringIO()
    console = Console(quiet=True, out=io.StringIO(), err=err)
    console.say("done")
    console.problems([PROBLEM])
    assert "done" not in err.getvalue()
    assert "titel" in err.getvalue()


def test_numbers_come_with_their_nouns() -> None:
    assert [counted(number, "page") for number in (0, 1, 2000)] == ["0 pages", "1 page", "2,000 pages"]
