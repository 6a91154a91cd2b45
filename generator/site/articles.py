"""A library to the pages of its articles: each with its text, its readers' comments and its neighbours."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from generator.model import Alternate, Card, CardView, CommentForm, KeptComments, Link, Page, RemarkFeedView, SeriesView
from generator.settings import Settings
from generator.site.clashes import address_mark
from generator.site.library import Filed, Library
from generator.site.related import Node, related
from generator.site.tables import COMMENT_FEED
from generator.site.urls import Urls, file_of
from generator.site.views import ATOM, Views, kept_article
from generator.slugs import slugify


class Around(Struct, frozen=True, kw_only=True):
    """Where each article stands among the others; a position is that in `Library.filed`."""

    slugs: Mapping[str, int]
    related: Sequence[tuple[int, ...]]
    series: Mapping[str, tuple[Card, ...]]
    """By name, part by part."""
    translations: Mapping[int, Sequence[int]]
    """A position to those of the same piece in every language, itself included; the original first."""


Relate = Callable[[Sequence[Node]], Sequence[tuple[int, ...]]]
"""Pieces, newest first, to the positions of those each is related to."""


def around(library: Library, *, wanted: frozenset[str], relate: Relate = related) -> Around:
    """Where the articles stand; `wanted` are the names that their template reads, `relate` is what `related` does."""
    filed = library.filed
    slugs = {entry.piece.slug: position for position, entry in enumerate(filed)}
    return Around(
        slugs=slugs,
        related=relate(_nodes(filed, slugs)) if "related" in wanted else [()] * len(filed),
        series=series_of(filed),
        translations=_translations(filed, slugs),
    )


CARD = "card.png"
"""What lies under each article, where the settings ask for cards for social media."""


def social_cards(library: Library) -> Iterator[Page]:
    """A picture for each article, for where it is shared."""
    for entry in library.filed if library.settings.cards else ():
        card = entry.card
        view = CardView(
            title=card.title.plain,
            kicker=card.kind_label,
            names=", ".join(author.name for author in card.authors),
            site=library.settings.title,
            lang=card.lang,
            dir=card.dir,
        )
        yield Page(path=file_of(entry.address + CARD), maker="card", names={"card": view}, source=entry.piece.path)


def article_pages(library: Library, views: Views, placed: Around) -> Iterator[Page]:
    """One page for each published article, newest first."""
    return (article_page(position, library, views, placed) for position in range(len(library.filed)))


def article_page(position: int, library: Library, views: Views, placed: Around) -> Page:
    """The page of one article: its text, its readers' comments and its neighbours."""
    filed, slugs = library.filed, placed.slugs
    entry = filed[position]
    piece, card = entry.piece, entry.card
    original, older = _named(filed, slugs, piece.translation_of), _named(filed, slugs, piece.supersedes)
    return views.page(
        "article.html",
        entry.address,
        title=card.title.plain,
        description=card.summary.plain,
        lang=card.lang,
        feeds=_feeds(entry, library, views),
        alternates=_alternates(filed, placed.translations, position, views),
        card=library.urls.to(entry.address + CARD) if library.settings.cards else "",
        names={
            "article": kept_article(entry, translation_of=original, supersedes=older),
            "comments": _comments(entry, library),
            "newer": filed[position - 1].card if position else None,
            "older": filed[position + 1].card if position + 1 < len(filed) else None,
            "related": tuple([filed[other].card for other in placed.related[position]]),
            "series": _series_view(placed.series, card),
        },
        source=piece.path,
        mark=address_mark(piece),
    )


def _named(filed: Sequence[Filed], slugs: Mapping[str, int], slug: str) -> Card | None:
    position = slugs.get(slugify(slug)) if slug else None
    return filed[position].card if position is not None else None


def _nodes(filed: Sequence[Filed], slugs: Mapping[str, int]) -> list[Node]:
    nodes = []
    for position, entry in enumerate(filed):
        named = [slugs.get(slugify(slug)) for slug in entry.piece.related]
        pinned = tuple(dict.fromkeys([other for other in named if other is not None and other != position]))
        nodes.append(Node(tuple([label.slug for label in entry.card.tags]), entry.card.lang, pinned))
    return nodes


