"""Cells of a table that no column shows."""

import pytest

from generator.settings import Reading
from generator.source.markdown import render

HEAD = "| a | b |\n|---|---|\n"
ROWS = [
    # row . whether it is told
    ("| 1 | 2 |", False),
    ("1 | 2", False),
    ("| 1 |", False),
    ("| 1 | 2 | 3 |", True),
    ("1 | 2 | 3", True),
    ("| 1 | 2 | word", True),
    (r"| 1 | 2 \| 3 |", False),
    ("| | |", False),
]


@pytest.mark.parametrize(("row", "told"), ROWS)
def test_a_cell_that_nobody_would_read_is_told_at_its_line(row: str, told: bool) -> None:
    text = render(f"Words.\n\n{HEAD}{row}\n", path="a.md", first_line=5, reading=Reading())

    assert [problem.place.line for problem in text.problems] == ([9] if told else [])


def test_a_table_within_a_quotation_is_counted_without_its_marks() -> None:
    quoted = "".join(f"> {line}\n" for line in f"{HEAD}| 1 | 2 |".split("\n"))

    assert render(quoted, path="a.md", first_line=1, reading=Reading()).problems == ()
