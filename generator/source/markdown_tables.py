"""The tokens of a table to the cells of its rows that have no column, and that nobody would read."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from generator.source.markdown_findings import Findings

_BORDER = re.compile(r"(?<!\\)\|")


def tell_cells_too_many(tokens: Sequence[Token], index: int, findings: Findings) -> None:
    """Tell each row of the table that opens at `index` that has more cells than the table has columns."""
    columns, place = 0, index + 1
    while tokens[place].type != "table_close":
        token = tokens[place]
        columns += token.type == "th_open"
        if token.type == "tr_open" and columns and token.map:
            cells = _cells(findings.places.line(token.map[0]))
            if cells > columns:
                mark = findings.places.of_line(token.map[0])
                message = (
                    f"this row has {cells} cells, but the table has {columns} columns, so the rest would not be read"
                )
                findings.complain(mark, message, hint="add a column to its head, or write \\| for a bar that is text")
        place += 1


def _cells(row: str) -> int:
    """How many cells a row has, without the empty ones that bars at its ends make."""
    cells = _BORDER.split(row.lstrip("> \t").rstrip())
    if cells and not cells[0].strip():
        cells.pop(0)
    if cells and not cells[-1].strip():
        cells.pop()
    return len(cells)
