"""Results and messages to the terminal, in colour where it is one."""

import os
import sys
import time
from collections.abc import Callable, Iterable
from typing import TextIO

from generator.errors import Problem, show

_BLINK = 0.2
"""Seconds between two states of the line of progress on a terminal."""

_PAUSE = 5.0
"""Seconds between two lines of progress elsewhere."""


class Console:
    """Standard output for results, standard error for messages and progress."""

    def __init__(
        self,
        *,
        quiet: bool = False,
        out: TextIO | None = None,
        err: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._quiet = quiet
        self._terminal = self._err.isatty() and os.environ.get("TERM") != "dumb"
        self._color = self._terminal and not os.environ.get("NO_COLOR")
        self._clock = clock
        self._shown = clock()
        self._line = 0

    def result(self, text: str) -> None:
        """A result, for a reader or a script."""
        self._clear()
        print(text, file=self._out)

    def say(self, text: str) -> None:
        """A message, unless quiet was asked for."""
        if not self._quiet:
            self.insist(text)

    def insist(self, text: str) -> None:
        """A message that is never kept back."""
        self._clear()
        print(text, file=self._err)

    def problems(self, problems: Iterable[Problem]) -> None:
        """Problems by place, each once, then how many there are."""
        found = list(problems)
        for problem in found:
            self.insist(show(problem, color=self._color))
        errors = sum(problem.severity == "error" for problem in found)
        warnings = len(found) - errors
        parts = [counted(errors, "mistake")] if errors else []
        parts += [counted(warnings, "warning")] if warnings else []
        if parts:
            self.insist(" and ".join(parts))

    def progress(self, verb: str, done: int, total: int) -> None:
        """How far long work has come: one line that changes on a terminal, now and then a plain one elsewhere."""
        now = self._clock()
        if self._quiet or now - self._shown < (_BLINK if self._terminal else _PAUSE):
            return
        self._shown = now
        line = f"{verb} {done:,} of {total:,}"
        if not self._terminal:
            print(line, file=self._err, flush=True)
            return
        print(f"\r{line}\x1b[K", end="", file=self._err, flush=True)
        self._line = len(line)

    def _clear(self) -> None:
        if self._line:
            print("\r\x1b[K", end="", file=self._err, flush=True)
            self._line = 0


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 page`, `2,000 pages`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
