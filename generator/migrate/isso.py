"""Isso's database (SQLite) to the comments in it; the database is only read."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from urllib.parse import quote

from generator.errors import Place, Problem, Stop
from generator.migrate.markup import markdown_of
from generator.migrate.values import DELETED, NAMELESS, SILENT, UNDATED, Left, Load, Old

_ROWS = """
    SELECT c.id, c.parent, c.created, c.mode, c.text, c.author, c.email, c.website, t.uri
    FROM comments AS c LEFT JOIN threads AS t ON t.id = c.tid ORDER BY c.id
"""
_STATUSES = {1: "approved", 2: "pending"}
_Row = tuple[int, int | None, float, int, str | None, str | None, str | None, str | None, str | None]


def read_isso(file: str, *, path: str) -> Load:
    """The comments of a database. Raises Stop where it is none of Isso's."""
    try:
        with closing(sqlite3.connect(f"file:{quote(file)}?mode=ro", uri=True)) as database:
            rows: list[_Row] = database.execute(_ROWS).fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        problem = Problem(place=Place(path), message=f"this is no database of Isso's that can be read: {error}")
        raise Stop(problem) from error
    return Load(format="Isso", found=tuple(map(_comment, rows)))


def _comment(row: _Row) -> Old | Left:
    number, above, created, mode, written, author, email, website, uri = row
    name, parent = f"isso-{number}", f"isso-{above}" if above else ""
    text, losses = markdown_of(written or "", plain=True)
    date = _date(created)
    reason = "" if mode in _STATUSES else DELETED if mode == 4 else f"its status there is {mode}"
    reason = reason or (UNDATED if date is None else "" if text else SILENT)
    if reason or date is None:
        return Left(id=name, reason=reason, parent=parent)
    return Old(
        id=name,
        places=(uri,) if uri else (),
        author=author or NAMELESS,
        email=email or "",
        url=website or "",
        date=date,
        text=text,
        parent=parent,
        status=_STATUSES[mode],
        losses=losses,
    )


def _date(created: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(created), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return None
