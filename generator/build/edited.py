"""A few files edited since a finished build to what was edited in them, where that is a body, a title or a summary."""

from collections.abc import Sequence

from msgspec import DecodeError, Struct, ValidationError, msgpack
from msgspec.structs import replace

from generator.build.settle import Settled
from generator.build.unchanged import Finished
from generator.engine.ledger import Ledger, SourceRow
from generator.model import Piece, Report
from generator.source.intake import reading_key
from generator.source.read import Desk, Outcome, Record, Unread, read_file
from generator.source.scan import Source
from generator.theme.bind import OF_OTHERS

LENGTHS = ("words", "minutes")
"""Fields of a card that follow from the text."""

TELLING = ("title", "summary")
"""Fields of a piece that its card shows, and on which nothing of the site's plan depends."""


class Edit(Struct, frozen=True, kw_only=True):
    """An article whose body, title or summary was edited."""

    source: Source
    outcome: Outcome
    old: Piece
    new: Piece

    @property
    def is_told(self) -> bool:
        """Whether other pages may show the change."""
        return any(getattr(self.old, name) != getattr(self.new, name) for name in TELLING)


def edit_of(before: Source, now: Source, last: Finished, ledger: Ledger, desk: Desk) -> Edit | None:
    """What was edited, if the ledger knows the article as the last finished build did, and only its body changed."""
    row, known = ledger.source(now.path), _record(ledger.records([now.path]).get(now.path))
    if row is None or row.reading != reading_key(desk.reading) or not _is_of_then(row, before, last):
        return None
    outcome = read_file(desk, Unread(now.path, now.role, row.digest))
    read = _record(outcome.record) if outcome.record else known if outcome.digest else None
    if known is None or read is None or _is_told(now.path, last.report):
        return None
    old, new = known.value, read.value
    if not isinstance(old, Piece) or not isinstance(new, Piece) or not _is_alike(old, new):
        return None
    return Edit(source=now, outcome=outcome, old=old, new=new)


def _is_of_then(row: SourceRow, before: Source, last: Finished) -> bool:
    """Whether the ledger knows the file as the last finished build did, and not as a check did after it."""
    return row.hint == before.hint if before.hint else row.digest == last.recent.get(before.path)


def _record(data: bytes | None) -> Record | None:
    """A record of which there is nothing to tell."""
    try:
        record = msgpack.decode(data, type=Record) if data else None
    except (DecodeError, ValidationError):
        return None
    return None if record is None or record.problems or record.name else record


def _is_told(path: str, report: Report) -> bool:
    """Whether a problem points into the file, at a line that may be another one now."""
    return any(path in (problem.place.path, problem.other.path if problem.other else "") for problem in report.problems)


def _is_alike(old: Piece, new: Piece) -> bool:
    """Whether all is as it was but body, title and summary, and the body refers to the same under the same names."""
    same = [(ref.kind, ref.target) for ref in old.refs] == [(ref.kind, ref.target) for ref in new.refs]
    free = {name: getattr(old, name) for name in ("content", "refs", "marks", *LENGTHS, *TELLING)}
    return same and replace(new, **free) == old


def spares_others(edits: Sequence[Edit], settled: Settled) -> bool:
    """Whether no page can show of other pieces how long they are, where that changed."""
    changed = {name for edit in edits for name in LENGTHS if getattr(edit.old, name) != getattr(edit.new, name)}
    assert settled.study is not None
    shown = (
        changed if seen is None else changed & seen
        for template, seen in settled.study.mentions.items()
        if OF_OTHERS & settled.study.reads[template].names
    )
    return not any(shown)


def keep_edits(ledger: Ledger, edits: Sequence[Edit], *, key: str) -> None:
    rows = [SourceRow(edit.source.path, edit.source.hint, edit.outcome.digest, key) for edit in edits]
    records = {edit.source.path: edit.outcome.record for edit in edits if edit.outcome.record}
    ledger.put_sources(rows, records=records)
