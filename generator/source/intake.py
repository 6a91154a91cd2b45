"""A scan and what the ledger knows to everything known of the publication; only what changed is read."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing

from msgspec import DecodeError, Struct, ValidationError, msgpack

from generator.engine.digest import digest_bytes
from generator.engine.ledger import Ledger, SourceRow
from generator.engine.pool import Failed, stream
from generator.errors import Problem
from generator.model import Known
from generator.settings import Reading
from generator.source.read import Desk, Outcome, Record, Unread, name_of, read_file
from generator.source.scan import Source

MANY = 256
"""Files that are worth doing something meanwhile."""

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
    sources: Sequence[Source],
    ledger: Ledger,
    desk: Desk,
    *,
    cores: int,
    done: Callable[[int, int], None],
    meanwhile: Callable[[], None] | None = None,
) -> Intake:
    """Read what is new or changed, and know the rest from the ledger; `done` hears how many of how many are read.

    Where many files are read, `meanwhile` is done while they are.
    """
    wanted = {source.path: source for source in sources if source.role not in READ_APART}
    key = reading_key(desk.reading)
    rows = ledger.sources()
    records = _decoded(ledger.records())
    unread = [
        Unread(path, source.role, _digest(rows.get(path), key) if path in records else "")
        for path, source in wanted.items()
        if path not in records or not _is_known(rows.get(path), source, key)
    ]
    shelf = _Shelf(records, ledger, wanted=wanted, key=key, gone=rows.keys() - wanted.keys())
    if unread or shelf.gone:
        reading = stream(
            read_file,
            unread,
            common=desk,
            cores=cores,
            result=Outcome,
            meanwhile=meanwhile if len(unread) > MANY else None,
        )
        with ledger.together(), closing(reading) as chunks:
            for chunk, outcomes in chunks:
                shelf.put(unread[chunk.start : chunk.stop], outcomes)
                done(shelf.read, len(unread))
            ledger.drop_sources(shelf.gone)
    found = {path: records[path] for path in wanted if path not in shelf.gone and path in records}
    return Intake(
        known={path: record.value for path, record in found.items() if record.value is not None},
        before={path: value for path, value in shelf.before.items() if value is not None},
        unread={path: record.name for path, record in found.items() if record.value is None or record.name},
        problems=tuple(problem for record in found.values() for problem in record.problems),
        read=len(unread),
    )


class _Shelf:
    """What is known of every file, while some are read anew."""

    def __init__(
        self, records: dict[str, Record], ledger: Ledger, *, wanted: Mapping[str, Source], key: str, gone: set[str]
    ) -> None:
        self.gone = gone
        """Paths of files that are no more."""
        self.before: dict[str, Known | None] = {}
        """What was known of the files that have changed."""
        self.read = 0
        self._records, self._ledger, self._wanted, self._key = records, ledger, wanted, key

    def put(self, items: Sequence[Unread], outcomes: Sequence[Outcome | Failed]) -> None:
        """Take in what became of some files, and note it in the ledger."""
        read = list(zip(items, outcomes, strict=True))
        fresh = {item.path: outcome for item, outcome in read if isinstance(outcome, Outcome)}
        self.gone |= {path for path, outcome in fresh.items() if not outcome.digest}
        written = {path: outcome.record for path, outcome in fresh.items() if outcome.record}
        self.before |= {path: self._records[path].value for path in written if path in self._records}
        self._records |= _decoded(written)
        self._records |= {item.path: _failed(item, out) for item, out in read if isinstance(out, Failed)}
        noted = [
            SourceRow(path, self._wanted[path].hint, outcome.digest, self._key)
            for path, outcome in fresh.items()
            if outcome.digest
        ]
        self._ledger.put_sources(noted, records=written)
        self.read += len(items)


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


def _failed(item: Unread, outcome: Failed) -> Record:
    return Record(value=None, name=name_of(item.role, item.path), problems=outcome.problems)
