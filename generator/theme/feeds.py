"""A feed's view to its file: Atom 1.0 (RFC 4287) or JSON Feed 1.1 (jsonfeed.org). Every address in it is absolute."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from generator.model import Card, FeedView, KeptArticle
from generator.theme.absolute import absolute_address, absolute_markup
from generator.theme.filters import plain
from generator.theme.materialise import Fetch, body
from generator.theme.once import Memory
from generator.theme.xml import clean, document, element, instant

ATOM_NAMES = "http://www.w3.org/2005/Atom"
THREADS = "http://purl.org/syndication/thread/1.0"
"""RFC 4685: how many comments an entry has, and what a comment answers."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_HTML = MappingProxyType({"type": "html"})
_in_json = json.JSONEncoder(ensure_ascii=False).encode


def atom(feed: FeedView, fetch: Fetch, known: Memory) -> bytes:
    """The feed as Atom; `known` holds entries of other feeds."""
    names = {"xmlns": ATOM_NAMES, "xmlns:thr": THREADS, "xml:lang": feed.lang}
    within = (*_atom_head(feed), *_each(_atom_entry, feed, fetch, known))
    return document(element("feed", attributes=names, within=within))


def _atom_head(feed: FeedView) -> Iterator[str]:
    yield element("title", feed.title)
    if feed.subtitle:
        yield element("subtitle", feed.subtitle)
    yield element("id", feed.url)
    yield element("updated", instant(max((_changed(_card(entry)) for entry in feed.entries), default=_NEVER)))
    yield element("link", attributes={"rel": "self", "type": "application/atom+xml", "href": feed.url})
    yield element("link", attributes={"rel": "alternate", "type": "text/html", "href": feed.home})
    yield element("author", within=[element("name", feed.author)])
    yield element("generator", "Byline")
    if feed.logo:
        yield element("logo", feed.logo)


def json_feed(feed: FeedView, fetch: Fetch, known: Memory) -> bytes:
    """The feed as JSON Feed, a line for each item; `known` holds items of other feeds."""
    made = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.subtitle,
        "icon": feed.logo,
        "language": feed.lang,
    }
    lines = [f' "{key}": {clean(_in_json(value))},\n' for key, value in made.items() if value != ""]
    author = f'  {{\n   "name": {clean(_in_json(feed.author))},\n   "url": {clean(_in_json(feed.site))}\n  }}'
    lines.append(f' "authors": [\n{author}\n ],\n')
    items = ",\n".join(_each(_json_item, feed, fetch, known))
    return f'{{\n{"".join(lines)} "items": [\n{items}\n ]\n}}\n'.encode()


def _each(
    written: Callable[[KeptArticle | Card, FeedView, Fetch], str], feed: FeedView, fetch: Fetch, known: Memory
) -> Iterator[str]:
    """The entries as texts. A card says the same in every feed of its publication, and stands in many."""
    for entry in feed.entries:
        if not isinstance(entry, Card):
            yield written(entry, feed, fetch)
            continue
        key = (written, id(entry), feed.site, feed.lang)
        text = known.get(key)
        if text is None:
            text = written(entry, feed, fetch)
            known.put(key, text, made_from=entry)
        yield text


def _atom_entry(entry: KeptArticle | Card, feed: FeedView, fetch: Fetch) -> str:
    lang = _card(entry).lang
    spoken = {"xml:lang": lang} if lang != feed.lang else {}
    return element("entry", attributes=spoken, within=_atom_parts(entry, feed, fetch))


def _atom_parts(entry: KeptArticle | Card, feed: FeedView, fetch: Fetch) -> Iterator[str]:
    card = _card(entry)
    url = absolute_address(card.url, feed.site)
    yield element("title", card.title.html, attributes=_HTML)
    yield element("id", url)
    yield element("link", attributes={"rel": "alternate", "type": "text/html", "href": url})
    yield element("published", instant(card.date))
    yield element("updated", instant(_changed(card)))
    for author in card.authors:
        yield _author(author.name, absolute_address(author.url, feed.site) if author.url else "")
    for label in card.tags:
        yield _category(label.slug, label.name)
    if card.comments:
        yield element("thr:total", str(card.comments))
    if card.summary:
        yield element("summary", absolute_markup(card.summary.html, url), attributes=_HTML)
    if isinstance(entry, KeptArticle):
        yield element("content", _body(entry, url, fetch), attributes=_HTML)


@lru_cache(maxsize=1024)
def _author(name: str, url: str) -> str:
    uri = [element("uri", url)] if url else []
    return element("author", within=[element("name", name), *uri])


@lru_cache(maxsize=4096)
def _category(slug: str, name: str) -> str:
    return element("category", attributes={"term": slug, "label": name})


def _json_item(entry: KeptArticle | Card, feed: FeedView, fetch: Fetch) -> str:
    card = _card(entry)
    url = absolute_address(card.url, feed.site)
    full = isinstance(entry, KeptArticle)
    made: dict[str, Any] = {
        "id": url,
        "url": url,
        "title": plain(card.title),
        "content_html": _body(entry, url, fetch)
        if isinstance(entry, KeptArticle)
        else absolute_markup(card.summary.html, url),
        "summary": plain(card.summary),
        "image": absolute_address(card.image.url, feed.site) if card.image else "",
        "date_published": instant(card.date),
        "date_modified": instant(_changed(card)),
        "authors": [_json_author(author.name, author.url, feed) for author in card.authors],
        "tags": [label.name for label in card.tags],
        "language": card.lang,
        "_byline": {"comments": card.comments} if card.comments else "",
    }
    kept = {key: value for key, value in made.items() if value not in ("", []) or (key == "content_html" and not full)}
    return "  " + clean(_in_json(kept))


def _json_author(name: str, url: str, feed: FeedView) -> dict[str, str]:
    return {"name": name, "url": absolute_address(url, feed.site)} if url else {"name": name}


def _body(kept: KeptArticle, url: str, fetch: Fetch) -> str:
    return absolute_markup(body(kept, fetch), url)


def _card(entry: KeptArticle | Card) -> Card:
    return entry.card if isinstance(entry, KeptArticle) else entry


def _changed(card: Card) -> datetime:
    return max(card.date, card.updated or card.date)
