"""The jobs of a site to which of them show which piece, so that an edit finds its pages without making all others."""

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any

from msgspec import DecodeError, Struct, ValidationError, msgpack

from generator.engine.ledger import Ledger
from generator.model import (
    Card,
    FeedView,
    Job,
    KeptArticle,
    KeptText,
    Known,
    LlmsView,
    NewsView,
    Profile,
    Section,
    SeriesView,
)
from generator.slugs import slugify
from generator.theme.bind import OF_OTHERS

_KEY = "holders"

_url = attrgetter("url")

_MAKERS = frozenset(
    ["template", "atom", "json", "remarks", "sitemap", "news", "llms", "redirect", "text", "copy", "bytes", "resize"]
)
"""Makers of which it is known what of a piece they show."""


class Holders(Struct, frozen=True, kw_only=True):
    """Which files of a site show which pieces."""

    paths: tuple[str, ...]
    """Of the files that show any."""
    of: dict[str, list[int]]
    """A piece's URL to the places in `paths` of those that hold its card."""
    titles: frozenset[str]
    """Plain titles that texts show as their links' words."""
    named: frozenset[str]
    """Slugs of the pieces whose titles biographies show."""
    is_whole: bool
    """Whether nothing else shows pieces."""


def holders(jobs: Iterable[Job], known: Mapping[str, Known]) -> Holders:
    """What the jobs of a whole site hold."""
    paths: list[str] = []
    of: dict[str, list[int]] = {}
    titles: set[str] = set()
    makers: set[str] = set()
    for job in jobs:
        makers.add(job.maker)
        found = _urls(job.held)
        for url in found:
            of.setdefault(url, []).append(len(paths))
        if found:
            paths.append(job.path)
        for name in ("article", "content"):
            text = job.held.get(name)
            if isinstance(text, KeptArticle | KeptText):
                titles.update(text.titles)
    refs = (ref for value in known.values() if isinstance(value, Profile) for ref in value.refs)
    return Holders(
        paths=tuple(paths),
        of=of,
        titles=frozenset(titles),
        named=frozenset(slugify(_slug(ref.target)) for ref in refs if ref.kind == "title"),
        is_whole=makers <= _MAKERS,
    )


def note(ledger: Ledger, found: Holders) -> None:
    """Keep it for the next build."""
    ledger.put_note(_KEY, msgpack.encode(found))


def noted(ledger: Ledger) -> Holders | None:
    """What the last finished build kept."""
    data = ledger.note(_KEY)
    try:
        return msgpack.decode(data, type=Holders) if data else None
    except (DecodeError, ValidationError):
        return None


def _slug(target: str) -> str:
    return target.removeprefix("article:").partition("#")[0]


def _cards(value: Any) -> Iterator[Card]:
    """The cards in the value of a name that holds some of other pieces."""
    if isinstance(value, Card):
        yield value
    elif isinstance(value, SeriesView):
        yield from value.parts
    elif isinstance(value, Section):
        yield from value.pieces
    elif value is not None:
        for one in value:
            yield from _cards(one)


def _urls(held: Mapping[str, Any]) -> set[str]:
    """The URL of every card that a job holds."""
    found: set[str] = set()
    for name in OF_OTHERS & held.keys():
        value = held[name]
        kind = type(value)
        if kind is Card:
            found.add(value.url)
        elif kind is tuple and value and type(value[0]) is Card:
            found.update(map(_url, value))
        elif value:
            found.update(map(_url, _cards(value)))
    feed, article = held.get("feed"), held.get("article")
    for entry in feed.entries if isinstance(feed, FeedView) else ():
        found.add((entry.card if isinstance(entry, KeptArticle) else entry).url)
    for name in ("llms", "news"):
        if isinstance(view := held.get(name), LlmsView | NewsView):
            found.update(map(_url, view.cards))
    if isinstance(article, KeptArticle):
        found.update(other.url for other in (article.card, article.translation_of, article.supersedes) if other)
    return found
