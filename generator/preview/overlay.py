"""Problems to what the panel in a page shows of them."""

import os
from collections.abc import Iterable, Sequence
from typing import TypedDict

from generator.errors import Place, Problem
from generator.preview.editors import Editor


class Shown(TypedDict):
    """A problem as the page has it."""

    place: str
    link: str
    message: str
    hint: str
    line: int
    before: str
    under: str
    after: str
    also: str
    also_link: str


_ROOM = 160
"""Characters of a line that are shown around its place."""


def shown(problems: Iterable[Problem], *, folders: Sequence[str], editor: Editor) -> list[Shown]:
    """The mistakes among problems; `folders` are where their paths may lie, the project first."""
    return [_shown(problem, folders, editor) for problem in problems if problem.severity == "error"]


def _shown(problem: Problem, folders: Sequence[str], editor: Editor) -> Shown:
    before, under, after = _parts(problem)
    return Shown(
        place=str(problem.place),
        link=_link(problem.place, folders, editor),
        message=problem.message,
        hint=problem.hint,
        line=problem.place.line,
        before=before,
        under=under,
        after=after,
        also=str(problem.other) if problem.other else "",
        also_link=_link(problem.other, folders, editor) if problem.other else "",
    )


def _parts(problem: Problem) -> tuple[str, str, str]:
    """The line of source: what stands before the place, at it, and after it."""
    if not problem.frame or not problem.place.line:
        return "", "", ""
    if not problem.place.column:
        return problem.frame[:_ROOM], "", ""
    start = problem.place.column - 1
    end = start + max(1, problem.width)
    first = max(0, start - _ROOM // 2)
    cut = "…" if first else ""
    return cut + problem.frame[first:start], problem.frame[start:end], problem.frame[end : first + _ROOM]


def _link(place: Place, folders: Sequence[str], editor: Editor) -> str:
    for folder in folders:
        path = os.path.join(folder, place.path)
        if os.path.exists(path):
            return editor.link(path, place.line, place.column)
    return ""
