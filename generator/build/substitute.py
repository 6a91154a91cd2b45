"""What a page held when it was last made to what it holds after an edit: new texts in the place of the old."""

from collections.abc import Mapping, Sequence
from types import GenericAlias
from typing import Any

from msgspec import convert, msgpack
from msgspec.structs import replace

from generator.build.edited import LENGTHS, TELLING, Edit
from generator.engine.ledger import Account
from generator.engine.store import Store
from generator.model import (
    Card,
    FeedView,
    KeptArticle,
    KeptComments,
    KeptText,
    LlmsView,
    NewsView,
    Page,
    Pager,
    PageView,
    Person,
    Piece,
    Section,
    SeriesView,
    SiteView,
    Term,
    Year,
)
from generator.settings import Settings
from generator.site.articles import comment_form
from generator.site.urls import Urls
from generator.theme.bind import OF_OTHERS
from generator.theme.manifest import Value

_SHAPES: Mapping[str, Any] = {
    "article": KeptArticle,
    "author": Person,
    "authors": tuple[Person, ...],
    "comments": KeptComments,
    "content": KeptText,
    "latest": tuple[Card, ...],
    "llms": LlmsView,
    "news": NewsView,
    "listing": tuple[Card, ...],
    "newer": Card | None,
    "older": Card | None,
    "page": PageView,
    "pager": Pager,
    "related": tuple[Card, ...],
    "sections": tuple[Section, ...],
    "series": SeriesView | None,
    "site": SiteView,
    "tag": Term,
    "tags": tuple[Term, ...],
    "theme": dict[str, Value],
    "years": tuple[Year, ...],
}
"""What a page may hold, for it to be made again by itself."""


def held_page(path: str, account: Account, held: Store) -> Page:
    """A page as it was last made. Raises Lost, KeyError or a decoding error where that is not known."""
    if account.kept is None:
        raise KeyError(path)
    maker, template, data = msgpack.decode(held.pick_up(account.kept.key, account.kept.spot))
    if "feed" in data:
        fields = dict(zip(FeedView.__struct_fields__, data["feed"], strict=True))
        entries = fields["entries"]
        shape = KeptArticle if entries and _is_whole(entries[0]) else Card
        names: dict[str, Any] = {
            "feed": FeedView(**(fields | {"entries": convert(entries, GenericAlias(tuple, (shape, ...)))}))
        }
    else:
        names = {name: convert(value, _SHAPES[name]) for name, value in data.items()}
    return Page(path=path, maker=maker, template=template, names=names, source=account.source)


def _is_whole(entry: Sequence[Any]) -> bool:
    """Whether an entry of a feed, not yet a value, is a whole article and not a card, whose first field is its URL."""
    return not isinstance(entry[0], str)


def substituted(page: Page, edits: Mapping[str, Edit], settings: Settings) -> Page:
    """The page with the new texts in the place of the old."""
    names = {name: _with_cards(value, edits) if name in OF_OTHERS else value for name, value in page.names.items()}
    if "feed" in names:
        feed = names["feed"]
        return replace(page, names={"feed": replace(feed, entries=_with_cards(feed.entries, edits))})
    for name, told in names.items():
        if isinstance(told, LlmsView | NewsView):
            names[name] = replace(told, cards=_with_cards(told.cards, edits))
    article = names.get("article")
    if isinstance(article, KeptArticle):
        names["article"] = _whole(article, edits)
        if article.card.url in edits:
            names |= _around(names, edits[article.card.url].new, settings)
    return replace(page, names=names)


def _around(names: Mapping[str, Any], new: Piece, settings: Settings) -> dict[str, Any]:
    """What the page of an article holds beside it that tells its title. Raises KeyError where others would, too."""
    around = {}
    view = names.get("page")
    if view is not None:
        if (view.alternates or settings.feeds.comments) and view.title != new.title.plain:
            raise KeyError(view.url)
        description = new.summary.plain or settings.description
        around["page"] = replace(view, title=new.title.plain, description=description)
    comments = names.get("comments")
    if comments is not None and comments.form.startswith("mailto:"):
        card = replace(names["article"].card, title=new.title)
        around["comments"] = replace(comments, form=comment_form(settings, Urls(settings), card))
    return around


def _whole(article: KeptArticle, edits: Mapping[str, Edit]) -> KeptArticle:
    edit = edits.get(article.card.url)
    others = {name: _with_cards(getattr(article, name), edits) for name in ("translation_of", "supersedes")}
    if edit is None:
        return replace(article, **others)
    lengths = {name: getattr(edit.new, name) for name in LENGTHS}
    return replace(article, content=edit.new.content, card=replace(_card(article.card, edits), **lengths), **others)


def _with_cards(value: Any, edits: Mapping[str, Edit]) -> Any:
    """Cards, and entries of a feed, as they are now."""
    if isinstance(value, Card):
        return _card(value, edits)
    if isinstance(value, KeptArticle):
        edit = edits.get(value.card.url)
        return replace(value, content=edit.new.content, card=_card(value.card, edits)) if edit else value
    if isinstance(value, SeriesView):
        return replace(value, parts=tuple(_card(card, edits) for card in value.parts))
    if isinstance(value, Section):
        return replace(value, pieces=tuple(_card(card, edits) for card in value.pieces))
    return tuple(_with_cards(one, edits) for one in value) if isinstance(value, tuple) else value


def _card(card: Card, edits: Mapping[str, Edit]) -> Card:
    edit = edits.get(card.url)
    return replace(card, **{name: getattr(edit.new, name) for name in TELLING}) if edit else card
