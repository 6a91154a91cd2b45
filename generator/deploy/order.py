"""The order in which files travel, so that at every instant no page refers to a file that is not there; pure."""

import re
from collections.abc import Iterable

from msgspec import Struct

from generator.deploy.goal import Parcel
from generator.deploy.plan import Plan

_NAMED_BY_CONTENT = re.compile(r"\.[0-9a-f]{8,64}\.[^./]+$")
_POINTERS = re.compile(
    r"(?:.*/)?(?:feed\.json|pagefind-entry\.json|robots\.txt|llms[^/]*\.txt|_headers|_redirects|[^/]+\.(?:xml|xml\.gz|xml\.br))"
)
_COPY = re.compile(r"\.(?:gz|br)$")


class Batch(Struct, frozen=True):
    """Files that may travel in any order, or at once."""

    name: str
    parcels: tuple[Parcel, ...]


def is_named_by_content(path: str) -> bool:
    """Whether the file's name changes with its bytes, so that it may be kept for ever."""
    return _NAMED_BY_CONTENT.search(_COPY.sub("", path)) is not None


def turn(path: str) -> int:
    """0 for what pages name, 1 for pages, 2 for what points readers and machines to pages."""
    plain = _COPY.sub("", path)
    if is_named_by_content(plain):
        return 0
    if plain.endswith((".html", ".htm")):
        return 1
    return 2 if _POINTERS.fullmatch(plain) else 0


def batches(plan: Plan) -> tuple[Batch, ...]:
    """The files of a plan in the order they travel: what is new before what may begin to refer to it."""
    named = (
        ("assets", _of(plan.new, 0)),
        ("assets", _of(plan.changed, 0)),
        ("pages", _of(plan.new, 1)),
        ("pages", _of(plan.changed, 1)),
        ("feeds and sitemaps", _of(plan.sent, 2)),
    )
    return tuple(Batch(name, parcels) for name, parcels in named if parcels)


def _of(parcels: Iterable[Parcel], place: int) -> tuple[Parcel, ...]:
    return tuple(sorted((parcel for parcel in parcels if turn(parcel.path) == place), key=lambda parcel: parcel.path))
