"""What a page holds while it waits to what its template sees: texts fetched and woven, mappings frozen."""

from collections.abc import Callable, Mapping
from types import MappingProxyType, NoneType
from typing import Any, TypeVar

from msgspec import Struct, msgpack
from msgspec.structs import replace

from generator.model import (
    Article,
    Card,
    Content,
    Heading,
    Html,
    KeptArticle,
    KeptComments,
    KeptText,
    Label,
    Pager,
    PageView,
    Person,
    SeriesView,
    SiteView,
    StandingText,
    Term,
)
from generator.theme.threads import discussion
from generator.weave import weave

Fetch = Callable[[str], bytes]
"""The bytes under a key of the store."""

MOST = 4096
"""Persons and sites that are kept as templates see them."""

Shared = TypeVar("Shared", bound=Person | SiteView)

_PLAIN = frozenset([str, int, float, bool, NoneType, Card, Label])
"""Types of values that cannot be changed, those that most values are of."""

_AS_HELD = _PLAIN | {PageView, Pager, SeriesView, Term}
"""Types of values that templates see as they are held, those that most values of a page are of."""

_decode = msgpack.Decoder(Content).decode


class Frozen:
    """Persons and sites as templates see them: each is made once, and is the same on every page.

    A preview keeps one for as long as it runs, through which ever new ones go: when there are `MOST`, all are let go.
    """

    def __init__(self) -> None:
        self._made: dict[int, tuple[Any, Any]] = {}

    def of(self, value: Shared) -> Shared:
        """The value, nothing of which can be changed."""
        made = self._made.get(id(value))
        if made is None:
            if len(self._made) >= MOST:
                self._made.clear()
            view: Any = frozen_person(value) if isinstance(value, Person) else _frozen_site(value)
            self._made[id(value)] = made = (value, view)
        shown: Shared = made[1]
        return shown


def materialised(value: Any, fetch: Fetch, standing: Frozen) -> Any:
    """A held value as a template sees it; nothing of it can be changed. `standing`: what other pages share of it."""
    if type(value) in _AS_HELD:
        return value
    if isinstance(value, Struct):
        if isinstance(value, KeptArticle):
            return _article(value, fetch, standing)
        if isinstance(value, KeptComments):
            return discussion(value)
        if isinstance(value, KeptText):
            return standing_text(value, fetch)
        return standing.of(value) if isinstance(value, Person | SiteView) else value
    return frozen(value)


def body(kept: KeptArticle, fetch: Fetch) -> str:
    """The HTML of an article's text."""
    return _text(kept, fetch)[0].html


def _article(kept: KeptArticle, fetch: Fetch, standing: Frozen) -> Article:
    """An article with its text."""
    html, toc = _text(kept, fetch)
    card = kept.card
    return Article(
        url=card.url,
        slug=card.slug,
        title=card.title,
        kind=card.kind,
        kind_label=card.kind_label,
        date=card.date,
        updated=card.updated,
        authors=tuple(map(standing.of, kept.authors)),
        tags=card.tags,
        summary=card.summary,
        image=card.image,
        words=card.words,
        minutes=card.minutes,
        comments=card.comments,
        lang=card.lang,
        dir=card.dir,
        featured=card.featured,
        series=card.series,
        body=html,
        toc=toc,
        corrections=kept.corrections,
        sources=kept.sources,
        aliases=kept.aliases,
        ai=kept.ai,
        editor=kept.editor,
        translation_of=kept.translation_of,
        supersedes=kept.supersedes,
        extra=frozen(kept.extra),
    )


def standing_text(kept: KeptText, fetch: Fetch) -> StandingText:
    """A standing page's text."""
    html, toc = _text(kept, fetch)
    return StandingText(title=kept.title, body=html, toc=toc, updated=kept.updated, extra=frozen(kept.extra))


def frozen_person(person: Person) -> Person:
    """A person whose extra values cannot be changed."""
    return replace(person, extra=frozen(person.extra))


def _frozen_site(site: SiteView) -> SiteView:
    """A publication whose mappings cannot be changed."""
    return replace(site, publisher=frozen(site.publisher), extra=frozen(site.extra))


def frozen(value: Any) -> Any:
    """Mappings as views that cannot be changed, lists as tuples, all the way down."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Struct):
        return frozen_person(value) if type(value) is Person else value
    if isinstance(value, tuple | list):
        is_frozen = type(value) is tuple and _PLAIN.issuperset(map(type, value))
        return value if is_frozen else tuple(map(frozen, value))
    if isinstance(value, Mapping):
        return MappingProxyType({key: held if type(held) in _PLAIN else frozen(held) for key, held in value.items()})
    return frozenset(value) if isinstance(value, set | frozenset) else value


def _text(kept: KeptArticle | KeptText, fetch: Fetch) -> tuple[Html, tuple[Heading, ...]]:
    content = _decode(fetch(kept.content))
    html = weave(content.html, kept.addresses, sizes=kept.sizes, titles=kept.titles, srcsets=kept.srcsets)
    return Html(html), content.toc
