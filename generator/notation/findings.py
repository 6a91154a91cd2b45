"""A text and indices into it to problems with place, frame and caret."""

from bisect import bisect_right
from itertools import accumulate

from msgspec.structs import replace

from generator.errors import STRUCTURE, Place, Problem
from generator.model import Mark

MOST = 100
"""Problems of one rule told of one text."""

_LONGEST_TAIL = 200


class Findings:
    """The problems found in one text so far, and the knowledge of where its lines lie in their file."""

    def __init__(self, text: str, *, path: str, first_line: int = 1) -> None:
        self.text = text.removeprefix("\ufeff")
        self.path = path
        self.first_line = first_line
        """The line of the file that the text begins on."""
        self.found: list[Problem] = []
        self._told: dict[str, int] = {}
        self._starts: list[int] | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(self.found)

    def position(self, index: int) -> tuple[int, int]:
        """The line (of the file) and the column of a character, both from 1."""
        starts = self._starts
        if starts is None:
            starts = self._starts = _line_starts(self.text)
        row = bisect_right(starts, index) - 1
        return self.first_line + row, index - starts[row] + 1

    def mark(self, start: int, end: int) -> Mark:
        starts = self._starts
        if starts is None:
            starts = self._starts = _line_starts(self.text)
        row = bisect_right(starts, start)
        return Mark(self.first_line + row - 1, start - starts[row - 1] + 1, self._width(start, end))

    def place(self, index: int) -> Place:
        return Place(self.path, *self.position(index))

    def note(
        self,
        start: int,
        end: int,
        message: str,
        *,
        hint: str = "",
        rule: str = STRUCTURE,
        other: Place | None = None,
    ) -> None:
        """Add a problem with the characters from `start` to `end`; those of the first line are underlined."""
        self._told[rule] = self._told.get(rule, 0) + 1
        if self._told[rule] > MOST:
            return
        frame = self.line_at(start)[: self.position(start)[1] + _LONGEST_TAIL]
        width = self._width(start, end)
        self.found.append(
            Problem(
                place=self.place(start), message=message, hint=hint, rule=rule, frame=frame, width=width, other=other
            )
        )

    def rename(self, start: int, end: int, *, rule: str, to: str) -> None:
        """Give the problems of one rule between two characters another rule."""
        if any(problem.rule == rule for problem in self.found):
            first, last = self.place(start), self.place(end)
            self.found = [
                replace(problem, rule=to) if problem.rule == rule and first <= problem.place <= last else problem
                for problem in self.found
            ]

    def note_line(self, line: int, message: str, *, hint: str = "") -> None:
        """Add a problem with a line of the file as a whole: what should stand there does not."""
        row = line - self.first_line
        lines = self.text.split("\n")
        frame = lines[row].rstrip("\r") if 0 <= row < len(lines) else ""
        self.found.append(Problem(place=Place(self.path, line), message=message, hint=hint, frame=frame))

    def line_at(self, index: int) -> str:
        """The line that holds a character, without its end."""
        start = self.text.rfind("\n", 0, index) + 1
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")

    def _width(self, start: int, end: int) -> int:
        shown = self.text[start:end]
        return len((shown.partition("\n")[0] if "\n" in shown else shown).rstrip()) or 1


def _line_starts(text: str) -> list[int]:
    return list(accumulate([len(line) + 1 for line in text.split("\n")[:-1]], initial=0))
