"""What a page held before and holds now to the reason why it is written again, in an editor's words."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.model import (
    Card,
    FeedView,
    Job,
    KeptArticle,
    Known,
    LlmsView,
    NewsView,
    Piece,
    Profile,
    Section,
    SeriesView,
    Sidecar,
)
from generator.site.inventory import pieces_of

NEW = "are new"
LOST = "were missing or changed in the output"

_WORDS = {
    "title": "title",
    "date": "date",
    "publish": "date",
    "updated": "date",
    "slug": "address",
    "credits": "author",
    "tags": "tags",
    "summary": "summary",
    "image": "picture",
    "kind": "kind",
    "series": "series",
    "remark_ids": "comments",
    "comments": "comments",
    "content": "text",
}
"""A piece's field to what an editor calls it, the more telling ones first."""

_NAMES = {
    "(edition)": "were made with other settings or another version",
    "(template)": "show the changed theme",
    "(assets)": "show the changed theme",
    "theme": "show the changed theme",
    "site": "show the changed settings",
    "comments": "show other comments",
    "author": "show the changed author",
    "tag": "show the changed tag",
    "listing": "list other pieces",
    "pager": "list other pieces",
    "newer": "have other neighbours",
    "older": "have other neighbours",
    "related": "have other neighbours",
    "series": "have other neighbours",
    "latest": "list other pieces",
    "tags": "list other tags",
    "authors": "list other authors",
    "years": "list other years",
    "feed": "list other pieces",
    "sitemap": "list other pieces",
    "news": "list other pieces",
    "llms": "list other pieces",
    "redirect": "lead elsewhere",
    "article": "show the changed text",
    "content": "show the changed text",
}
"""A name that a page held to what its change means, the more telling ones first."""


_SINGULAR = {"are": "is", "were": "was", "have": "has"}


class Changes(Struct, frozen=True):
    """What changed between two readings of a publication."""

    pieces: Mapping[str, str]
    """The slug of each changed piece to what changed in it, in one word."""
    authors: frozenset[str]
    """The ids of changed authors."""


def changes(before: Mapping[str, Known], now: Mapping[str, Known]) -> Changes:
    """What changed in files that were known `before`."""
    pieces: dict[str, str] = {}
    authors = set()
    for path, old in before.items():
        new = now.get(path)
        if isinstance(old, Profile):
            authors.add(old.id)
        elif isinstance(old, Sidecar):
            piece = next((now[name] for name in pieces_of(path) if name in now), None)
            if isinstance(piece, Piece):
                pieces.setdefault(piece.slug, "comments")
        elif isinstance(old, Piece) and isinstance(new, Piece):
            word = _word(old, new)
            if word:
                pieces[new.slug] = word
    return Changes(pieces, frozenset(authors))


def _word(old: Piece, new: Piece) -> str:
    """The most telling thing that changed in a piece."""
    return next((word for field, word in _WORDS.items() if getattr(old, field) != getattr(new, field)), "")


def reason(job: Job, before: Mapping[str, str] | None, changed: Changes) -> str:
    """Why a job is done: `before` are the digests that the page held when it was last written, if it ever was."""
    if before is None:
        return NEW
    names = differing(job, before)
    if not names:
        return LOST
    if "(edition)" in names:
        return _NAMES["(edition)"]
    cards = [card for name in names for card in _cards(job.held.get(name))]
    words = {changed.pieces[card.slug] for card in cards if card.slug in changed.pieces}
    for word in _WORDS.values():
        if word in words:
            return f"show the changed {word}"
    if names & {"author", "authors"} or any(byline.id in changed.authors for card in cards for byline in card.authors):
        return "show the changed author"
    return next((meaning for name, meaning in _NAMES.items() if name in names), "hold other values")


def differing(job: Job, before: Mapping[str, str]) -> set[str]:
    """The names whose values are not those that the page held when it was last written."""
    return {name for name in job.digests.keys() | before.keys() if job.digests.get(name) != before.get(name)}


def of_one(why: str) -> str:
    """A reason, which speaks of several pages, as it is said of one: "show" becomes "shows"."""
    verb, _, rest = why.partition(" ")
    return f"{_SINGULAR.get(verb, verb + 's')} {rest}"


def _cards(value: object) -> Iterator[Card]:
    """The cards in a value that a page holds."""
    if isinstance(value, Card):
        yield value
    elif isinstance(value, KeptArticle):
        yield value.card
    elif isinstance(value, tuple):
        for part in value:
            yield from _cards(part)
    elif isinstance(value, FeedView):
        yield from _cards(value.entries)
    elif isinstance(value, LlmsView | NewsView):
        yield from value.cards
    elif isinstance(value, SeriesView):
        yield from value.parts
    elif isinstance(value, Section):
        yield from value.pieces
