"""Where something stands in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.settings import Reading
from generator.source.markdown import render
from generator.source.markdown_places import Places


@given(st.text("a\n", max_size=8), st.lists(st.integers(-2, 10), max_size=6))
def test_lines_are_found_in_any_order(text: str, asked: list[int]) -> None:
    places, lines = Places(text, path="a.md", first_line=1), text.split("\n")
    for line in asked:
        assert places.line(line) == (lines[line] if 0 <= line < len(lines) else "")


LINKS = [
    ("in a paragraph", "a [b](/c)", (7, 7)),
    ("in a later line", "a\nb [c](/d)", (8, 7)),
    ("in a note", "a[^n]\n\n[^n]: b [c](/d)", (9, 13)),
    ("in a list", "- a\n- b [c](/d)", (8, 9)),
    ("in a quotation", "> a [b](/c)", (7, 9)),
    ("indented", "  a [b](/c)", (7, 9)),
    ("a picture", "![b](/c.png)", (7, 6)),
    ("a picture below", "a\n\n![b](/c.png)\n", (9, 6)),
    ("a picture in a later line", "![b] is\nno *picture*, [c](/d.png)", (8, 19)),
    ("a picture in a quotation", "> ![b](/c.png)", (7, 8)),
    ("a picture, indented", "  ![b](/c.png)", (7, 8)),
    ("a picture in a list", "- a\n- ![b](/c.png)", (8, 8)),
    ("in a cell", "| a | [b](/c) |\n|---|---|", (7, 11)),
]


@pytest.mark.parametrize(("text", "place"), [row[1:] for row in LINKS], ids=[row[0] for row in LINKS])
def test_a_link_knows_its_place(text: str, place: tuple[int, int]) -> None:
    (ref,) = render(text, path="a.md", first_line=7, reading=Reading()).refs
    assert (ref.mark.line, ref.mark.column) == place