def series_of(filed: Sequence[Filed]) -> dict[str, tuple[Card, ...]]:
    """The parts of each series in their order: by number, those without one by date."""
    parts: dict[str, list[tuple[int, float, str, Card]]] = {}
    for entry in filed:
        series = entry.piece.series
        if series:
            number = series.part if series.part is not None else 1_000_000
            parts.setdefault(series.name, []).append((number, entry.card.date.timestamp(), entry.card.slug, entry.card))
    return {name: tuple(part[-1] for part in sorted(found, key=lambda part: part[:3])) for name, found in parts.items()}


def _series_view(series: Mapping[str, tuple[Card, ...]], card: Card) -> SeriesView | None:
    if not card.series:
        return None
    return SeriesView(name=card.series.name, part=card.series.part, parts=series[card.series.name])


def _translations(filed: Sequence[Filed], slugs: Mapping[str, int]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for position, entry in enumerate(filed):
        meant = entry.piece.translation_of
        original = slugs.get(slugify(meant)) if meant else None
        if original is not None and original != position:
            groups.setdefault(original, [original]).append(position)
    return {member: members for members in groups.values() for member in members}


def _alternates(
    filed: Sequence[Filed], groups: Mapping[int, Sequence[int]], position: int, views: Views
) -> tuple[Alternate, ...]:
    members = groups.get(position)
    if members is None:
        return ()
    cards = [filed[member].card for member in members]
    return tuple(Alternate("", card.lang, card.title.plain, views.urls.absolute(card.url)) for card in cards)


def _feeds(entry: Filed, library: Library, views: Views) -> tuple[Alternate, ...]:
    if not has_feed(entry, library):
        return ()
    title = f"{entry.card.title.plain} – {views.say('comments')}"
    return (Alternate(ATOM, "", title, library.urls.to(feed_address(entry))),)


def _comments(entry: Filed, library: Library) -> KeptComments:
    form = comment_form(library.settings, library.urls, entry.card) if entry.comments == "open" else ""
    packed = (entry.piece.remarks, entry.sidecar.remarks if entry.sidecar else b"")
    return KeptComments(
        status=entry.comments,
        form=form,
        post=_post(entry, library) if form and not form.startswith("mailto:") else None,
        feed=library.urls.to(feed_address(entry)) if has_feed(entry, library) else "",
        pending=library.moment.pending,
        remarks=packed if any(packed) else (),
        authors=entry.reply_keys,
        names=tuple([(person.id, person.name) for person in entry.persons if person.id]) if entry.piece.remarks else (),
    )


def comment_form(settings: Settings, urls: Urls, card: Card) -> str:
    """Where a comment is sent: the form, or a letter to the publisher that is already addressed."""
    form, email = settings.comments.form, settings.publisher.email
    if form and form != "mailto":
        return urls.to(form) if form.startswith("/") else form
    url = urls.absolute(card.url)
    return f"mailto:{email}?subject={quote(card.title.plain)}&body={quote(url)}%0A%0A" if email else ""


def _post(entry: Filed, library: Library) -> CommentForm:
    """The names of the form's fields, and the address of the page that is sent along."""
    given = library.settings.comments
    names = {key: name for key, name in given.fields.items() if key != "page"}
    page = Link(given.fields.get("page", "page"), library.urls.absolute(entry.card.url))
    return CommentForm(**names, kept=(page, *(Link(name, value) for name, value in given.hidden.items())))


def feed_address(entry: Filed) -> str:
    """The decoded address of the feed of an article's comments."""
    return f"{entry.address}{COMMENT_FEED}"


def has_feed(entry: Filed, library: Library) -> bool:
    """Whether an article has a feed of its comments."""
    return library.settings.feeds.comments and entry.comments != "hidden"


def comment_feeds(library: Library, views: Views) -> Iterator[Page]:
    """The feed of each article's comments, where the settings ask for it."""
    for entry in library.filed:
        if has_feed(entry, library):
            kept = replace(_comments(entry, library), form="", post=None)
            card = entry.card
            view = RemarkFeedView(
                title=card.title.plain,
                url=views.absolute(feed_address(entry)),
                home=library.urls.absolute(card.url),
                lang=card.lang,
                author=card.authors[0].name if card.authors else views.site.title,
                comments=kept,
            )
            yield Page(
                path=file_of(feed_address(entry)), maker="remarks", names={"discussion": view}, source=entry.piece.path
            )
