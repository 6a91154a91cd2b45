"""A project to what readers wrote, and to the pieces they may write of."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, msgpack

from generator.build.inspect import surveyed
from generator.build.request import Progress, Request
from generator.build.survey import Survey
from generator.model import Known, Piece, Remark, Sidecar
from generator.settings import Reading, Settings, reading_of
from generator.site.inventory import stem_of

_decode = msgpack.Decoder(tuple[Remark, ...]).decode


class Commented(Struct, frozen=True):
    """A reader's comment and the piece it stands under."""

    slug: str
    path: str
    """Of the file that holds it."""
    remark: Remark


class Commentable(Struct, frozen=True, kw_only=True):
    """A piece as one who writes a comment, or brings old ones along, needs to know it."""

    slug: str
    title: str
    lang: str
    date: datetime
    sidecar: str
    """The path of its file of comments, be it there or not."""
    address: str
    """Decoded, without the prefix."""
    url: str
    """Absolute."""
    aliases: tuple[str, ...]
    status: str
    """`open`, `closed` or `hidden`."""
    is_published: bool
    remarks: tuple[Remark, ...]
    """All of them, whatever their status."""


class Discussion(Struct, frozen=True, kw_only=True):
    """What readers wrote, and the pieces they may have written of."""

    comments: tuple[Commented, ...]
    """Newest first."""
    slugs: frozenset[str]
    pieces: tuple[Commentable, ...]
    """By path."""
    settings: Settings
    reading: Reading


def discussion(request: Request, *, progress: Progress) -> Discussion:
    """All comments of all pieces."""
    with surveyed(request, progress=progress) as (found, _ledger):
        return _discussion(found)


def _discussion(found: Survey) -> Discussion:
    known = found.intake.known
    slugs = {stem_of(path): value.slug for path, value in known.items() if isinstance(value, Piece)}
    comments = [
        Commented(slugs[stem_of(path)], path, remark)
        for path, value in known.items()
        if isinstance(value, Piece | Sidecar) and value.remarks and stem_of(path) in slugs
        for remark in _decode(value.remarks)
    ]
    comments.sort(key=lambda comment: (comment.remark.date, comment.remark.id), reverse=True)
    return Discussion(
        comments=tuple(comments),
        slugs=frozenset(slugs.values()),
        pieces=_pieces(found, known),
        settings=found.settings,
        reading=reading_of(found.settings, version=found.settled.plugins.digest),
    )


def _pieces(found: Survey, known: Mapping[str, Known]) -> tuple[Commentable, ...]:
    sidecars = {stem_of(path): value for path, value in known.items() if isinstance(value, Sidecar)}
    published = {entry.piece.path for entry in found.library.filed}
    settings, urls = found.settings, found.library.urls
    pieces = []
    for path in sorted(known):
        piece = known[path]
        if not isinstance(piece, Piece):
            continue
        sidecar = sidecars.get(stem_of(path))
        packed = [piece.remarks, sidecar.remarks if sidecar else b""]
        address = urls.article(piece.slug, piece.date)
        one = Commentable(
            slug=piece.slug,
            title=piece.title.plain,
            lang=piece.lang or settings.language,
            date=piece.date,
            sidecar=sidecar.path if sidecar else _sidecar_of(piece),
            address=address,
            url=urls.absolute(urls.to(address)),
            aliases=piece.aliases,
            status=piece.comments or settings.comments.status,
            is_published=path in published,
            remarks=tuple(remark for data in packed if data for remark in _decode(data)),
        )
        pieces.append(one)
    return tuple(pieces)


def _sidecar_of(piece: Piece) -> str:
    """The path that the comments of a piece without any are kept at."""
    folder, _, name = piece.path.rpartition("/")
    if piece.bundle:
        return f"{folder}/comments.yaml"
    return f"{folder}/{name.rpartition('.')[0]}.comments.yaml"
