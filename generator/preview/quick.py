"""A surveyed publication and pieces that were retouched to the few jobs that this changes.

The pages are those that a whole build would make, from the same functions; what it leaves out is to look whether
anything else changed. So whoever uses it looks at everything soon after, when nobody waits.
"""

import os
from collections.abc import Iterable, Mapping
from stat import S_ISREG

from msgspec import DecodeError, Struct, ValidationError, msgpack
from msgspec.structs import replace

from generator.build.settle import Settled, speaker
from generator.build.survey import Survey
from generator.engine.files import NO_HINT
from generator.engine.ledger import Ledger, SourceRow
from generator.model import Card, Job, Page, Piece, Profile
from generator.site.library import Library
from generator.site.retouch import is_retouch, own_pages, pages_of, retouched, titles_told
from generator.site.views import Views
from generator.source.intake import reading_key
from generator.source.read import Desk, Outcome, Record, Unread, read_file
from generator.theme.bind import OF_OTHERS, SPARABLE, Binder

_MOST = 8
"""Files that may be retouched at once; for more, everything is looked at."""

_LATEST, _NEWEST = "latest", 5
_ARTICLE = "article.html"


class Fast(Struct, frozen=True):
    """What is held in memory of a publication that is sound."""

    surveyed: Survey
    library: Library
    pages: Mapping[str, Page]
    """By path."""
    binder: Binder
    positions: Mapping[str, int]
    """Of the articles, by the paths of their files."""
    told: frozenset[str]
    """Titles that other texts tell."""
    is_told: bool
    """Whether biographies tell titles."""
    on_cards: frozenset[str]
    """Fields that templates can show of the cards of others; all there are where that cannot be known."""

    @property
    def known(self) -> Mapping[str, object]:
        """What is known of each file."""
        return self.surveyed.intake.known


class Touched(Struct, frozen=True):
    """What retouching came to."""

    fast: Fast
    jobs: tuple[Job, ...]
    """That are not as they were."""
    digests: Mapping[str, str]
    """Of the files that changed, by path."""
    read: int


def held_fast(surveyed: Survey, *, binder: Binder) -> Fast:
    """A sound survey, ready for quick edits."""
    pages = {page.path: page for page in surveyed.plan.pages}
    known = surveyed.intake.known.values()
    return Fast(
        surveyed=surveyed,
        library=surveyed.library,
        pages=pages,
        binder=binder,
        positions={entry.piece.path: position for position, entry in enumerate(surveyed.library.filed)},
        told=titles_told(surveyed.library),
        is_told=any(ref.kind == "title" for one in known if isinstance(one, Profile) for ref in one.refs),
        on_cards=_on_cards(surveyed.settled),
    )


def touch(
    fast: Fast, paths: Iterable[str], ledger: Ledger, *, digests: Mapping[str, str], desk: Desk
) -> Touched | None:
    """What the edits of these files, below the project, change; None where everything has to be looked at.

    `digests` are those of all files as they were last read.
    """
    wanted = sorted(path for path in set(paths) if path in fast.known or os.path.lexists(f"{desk.project}/{path}"))
    if len(wanted) > _MOST or fast.surveyed.settled.plugins.loaded:
        return None
    outcomes = {path: read for path in wanted if (read := _read(fast, path, digests, desk)) is not None}
    if len(outcomes) < len(wanted):
        return None
    pieces = {path: piece for path, (outcome, piece) in outcomes.items() if piece is not None}
    if not pieces:
        return Touched(fast, (), {}, len(wanted))
    if not _is_quiet(fast, pieces):
        return None
    key = reading_key(desk.reading)
    records = {path: outcomes[path][0].record for path in pieces}
    rows = [SourceRow(path, NO_HINT, outcomes[path][0].digest, key) for path in pieces]
    ledger.put_sources(rows, records=records)
    return _retouched(fast, pieces, {path: outcomes[path][0].digest for path in pieces})


