"""Problems as an editor sees them, and which of them count."""

import pytest

from generator.errors import RULES, Busy, BylineError, Fault, Place, Problem, Stop, Usage, judged, show

PLACE = Place("content/a.md", 4, 7)


def problem(**changes: object) -> Problem:
    values = {"place": PLACE, "message": "date is 'last tuesday', which is not a date", **changes}
    return Problem(**values)  # type: ignore[arg-type]


SHOWN = [
    (
        "place, message, frame, caret and hint",
        problem(frame="date: last tuesday", width=12, hint="write it as 2024-05-17"),
        "content/a.md:4:7: date is 'last tuesday', which is not a date\n"
        "    4 | date: last tuesday\n"
        "      |       ^^^^^^^^^^^^\n"
        "  hint: write it as 2024-05-17",
    ),
    ("no more than is known", problem(place=Place("content/a.md"), message="gone"), "content/a.md: gone"),
    (
        "a line without a column has no caret",
        problem(place=Place("content/a.md", 4), message="gone", frame="x"),
        "content/a.md:4: gone\n    4 | x",
    ),
    (
        "a warning and another place",
        problem(message="twice", severity="warning", other=Place("content/b.md", 2, 1)),
        "content/a.md:4:7: warning: twice\n  also: content/b.md:2:1",
    ),
    (
        "wide characters and tabs stand above their carets",
        problem(place=Place("a.md", 1, 4), message="x", frame="数\t人x", width=1),
        "a.md:1:4: x\n    1 | 数\t人x\n      |   \t  ^",
    ),
    (
        "a caret never leaves its line",
        problem(place=Place("a.md", 1, 3), message="x", frame="abcd", width=90),
        "a.md:1:3: x\n    1 | abcd\n      |   ^^",
    ),
    (
        "nothing that would turn a terminal upside down",
        problem(place=Place("a.md", 1, 1), message="x", frame="a\x1b[31m\u202eb", width=1),
        "a.md:1:1: x\n    1 | a\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}b\n      | ^",
    ),
]


@pytest.mark.parametrize(("told", "shown"), [case[1:] for case in SHOWN], ids=[case[0] for case in SHOWN])
def test_show(told: Problem, shown: str) -> None:
    assert show(told) == shown


def test_a_long_line_is_shown_around_the_caret() -> None:
    shown = show(problem(place=Place("a.md", 1, 501), message="x", frame="a" * 500 + "b" + "c" * 500, width=1))
    frame, caret = shown.split("\n")[1:3]
    assert len(frame) < 120
    assert frame[caret.index("^")] == "b"


def test_colour_is_only_where_it_is_asked_for() -> None:
    told = problem(frame="date: last tuesday")
    assert "\x1b[" in show(told, color=True)
    assert "\x1b[" not in show(told)


def test_the_exit_codes_are_the_contract_s() -> None:
    codes = {error: error.exit_code for error in (Stop, Usage, Fault, BylineError, Busy)}
    assert codes == {Stop: 1, Usage: 2, Fault: 3, BylineError: 70, Busy: 75}


def test_each_rule_has_the_severity_that_the_settings_give_it() -> None:
    rules = [problem(rule=rule) for rule in ("structure", "broken-link", "missing-alt", "comment")]
    severities = {told.rule: told.severity for told in judged(rules, {"broken-link": "warning", "structure": "off"})}
    assert severities == {"structure": "error", "broken-link": "warning", "missing-alt": "warning"}
    assert judged(rules, dict.fromkeys(RULES, "off")) == (rules[0],)


def test_problems_are_told_once_and_by_place() -> None:
    later = problem(place=Place("content/b.md", 1, 1))
    below = problem(place=Place("content/a.md", 10, 1))
    assert judged([later, below, problem(), problem()], {}) == (problem(), below, later)
