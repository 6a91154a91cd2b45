"""A feed's view to its file: Atom 1.0 (RFC 4287) or JSON Feed 1.1 (jsonfeed.org). Every address in it is absolute."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from generator.model import Card, FeedView, KeptArticle
from generator.theme.absolute import absolute_address, absolute_markup
from generator.theme.filters import plain
from generator.theme.materialise import Fetch, body
from generator.theme.once import Memory
from generator.theme.xml import add, clean, document, element, fragment, instant

ATOM_NAMES = "http://www.w3.org/2005/Atom"
THREADS = "http://purl.org/syndication/thread/1.0"
"""RFC 4685: how many comments an entry has, and what a comment answers."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def atom(feed: FeedView, fetch: Fetch, known: Memory) -> bytes:
    """The feed as Atom; `known` holds entries of other feeds."""
    root = element("feed", {"xmlns": ATOM_NAMES, "xmlns:thr": THREADS, "xml:lang": feed.lang})
    add(root, "title", text=feed.title)
    if feed.subtitle:
        add(root, "subtitle", text=feed.subtitle)
    add(root, "id", text=feed.url)
    add(root, "updated", text=instant(max((_changed(_card(entry)) for entry in feed.entries), default=_NEVER)))
    add(root, "link", attributes={"rel": "self", "type": "application/atom+xml", "href": feed.url})
    add(root, "link", attributes={"rel": "alternate", "type": "text/html", "href": feed.home})
    add(add(root, "author"), "name", text=feed.author)
    add(root, "generator", text="Byline")
    if feed.logo:
        add(root, "logo", text=feed.logo)
    return document(root, within=_each(_atom_entry, feed, fetch, known))


def json_feed(feed: FeedView, fetch: Fetch, known: Memory) -> bytes:
    """The feed as JSON Feed, a line for each item; `known` holds items of other feeds."""
    made: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.subtitle,
        "icon": feed.logo,
        "language": feed.lang,
        "authors": [{"name": feed.author, "url": feed.site}],
    }
    head = clean(json.dumps({key: value for key, value in made.items() if value != ""}, ensure_ascii=False, indent=1))
    items = ",\n".join(_each(_json_item, feed, fetch, known))
    return f'{head.removesuffix("}").rstrip()},\n "items": [\n{items}\n ]\n}}\n'.encode()


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
    card = _card(entry)
    url = absolute_address(card.url, feed.site)
    made = element("entry", {"xml:lang": card.lang} if card.lang != feed.lang else None)
    add(made, "title", text=card.title.html, attributes={"type": "html"})
    add(made, "id", text=url)
    add(made, "link", attributes={"rel": "alternate", "type": "text/html", "href": url})
    add(made, "published", text=instant(card.date))
    add(made, "updated", text=instant(_changed(card)))
    for author in card.authors:
        person = add(made, "author")
        add(person, "name", text=author.name)
        if author.url:
            add(person, "uri", text=absolute_address(author.url, feed.site))
    for label in card.tags:
        add(made, "category", attributes={"term": label.slug, "label": label.name})
    if card.comments:
        add(made, "thr:total", text=str(card.comments))
    if card.summary:
        add(made, "summary", text=absolute_markup(card.summary.html, url), attributes={"type": "html"})
    if isinstance(entry, KeptArticle):
        add(made, "content", text=_body(entry, url, fetch), attributes={"type": "html"})
    return fragment(made)


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
    return "  " + clean(json.dumps(kept, ensure_ascii=False))


def _json_author(name: str, url: str, feed: FeedView) -> dict[str, str]:
    return {"name": name, "url": absolute_address(url, feed.site)} if url else {"name": name}


def _body(kept: KeptArticle, url: str, fetch: Fetch) -> str:
    return absolute_markup(body(kept, fetch), url)


def _card(entry: KeptArticle | Card) -> Card:
    return entry.card if isinstance(entry, KeptArticle) else entry


def _changed(card: Card) -> datetime:
    return max(card.date, card.updated or card.date)
