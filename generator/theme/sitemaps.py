"""A sitemap, or an index of sitemaps, to its file; the format is that of sitemaps.org, 0.9."""

from collections.abc import Iterator
from html import escape

from generator.model import NewsView, SitemapView
from generator.theme.absolute import absolute_address
from generator.theme.xml import clean, instant

MOST = 50_000
"""Addresses that one sitemap may hold."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def sitemap(view: SitemapView) -> bytes:
    """The file of a sitemap. It is written line by line, for a tree of so many elements takes ten times as long."""
    return "".join(_lines(view)).encode()


def news(view: NewsView) -> bytes:
    """The file of a news sitemap, in the form that Google asks for; with nothing recent it is empty."""
    return "".join(_news_lines(view)).encode()


def _news_lines(view: NewsView) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{_NAMESPACE}" xmlns:news="{_NEWS}">\n'
    for item in view.cards:
        url = absolute_address(item.url, view.site)
        yield f"<url>\n<loc>{escape(clean(url), quote=False)}</loc>\n<news:news>\n<news:publication>\n"
        yield f"<news:name>{escape(clean(view.name), quote=False)}</news:name>\n"
        yield f"<news:language>{news_language(item.lang)}</news:language>\n</news:publication>\n"
        yield f"<news:publication_date>{instant(item.date)}</news:publication_date>\n"
        yield f"<news:title>{escape(clean(item.title.plain), quote=False)}</news:title>\n</news:news>\n</url>\n"
    yield "</urlset>\n"


def news_language(tag: str) -> str:
    """A language as a news sitemap names it: two or three letters, but for Chinese, of which there are two."""
    language, *parts = tag.lower().split("-")
    if language != "zh":
        return language
    return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(parts) else "zh-cn"


def _lines(view: SitemapView) -> Iterator[str]:
    root, entry = ("sitemapindex", "sitemap") if view.index else ("urlset", "url")
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_NAMESPACE}">\n'
    for address in view.entries:
        updated = f"<lastmod>{instant(address.updated)}</lastmod>\n" if address.updated is not None else ""
        yield f"<{entry}>\n<loc>{escape(clean(address.url), quote=False)}</loc>\n{updated}</{entry}>\n"
    yield f"</{root}>\n"
