"""The tokens of a table to its opening tags, and to the cells of its rows that no column shows."""

import re
from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from generator.source.markdown_attributes import written_attributes
from generator.source.markdown_findings import Findings
from generator.source.markdown_inline import render_inline

NAME = {"ar": "جدول", "de": "Tabelle", "en": "Table", "es": "Tabla", "fr": "Tableau", "zh": "表"}
"""What a table without a caption is called for those who do not see it, by language; its number follows."""

_BORDER = re.compile(r"(?<!\\)\|")


def opened(table: Token, *, number: int, language: str) -> str:
    """The opening tags: a region that scrolls and has a name, the table, and its caption, which is its title."""
    caption = render_inline(str(table.attrs.pop("title", "")))
    name = caption.plain or f"{NAME.get(language.split('-')[0].lower(), NAME['en'])} {number}"
    tags = f'<div class="table" role="region" aria-label="{escapeHtml(name)}" tabindex="0">\n'
    tags += f"<table{written_attributes(table)}>\n"
    return tags + (f"<caption>{caption.html}</caption>\n" if caption else "")


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
