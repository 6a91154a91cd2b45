"""A piece and an instant to whether readers get it, and when that will change."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from generator.model import Piece, Standing

NEWS = timedelta(hours=48)
"""How long a piece is news: so long a news sitemap lists it."""


class Moment(Struct, frozen=True, kw_only=True):
    """The instant a site is built for, and what it shows beyond what readers get."""

    now: datetime
    drafts: bool = False
    future: bool = False
    pending: bool = False
    """Whether readers' comments that wait for an editor are shown: in the preview, never in a build."""
    zone: str = "UTC"
    """The publication's time zone, in which messages tell instants."""

    def told(self, instant: datetime) -> str:
        """An instant as an editor would say it."""
        return f"{instant.astimezone(ZoneInfo(self.zone)):%Y-%m-%d %H:%M} {self.zone}"


def appears(piece: Piece) -> datetime:
    """The instant from which readers get a piece that is no draft."""
    return piece.publish or piece.date


def why_hidden(text: Piece | Standing, moment: Moment) -> str:
    """Why the site does not show a piece or page, as the end of a sentence; empty where it does."""
    if text.draft and not moment.drafts:
        return "is a draft"
    if isinstance(text, Standing):
        return ""
    if text.expires and text.expires <= moment.now:
        return f"expired at {moment.told(text.expires)}"
    if is_scheduled(text, moment):
        return f"appears at {moment.told(appears(text))}"
    return ""


def is_scheduled(piece: Piece, moment: Moment) -> bool:
    """Whether a piece waits for its instant."""
    return not moment.future and appears(piece) > moment.now


def is_waiting(piece: Piece, moment: Moment) -> bool:
    """Whether a piece will appear by itself: it is scheduled, no draft, and has not expired before."""
    if not is_scheduled(piece, moment) or (piece.draft and not moment.drafts):
        return False
    return piece.expires is None or piece.expires > appears(piece)


def is_news(piece: Piece, moment: Moment) -> bool:
    """Whether a published piece appeared within the last two days."""
    return appears(piece) <= moment.now < appears(piece) + NEWS


def next_change(pieces: Iterable[Piece], moment: Moment) -> datetime | None:
    """The next instant at which a piece appears or expires, or is no news any more, by itself."""
    old = moment.now - NEWS  # what is older and never expires is passed over: most of what there is
    told = (piece for piece in pieces if piece.expires or appears(piece) > old)
    instants = [instant for piece in told if (instant := _next(piece, moment))]
    return min(instants, default=None)


def _next(piece: Piece, moment: Moment) -> datetime | None:
    if is_waiting(piece, moment):
        return appears(piece)
    if why_hidden(piece, moment):
        return None
    instants = (piece.expires, appears(piece), appears(piece) + NEWS)
    return min((instant for instant in instants if instant and instant > moment.now), default=None)
