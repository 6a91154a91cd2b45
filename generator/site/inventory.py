"""Everything a build has read, sorted by what it is, and what is wrong between its files."""

from collections.abc import Mapping, Sequence
from unicodedata import normalize

from msgspec import Struct

from generator.errors import Place, Problem
from generator.model import Asset, Known, Mark, Piece, Profile, Sidecar, Standing, TagNote
from generator.site.moment import Moment, hidden, is_scheduled


class Inventory(Struct, frozen=True, kw_only=True):
    """Everything a build has read."""

    known: Mapping[str, Known]
    """By path."""
    unread: frozenset[str] = frozenset()
    """Paths of files that could not be read."""
    tags: tuple[TagNote, ...] = ()
    tags_path: str = "content/tags.yaml"


class Stock(Struct, frozen=True, kw_only=True):
    """An inventory by kind, each in the order of paths."""

    pieces: tuple[Piece, ...]
    profiles: Mapping[str, Profile]
    """By id."""
    standings: tuple[Standing, ...]
    sidecars: Mapping[str, Sidecar]
    """By the path of their piece."""
    assets: tuple[Asset, ...]
    """All but those of `root/`."""
    root: tuple[Asset, ...]
    unread: frozenset[str]


def stock(inventory: Inventory) -> Stock:
    """The inventory by kind."""
    known = [inventory.known[path] for path in sorted(inventory.known)]
    assets = [value for value in known if isinstance(value, Asset)]
    return Stock(
        pieces=tuple(value for value in known if isinstance(value, Piece)),
        profiles={value.id: value for value in known if isinstance(value, Profile)},
        standings=tuple(value for value in known if isinstance(value, Standing)),
        sidecars={piece_of(value.path): value for value in known if isinstance(value, Sidecar)},
        assets=tuple(asset for asset in assets if not asset.path.startswith("content/root/")),
        root=tuple(asset for asset in assets if asset.path.startswith("content/root/")),
        unread=inventory.unread,
    )


def piece_of(sidecar: str) -> str:
    """The path of the piece that a sidecar belongs to."""
    if sidecar.endswith("/comments.yaml"):
        return sidecar.removesuffix("comments.yaml") + "index.md"
    return sidecar.removesuffix(".comments.yaml") + ".md"


def remark_ids(piece: Piece, sidecar: Sidecar | None) -> tuple[str, ...]:
    """The ids of a piece's approved comments."""
    return piece.remark_ids + sidecar.remark_ids if sidecar else piece.remark_ids


def orphans(held: Stock) -> list[Problem]:
    """Sidecars without their piece."""
    there = {piece.path for piece in held.pieces} | held.unread
    return [
        Problem(
            place=Place(sidecar.path),
            message=f"these comments belong to {piece}, which does not exist",
            hint="rename the file with its piece, or delete it",
            rule="orphan-sidecar",
        )
        for piece, sidecar in held.sidecars.items()
        if piece not in there
    ]


def clashes(pieces: Sequence[Piece], moment: Moment) -> list[Problem]:
    """Pieces under one slug, told at the one that says its slug, else at the later one in order."""
    first: dict[str, Piece] = {}
    problems = []
    for piece in pieces:
        if hidden(piece, moment) and (piece.draft or not is_scheduled(piece, moment)):
            continue
        other = first.setdefault(normalize("NFC", piece.slug).casefold(), piece)
        if other is not piece:
            problems.append(_clash(piece, other))
    return problems


def _clash(piece: Piece, other: Piece) -> Problem:
    blamed, kept = (other, piece) if other.slug_given and not piece.slug_given else (piece, other)
    mark, twin = (known.marks.get("slug") or Mark(1, 0) for known in (blamed, kept))
    return Problem(
        place=Place(blamed.path, mark.line, mark.column),
        message=f"two pieces have the slug {blamed.slug!r}",
        hint="give one of them another slug",
        width=mark.width,
        other=Place(kept.path, twin.line, twin.column),
    )
