"""What was read and is published to the tables that references are looked up in."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from posixpath import dirname
from unicodedata import normalize
from zoneinfo import ZoneInfo

from msgspec import Struct

from generator.model import Piece, Standing
from generator.settings import Settings
from generator.site.inventory import Stock, remark_ids
from generator.site.nearest import Files, Names
from generator.site.targets import Tables, Target, Unread
from generator.site.urls import Urls

FEEDS = ("feed.xml", "feed.json")
"""What lies under the front page, each tag and each author."""

COMMENT_FEED = "comments.xml"
"""What lies under each article, where the settings ask for feeds of comments."""

FIXED = (
    "/tags/",
    "/authors/",
    "/archive/",
    "/sitemap.xml",
    "/news-sitemap.xml",
    "/robots.txt",
    "/llms.txt",
    "/404.html",
)
"""What every site has besides its front page."""

_UNNAMED = "an author whom nothing published names"


class Counts(Struct, frozen=True):
    """How many published pieces bear a tag or a name."""

    tags: Counter[str]
    """By slug."""
    authors: Counter[str]
    """By id."""


def counts(published: Iterable[Piece], slugs: Callable[[Piece], Iterable[str]]) -> Counts:
    """The counts of the published pieces; `slugs` gives the tags of one."""
    pieces = list(published)
    tags = Counter(chain.from_iterable(map(slugs, pieces)))
    authors = Counter(
        chain.from_iterable([dict.fromkeys([credit.id for credit in piece.credits if credit.id]) for piece in pieces])
    )
    return Counts(tags, authors)


def tables(
    held: Stock,
    published: Sequence[Piece],
    hidden: Mapping[str, str],
    counted: Counts,
    *,
    urls: Urls,
    settings: Settings,
) -> Tables:
    """The tables for a site that shows `published`; `hidden` is path to why readers do not get a piece or page."""
    shown: list[Piece | Standing] = [*published, *(page for page in held.standings if page.path not in hidden)]
    kept_back: list[Piece | Standing] = [piece for piece in held.pieces if piece.path in hidden]
    kept_back += [page for page in held.standings if page.path in hidden]
    everything = [(text, _nfc(text.path), address_of(text, urls)) for text in [*kept_back, *shown]]
    targets = {path: _target(text, held, address) for text, path, address in everything[len(kept_back) :]}
    targets |= _author_targets(held, counted, urls)
    unnamed = [profile for author, profile in held.profiles.items() if author not in counted.authors]
    owners = {address: path for _text, path, address in everything}
    owners |= {urls.author(profile.id): _nfc(profile.path) for profile in held.profiles.values()}
    unread = _unread(held)
    slugs = {text.slug: path for text, path, _address in everything if isinstance(text, Piece)}
    assets = {_nfc(asset.path): asset for asset in (*held.assets, *held.root)}
    addresses = _addresses(held, published, shown, counted, urls=urls, settings=settings)
    return Tables(
        urls=urls,
        widths=settings.pictures.widths if settings.pictures else (),
        assets=assets,
        targets=targets,
        owners=owners,
        slugs=slugs,
        bundles={_nfc(dirname(piece.path)): address_of(piece, urls) for piece in published if piece.bundle},
        hidden={
            **{_nfc(path): f"a {'page' if '/pages/' in path else 'piece'} that {why}" for path, why in hidden.items()},
            **{_nfc(profile.path): _UNNAMED for profile in unnamed},
        },
        unread=unread,
        addresses=addresses,
        near_slugs=Names([*slugs, *unread.slugs]),
        near_addresses=Names([*(target.address for target in targets.values()), *addresses]),
        files=Files([*assets, *targets, *unread.paths]),
    )


def address_of(text: Piece | Standing, urls: Urls) -> str:
    """The decoded address of a piece or page."""
    return urls.article(text.slug, text.date) if isinstance(text, Piece) else f"/{text.address}/"


def _target(text: Piece | Standing, held: Stock, address: str) -> Target:
    anchors = _article_anchors(text, held) if isinstance(text, Piece) else text.anchors.__contains__
    return Target(address, text.title.plain, anchors, text.anchors)


def _article_anchors(piece: Piece, held: Stock) -> Callable[[str], bool]:
    """Whether an article has an anchor; `#comments` and its comments' count."""

    def has(anchor: str) -> bool:
        if anchor in piece.anchors or anchor == "comments":
            return True
        ident = anchor.removeprefix("comment-")
        return ident != anchor and ident in remark_ids(piece, held.sidecars.get(piece.path))

    return has


def _author_targets(held: Stock, counted: Counts, urls: Urls) -> dict[str, Target]:
    return {
        _nfc(profile.path): Target(urls.author(author), profile.name, _any)
        for author, profile in held.profiles.items()
        if author in counted.authors
    }


def _any(_anchor: str) -> bool:
    """A theme's own pages have whatever anchors it gives them."""
    return True


def _unread(held: Stock) -> Unread:
    pieces = {name for path, name in held.unread.items() if path.startswith("content/articles/")}
    pages = {f"/{name}/" for path, name in held.unread.items() if path.startswith("content/pages/")}
    authors = {f"/authors/{name}/" for path, name in held.unread.items() if path.startswith("content/authors/")}
    return Unread(
        paths=frozenset(_nfc(path) for path in held.unread),
        slugs=frozenset(pieces),
        addresses=frozenset(pages | authors),
        has_pieces=bool(pieces),
    )


def _addresses(
    held: Stock,
    published: Sequence[Piece],
    shown: Iterable[Piece | Standing],
    counted: Counts,
    *,
    urls: Urls,
    settings: Settings,
) -> frozenset[str]:
    """Every decoded address of the site but those of texts and of files beside them."""
    zone = ZoneInfo(settings.timezone)
    known = {*FIXED, *map(urls.year, {piece.date.astimezone(zone).year for piece in published})}
    lists: list[tuple[Callable[[int], str], int]] = [(urls.home, len(published))]
    lists += [(partial(urls.tag, slug), count) for slug, count in counted.tags.items()]
    lists += [(partial(urls.author, a), count) for a, count in counted.authors.items() if a in held.profiles]
    if settings.feeds.comments:
        known.update(address_of(piece, urls) + COMMENT_FEED for piece in published)
    for address, count in lists:
        known.update(address(number) for number in range(1, max(1, -(-count // settings.per_page)) + 1))
        known.update(address(1) + feed for feed in FEEDS)
    known.update(["/search/"] if settings.search else [])
    known.update("/" + asset.path.removeprefix("content/root/") for asset in held.root)
    known.update(alias for text in shown for alias in text.aliases)
    return frozenset(known)


def _nfc(path: str) -> str:
    return normalize("NFC", path)
