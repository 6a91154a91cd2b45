"""A line of a template and a word on it to a Problem that points at the word."""

import re

from generator.errors import STRUCTURE, Place, Problem
from generator.theme.templates import Source


def told(
    source: Source,
    line: int,
    message: str,
    *,
    word: str = "",
    hint: str = "",
    rule: str = STRUCTURE,
    other: Place | None = None,
) -> Problem:
    """A problem at a line of a template; the caret is under `word` where the line has it, else there is none."""
    lines = source.text.split("\n")
    frame = lines[line - 1] if 0 < line <= len(lines) else ""
    at = find_word(frame, word)
    return Problem(
        place=Place(source.path, line, at + 1),
        message=message,
        hint=hint,
        rule=rule,
        frame=frame,
        width=len(word) if at >= 0 else 1,
        other=other,
    )


def find_word(frame: str, word: str) -> int:
    """Where a word stands by itself in a line, best within a tag or an expression; -1 where it does not."""
    if not word:
        return -1
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    for match in re.finditer(r"\{[{%].*?(?:[%}]\}|$)", frame):
        within = pattern.search(frame, match.start(), match.end())
        if within:
            return within.start()
    anywhere = pattern.search(frame)
    return anywhere.start() if anywhere else -1
