"""What is read of another system's comments, before it is known which pieces they are of."""

from datetime import datetime

from msgspec import Struct


class Old(Struct, frozen=True, kw_only=True):
    """One comment as the other system kept it; its text is limited Markdown already."""

    id: str
    """Never another's, and the same each time: `disqus-123`."""
    places: tuple[str, ...]
    """Addresses and slugs that its piece may be known by, the likeliest first."""
    author: str
    email: str = ""
    url: str = ""
    date: datetime
    text: str
    parent: str = ""
    """The id of what it answers."""
    status: str = "approved"
    verified: bool = False
    """Whether its writer was logged in."""
    losses: tuple[str, ...] = ()
    """What of it cannot be kept, in words."""


class Left(Struct, frozen=True, kw_only=True):
    """One comment that is not brought along."""

    id: str
    reason: str
    """In words that follow `left out`: `deleted there`, `spam`."""
    parent: str = ""
    """What it answered, so that the answers to it keep a place."""


class Load(Struct, frozen=True, kw_only=True):
    """All that was read of one export."""

    format: str
    found: tuple[Old | Left, ...]
    """In the order of the export."""
    repairs: tuple[str, ...] = ()
    """What had to be mended before it could be read, in words."""


NAMELESS = "Anonymous"
"""Who wrote without a name."""

SPAM, DELETED, PING = "spam there", "deleted there", "no comment but a pingback"
UNDATED, SILENT = "without a date that can be read", "it says nothing"
"""Reasons to leave a comment out."""
