"""What went wrong and where, and how it is shown to an editor."""

from collections.abc import Iterable
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

STRUCTURE = "structure"
"""The rule of problems that are always errors: notation, types, clashes."""

RULES = {
    "unknown-key": "error",
    "unknown-author": "error",
    "broken-link": "error",
    "broken-anchor": "error",
    "missing-picture": "error",
    "broken-picture": "error",
    "link-scheme": "error",
    "orphan-sidecar": "error",
    "control-character": "error",
    "missing-alt": "warning",
    "raw-html": "warning",
    "plain-code": "warning",
    "theme-cost": "warning",
    "unused-template": "warning",
    "lost-link": "off",
    "comment": "off",
}
"""The rules an editor may set to `error`, `warning` or `off`, and what each is when nothing is said."""


class Place(Struct, frozen=True, order=True):
    """A point in a file of the project."""

    path: str
    """Relative to the project, with `/`."""
    line: int = 0
    """From 1; 0 where it is unknown."""
    column: int = 0
    """From 1, in characters; 0 where it is unknown."""

    def __str__(self) -> str:
        parts = [self.path] + [str(number) for number in (self.line, self.column) if number]
        return ":".join(parts)


class Problem(Struct, frozen=True, kw_only=True):
    """One thing to mend, told so that an editor can mend it."""

    place: Place
    message: str
    """One sentence without a full stop, beginning in lower case."""
    hint: str = ""
    """How to mend it."""
    rule: str = STRUCTURE
    frame: str = ""
    """The line of source that `place` points into, without its line end."""
    width: int = 1
    """How many characters the caret underlines."""
    other: Place | None = None
    """The second place of a clash."""
    severity: str = "error"
    """`error` or `warning`."""


class BylineError(Exception):
    """Anything Byline says instead of a traceback."""

    exit_code: ClassVar[int] = 70


class Stop(BylineError):
    """Content, theme or settings need mending."""

    exit_code = 1

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].message if problems else "stopped")
        self.problems = problems


class Usage(BylineError):
    """The command was called wrongly."""

    exit_code = 2


class Fault(BylineError):
    """The machine or the other side failed."""

    exit_code = 3


class Busy(BylineError):
    """Another build holds the lock."""

    exit_code = 75


def judged(problems: Iterable[Problem], checks: dict[str, str]) -> tuple[Problem, ...]:
    """The problems with the severities that `checks` (rule to severity or off) gives them, each once, by place."""
    kept: dict[Problem, None] = {}
    for problem in problems:
        severity = "error" if problem.rule == STRUCTURE else checks.get(problem.rule) or RULES[problem.rule]
        if severity != "off":
            kept[replace(problem, severity=severity)] = None
    return tuple(sorted(kept, key=lambda problem: (problem.place, problem.message)))


def show(problem: Problem, *, color: bool = False) -> str:
    """The problem as a terminal shows it: place, message, frame with caret, hint."""
    paint = _ansi if color else _plain
    kind = "" if problem.severity == "error" else paint("33", "warning: ")
    lines = [f"{paint('1', str(problem.place))}: {kind}{problem.message}"]
    if problem.frame and problem.place.line:
        number = str(problem.place.line)
        shown, column = _fit(problem.frame, problem.place.column)
        lines.append(f"    {number} | {shown}")
        if problem.place.column:
            carets = "^" * max(1, min(problem.width, len(shown) - column + 1))
            lines.append(f"    {' ' * len(number)} | {_pad(shown[: column - 1])}{paint('31', carets)}")
    if problem.other:
        lines.append(f"  also: {problem.other}")
    if problem.hint:
        lines.append(f"  hint: {problem.hint}")
    return "\n".join(lines)


def _fit(frame: str, column: int, *, room: int = 100) -> tuple[str, int]:
    """A piece of a long line around the column, and the column in it."""
    clean = "".join(c if c.isprintable() else ("\t" if c == "\t" else "\N{REPLACEMENT CHARACTER}") for c in frame)
    if len(clean) <= room:
        return clean.rstrip(), column
    start = max(0, column - 1 - room // 2)
    piece = clean[start : start + room]
    head, tail = "…" if start else "", "…" if start + room < len(clean) else ""
    return head + piece.rstrip() + tail, column - start + len(head) if column else 0


def _pad(text: str) -> str:
    """Blanks as wide as the text is on a terminal."""
    from unicodedata import combining, east_asian_width

    return "".join(
        "\t" if c == "\t" else "" if combining(c) else "  " if east_asian_width(c) in "WF" else " " for c in text
    )


def _ansi(code: str, text: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _plain(_code: str, text: str) -> str:
    return text
