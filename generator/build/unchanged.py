"""The one shortcut: where nothing that a build reads has changed since the last one, its result is the last one's."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import DecodeError, Struct, ValidationError, msgpack
from msgspec.structs import replace

from generator.build.request import Request
from generator.build.settle import Settled
from generator.engine.digest import digest_bytes
from generator.engine.ledger import Claim, Ledger
from generator.engine.output import Fresh, Output
from generator.model import Report
from generator.source.scan import Scan

_KEY = "finished"


class _Finished(Struct, frozen=True, kw_only=True):
    """A build that was finished."""

    token: str
    """Of everything that it read."""
    since: datetime
    """The instant it was made for."""
    until: datetime | None
    """The instant at which a piece appears or expires by itself."""
    report: Report


def token(request: Request, settled: Settled, scanned: Scan) -> str:
    """The digest of all that a build depends on but the instant; empty where a file must be read to know."""
    if settled.theme is None or not all(source.hint for source in scanned.sources):
        return ""
    moment = request.moment
    parts = (
        (request.project, request.output, request.url, moment.drafts, moment.future, moment.pending),
        (settled.settings, settled.tags, settled.theme.digest, settled.plugins.digest, settled.problems),
        (scanned.sources, scanned.problems),
    )
    return digest_bytes(msgpack.encode(parts))


def recall(ledger: Ledger, mark: str, moment: datetime) -> Report | None:
    """The report of the last finished build if it read the same, and the clock has passed nothing since."""
    data = ledger.note(_KEY) if mark else None
    if data is None:
        return None
    try:
        last = msgpack.decode(data, type=_Finished)
    except (DecodeError, ValidationError):
        return None
    if last.token != mark or moment < last.since or (last.until is not None and moment >= last.until):
        return None
    return replace(last.report, read=0, rendered=0, copied=0, removed=0, reasons=(), verbs=())


def holds(output: Output, claims: Mapping[str, Claim], found: Fresh) -> bool:
    """Whether the output is finished, and every file of it as it was published."""
    manifest = output.manifest
    return (
        manifest is not None
        and manifest.state == "finished"
        and len(found.claims) == len(claims)
        and not found.renewed
        and manifest.paths.keys() == claims.keys()
    )


def forget(ledger: Ledger) -> None:
    """Forget the last finished build, before anything of it changes in the output."""
    ledger.put_note(_KEY, None)


def remember(ledger: Ledger, mark: str, report: Report, *, since: datetime, until: datetime | None) -> None:
    """Keep the report of a finished build; without a `mark` only forget the last one."""
    last = _Finished(token=mark, since=since, until=until, report=replace(report, verbs=(), foreign=()))
    ledger.put_note(_KEY, msgpack.encode(last) if mark else None)
