"""A library to every file of the site: where it lies, who makes it, and the values it may read."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import Place, Problem
from generator.model import Address, Mark, Page, Piece, RedirectView, SitemapView, Standing
from generator.site.articles import article_pages
from generator.site.catalogue import direction
from generator.site.library import Filed, Library
from generator.site.urls import file_of, folded
from generator.site.views import Views, kept_text

SITEMAP_LIMIT = 50_000
"""Addresses in one sitemap; sitemaps.org."""


class Plan(Struct, frozen=True):
    """Every file of the site, and what is wrong with the whole of it."""

    pages: tuple[Page, ...]
    """By path."""
    problems: tuple[Problem, ...]


def plan(
    library: Library, views: Views, *, wanted: frozenset[str], added: Callable[[Library], tuple[Page, ...]]
) -> Plan:
    """The files of the site; `wanted` are the names that the article template reads, `added` the pages of plugins."""
    pages = [
        *article_pages(library, views, wanted=wanted),
        *_standing_pages(library, views),
        *_home(library, views),
        *_tags(library, views),
        *_authors(library, views),
        *_archive(library, views),
        views.page("404.html", "/404.html", title=views.say("not_found.title")),
        *_copies(library),
        *(replace(page, names={**views.everywhere, **page.names}) for page in added(library)),
    ]
    pages += _sitemaps(library, views)
    pages += _redirects(library, views)
    pages += _robots(pages, views)
    return Plan(tuple(sorted(pages, key=lambda page: page.path)), tuple(_clashes(pages, library)))


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
        )


def _home(library: Library, views: Views) -> Iterator[Page]:
    settings = library.settings
    leads = [card for card in views.cards if card.featured][:1]
    cards = [*leads, *(card for card in views.cards if card not in leads)] if leads else views.cards
    yield from views.listing("home.html", cards, library.urls.home, title=settings.title)
    yield from views.feeds("/", library.filed, title=settings.title, subtitle=settings.description)


def _tags(library: Library, views: Views) -> Iterator[Page]:
    yield views.page("tags.html", "/tags/", title=views.say("tags"))
    filed: dict[str, list[Filed]] = {term.slug: [] for term in library.terms}
    for entry in library.filed:
        for label in entry.card.tags:
            filed[label.slug].append(entry)
    for term in library.terms:
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


def _authors(library: Library, views: Views) -> Iterator[Page]:
    yield views.page("authors.html", "/authors/", title=views.say("authors"))
    filed: dict[str, list[Filed]] = {person.id: [] for person in library.persons}
    for entry in library.filed:
        for author in dict.fromkeys(byline.id for byline in entry.card.authors):
            if author in filed:
                filed[author].append(entry)
    for person in library.persons:
        address, pieces = partial(library.urls.author, person.id), filed[person.id]
        yield from views.listing(
            "author.html",
            [entry.card for entry in pieces],
            address,
            title=person.name,
            description=person.bio.plain.strip(),
            names={"author": person},
        )
        yield from views.feeds(address(), pieces, title=person.name, author=person.name)


def _archive(library: Library, views: Views) -> Iterator[Page]:
    yield views.page("archive.html", "/archive/", title=views.say("archive"))
    everything = max(len(library.filed), 1)
    for year in library.years:
        cards = [card for card in views.cards if card.date.year == year.year]
        yield from views.listing(
            "year.html", cards, partial(_only, library.urls.year(year.year)), title=str(year.year), per_page=everything
        )


def _only(address: str, _number: int) -> str:
    return address


def _copies(library: Library) -> Iterator[Page]:
    for asset in library.root:
        yield _copy(asset.path.removeprefix("content/root/"), asset.path, asset.digest)
    for use in library.uses:
        yield _copy(use.address.lstrip("/"), use.path, library.digests[use.path])


def _copy(path: str, source: str, digest: str) -> Page:
    return Page(path=path, maker="copy", names={"file": source, "digest": digest}, source=source)


def _sitemaps(library: Library, views: Views) -> Iterator[Page]:
    urls = library.urls
    entries = [Address(urls.absolute(entry.card.url), entry.card.updated or entry.card.date) for entry in library.filed]
    entries += [Address(views.absolute(shelved.address), shelved.page.updated) for shelved in library.shelved]
    entries += [Address(views.absolute(address)) for address in ("/", "/tags/", "/authors/", "/archive/")]
    entries += [Address(urls.absolute(term.url)) for term in library.terms]
    entries += [Address(urls.absolute(person.url)) for person in library.persons]
    entries += [Address(urls.absolute(year.url)) for year in library.years]
    entries.sort(key=lambda entry: entry.url)
    if len(entries) <= SITEMAP_LIMIT:
        yield _sitemap("/sitemap.xml", entries)
        return
    parts = [entries[start : start + SITEMAP_LIMIT] for start in range(0, len(entries), SITEMAP_LIMIT)]
    for number, part in enumerate(parts, start=1):
        yield _sitemap(f"/sitemap-{number}.xml", part)
    index = [Address(views.absolute(f"/sitemap-{number}.xml")) for number in range(1, len(parts) + 1)]
    yield _sitemap("/sitemap.xml", index, index=True)


def _sitemap(address: str, entries: Sequence[Address], *, index: bool = False) -> Page:
    view = SitemapView(entries=tuple(entries), index=index)
    return Page(path=file_of(address), maker="sitemap", names={"sitemap": view})


def _redirects(library: Library, views: Views) -> Iterator[Page]:
    language = library.settings.language
    pages: list[tuple[Piece | Standing, str]] = [(entry.piece, entry.address) for entry in library.filed]
    pages += [(shelved.page, shelved.address) for shelved in library.shelved]
    for page, address in pages:
        lang = page.lang or language
        url = library.urls.to(address)
        for position, alias in enumerate(page.aliases):
            view = RedirectView(
                url=url,
                canonical=library.urls.absolute(url),
                title=page.title.plain,
                lang=lang,
                dir=direction(lang),
            )
            yield Page(
                path=file_of(alias),
                maker="redirect",
                names={"redirect": view},
                source=page.path,
                mark=page.marks.get(f"aliases.{position}", Mark(0, 0)),
            )


def _robots(pages: Sequence[Page], views: Views) -> Iterator[Page]:
    if not any(page.path == "robots.txt" for page in pages):
        text = f"User-agent: *\nAllow: /\n\nSitemap: {views.absolute('/sitemap.xml')}\n"
        yield Page(path="robots.txt", maker="text", names={"text": text})


def _clashes(pages: Sequence[Page], library: Library) -> Iterator[Problem]:
    """Two files at one path, or a file where another needs a folder: told at the one that an editor wrote."""
    first: dict[str, Page] = {}
    said = {frozenset([a.piece.path, b.piece.path]) for a, b in _same_address(library)}
    for page in pages:
        other = first.setdefault(folded(page.path), page)
        if other is not page and frozenset([page.source, other.source]) not in said:
            yield _clash(page, other)
    folders: dict[str, Page] = {}
    for path, page in first.items():
        folder, _, _ = path.rpartition("/")
        while folder and folder not in folders:
            folders[folder] = page
            folder, _, _ = folder.rpartition("/")
    for path, page in first.items():
        if path in folders:
            yield _clash(folders[path], page)


def _same_address(library: Library) -> list[tuple[Filed, Filed]]:
    """Pieces whose clash the catalogue has told already."""
    seen: dict[str, Filed] = {}
    pairs = []
    for entry in library.filed:
        other = seen.setdefault(entry.address.casefold(), entry)
        if other is not entry:
            pairs.append((other, entry))
    return pairs


def _clash(page: Page, other: Page) -> Problem:
    blamed, kept = (page, other) if page.source else (other, page)
    owner = kept.source or (f"the page of {kept.template}" if kept.template else "a file that Byline makes")
    return Problem(
        place=Place(blamed.source or "content/site.yaml", blamed.mark.line, blamed.mark.column),
        message=f"this would be written to {blamed.path}, and so would {owner}",
        hint="give it another slug, address or name",
        width=blamed.mark.width,
        other=Place(kept.source, kept.mark.line, kept.mark.column) if kept.source else None,
    )
