"""An edition to what the ledger keeps of it until the next start, and back."""

from datetime import datetime

from msgspec import DecodeError, Struct, ValidationError, msgpack

from generator.build.look import Look
from generator.build.request import Request
from generator.engine.digest import digest_bytes
from generator.engine.ledger import Ledger
from generator.errors import Problem
from generator.preview.edition import Edition

_KEY = "edition"


class Made(Struct, frozen=True, kw_only=True):
    """What came of a look at the project."""

    edition: Edition | None = None
    """The last good one; the very same if nothing of it changed."""
    problems: tuple[Problem, ...] = ()
    read: int = 0
    rendered: int = 0
    pages: int = 0
    next_change: datetime | None = None
    """When the site will change by itself."""


class _Resting(Struct, frozen=True, kw_only=True):
    """An edition as the ledger keeps it."""

    token: str
    """Of everything that it was made from."""
    since: datetime
    made: Made


def token(request: Request, looked: Look) -> str:
    """The digest of all that an edition depends on but the instant; empty where a file must be read to know."""
    if looked.settled.theme is None or not all(source.hint for source in looked.scanned.sources):
        return ""
    return digest_bytes(msgpack.encode((settled_token(request, looked), looked.scanned.sources)))


def settled_token(request: Request, looked: Look) -> str:
    """The digest of all that an edition depends on but the instant and the publication's files."""
    settled, moment = looked.settled, request.moment
    parts = (
        (request.project, request.url, moment.drafts, moment.future, moment.pending),
        (settled.settings, settled.tags, settled.theme and settled.theme.digest, settled.plugins.digest),
        (settled.problems, looked.scanned.problems),
    )
    return digest_bytes(msgpack.encode(parts))


def lay_to_rest(ledger: Ledger, made: Made, *, mark: str, since: datetime) -> None:
    """Keep an edition for the next start."""
    ledger.put_note(_KEY, msgpack.encode(_Resting(token=mark, since=since, made=made)))


def forget(ledger: Ledger) -> None:
    """Keep none."""
    ledger.put_note(_KEY, None)


def awaken(ledger: Ledger, *, mark: str, now: datetime) -> Made | None:
    """The edition that was kept, if it was made from the same, and the clock has passed nothing since."""
    data = ledger.note(_KEY) if mark else None
    try:
        last = msgpack.decode(data, type=_Resting) if data else None
    except (DecodeError, ValidationError):
        return None
    if last is None or last.token != mark or now < last.since:
        return None
    due = last.made.next_change
    return None if due is not None and now >= due else last.made
