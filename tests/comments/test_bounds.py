"""Markdown in comments cannot be made slow: twice the text is at most a little more than twice the work."""

import sys
from collections.abc import Callable

import pytest

from generator.source.remarks import LONGEST, render_remark

SIZES = (2_000, 4_000, 8_000)

PATHOLOGICAL: dict[str, Callable[[int], str]] = {
    "stars": lambda n: "*" * n,
    "stars and letters": lambda n: "*a " * (n // 3),
    "open emphasis": lambda n: "*a_" * (n // 3),
    "closing emphasis": lambda n: "a* " * (n // 3),
    "mixed emphasis": lambda n: "*_a " * (n // 4),
    "alternating runs": lambda n: "a**b" + "c* " * (n // 3),
    "strikes": lambda n: "~~a" * (n // 3),
    "open brackets": lambda n: "[" * n,
    "brackets": lambda n: "[a](" * (n // 4),
    "nested links": lambda n: "[" * (n // 2) + "a" + "](b)" * (n // 8),
    "pictures": lambda n: "![" * (n // 2),
    "link titles": lambda n: '[a](b "' * (n // 7),
    "backticks": lambda n: "".join("`" * k + "a" for k in range(1, int((2 * n) ** 0.5))),
    "equal backticks": lambda n: "`a" * (n // 2),
    "angles": lambda n: "<" * n,
    "autolinks": lambda n: "<a:" * (n // 3),
    "comments of HTML": lambda n: "<!--" * (n // 4),
    "quotes": lambda n: ">" * n,
    "quotes and lists": lambda n: "> - " * (n // 4),
    "nested lists": lambda n: "".join(" " * (2 * k) + "- a\n" for k in range(int(n**0.5))),
    "lists": lambda n: "- \n" * (n // 3),
    "numbers": lambda n: "1. a\n" * (n // 5),
    "fences": lambda n: "```\n" * (n // 4),
    "open fences": lambda n: "~~~a\n" * (n // 5),
    "indented code": lambda n: "    a\n\n" * (n // 7),
    "references": lambda n: "[a]: b\n" * (n // 7),
    "entities": lambda n: "&" * n,
    "long entities": lambda n: "&#" + "0" * n + ";",
    "escapes": lambda n: "\\" * n,
    "line ends": lambda n: "\n" * n + "a",
    "blanks": lambda n: "a" + " " * n + "b",
    "blanks before line ends": lambda n: "a  \n" * (n // 4),
    "marks": lambda n: "a" + "\u0301" * n,
    "turns": lambda n: "\u202e" * n + "a",
    "CJK emphasis": lambda n: "**\u300c\u5b57\u300d" * (n // 5),
    "table-like": lambda n: "|a" * (n // 2),
    "long word": lambda n: "a" * n,
    "addresses": lambda n: "<https://a.example/" + "a" * n + ">",
    "wide brackets": lambda n: "[" + "a]" * (n // 2) + "(b)",
    "addresses in brackets": lambda n: "[a](<" * (n // 5),
    "brackets in addresses": lambda n: "[a](b" + "(" * n,
}


def work(text: str) -> int:
    """Calls that rendering a text takes: counted, for a clock would tell of the machine as well."""
    steps = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        render_remark(text)
    finally:
        sys.setprofile(before)
    return steps


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_work_grows_with_the_text(name: str) -> None:
    render_remark("warm *up* <b>")
    small, middle, large = (work(PATHOLOGICAL[name](size)) for size in SIZES)
    assert large <= 4.6 * small + 3_000, (small, middle, large)
    assert large < 200 * SIZES[-1], (small, middle, large)


def test_the_count_sees_work_that_grows_as_a_square(monkeypatch: pytest.MonkeyPatch) -> None:
    def square(text: str, _defused: dict[str, None]) -> str:
        for place in range(0, len(text), 20):
            for _ in text[:place:20]:
                len("")
        return text

    monkeypatch.setattr("generator.source.remarks._tamed", square)
    small, large = (work("*" * size) for size in (SIZES[0], SIZES[-1]))
    assert large > 4.6 * small + 3_000


def test_a_longer_text_is_shown_without_its_markup() -> None:
    html, told = render_remark("*a* " * LONGEST)
    assert "<em>" not in html.html
    assert told
