"""Small values of the publication, for tests of the middle."""

from datetime import UTC, datetime
from typing import Any

from generator.model import Asset, Html, Known, Mark, Piece, Profile, Ref, Standing
from generator.settings import Settings
from generator.site.inventory import Inventory
from generator.site.moment import Moment

NOW = Moment(now=datetime(2026, 1, 1, tzinfo=UTC))


def settings(**changes: Any) -> Settings:
    """The least settings."""
    values = {"title": "P", "url": "https://example.org/", "prefix": "", "language": "en", "timezone": "UTC", **changes}
    return Settings(**values)


def piece(slug: str = "a", **changes: Any) -> Piece:
    """A published piece at `content/articles/SLUG.md`."""
    values = {
        "path": f"content/articles/{slug}.md",
        "slug": slug,
        "title": Html(slug.title()),
        "date": datetime(2024, 5, 17, tzinfo=UTC),
        **changes,
    }
    return Piece(**values)


def profile(author: str = "li", **changes: Any) -> Profile:
    """An author at `content/authors/ID.md`."""
    return Profile(**{"path": f"content/authors/{author}.md", "id": author, "name": author.title(), **changes})


def standing(address: str = "about", **changes: Any) -> Standing:
    """A standing page at `content/pages/ADDRESS.md`."""
    path = f"content/pages/{address}.md"
    return Standing(**{"path": path, "address": address, "title": Html(address.title()), **changes})


def asset(path: str, **changes: Any) -> Asset:
    """A file below `content/`."""
    return Asset(**{"path": f"content/{path}", "digest": "d" * 32, "size": 1, **changes})


def link(target: str, kind: str = "link") -> Ref:
    """A reference in the third line."""
    return Ref(kind, target, Mark(3, 5, len(target)))


def inventory(*known: Known, **changes: Any) -> Inventory:
    """An inventory of these values."""
    return Inventory(known={value.path: value for value in known}, **changes)
