"""A sitemap, or an index of sitemaps, to its file; the format is that of sitemaps.org, 0.9."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from generator.model import SitemapView
from generator.theme.xml import clean, instant

MOST = 50_000
"""Addresses that one sitemap may hold."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(view: SitemapView) -> bytes:
    """The file of a sitemap. It is written line by line, for a tree of so many elements takes ten times as long."""
    return "".join(_lines(view)).encode()


def _lines(view: SitemapView) -> Iterator[str]:
    root, entry = ("sitemapindex", "sitemap") if view.index else ("urlset", "url")
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_NAMESPACE}">\n'
    for address in view.entries:
        updated = f"<lastmod>{instant(address.updated)}</lastmod>\n" if address.updated is not None else ""
        yield f"<{entry}>\n<loc>{escape(clean(address.url))}</loc>\n{updated}</{entry}>\n"
    yield f"</{root}>\n"
