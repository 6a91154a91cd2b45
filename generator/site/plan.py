"""A library to every file of the site: where it lies, who makes it, and the values it may read."""

from collections.abc import Callable, Collection, Iterator
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import Problem
from generator.model import Page
from generator.site.articles import Around, Relate, around, article_pages, comment_feeds, social_cards
from generator.site.clashes import same_path
from generator.site.copies import smaller
from generator.site.library import Filed, Library
from generator.site.llms import llms
from generator.site.machines import host_files, news_sitemap, redirects, robots, sitemaps
from generator.site.related import related
from generator.site.sections import sections, unknown_sections
from generator.site.urls import file_of
from generator.site.views import NOWHERE, Views, kept_text


class Plan(Struct, frozen=True):
    """Every file of the site, and what is wrong with the whole of it."""

    pages: tuple[Page, ...]
    """By path."""
    problems: tuple[Problem, ...]
    around: Around
    """Where each article stands among the others."""


def plan(
    library: Library,
    views: Views,
    *,
    wanted: frozenset[str],
    added: Callable[[Library], tuple[Page, ...]],
    relate: Relate = related,
) -> Plan:
    """The files of the site; `wanted` are the names that the article template reads, `added` the pages of plugins.

    `relate` is whoever does what `related` does.
    """
    placed = around(library, wanted=wanted, relate=relate)
    pages = [
        *article_pages(library, views, placed),
        *comment_feeds(library, views),
        *_standing_pages(library, views),
        *home_pages(library, views),
        *tag_pages(library, views),
        *author_pages(library, views),
        *archive_pages(library, views),
        views.page("404.html", "/404.html", title=views.say("not_found.title")),
        *_search(library, views),
        *social_cards(library),
        *_copies(library),
        *(replace(page, names={**views.everywhere, **page.names}) for page in added(library)),
    ]
    pages += [*sitemaps(library, views), news_sitemap(library), *redirects(library)]
    taken = {page.path for page in pages}
    pages += [*robots(taken, views), *llms(library, views, taken), *host_files(library, taken)]
    waiting = [waiting.page for waiting in library.waiting]
    wrong = [*same_path([*pages, *waiting]), *unknown_sections(library.settings, views.theme, library.terms)]
    return Plan(tuple(sorted(pages, key=lambda page: page.path)), tuple(wrong), placed)


def _standing_pages(library: Library, views: Views) -> Iterator[Page]:
    for shelved in library.shelved:
        page = shelved.page
        yield views.page(
            "page.html",
            shelved.address,
            title=page.title.plain,
            description=page.summary.plain,
            lang=page.lang,
            names={"content": kept_text(shelved)},
            source=page.path,
            mark=page.marks.get("slug", NOWHERE),
        )


def home_pages(library: Library, views: Views) -> Iterator[Page]:
    """The front page, its older pages and the site's feeds."""
    settings = library.settings
    leads = [card for card in views.cards if card.featured][:1]
    cards = [*leads, *(card for card in views.cards if card not in leads)] if leads else views.cards
    names = {"sections": sections(views.theme, library.terms, views.cards)}
    yield from views.listing("home.html", cards, library.urls.home, title=settings.title, names=names)
    yield from views.feeds("/", library.filed, title=settings.title, subtitle=settings.description)


def tag_pages(library: Library, views: Views, *, only: Collection[str] | None = None) -> Iterator[Page]:
    """The list of tags, and the pages and feeds of each tag, or of those in `only`."""
    yield views.page("tags.html", "/tags/", title=views.say("tags"))
    filed: dict[str, list[Filed]] = {term.slug: [] for term in library.terms}
    for entry in library.filed:
        for label in entry.card.tags:
            filed[label.slug].append(entry)
    for term in library.terms:
        if only is not None and term.slug not in only:
            continue
        address, bearers = partial(library.urls.tag, term.slug), filed[term.slug]
        yield from views.listing(
            "tag.html",
            [entry.card for entry in bearers],
            address,
            title=term.name,
            description=term.description,
            names={"tag": term},
        )
        yield from views.feeds(address(), bearers, title=term.name, subtitle=term.description)


def author_pages(library: Library, views: Views, *, only: Collection[str] | None = None) -> Iterator[Page]:
    """The list of authors, and the pages and feeds of each author, or of those in `only`."""
    yield views.page("authors.html", "/authors/", title=views.say("authors"))
    filed: dict[str, list[Filed]] = {person.id: [] for person in library.persons}
    for entry in library.filed:
        for author in dict.fromkeys(byline.id for byline in entry.card.authors):
            if author in filed:
                filed[author].append(entry)
    for person in library.persons:
        if only is not None and person.id not in only:
            continue
        address, pieces = partial(library.urls.author, person.id), filed[person.id]
        yield from views.listing(
            "author.html",
            [entry.card for entry in pieces],
            address,
            title=person.name,
            description=person.bio.plain.strip(),
            names={"author": person},
            source=library.author_files[person.id],
        )
        yield from views.feeds(address(), pieces, title=person.name, author=person.name)


def archive_pages(library: Library, views: Views, *, only: Collection[int] | None = None) -> Iterator[Page]:
    """The list of years, and the page of each year, or of those in `only`."""
    yield views.page("archive.html", "/archive/", title=views.say("archive"))
    everything = max(len(library.filed), 1)
    for year in library.years:
        if only is not None and year.year not in only:
            continue
        cards = [card for card in views.cards if card.date.year == year.year]
        yield from views.listing(
            "year.html", cards, partial(_only, library.urls.year(year.year)), title=str(year.year), per_page=everything
        )


def _only(address: str, _number: int) -> str:
    return address


def _search(library: Library, views: Views) -> Iterator[Page]:
    if library.settings.search:
        yield views.page("search.html", "/search/", title=views.say("search"))


def _copies(library: Library) -> Iterator[Page]:
    for asset in library.root:
        yield _copy(asset.path.removeprefix("content/root/"), asset.path, asset.digest)
    uses = {use.address: use.path for use in library.uses}
    for address, path in uses.items():
        yield _copy(file_of(address), path, library.digests[path])
    for address, width in sorted({(use.address, width) for use in library.uses for width in use.widths}):
        yield _resized(address, uses[address], width, library)


def _resized(address: str, source: str, width: int, library: Library) -> Page:
    quality = library.settings.pictures.quality if library.settings.pictures else 0
    names = {"file": source, "digest": library.digests[source], "width": width, "quality": quality}
    return Page(path=file_of(smaller(address, width)), maker="resize", names=names, source=source)


def _copy(path: str, source: str, digest: str) -> Page:
    return Page(path=path, maker="copy", names={"file": source, "digest": digest}, source=source)
