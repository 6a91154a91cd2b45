"""A piece and an instant to whether readers get it, and when that will change."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from generator.model import Piece, Standing


class Moment(Struct, frozen=True, kw_only=True):
    """The instant a site is built for, and what it shows beyond what readers get."""

    now: datetime
    drafts: bool = False
    future: bool = False


def appears(piece: Piece) -> datetime:
    """The instant from which readers get a piece that is no draft."""
    return piece.publish or piece.date


def hidden(piece: Piece | Standing, moment: Moment) -> str:
    """Why the site does not show a piece, as the end of a sentence; empty where it does."""
    if piece.draft and not moment.drafts:
        return "is a draft"
    if isinstance(piece, Standing):
        return ""
    if is_scheduled(piece, moment):
        return f"appears at {appears(piece):%Y-%m-%d %H:%M} UTC"
    if piece.expires and piece.expires <= moment.now:
        return f"expired at {piece.expires:%Y-%m-%d %H:%M} UTC"
    return ""


def is_scheduled(piece: Piece, moment: Moment) -> bool:
    """Whether a piece waits for its instant."""
    return not moment.future and appears(piece) > moment.now


def next_change(pieces: Iterable[Piece], moment: Moment) -> datetime | None:
    """The next instant at which a piece appears or expires by itself."""
    instants = [
        instant
        for piece in pieces
        if not piece.draft
        for instant in (appears(piece), piece.expires)
        if instant and instant > moment.now
    ]
    return min(instants, default=None)
