"""A sitemap, or an index of sitemaps, to its file; the format is that of sitemaps.org, 0.9."""

from generator.model import SitemapView
from generator.theme.xml import add, document, element, instant

MOST = 50_000
"""Addresses that one sitemap may hold."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(view: SitemapView) -> bytes:
    """The file of a sitemap."""
    root, entry = ("sitemapindex", "sitemap") if view.index else ("urlset", "url")
    made = element(root, {"xmlns": _NAMESPACE})
    for address in view.entries:
        line = add(made, entry)
        add(line, "loc", text=address.url)
        if address.updated is not None:
            add(line, "lastmod", text=instant(address.updated))
    return document(made)
