"""A scan and what the ledger knows to everything known of the publication; only what changed is read."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import DecodeError, Struct, ValidationError, msgpack

from generator.engine.digest import digest_bytes
from generator.engine.ledger import Ledger, SourceRow
from generator.engine.pool import Failed, spread
from generator.errors import Problem
from generator.model import Known
from generator.settings import Reading
from generator.source.read import Desk, Outcome, Record, Unread, name_of, read_file
from generator.source.scan import Source

READ_APART = ("settings", "tags", "baseline")
"""Roles of the files that a build reads by itself, each time."""


class Intake(Struct, frozen=True, kw_only=True):
    """Everything known of a publication."""

    known: dict[str, Known]
    """By path."""
    before: dict[str, Known]
    """What was known before of the files that were read now and had changed; by path."""
    unread: dict[str, str]
    """Paths of files that cannot be used, or not in full, to the slug, address or id that others may mean."""
    problems: tuple[Problem, ...]
    read: int
    """Files whose bytes were read."""


def take_in(
    sources: Sequence[Source], ledger: Ledger, desk: Desk, *, cores: int, done: Callable[[int, int], None]
) -> Intake:
    """Read what is new or changed, and know the rest from the ledger; `done` hears how many of how many are read."""
    wanted = [source for source in sources if source.role not in READ_APART]
    key = reading_key(desk.reading)
    rows = ledger.sources()
    records = _decoded(ledger.records())
    unread = [
        Unread(source.path, source.role, _digest(rows.get(source.path), key) if source.path in records else "")
        for source in wanted
        if source.path not in records or not _is_known(rows.get(source.path), source, key)
    ]
    outcomes = spread(
        read_file, unread, common=desk, cores=cores, result=Outcome, done=lambda count: done(count, len(unread))
    )
    fresh = {item.path: outcome for item, outcome in zip(unread, outcomes, strict=True) if isinstance(outcome, Outcome)}
    failed = {item: outcome for item, outcome in zip(unread, outcomes, strict=True) if isinstance(outcome, Failed)}
    written = {path: outcome.record for path, outcome in fresh.items() if outcome.record}
    before = {path: records[path].value for path in written if path in records}
    records |= _decoded(written)
    records |= {
        item.path: Record(value=None, name=name_of(item.role, item.path), problems=outcome.problems)
        for item, outcome in failed.items()
    }
    present = [source for source in wanted if source.path not in fresh or fresh[source.path].digest]
    _keep(ledger, present, fresh, key=key, gone=rows.keys() - {source.path for source in present})
    found = {source.path: records[source.path] for source in present if source.path in records}
    return Intake(
        known={path: record.value for path, record in found.items() if record.value is not None},
        before={path: value for path, value in before.items() if value is not None},
        unread={path: record.name for path, record in found.items() if record.value is None or record.name},
        problems=tuple(problem for record in found.values() for problem in record.problems),
        read=len(unread),
    )


def reading_key(reading: Reading) -> str:
    """The digest of all that reading a file depends on besides its bytes and path."""
    return digest_bytes(msgpack.encode(reading))


def _digest(row: SourceRow | None, key: str) -> str:
    return row.digest if row and row.reading == key else ""


def _is_known(row: SourceRow | None, source: Source, key: str) -> bool:
    return row is not None and row.reading == key and bool(source.hint) and row.hint == source.hint


def _decoded(records: dict[str, bytes]) -> dict[str, Record]:
    """Records by path; one that is not of this version's shape counts as missing."""
    decoder = msgpack.Decoder(Record)
    decoded = {}
    for path, data in records.items():
        try:
            decoded[path] = decoder.decode(data)
        except (DecodeError, ValidationError):
            continue
    return decoded


def _keep(
    ledger: Ledger, present: Iterable[Source], fresh: dict[str, Outcome], *, key: str, gone: Iterable[str]
) -> None:
    """Note in one commit what was read, and forget what is no more."""
    rows = [
        SourceRow(source.path, source.hint, fresh[source.path].digest, key)
        for source in present
        if source.path in fresh
    ]
    lost = list(gone)
    if rows or lost:
        with ledger.together():
            ledger.put_sources(rows, records={path: out.record for path, out in fresh.items() if out.record})
            ledger.drop_sources(lost)