def _read(fast: Fast, path: str, digests: Mapping[str, str], desk: Desk) -> tuple[Outcome, Piece | None] | None:
    """The file as it is now: with its piece where it is another than before; None where it is no plain edit."""
    old = fast.known.get(path)
    if not isinstance(old, Piece) or path not in fast.positions or path not in digests:
        return None
    if not _is_plain(f"{desk.project}/{path}"):
        return None
    outcome = read_file(desk, Unread(path, "article", digests[path]))
    if not outcome.digest:
        return None
    if not outcome.record:
        return outcome, None
    try:
        record = msgpack.decode(outcome.record, type=Record)
    except (DecodeError, ValidationError):
        return None
    new = record.value
    if record.problems or record.name or not isinstance(new, Piece) or not is_retouch(old, new):
        return None
    return outcome, new


def _is_plain(place: str) -> bool:
    """Whether a file stands there, and no link."""
    try:
        return S_ISREG(os.lstat(place).st_mode)
    except OSError:
        return False


def _is_quiet(fast: Fast, pieces: Mapping[str, Piece]) -> bool:
    """Whether nothing but the pages of lists and neighbours can show what changed."""
    places = [place for problem in fast.surveyed.problems for place in (problem.place, problem.other) if place]
    if any(place.path in pieces for place in places):
        return False  # a warning points to a line that may be another one now
    retitled = {piece.title.plain for path in pieces if (piece := _piece(fast, path)).title != pieces[path].title}
    if retitled & fast.told or (retitled and (fast.is_told or fast.library.settings.cards)):
        return False
    is_late = any(fast.positions[path] < _NEWEST for path in pieces)
    reads = fast.surveyed.settled.reads
    return not (is_late and _ARTICLE in reads and _LATEST in reads[_ARTICLE].names)


def _piece(fast: Fast, path: str) -> Piece:
    return fast.library.filed[fast.positions[path]].piece


def _retouched(fast: Fast, pieces: Mapping[str, Piece], digests: Mapping[str, str]) -> Touched:
    surveyed = fast.surveyed
    settled = surveyed.settled
    positions = {fast.positions[path]: piece for path, piece in pieces.items()}
    library = retouched(fast.library, positions)
    views = Views(library, say=speaker(settled.settings), theme=settled.options, names=settled.plugins.names)
    pages = own_pages if _is_alone(fast, library, positions) else pages_of
    made = {page.path: page for page in pages(library, views, surveyed.plan.around, frozenset(positions))}
    if pages is pages_of and any(position < _NEWEST for position in positions):
        made |= _with_latest(fast, views, made)
    changed = {path: page for path, page in made.items() if page != fast.pages.get(path)}
    jobs = tuple(fast.binder.bind(page) for page in changed.values())
    intake = replace(surveyed.intake, known={**surveyed.intake.known, **pieces})
    held = Fast(
        surveyed=replace(surveyed, intake=intake, library=library),
        library=library,
        pages={**fast.pages, **changed},
        binder=fast.binder,
        positions=fast.positions,
        told=fast.told,
        is_told=fast.is_told,
        on_cards=fast.on_cards,
    )
    return Touched(held, jobs, digests, len(pieces))


def _is_alone(fast: Fast, library: Library, positions: Iterable[int]) -> bool:
    """Whether what others know of the pieces is as it was, as far as any page can show it."""
    if library.settings.feeds.full == "all":
        return False
    pairs = [(fast.library.filed[position].card, library.filed[position].card) for position in positions]
    return all(getattr(old, name) == getattr(new, name) for old, new in pairs for name in fast.on_cards)


def _on_cards(settled: Settled) -> frozenset[str]:
    """The fields of a card that some template can show of another piece."""
    assert settled.study is not None
    every = frozenset(Card.__struct_fields__)
    mentions = settled.study.mentions
    seen = [mentions[name] for name, read in settled.reads.items() if OF_OTHERS & read.names and name in mentions]
    if any(words is None for words in seen):
        return every
    optional = frozenset(SPARABLE)
    return (every - optional).union(*(optional & words for words in seen if words))


def _with_latest(fast: Fast, views: Views, made: Mapping[str, Page]) -> dict[str, Page]:
    """The other pages that show the newest pieces."""
    reads = fast.surveyed.settled.reads
    shown = {template for template, read in reads.items() if _LATEST in read.names}
    latest = {_LATEST: views.everywhere[_LATEST]}
    return {
        path: replace(page, names={**page.names, **latest})
        for path, page in fast.pages.items()
        if page.template in shown and path not in made
    }
