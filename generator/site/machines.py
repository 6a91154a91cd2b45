"""A library to the files that machines read: sitemaps, redirects, robots.txt, and what a host is told."""

from collections.abc import Collection, Iterator, Sequence

from generator.model import Address, Mark, NewsView, Page, Piece, RedirectView, SitemapView, Standing
from generator.site.language import direction
from generator.site.library import Library
from generator.site.moment import is_news
from generator.site.security import security_policy
from generator.site.urls import file_of
from generator.site.views import NOWHERE, Views, told

SITEMAP_LIMIT = 50_000
"""Addresses in one sitemap; sitemaps.org."""

NEWS_LIMIT = 1000
"""Pieces in a news sitemap; Google."""

_LISTS = ("/", "/tags/", "/authors/", "/archive/")

_HEADERS = """\
{home}*
  Content-Security-Policy: {policy}
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
{home}static/*
  Cache-Control: public, max-age=31536000, immutable
"""
"""For the hosts that read `_headers`; a file of the theme bears its digest in its name, so it may be kept for ever."""

_FEEDS = (("feed.xml", "application/atom+xml"), ("feed.json", "application/feed+json"))


def sitemaps(library: Library, views: Views, *, limit: int = SITEMAP_LIMIT) -> Iterator[Page]:
    """The sitemap, or an index and its parts; pages of lists after the first are left out, as search engines ask."""
    urls = library.urls
    entries = [Address(urls.absolute(entry.card.url), entry.card.updated or entry.card.date) for entry in library.filed]
    entries += [Address(views.absolute(shelved.address), shelved.page.updated) for shelved in library.shelved]
    entries += [Address(views.absolute(address)) for address in _LISTS]
    entries += [Address(urls.absolute(term.url)) for term in library.terms]
    entries += [Address(urls.absolute(person.url)) for person in library.persons]
    entries += [Address(urls.absolute(year.url)) for year in library.years]
    entries.sort(key=lambda entry: entry.url)
    if len(entries) <= limit:
        yield _sitemap("/sitemap.xml", entries)
        return
    parts = [entries[start : start + limit] for start in range(0, len(entries), limit)]
    for number, part in enumerate(parts, start=1):
        yield _sitemap(f"/sitemap-{number}.xml", part)
    index = [Address(views.absolute(f"/sitemap-{number}.xml")) for number in range(1, len(parts) + 1)]
    yield _sitemap("/sitemap.xml", index, index=True)


def news_sitemap(library: Library) -> Page:
    """The pieces of the last two days, at most as many as Google reads."""
    settings = library.settings
    recent = [entry.card for entry in library.filed if is_news(entry.piece, library.moment)]
    view = NewsView(name=settings.title, site=settings.url, cards=tuple(map(told, recent[:NEWS_LIMIT])))
    return Page(path="news-sitemap.xml", maker="news", names={"news": view})


def redirects(library: Library) -> Iterator[Page]:
    """A page at each old address, which leads to the new one."""
    for text, address, alias, mark in _aliases(library):
        url = library.urls.to(address)
        lang = text.lang or library.settings.language
        view = RedirectView(
            url=url,
            canonical=library.urls.absolute(url),
            title=text.title.plain,
            lang=lang,
            dir=direction(lang),
        )
        yield Page(path=file_of(alias), maker="redirect", names={"redirect": view}, source=text.path, mark=mark)


def robots(taken: Collection[str], views: Views) -> Iterator[Page]:
    """A robots.txt that lets everybody in, unless the publication has its own."""
    if "robots.txt" not in taken:
        maps = "".join(f"Sitemap: {views.absolute(address)}\n" for address in ("/sitemap.xml", "/news-sitemap.xml"))
        yield _text("robots.txt", f"User-agent: *\nAllow: /\n\n{maps}")


def host_files(library: Library, taken: Collection[str]) -> Iterator[Page]:
    """`_headers` and `_redirects` for the hosts that the settings name, unless the publication has its own."""
    hosts = library.settings.hosts
    if not hosts:
        return
    if "_headers" not in taken:
        yield _text("_headers", _headers(library))
    lines = list(_redirect_lines(library, code="301!" if hosts == ("netlify",) else "301"))
    if lines and "_redirects" not in taken:
        yield _text("_redirects", "".join(lines))


def _headers(library: Library) -> str:
    home = library.urls.to("/")
    lines = [_HEADERS.format(home=home, policy=security_policy(library.settings))]
    for folder in ("", "tags/:tag/", "authors/:author/"):
        lines += [f"{home}{folder}{name}\n  Content-Type: {kind}; charset=utf-8\n" for name, kind in _FEEDS]
    return "".join(lines)


def _redirect_lines(library: Library, *, code: str) -> Iterator[str]:
    """With `301!` Netlify redirects although there is a file at the old address; Cloudflare does so without the `!`."""
    for _whose, address, alias, _mark in _aliases(library):
        yield f"{library.urls.to(alias)} {library.urls.to(address)} {code}\n"


def _aliases(library: Library) -> Iterator[tuple[Piece | Standing, str, str, Mark]]:
    """A text, its decoded address, an old address of it, and where the file says so."""
    texts: list[tuple[Piece | Standing, str]] = [(entry.piece, entry.address) for entry in library.filed]
    texts += [(shelved.page, shelved.address) for shelved in library.shelved]
    for text, address in texts:
        for position, alias in enumerate(text.aliases):
            yield text, address, alias, text.marks.get(f"aliases.{position}", NOWHERE)


def _sitemap(address: str, entries: Sequence[Address], *, index: bool = False) -> Page:
    view = SitemapView(entries=tuple(entries), index=index)
    return Page(path=file_of(address), maker="sitemap", names={"sitemap": view})


def _text(path: str, text: str) -> Page:
    return Page(path=path, maker="text", names={"text": text})
