"""Everything a build has read, sorted by what it is."""

from collections.abc import Mapping
from datetime import datetime
from unicodedata import normalize

from msgspec import Struct, field, msgpack
from msgspec.structs import replace

from generator.model import Asset, Html, Known, Piece, Profile, Remark, Sidecar, Standing, TagNote

ROOT = "content/root/"

_decode = msgpack.Decoder(tuple[Remark, ...]).decode


class Inventory(Struct, frozen=True, kw_only=True):
    """Everything a build has read."""

    known: Mapping[str, Known]
    """By path."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """Paths of files that could not be read, to the slug, address or id that each would have."""
    tags: tuple[TagNote, ...] = ()
    tags_path: str = "content/tags.yaml"


class Stock(Struct, frozen=True, kw_only=True):
    """An inventory by kind, each in the order of paths."""

    pieces: tuple[Piece, ...]
    profiles: Mapping[str, Profile]
    """By id; of two with one id the first."""
    profile_twins: tuple[Profile, ...]
    """Profiles whose id another one has."""
    standings: tuple[Standing, ...]
    sidecars: Mapping[str, Sidecar]
    """By the path of their piece; of two for one piece the first."""
    stray_sidecars: tuple[Sidecar, ...]
    """Those without a piece, or for a piece that has one already."""
    assets: tuple[Asset, ...]
    """All but those of `root/`."""
    root: tuple[Asset, ...]
    unread: Mapping[str, str]


def stock(inventory: Inventory, *, pending: bool = False) -> Stock:
    """The inventory by kind; with `pending`, comments that wait for an editor count like approved ones."""
    known = [inventory.known[path] for path in sorted(inventory.known)]
    if pending:
        known = [_with_pending(value) if isinstance(value, Piece | Sidecar) else value for value in known]
    pieces = tuple(value for value in known if isinstance(value, Piece))
    profiles: dict[str, Profile] = {}
    twins = []
    for profile in (value for value in known if isinstance(value, Profile)):
        if profiles.setdefault(profile.id, profile) is not profile:
            twins.append(profile)
    unread = [path for path in inventory.unread if not path.endswith(".yaml")]
    by_stem = {stem_of(path): path for path in (*unread, *(piece.path for piece in pieces))}
    sidecars: dict[str, Sidecar] = {}
    strays = []
    for sidecar in (value for value in known if isinstance(value, Sidecar)):
        piece = by_stem.get(stem_of(sidecar.path), "")
        if not piece or sidecars.setdefault(piece, sidecar) is not sidecar:
            strays.append(sidecar)
    assets = [value for value in known if isinstance(value, Asset)]
    return Stock(
        pieces=pieces,
        profiles=profiles,
        profile_twins=tuple(twins),
        standings=tuple(value for value in known if isinstance(value, Standing)),
        sidecars=sidecars,
        stray_sidecars=tuple(strays),
        assets=tuple(asset for asset in assets if not asset.path.startswith(ROOT)),
        root=tuple(asset for asset in assets if asset.path.startswith(ROOT)),
        unread=inventory.unread,
    )


def stem_of(path: str) -> str:
    """What the path of a piece and that of its sidecar have in common, in NFC."""
    folder, _, name = normalize("NFC", path).rpartition("/")
    lower = name.lower()
    for ending in (".md", ".comments.yaml", ".markdown"):
        if lower.endswith(ending):
            return f"{folder}/{name[: -len(ending)]}"
    return f"{folder}/index" if name == "comments.yaml" else f"{folder}/{name}"


def pieces_of(sidecar: str) -> tuple[str, ...]:
    """The paths that the piece of a sidecar may have."""
    folder, _, name = sidecar.rpartition("/")
    stem = "index" if name == "comments.yaml" else name[: -len(".comments.yaml")]
    return f"{folder}/{stem}.md", f"{folder}/{stem}.markdown"


def remark_ids(piece: Piece, sidecar: Sidecar | None) -> tuple[str, ...]:
    """The ids of a piece's comments that are shown; one that is kept in two places is shown once."""
    if not sidecar:
        return piece.remark_ids
    twice = set(piece.remark_ids).intersection(sidecar.remark_ids)
    if not twice:
        return piece.remark_ids + sidecar.remark_ids
    own = {_said(remark) for remark in _decode(piece.remarks) if remark.id in twice}
    same = {remark.id for remark in _decode(sidecar.remarks) if _said(remark) in own}
    return piece.remark_ids + tuple([name for name in sidecar.remark_ids if name not in same])


def _said(remark: Remark) -> tuple[str, str, datetime, Html]:
    return remark.id, remark.author, remark.date, remark.text


def _with_pending(value: Known) -> Known:
    if not isinstance(value, Piece | Sidecar) or not value.pending_ids:
        return value
    return replace(value, remark_ids=value.remark_ids + value.pending_ids)
