"""What was read, and an instant, to the library that readers get at that instant."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from generator.errors import Problem
from generator.model import Byline, Card, Link, Mark, Picture, Piece, Plate, Ref, Standing, Term, Year
from generator.settings import Settings
from generator.site.authorship import Authorship
from generator.site.finder import Finder
from generator.site.inventory import Inventory, Stock, clashes, orphans, remark_ids, stock
from generator.site.library import Filed, Library, Shelved, Waiting
from generator.site.moment import Moment, appears, hidden, is_scheduled, next_change
from generator.site.people import byline, reply_keys
from generator.site.references import Answer, Base
from generator.site.tables import Counts, addresses, counts, resolver
from generator.site.terms import Terms, terms
from generator.site.urls import Urls

RTL = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ku-arab", "ps", "sd", "syr", "ug", "ur", "yi"])
"""Languages written from right to left."""

SETTINGS = Base("content/site.yaml", "/")

Say = Callable[[str, str], str]
"""A language and a key to a sentence of the interface."""


class Catalogued(Struct, frozen=True, kw_only=True):
    """A library, and what is wrong with it."""

    library: Library
    problems: tuple[Problem, ...]


@lru_cache(maxsize=256)
def direction(lang: str) -> str:
    """`rtl` or `ltr`."""
    lower = lang.lower()
    return "rtl" if lower in RTL or lower.split("-")[0] in RTL else "ltr"


def catalogue(inventory: Inventory, settings: Settings, *, moment: Moment, say: Say) -> Catalogued:
    """The library; every problem of the publication as a whole is told, frames not yet filled in."""
    held = stock(inventory)
    urls = Urls(settings)
    everything: list[Piece | Standing] = [*held.pieces, *held.standings]
    hidden_ = {page.path: why for page in everything if (why := hidden(page, moment))}
    published = newest_first(piece for piece in held.pieces if piece.path not in hidden_)
    tags, problems = terms(
        published[::-1], inventory.tags, lambda slug: urls.to(urls.tag(slug)), notes_path=inventory.tags_path
    )
    counted = counts(published, lambda piece: (label.slug for label in tags.of(piece.tags)))
    known = addresses(held, published, hidden_, counted, urls=urls, settings=settings)
    finder = Finder(resolver(held, published, hidden_, urls=urls, addresses=known))
    authorship = Authorship(held.profiles, unread=held.unread, urls=urls, counts=counted, finder=finder)
    cards = _Cards(settings, urls=urls, tags=tags, authorship=authorship, finder=finder, say=say)
    filed = tuple(cards.filed(piece, held) for piece in published)
    waiting = newest_first(piece for piece in held.pieces if not piece.draft and is_scheduled(piece, moment))[::-1]
    later = _judged_ahead(waiting, published, held, hidden_, known=known, urls=urls)
    for piece in (*published, *waiting):
        authorship.check(piece)
    years = Counter(entry.card.date.year for entry in filed)
    library = Library(
        settings=settings,
        urls=urls,
        moment=moment,
        filed=filed,
        shelved=_shelved(held, hidden_, finder),
        persons=authorship.published(),
        terms=_terms(tags, counted),
        years=tuple(Year(year, urls.to(urls.year(year)), years[year]) for year in sorted(years, reverse=True)),
        root=held.root,
        menu=_menu(settings, finder),
        logo=_logo(settings, finder),
        policies=_policies(settings, finder),
        digests={asset.path: asset.digest for asset in held.assets},
        uses=tuple(sorted(finder.uses)),
        waiting=tuple(Waiting(path=piece.path, at=appears(piece)) for piece in sorted(waiting, key=appears)),
        next_change=next_change(held.pieces, moment),
    )
    problems += [*clashes(held.pieces, moment), *orphans(held), *finder.problems, *later]
    return Catalogued(library=library, problems=tuple(problems))


def newest_first(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces by date, newest first; those of one instant by slug."""
    return sorted(pieces, key=lambda piece: (-piece.date.timestamp(), piece.slug, piece.path))


