"""An edition, and what an open page shows, to what that page should do."""

import re
from functools import lru_cache
from typing import Literal, TypedDict

from generator.engine.store import Lost
from generator.preview.edition import MISSING, Edition
from generator.preview.prints import Prints

Deed = Literal["stay", "reload", "swap", "go", "gone"]

_STATIC = re.compile(rb"(/static/[^\"'<>\s?#]+)\.([0-9a-f]{10})(\.(?:css|png|jpe?g|gif|svg|webp|avif|ico|woff2?))")
"""A theme's file that a page can show anew without being loaded again."""

_KEY = re.compile(r"[0-9a-f]{32}")


class Showing(TypedDict):
    """What an open page shows."""

    page: str
    """Its path; of a page that is not there, the path it would have."""
    shown: str
    """The key of its bytes; empty where it is not there."""
    since: int
    """The number of the edition whose pictures it shows."""
    missing: bool
    """Whether it says that there is no such page."""


class News(TypedDict):
    """What an open page should do."""

    deed: Deed
    to: str
    """The address to go to."""
    swaps: list[tuple[str, str]]
    """Addresses that the page names, and those it should name instead."""
    shown: str
    """The key of what it then shows."""
    since: int


def stay(showing: Showing) -> News:
    """No news."""
    return News(deed="stay", to="", swaps=[], shown=showing["shown"], since=showing["since"])


def news(showing: Showing, edition: Edition, prints: Prints) -> News:
    """What a page should do that shows this, now that this edition is laid out."""
    page, shown = showing["page"], showing["shown"]
    told = News(deed="stay", to="", swaps=[], shown=shown, since=edition.number)
    leaf = edition.leaves.get(page)
    if showing["missing"] or not page:
        instead = edition.leaves.get(MISSING)
        same = page and leaf is None and page not in edition.moves and instead is not None and instead.key == shown
        return told if same else {**told, "deed": "reload"}
    if leaf is None:
        heir = edition.moves.get(page)
        return {**told, "deed": "go", "to": edition.url(heir)} if heir else {**told, "deed": "gone"}
    told["shown"] = leaf.key
    told["swaps"] = _pictures(edition, showing["since"])
    if leaf.key != shown:
        swaps = _swaps(shown, leaf.key, prints)
        if swaps is None:
            return {**told, "deed": "reload"}
        told["swaps"] += swaps
    return {**told, "deed": "swap"} if told["swaps"] else told


def _pictures(edition: Edition, since: int) -> list[tuple[str, str]]:
    """Files whose address stayed while their bytes changed."""
    urls = [(edition.url(path), number) for path, number in edition.changed.items() if number > since]
    return [(url, f"{url}?edition={number}") for url, number in urls if "/static/" not in url]


def _swaps(before: str, after: str, prints: Prints) -> list[tuple[str, str]] | None:
    """The addresses of static files in which two pages differ; None where they differ in anything else."""
    if not _KEY.fullmatch(before):
        return None
    try:
        old, new = prints.page(before), prints.page(after)
    except Lost:
        return None
    return _differences(old, new)


@lru_cache(maxsize=16)
def _differences(old: bytes, new: bytes) -> list[tuple[str, str]] | None:
    if _STATIC.sub(rb"\1\3", old) != _STATIC.sub(rb"\1\3", new):
        return None
    pairs = zip(_STATIC.finditer(old), _STATIC.finditer(new), strict=True)
    return list(dict.fromkeys((a[0].decode(), b[0].decode()) for a, b in pairs if a[0] != b[0]))
