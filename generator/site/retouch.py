"""A library and a few retouched pieces to the library with them, and to the pages that can show the difference.

A piece is retouched when nothing has changed but its text, its title and what only its own page tells. Where it stands,
who wrote it and what others refer to is as it was, so the pages of all others are as they were. The pages that can show
it are made by the same functions as in a whole plan.
"""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from generator.model import Page, Piece
from generator.site.articles import Around, article_page, comment_feeds, series_of
from generator.site.inventory import ROOT
from generator.site.library import Filed, Library
from generator.site.llms import llms
from generator.site.machines import news_sitemap, redirects
from generator.site.plan import archive_pages, author_pages, home_pages, tag_pages
from generator.site.views import NOWHERE, Views
from generator.slugs import slugify

_OWN = ("title", "summary", "words", "minutes", "content", "corrections", "sources", "ai", "editor", "extra")
"""Fields of a piece in which it may differ."""

_ON_CARD = ("title", "summary", "words", "minutes")


def is_retouch(old: Piece, new: Piece) -> bool:
    """Whether a piece is but retouched."""
    same = [(ref.kind, ref.target) for ref in old.refs] == [(ref.kind, ref.target) for ref in new.refs]
    return same and _unplaced(replace(new, **{name: getattr(old, name) for name in _OWN})) == _unplaced(old)


def titles_told(library: Library) -> frozenset[str]:
    """The titles that texts and menus tell of what they lead to: they show a change of them."""
    links = [*(entry.links for entry in library.filed), *(shelved.links for shelved in library.shelved)]
    told = {title for each in links for title in each.titles if title}
    return frozenset(told | {link.label for link in (*library.menu, *library.policies)})


def retouched(library: Library, pieces: Mapping[int, Piece]) -> Library:
    """The library with these pieces at these positions."""
    filed = list(library.filed)
    for position, piece in pieces.items():
        filed[position] = _refiled(filed[position], piece)
    return replace(library, filed=tuple(filed))


def own_pages(library: Library, views: Views, placed: Around, positions: frozenset[int]) -> Iterator[Page]:
    """The pages that can show the pieces at these positions where no list and no neighbour can show the difference."""
    yield from (article_page(position, library, views, placed) for position in sorted(positions))
    yield from views.feeds("/", library.filed, title=library.settings.title, subtitle=library.settings.description)


def pages_of(library: Library, views: Views, placed: Around, positions: frozenset[int]) -> Iterator[Page]:
    """The pages, of the whole site's, that can show the pieces at these positions."""
    entries = [library.filed[position] for position in positions]
    placed = replace(placed, series=series_of(library.filed))
    for position in sorted(_beside(library, placed, positions)):
        yield article_page(position, library, views, placed)
    yield from home_pages(library, views)
    yield from tag_pages(library, views, only={label.slug for entry in entries for label in entry.card.tags})
    yield from author_pages(library, views, only={author.id for entry in entries for author in entry.card.authors})
    yield from archive_pages(library, views, only={entry.card.date.year for entry in entries})
    yield from redirects(library)
    yield from comment_feeds(library, views)
    yield news_sitemap(library)
    yield from llms(library, views, {asset.path.removeprefix(ROOT) for asset in library.root})


def _refiled(entry: Filed, piece: Piece) -> Filed:
    card = replace(entry.card, **{name: getattr(piece, name) for name in _ON_CARD})
    return replace(entry, piece=piece, card=card if card != entry.card else entry.card)


def _beside(library: Library, placed: Around, positions: frozenset[int]) -> set[int]:
    """The positions of the articles whose pages can show one of these."""
    filed = library.filed
    found = {near for position in positions for near in (position - 1, position, position + 1)}
    found |= {place for place, others in enumerate(placed.related) if not positions.isdisjoint(others)}
    found |= {member for position in positions for member in placed.translations.get(position, ())}
    names = {series.name for position in positions if (series := filed[position].piece.series)}
    slugs = {filed[position].piece.slug for position in positions}
    for place, entry in enumerate(filed):
        piece = entry.piece
        if piece.series and piece.series.name in names:
            found.add(place)
        if (piece.translation_of or piece.supersedes) and not slugs.isdisjoint(_named(piece)):
            found.add(place)
    return {place for place in found if 0 <= place < len(filed)}


def _unplaced(piece: Piece) -> Piece:
    """A piece without the places of its values in its file, which any line more moves."""
    image = replace(piece.image, mark=NOWHERE) if piece.image else None
    named = tuple(replace(credit, mark=NOWHERE) for credit in piece.credits)
    return replace(piece, refs=(), marks={}, credits=named, image=image)


def _named(piece: Piece) -> tuple[str, str]:
    return slugify(piece.translation_of), slugify(piece.supersedes)
