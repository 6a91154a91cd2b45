"""Where something stands in a text."""

from hypothesis import given
from hypothesis import strategies as st

from generator.source.markdown_places import Places


@given(st.text("a\n", max_size=8), st.lists(st.integers(-2, 10), max_size=6))
def test_lines_are_found_in_any_order(text: str, asked: list[int]) -> None:
    places, lines = Places(text, path="a.md", first_line=1), text.split("\n")
    for line in asked:
        assert places.line(line) == (lines[line] if 0 <= line < len(lines) else "")
