"""Titles, summaries, captions, corrections and guests' biographies: what stays, and what is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import Problem
from generator.model import Html, Piece
from generator.settings import Reading
from generator.source import markdown_inline
from generator.source.markdown_inline import loses_links, render_inline, render_linked
from generator.source.piece import read_piece
from generator.source.read import RENDERERS

TEXTS = [
    # text . as a title . as a correction . whether each loses links
    ("*a* `b`", "<em>a</em> <code>b</code>", "<em>a</em> <code>b</code>", (False, False)),
    ("[a](https://b.c/?d&e) f", "a f", '<a href="https://b.c/?d&amp;e">a</a> f', (True, False)),
    ("[a](mailto:b@c.d)", "a", '<a href="mailto:b@c.d">a</a>', (True, False)),
    ("[a](/b/)", "a", "a", (True, True)),
    ("[a](javascript:b)", "a", "a", (True, True)),
    ("![a](b.png)", "a", "a", (True, True)),
    ("[a] b", "[a] b", "[a] b", (False, False)),
    (r"\[a](b)", "[a](b)", "[a](b)", (False, False)),
]


@pytest.mark.parametrize(("text", "title", "correction", "loses"), TEXTS)
def test_texts(text: str, title: str, correction: str, loses: tuple[bool, bool]) -> None:
    assert (render_inline(text).html, render_linked(text).html) == (title, correction)
    assert (loses_links(text, False), loses_links(text, True)) == loses


def read(front: str) -> tuple[Piece, list[Problem]]:
    front = front if front.startswith("title") else f"title: x\n{front}"
    found = read_piece(
        "content/articles/a.md", f"---\ndate: 2024-05-17\n{front}\n---\n", Reading(timezone="UTC"), render=RENDERERS
    )
    assert found.value is not None
    return found.value, list(found.problems)


LOST = [
    # front matter . place and rule
    ("title: '[a](/b/)'", "3:8 lost-link"),
    ("summary: See [a](/b/)", "4:10 lost-link"),
    ("image: {src: a.png, alt: a, caption: 'c [a](https://b.c)'}", "4:38 lost-link"),
    ("author: {name: A, bio: 'Of [a](b.md)'}", "4:24 lost-link"),
    ("corrections: [{date: 2024-05-18, text: 'See [a](b.md)'}]", "4:40 lost-link"),
    ("title: '![](x)'", "3:8 structure"),
    ("summary: '![](x)'", "4:10 structure"),
    ('title: "\\u202e"', "3:8 structure"),
    ('title: "\\u200b"', "3:8 structure"),
]


@pytest.mark.parametrize(("front", "told"), LOST)
def test_what_is_lost_is_told(front: str, told: str) -> None:
    _, problems = read(front)
    assert [f"{p.place.line}:{p.place.column} {p.rule}" for p in problems] == [told]


def test_a_correction_and_a_guest_may_link_elsewhere() -> None:
    piece, problems = read(
        "author: {name: A, bio: 'Of [a](https://b.c)'}\ncorrections: [{date: 2024-05-18, text: 'See [a](https://b.c)'}]"
    )
    assert problems == []
    assert piece.credits[0].bio.html == 'Of <a href="https://b.c">a</a>'
    assert piece.corrections[0].text.html == 'See <a href="https://b.c">a</a>'


def test_what_turns_the_direction_is_taken_out_of_titles() -> None:
    assert read('title: "a\u202eb&#x2066;c"')[0].title.html == "abc"


WORDY = st.text(alphabet="ab1 .,;!\"'*_`~&<>\\é—", max_size=30)
LINKED = st.lists(
    st.sampled_from([*"ab1 .!*_`[]()<>&/:#\\", "](", "[a](", "](https://b.c/d)", "](/b/)", "https://", "![", "[^1]"]),
    max_size=8,
).map("".join)


def every_way(text: str) -> tuple[Html, Html, bool, bool]:
    return render_inline(text), render_linked(text), loses_links(text, False), loses_links(text, True)


@settings(max_examples=300, deadline=None)
@given(WORDY | LINKED)
def test_the_short_cut_gives_what_the_parser_gives(text: str) -> None:
    quick = every_way(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown_inline, "_MORE", re.compile(""))
        assert every_way(text) == quick


def test_a_plain_link_needs_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(markdown_inline, "_parser")
    assert every_way('A [b](https://c.d), "*e*" [f](/g)')[2:] == (True, True)
