"""A lone picture by the short cut is the token that the parser would make, or is left to the parser."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from generator.source.markdown import parser
from generator.source.rules.link_parts import Written
from generator.source.rules.quick_picture import quick_picture

PIECES = [*"ab é中“\u00a0 .,:;?=#/%-_*`~!&<>()[]{}\\\"'\n", "](", ' "', '")', "![", "&amp;", "a.svg", "a chart", "  "]
WORDS = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)


def told(token: Token) -> tuple[object, ...]:
    """All that a renderer looks at."""
    source = token.attrs["src"]
    assert isinstance(source, Written)
    words = [(child.type, child.content) for child in token.children or []]
    return token.type, token.tag, dict(token.attrs), source.start, source.raw, words, token.content, token.meta


@pytest.mark.parametrize(
    ("text", "is_quick"),
    [
        ("![A chart of ports](/media/chart-1.svg)", True),
        ('![Ein Bild, „so“](a.png "Mit Untertitel, 3–4 %")', True),
        ("![a](article.svg?x=1#y)", True),
        ("![a]( b.svg)", False),
        ("![*a*](b.svg)", False),
        ("![](b.svg)", False),
        ("![a](b.svg){.wide}", False),
        ('![a](b.svg "c &amp; d")', False),
        ("![a](b(c).svg)", False),
        ("![a](b.svg) c", False),
        ("[![a](b.svg)](c)", False),
    ],
)
def test_which_pictures_are_plain(text: str, is_quick: bool) -> None:
    quick = quick_picture(text)
    assert bool(quick) == is_quick
    if quick:
        (parsed,) = parser().inline.parse(text, parser(), {}, [])
        assert told(quick[0]) == told(parsed)


@settings(max_examples=400, deadline=None)
@given(WORDS, WORDS, st.none() | WORDS)
def test_a_picture_is_what_the_parser_makes_of_it(alt: str, address: str, title: str | None) -> None:
    text = f"![{alt}]({address})" if title is None else f'![{alt}]({address} "{title}")'
    quick = quick_picture(text)
    parsed = parser().inline.parse(text, parser(), {}, [])
    assert not quick or [told(token) for token in quick] == [told(token) for token in parsed]
