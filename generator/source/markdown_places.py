"""Where something stands in a Markdown file: parsed text and offsets to lines, columns, marks and framed problems."""

from functools import cached_property

from generator.errors import STRUCTURE, Place, Problem
from generator.model import Mark


class Places:
    """The lines of one text, as its file counts them."""

    def __init__(self, text: str, *, path: str, first_line: int) -> None:
        self._text = text
        self._path = path
        self._first = first_line
        self._found = ("", -1, 0)

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    def of_line(self, line: int) -> Mark:
        """The whole of a line, counted from 0, without its blanks."""
        source = self._line(line)
        indent = len(source) - len(source.lstrip())
        return Mark(self._first + line, indent + 1, max(1, len(source.strip())))

    def of_offset(self, content: str, offset: int, *, first: int, width: int) -> Mark:
        """A part of parsed text that begins in line `first`, counted from 0."""
        breaks = content.count("\n", 0, offset)
        start = content.rfind("\n", 0, offset) + 1
        end = content.find("\n", start)
        row = content[start : end if end >= 0 else len(content)]
        column = self._start_of(content, row, line=first + breaks)
        return Mark(self._first + first + breaks, column + offset - start + 1 if column >= 0 else 0, width)

    def of_words(self, words: str, *, first: int, last: int) -> Mark:
        """The first place of some words in the lines from `first` up to `last`, counted from 0."""
        for line in range(first, max(last, first + 1)):
            column = self._line(line).find(words)
            if column >= 0:
                return Mark(self._first + line, column + 1, max(1, len(words)))
        return Mark(self._first + first, 0)

    def problem(self, mark: Mark, message: str, *, hint: str = "", rule: str = STRUCTURE) -> Problem:
        """A problem with its frame."""
        return Problem(
            place=Place(self._path, mark.line, mark.column),
            message=message,
            hint=hint,
            rule=rule,
            frame=self._line(mark.line - self._first),
            width=mark.width,
        )

    def _start_of(self, content: str, row: str, *, line: int) -> int:
        """Where a row of parsed text begins in its line of source; -1 where it was changed on the way.

        Cells of a table lie in one line and may be equal: another text is looked for after the one before.
        """
        source = self._line(line)
        before, seen, column = self._found
        if seen == line and before is content:
            return column
        column = source.find(row, column + 1 if seen == line else 0)
        if column >= 0:
            self._found = (content, line, column)
        return column

    def _line(self, line: int) -> str:
        return self._lines[line] if 0 <= line < len(self._lines) else ""
