"""Where something stands in a Markdown file: parsed text and offsets to lines, columns, marks and framed problems."""

from typing import NamedTuple

from generator.errors import STRUCTURE, Place, Problem
from generator.model import Mark

LONGEST_FRAME = 1000
"""Characters of a line that are shown; what lies further right is told without a frame."""


class _Row(NamedTuple):
    """A line of parsed text, and where that stands."""

    content: str
    start: int
    """In `content`."""
    line: int
    """In the source, from 0."""
    column: int
    """From 0; -1 where the source has it in other words."""


class Places:
    """The lines of one text, as its file counts them."""

    def __init__(self, text: str, *, path: str, first_line: int) -> None:
        self._text = text
        self._path = path
        self._first = first_line
        self._ends = [-1]
        """Where the lines end that were looked for so far, and one that is thought of before the first."""
        self._row = _Row("", 0, -1, 0)
        self._seen = 0
        """Up to where in the row's content it is known to go on."""

    def of_line(self, line: int) -> Mark:
        """The whole of a line, counted from 0, without its blanks."""
        source = self.line(line)
        indent = len(source) - len(source.lstrip())
        return Mark(self._first + line, indent + 1, max(1, len(source.strip())))

    def of_offset(self, content: str, offset: int, *, first: int, width: int, is_flush: bool) -> Mark:
        """A part of parsed text that begins in line `first`, counted from 0; all its lines begin at the margin if it is
        flush."""
        row = self._row
        if row.content is not content or offset < self._seen:
            row = self._row_at(content, 0, line=first, is_flush=is_flush)
        breaks = content.count("\n", self._seen, offset)
        if breaks:
            row = self._row_at(content, content.rfind("\n", 0, offset) + 1, line=row.line + breaks, is_flush=is_flush)
        self._seen = offset
        column = row.column + offset - row.start + 1 if row.column >= 0 else 0
        return Mark(self._first + row.line, column, width)

    def of_words(self, words: str, *, first: int, last: int) -> Mark:
        """The first place of some words in the lines from `first` up to `last`, counted from 0."""
        for line in range(first, max(last, first + 1)):
            column = self.line(line).find(words)
            if column >= 0:
                return Mark(self._first + line, column + 1, max(1, len(words)))
        return Mark(self._first + first, 0)

    def of_attribute(self, words: str, mark: Mark) -> Mark:
        """The place of some words between braces after a mark, or in the lines around it; else the mark."""
        row = mark.line - self._first
        for line, start in ((row, max(mark.column - 1, 0)), (row - 1, 0), (row - 2, 0), (row + 1, 0)):
            source = self.line(line).lower()
            brace = source.find("{", start)
            column = source.find(words.lower(), brace) if brace >= 0 else -1
            if column >= 0:
                return Mark(self._first + line, column + 1, max(1, len(words)))
        return mark

    def problem(self, mark: Mark, message: str, *, hint: str = "", rule: str = STRUCTURE) -> Problem:
        """A problem with its frame."""
        return Problem(
            place=Place(self._path, mark.line, mark.column),
            message=message,
            hint=hint,
            rule=rule,
            frame=self.line(mark.line - self._first)[:LONGEST_FRAME] if mark.column < LONGEST_FRAME else "",
            width=mark.width,
        )

    def _row_at(self, content: str, start: int, *, line: int, is_flush: bool) -> "_Row":
        """Go to a row of parsed text; cells of a table lie in one line, and equal ones are looked for in turn."""
        column = 0 if is_flush else self._column_of(content, start, line)
        row = self._row = _Row(content, start, line, column)
        self._seen = start
        return row

    def _column_of(self, content: str, start: int, line: int) -> int:
        """Where a row begins in its line."""
        end = content.find("\n", start)
        words = content[start : end if end >= 0 else len(content)]
        after = self._row.column + 1 if self._row.line == line and self._row.content is not content else 0
        return self.line(line).find(words, after)

    def line(self, line: int) -> str:
        """A line, counted from 0; empty where there is none."""
        if line < 0:
            return ""
        text, ends = self._text, self._ends
        end = ends[-1]
        for _ in range(len(ends), line + 2):
            if end == len(text):
                return ""
            end = text.find("\n", end + 1)
            if end < 0:
                end = len(text)
            ends.append(end)
        return text[ends[line] + 1 : ends[line + 1]]
