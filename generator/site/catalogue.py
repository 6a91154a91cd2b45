"""What was read, and an instant, to the library that readers get at that instant."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from generator.errors import Problem
from generator.model import Page, Piece, Standing, Term, Year
from generator.settings import Settings
from generator.site.authorship import Authorship
from generator.site.cards import Cards
from generator.site.clashes import address_mark, astray, same_slug
from generator.site.finder import Finder
from generator.site.inventory import Inventory, Stock, stock
from generator.site.language import Say
from generator.site.library import Library, Shelved, Waiting
from generator.site.masthead import logo, menu, policies
from generator.site.moment import Moment, appears, is_waiting, next_change, why_hidden
from generator.site.tables import Counts, counts, tables
from generator.site.targets import Base
from generator.site.terms import Terms, terms
from generator.site.urls import Urls, file_of


class Catalogued(Struct, frozen=True, kw_only=True):
    """A library, and what is wrong with it."""

    library: Library
    problems: tuple[Problem, ...]


class _Bench(Struct, frozen=True, kw_only=True):
    """What turns the pieces that readers get at one instant into a library."""

    tags: Terms
    counted: Counts
    finder: Finder
    authorship: Authorship
    cards: Cards
    problems: tuple[Problem, ...]


def catalogue(inventory: Inventory, settings: Settings, *, moment: Moment, say: Say) -> Catalogued:
    """The library; every problem of the publication as a whole is told, frames not yet filled in."""
    held = stock(inventory, pending=moment.pending)
    urls = Urls(settings)
    texts: list[Piece | Standing] = [*held.pieces, *held.standings]
    hidden = {text.path: why for text in texts if (why := why_hidden(text, moment))}
    published = newest_first(piece for piece in held.pieces if piece.path not in hidden)
    waiting = sorted(
        (piece for piece in held.pieces if piece.path in hidden and is_waiting(piece, moment)), key=appears
    )
    bench = _bench(published, hidden, held, inventory, settings=settings, urls=urls, say=say)
    filed = tuple(bench.cards.filed(piece, held) for piece in published)
    years = Counter(entry.card.date.year for entry in filed)
    library = Library(
        settings=settings,
        urls=urls,
        moment=moment,
        filed=filed,
        shelved=_shelved(held, hidden, bench.finder),
        persons=bench.authorship.published(),
        author_files={author: profile.path for author, profile in held.profiles.items()},
        terms=_terms(bench.tags, bench.counted),
        years=tuple(Year(year, urls.to(urls.year(year)), years[year]) for year in sorted(years, reverse=True)),
        root=held.root,
        menu=menu(settings, bench.finder, lambda key: say(settings.language, key)),
        logo=logo(settings, bench.finder),
        policies=policies(settings, bench.finder),
        digests={asset.path: asset.digest for asset in held.assets},
        uses=tuple(sorted(bench.finder.uses)),
        waiting=tuple(_waiting(piece, urls) for piece in waiting),
        next_change=next_change(held.pieces, moment),
    )
    problems = [*bench.problems, *bench.finder.problems, *same_slug(held.pieces, moment), *astray(held)]
    if waiting:
        hidden_then = {path: why for path, why in hidden.items() if path not in {piece.path for piece in waiting}}
        shown_then = newest_first([*published, *waiting])
        later = _bench(shown_then, hidden_then, held, inventory, settings=settings, urls=urls, say=say)
        for piece in waiting:  # told now, and not in the night in which it appears
            later.cards.filed(piece, held)
        problems += [*later.problems, *later.finder.problems]
    return Catalogued(library=library, problems=tuple(problems))


def newest_first(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces by date, newest first; those of one instant by slug."""
    return sorted(pieces, key=lambda piece: (-piece.date.timestamp(), piece.slug, piece.path))


def _bench(
    published: Sequence[Piece],
    hidden: Mapping[str, str],
    held: Stock,
    inventory: Inventory,
    *,
    settings: Settings,
    urls: Urls,
    say: Say,
) -> _Bench:
    tags, problems = terms(
        published[::-1], inventory.tags, lambda slug: urls.to(urls.tag(slug)), notes_path=inventory.tags_path
    )
    counted = counts(published, lambda piece: tags.slugs_of(piece.tags))
    finder = Finder(tables(held, published, hidden, counted, urls=urls, settings=settings))
    authorship = Authorship(held.profiles, unread=held.unread, urls=urls, counts=counted, finder=finder)
    cards = Cards(settings, urls=urls, tags=tags, authorship=authorship, finder=finder, say=say)
    return _Bench(
        tags=tags, counted=counted, finder=finder, authorship=authorship, cards=cards, problems=tuple(problems)
    )


def _waiting(piece: Piece, urls: Urls) -> Waiting:
    page = Page(
        path=file_of(urls.article(piece.slug, piece.date)),
        maker="template",
        template="article.html",
        names={},
        source=piece.path,
        mark=address_mark(piece),
    )
    return Waiting(page=page, at=appears(piece))


def _shelved(held: Stock, hidden: Mapping[str, str], finder: Finder) -> tuple[Shelved, ...]:
    shown = sorted((page for page in held.standings if page.path not in hidden), key=lambda page: page.address)
    return tuple(
        Shelved(
            page=page, address=f"/{page.address}/", links=finder.links(page.refs, Base(page.path, f"/{page.address}/"))
        )
        for page in shown
    )


def _terms(tags: Terms, counted: Counts) -> tuple[Term, ...]:
    return tuple(
        Term(
            name=label.name,
            slug=slug,
            url=label.url,
            count=counted.tags[slug],
            description=tags.descriptions.get(slug, ""),
        )
        for slug, label in sorted(tags.labels.items())
    )
