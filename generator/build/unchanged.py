"""The shortcut: what a build would read, against what the last finished one read; the same gives the same."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import DecodeError, Struct, ValidationError, msgpack
from msgspec.structs import replace

from generator.build.request import Request
from generator.build.settle import Settled
from generator.engine.digest import digest_bytes
from generator.engine.ledger import Claim, Ledger
from generator.engine.output import Fresh, Output
from generator.model import Report
from generator.source.scan import Scan, Source

_KEY = "finished"

FEW = 8
"""Articles that may have been edited for the rest of the site to be spared a look."""


class Mark(Struct, frozen=True, kw_only=True):
    """All that a build depends on but the instant."""

    base: str
    """The digest of everything but the files of the publication; empty where many must be read to know."""
    sources: tuple[Source, ...]
    """A few articles may be without a hint."""


class Finished(Struct, frozen=True, kw_only=True):
    """A build that was finished."""

    mark: Mark
    since: datetime
    """The instant it was made for."""
    until: datetime | None
    """The instant at which a piece appears or expires by itself."""
    report: Report
    recent: dict[str, str]
    """Of the articles without a hint, the digests of their bytes, by path."""


def token(request: Request, settled: Settled, scanned: Scan) -> Mark:
    """All that a build depends on but the instant."""
    recent = [source for source in scanned.sources if not source.hint]
    if settled.theme is None or not _are_few(recent):
        return Mark(base="", sources=())
    moment = request.moment
    parts = (
        (request.project, request.output, request.url, moment.drafts, moment.future, moment.pending),
        (settled.settings, settled.tags, settled.theme.digest, settled.plugins.digest, settled.problems),
        scanned.problems,
    )
    return Mark(base=digest_bytes(msgpack.encode(parts)), sources=scanned.sources)


def recall(ledger: Ledger, mark: Mark, moment: datetime) -> Finished | None:
    """The last finished build if it read the same but for the files, and the clock has passed nothing since."""
    data = ledger.note(_KEY) if mark.base else None
    if data is None:
        return None
    try:
        last = msgpack.decode(data, type=Finished)
    except (DecodeError, ValidationError):
        return None
    if last.mark.base != mark.base or moment < last.since or (last.until is not None and moment >= last.until):
        return None
    return last


def edits(before: Sequence[Source], now: Sequence[Source]) -> tuple[tuple[Source, Source], ...]:
    """The few articles that may have changed, each as it was and as it is; none where anything else may have."""
    if len(before) != len(now):
        return ()
    pairs = tuple((old, new) for old, new in zip(before, now, strict=True) if old != new or not new.hint)
    return pairs if _are_few([new for _, new in pairs]) and all(old.path == new.path for old, new in pairs) else ()


def is_same(before: Sequence[Source], now: Sequence[Source]) -> bool:
    """Whether no file can have changed."""
    return before == now and all(source.hint for source in now)


def _are_few(sources: Sequence[Source]) -> bool:
    return len(sources) <= FEW and all(source.role == "article" for source in sources)


def again(last: Finished, found: Fresh, *, verbs: tuple[tuple[str, float], ...]) -> Report:
    """The report of a build that had nothing to do."""
    return replace(
        last.report, read=0, rendered=0, copied=0, removed=0, reasons=(), foreign=found.strangers, verbs=verbs
    )


def holds(output: Output, claims: Mapping[str, Claim], found: Fresh) -> bool:
    """Whether the output is finished, and every file of it as it was published."""
    manifest = output.manifest
    return (
        manifest is not None
        and manifest.state == "finished"
        and len(found.claims) == len(claims)
        and manifest.paths.keys() == claims.keys()
    )


def forget(ledger: Ledger) -> None:
    """Forget the last finished build, before anything of it changes in the output."""
    ledger.put_note(_KEY, None)


def remember(ledger: Ledger, mark: Mark, report: Report, *, since: datetime, until: datetime | None) -> None:
    """Keep the report of a finished build; where many files must be read to know of a change, only forget the last."""
    rows = {source.path: ledger.source(source.path) for source in mark.sources if not source.hint}
    last = Finished(
        mark=mark,
        since=since,
        until=until,
        report=replace(report, verbs=(), foreign=()),
        recent={path: row.digest for path, row in rows.items() if row},
    )
    ledger.put_note(_KEY, msgpack.encode(last) if mark.base else None)
