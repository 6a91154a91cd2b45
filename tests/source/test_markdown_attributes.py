"""Attributes in braces: each mistake is told, at the attribute."""

import pytest

from generator.settings import Reading
from generator.source.markdown import render

NO = "these braces hold no attributes and are shown"
STRAY = "these attributes belong to nothing and are shown"

TEXTS = [
    # text . places, widths and messages
    ('![a](x.png){onerror="x"}', ["1:13+7 'onerror' is not an attribute here"]),
    ("![a](x.png){onError=x}", ["1:13+7 'onerror' is not an attribute here"]),
    ("![a](x.png){onerror=alert(1)}", [f"1:12+18 {NO}"]),
    ("b\n*c* [a](https://x.org){width=10%}, d", [f"2:23+11 {NO}"]),
    ("![a](x.png){width=ten}", ["1:13+6 width is 'ten', which is not a number of pixels"]),
    ("{.b onclick=y}\n# a", ["1:5+7 'onclick' is not an attribute here"]),
    (
        "a [b](c.html){license=x width=3 credit=y}",
        [
            f"1:{at}+{len(name)} '{name}' is not an attribute here"
            for at, name in ((15, "license"), (25, "width"), (33, "credit"))
        ],
    ),
    ("# a {#b onclick=y}", ["1:9+7 'onclick' is not an attribute here"]),
    ("# a {#b}\n\n# c {#b}", ["3:6+2 the id 'b' is taken already"]),
    ("Words{#pid .cls}", [f"1:6+11 {STRAY}"]),
    ("- Words\n  and {.cls}", [f"2:7+6 {STRAY}"]),
    ("`{.a}`", []),
    (r"a \{.cls}", []),
    ("a {b} and {0.5}", []),
    ("![a](x.png){.b}", []),
    ("c [a](https://x.org){.b} and {", []),
]


@pytest.mark.parametrize(("text", "told"), TEXTS)
def test_what_is_not_understood_is_told_at_its_place(text: str, told: list[str]) -> None:
    problems = render(text, path="a.md", first_line=1, reading=Reading()).problems
    assert [f"{p.place.line}:{p.place.column}+{p.width} {p.message}" for p in problems] == told
