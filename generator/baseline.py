"""The problems that an old archive brought along and that nobody wants told again, as a text and back."""

from collections.abc import Iterable

from generator.errors import STRUCTURE, Problem

PATH = "content/baseline.tsv"
"""Where it lies in a project."""

_HEAD = "# Problems that byline does not tell again: rule, file, message. Made by byline check --write-baseline.\n"


def write_baseline(problems: Iterable[Problem]) -> str:
    """The text that silences these problems; mistakes of structure are never silenced."""
    return _HEAD + "".join(sorted({_line(problem) + "\n" for problem in problems if problem.rule != STRUCTURE}))


def unsilenced(problems: Iterable[Problem], text: str) -> tuple[Problem, ...]:
    """The problems that the text does not silence; a line may have moved, so its number does not count."""
    silent = set(text.splitlines())
    return tuple(problem for problem in problems if problem.rule == STRUCTURE or _line(problem) not in silent)


def _line(problem: Problem) -> str:
    return "\t".join((problem.rule, problem.place.path, " ".join(problem.message.split())))
