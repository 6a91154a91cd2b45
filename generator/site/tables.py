"""What was read and is published to the tables that references are looked up in."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from posixpath import dirname
from unicodedata import normalize
from zoneinfo import ZoneInfo

from msgspec import Struct

from generator.model import Piece, Standing
from generator.settings import Settings
from generator.site.inventory import Stock, remark_ids
from generator.site.references import Resolver, Target, anchors_of, slug_of_path
from generator.site.urls import Urls

FEEDS = ("feed.xml", "feed.json")
"""What lies under the front page, each tag and each author."""

FIXED = ("/tags/", "/authors/", "/archive/", "/sitemap.xml", "/robots.txt", "/404.html")
"""What every site has besides its front page."""


class Counts(Struct, frozen=True):
    """How many published pieces bear a tag or a name."""

    tags: Counter[str]
    """By slug."""
    authors: Counter[str]
    """By id."""


def counts(published: Iterable[Piece], slugs: Callable[[Piece], Iterable[str]]) -> Counts:
    """The counts of the published pieces; `slugs` gives the tags of one."""
    tags: Counter[str] = Counter()
    authors: Counter[str] = Counter()
    for piece in published:
        tags.update(slugs(piece))
        authors.update({credit.id for credit in piece.credits if credit.id})
    return Counts(tags, authors)


def resolver(
    held: Stock, published: Sequence[Piece], hidden: Mapping[str, str], *, urls: Urls, addresses: frozenset[str]
) -> Resolver:
    """The tables, for a site that shows `published`; `hidden` is path to why readers do not get a piece or page."""
    targets = {}
    for piece in published:
        ids = remark_ids(piece, held.sidecars.get(piece.path))
        address = urls.article(piece.slug, piece.date)
        targets[_nfc(piece.path)] = Target(address, piece.title.plain, anchors_of(piece, ids))
    for page in held.standings:
        if page.path not in hidden:
            targets[_nfc(page.path)] = Target(f"/{page.address}/", page.title.plain, anchors_of(page))
    return Resolver(
        urls=urls,
        assets={_nfc(asset.path): asset for asset in (*held.assets, *held.root)},
        targets=targets,
        owners={target.address: path for path, target in targets.items()},
        slugs={piece.slug: _nfc(piece.path) for piece in (*held.pieces, *published)},
        bundles={
            _nfc(dirname(piece.path)): urls.article(piece.slug, piece.date) for piece in published if piece.bundle
        },
        hidden={_nfc(path): why for path, why in hidden.items()},
        unread=frozenset(_nfc(path) for path in held.unread),
        unread_slugs=frozenset(slug_of_path(path) for path in held.unread if path.startswith("content/articles/")),
        addresses=addresses,
    )


def addresses(
    held: Stock,
    published: Sequence[Piece],
    hidden: Mapping[str, str],
    counted: Counts,
    *,
    urls: Urls,
    settings: Settings,
) -> frozenset[str]:
    """Every decoded address of the site that is no article, no standing page and no copied file beside one."""
    zone = ZoneInfo(settings.timezone)
    known = {*FIXED, *(urls.year(piece.date.astimezone(zone).year) for piece in published)}
    lists: list[tuple[Callable[[int], str], int]] = [(urls.home, len(published))]
    lists += [(partial(urls.tag, slug), count) for slug, count in counted.tags.items()]
    lists += [(partial(urls.author, a), count) for a, count in counted.authors.items() if a in held.profiles]
    for address, count in lists:
        known.update(address(number) for number in range(1, max(1, -(-count // settings.per_page)) + 1))
        known.update(address(1) + feed for feed in FEEDS)
    known.update("/" + asset.path.removeprefix("content/root/") for asset in held.root)
    shown: list[Piece | Standing] = [*published, *(page for page in held.standings if page.path not in hidden)]
    known.update(alias for page in shown for alias in page.aliases)
    return frozenset(known)


def _nfc(path: str) -> str:
    return normalize("NFC", path)