class _Cards:
    """Makes the card of a piece."""

    def __init__(
        self, settings: Settings, *, urls: Urls, tags: Terms, authorship: Authorship, finder: Finder, say: Say
    ) -> None:
        self._settings = settings
        self._zone = ZoneInfo(settings.timezone)
        self._urls = urls
        self._tags = tags
        self._authorship = authorship
        self._finder = finder
        self._say = lru_cache(maxsize=None)(say)
        self._publication = (Byline(name=settings.publisher.name or settings.title, url=urls.to("/")),)

    def filed(self, piece: Piece, held: Stock) -> Filed:
        address = self._urls.article(piece.slug, piece.date)
        base = Base(piece.path, address)
        persons = self._authorship.of(piece, base)
        sidecar = held.sidecars.get(piece.path)
        lang = piece.lang or self._settings.language
        card = Card(
            url=self._urls.to(address),
            slug=piece.slug,
            title=piece.title,
            kind=piece.kind,
            kind_label=self._settings.kinds.get(piece.kind) or self._say(lang, f"kind.{piece.kind}"),
            date=piece.date.astimezone(self._zone),
            updated=piece.updated.astimezone(self._zone) if piece.updated else None,
            authors=tuple(byline(whole) for whole in persons) or self._publication,
            tags=self._tags.of(piece.tags),
            summary=piece.summary,
            image=self._picture(piece.image, base) if piece.image else None,
            words=piece.words,
            minutes=piece.minutes,
            comments=0 if piece.comments == "hidden" else len(remark_ids(piece, sidecar)),
            lang=lang,
            dir=direction(lang),
            featured=piece.featured,
            series=piece.series,
        )
        return Filed(
            piece=piece,
            card=card,
            persons=persons,
            address=address,
            sidecar=sidecar,
            links=self._finder.links(piece.refs, base),
            reply_keys=reply_keys(piece.credits, held.profiles),
        )

    def _picture(self, plate: Plate, base: Base) -> Picture:
        answer = self._finder.picture(plate.src, plate.mark, base)
        return Picture(
            url=answer.url,
            alt=plate.alt,
            width=answer.width,
            height=answer.height,
            caption=plate.caption,
            credit=plate.credit,
            license=plate.license,
        )


def _shelved(held: Stock, hidden_: Mapping[str, str], finder: Finder) -> tuple[Shelved, ...]:
    shown = sorted((page for page in held.standings if page.path not in hidden_), key=lambda page: page.address)
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


def _menu(settings: Settings, finder: Finder) -> tuple[Link, ...]:
    entries = []
    for position, entry in enumerate(settings.menu):
        mark = settings.marks.get(f"menu.{position}", Mark(1, 0))
        answer = _outside_or_found(entry.url, mark, finder, kind="link" if entry.label else "title")
        if answer.url:
            entries.append(Link(entry.label or answer.title or entry.url, answer.url))
    return tuple(entries)


def _logo(settings: Settings, finder: Finder) -> str:
    logo = settings.publisher.logo
    return finder.picture(logo, settings.marks.get("publisher.logo", Mark(1, 0)), SETTINGS).url if logo else ""


def _policies(settings: Settings, finder: Finder) -> tuple[Link, ...]:
    return tuple(
        Link(name, _outside_or_found(url, settings.marks.get(f"publisher.policies.{name}", Mark(1, 0)), finder).url)
        for name, url in settings.publisher.policies.items()
    )


def _outside_or_found(url: str, mark: Mark, finder: Finder, *, kind: str = "link") -> Answer:
    """A reference of the settings; an address on another host is taken as it is."""
    if url.startswith(("http://", "https://", "mailto:")):
        return Answer(url=url)
    return finder.link(Ref(kind, url, mark), SETTINGS)


def _judged_ahead(
    waiting: Sequence[Piece],
    published: Sequence[Piece],
    held: Stock,
    hidden_: Mapping[str, str],
    *,
    known: frozenset[str],
    urls: Urls,
) -> list[Problem]:
    """What is wrong with scheduled pieces, told now and not in the night in which they appear."""
    if not waiting:
        return []
    paths = {piece.path for piece in waiting}
    hidden_then = {path: why for path, why in hidden_.items() if path not in paths}
    finder = Finder(resolver(held, [*published, *waiting], hidden_then, urls=urls, addresses=known))
    for piece in waiting:
        finder.links(piece.refs, Base(piece.path, urls.article(piece.slug, piece.date)))
    return finder.problems
