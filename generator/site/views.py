"""A library to the values that every page of it shares, and to pages of each shape."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec.structs import replace

from generator.model import Alternate, Card, FeedView, Html, KeptArticle, KeptText, Mark, Page, PageView, SiteView
from generator.site.language import Say, direction
from generator.site.library import Filed, Library, Shelved
from generator.site.paginate import paginate
from generator.site.urls import file_of

ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"

NOWHERE = Mark(0, 0)

_NOT_IN_FEEDS: dict[str, Any] = {
    "kind": "",
    "kind_label": "",
    "words": 0,
    "minutes": 0,
    "featured": False,
    "series": None,
}
"""Of a card."""


class Views:
    """What the pages of one library share; made once for a build."""

    def __init__(
        self, library: Library, *, say: Say, theme: Mapping[str, Any], names: Mapping[str, Any] | None = None
    ) -> None:
        """`theme`: the values of the theme's options; `names`: what plugins offer to every page."""
        self.library = library
        self.settings = library.settings
        self.urls = library.urls
        self.cards = library.cards
        self.theme = dict(theme)
        self.say = partial(say, library.settings.language)
        self.site = self._site()
        self._feed_cards: dict[str, Card] = {}
        self.everywhere: dict[str, Any] = {
            "site": self.site,
            "theme": self.theme,
            "tags": library.terms,
            "authors": library.persons,
            "years": library.years,
            "latest": self.cards[:5],
            **(names or {}),
        }

    def page(
        self,
        template: str,
        address: str,
        *,
        title: str,
        description: str = "",
        lang: str = "",
        feeds: tuple[Alternate, ...] = (),
        alternates: tuple[Alternate, ...] = (),
        card: str = "",
        names: Mapping[str, Any] | None = None,
        source: str = "",
        mark: Mark = NOWHERE,
    ) -> Page:
        """The page that a template makes at a decoded address, with the names that every page has and its own."""
        url = self.urls.to(address)
        lang = lang or self.settings.language
        view = PageView(
            url=url,
            canonical=self.urls.absolute(url),
            title=title,
            description=description or self.settings.description,
            kind=template.removesuffix(".html"),
            lang=lang,
            dir=direction(lang),
            feeds=(*feeds, *self.site.feeds),
            alternates=alternates,
            card=card,
        )
        offered = {**self.everywhere, **(names or {}), "page": view}
        return Page(path=file_of(address), maker="template", template=template, names=offered, source=source, mark=mark)

    def listing(
        self,
        template: str,
        cards: Sequence[Card],
        address: Callable[[int], str],
        *,
        title: str,
        description: str = "",
        names: Mapping[str, Any] | None = None,
        per_page: int = 0,
        source: str = "",
    ) -> Iterator[Page]:
        """The pages that a list of cards fills; `address` gives the decoded address of each, from 1."""
        feeds = self.alternates(address(1), title) if names and address(1) != "/" else ()
        for number, listing, pager in paginate(
            cards, lambda number: self.urls.to(address(number)), per_page=per_page or self.settings.per_page
        ):
            yield self.page(
                template,
                address(number),
                title=title,
                description=description,
                feeds=feeds,
                names={**(names or {}), "listing": listing, "pager": pager},
                source=source,
            )

    def alternates(self, address: str, title: str) -> tuple[Alternate, ...]:
        """The two feeds under a decoded address."""
        return (
            Alternate(ATOM, "", title, self.urls.to(address + "feed.xml")),
            Alternate(JSON_FEED, "", title, self.urls.to(address + "feed.json")),
        )

    def feeds(
        self, address: str, filed: Sequence[Filed], *, title: str, subtitle: str = "", author: str = ""
    ) -> Iterator[Page]:
        """The two feeds of a list of pieces, newest first, under a decoded address."""
        full = self.settings.feeds.full == "all" or (self.settings.feeds.full == "site" and address == "/")
        newest = filed[: self.settings.feeds.entries]
        for maker, name in (("atom", "feed.xml"), ("json", "feed.json")):
            view = FeedView(
                title=title,
                subtitle=subtitle,
                url=self.absolute(address + name),
                home=self.absolute(address),
                site=self.site.url,
                lang=self.settings.language,
                author=author or self.settings.publisher.name or self.settings.title,
                logo=self.urls.absolute(self.library.logo) if self.library.logo else "",
                entries=tuple(self._feed_entry(entry, full=full) for entry in newest),
            )
            yield Page(path=file_of(address + name), maker=maker, names={"feed": view})

    def _feed_entry(self, entry: Filed, *, full: bool) -> KeptArticle | Card:
        """A piece without what no feed shows, so that it cannot make a feed stale."""
        card = self._feed_cards.get(entry.address)
        if card is None:
            card = self._feed_cards[entry.address] = replace(entry.card, **_NOT_IN_FEEDS)
        if not full:
            return card
        links = entry.links
        return KeptArticle(
            card=card,
            authors=(),
            content=entry.piece.content,
            addresses=links.addresses,
            sizes=links.sizes,
            titles=links.titles,
            srcsets=links.srcsets,
        )

    def absolute(self, address: str) -> str:
        """The absolute URL of a decoded address."""
        return self.urls.absolute(self.urls.to(address))

    def _site(self) -> SiteView:
        settings = self.settings
        publisher = settings.publisher
        return SiteView(
            title=settings.title,
            url=settings.url,
            home=self.urls.to("/"),
            language=settings.language,
            description=settings.description,
            menu=self.library.menu,
            publisher={
                "name": publisher.name or settings.title,
                "logo": self.library.logo,
                "email": publisher.email,
                "policies": {policy.label: policy.url for policy in self.library.policies if policy.url},
            },
            feeds=self.alternates("/", settings.title),
            search=self.urls.to("/search/") if settings.search else "",
            head=Html(settings.head),
            extra=settings.extra,
        )


def told(card: Card) -> Card:
    """A card without what is not told where pieces are only listed for machines, so that it cannot make that stale."""
    return replace(card, **_NOT_IN_FEEDS, tags=(), image=None, updated=None, comments=0)


def kept_article(filed: Filed, *, translation_of: Card | None = None, supersedes: Card | None = None) -> KeptArticle:
    """What a page holds of an article in full, its text still in the store."""
    piece, links = filed.piece, filed.links
    return KeptArticle(
        card=filed.card,
        authors=filed.persons,
        content=piece.content,
        addresses=links.addresses,
        sizes=links.sizes,
        titles=links.titles,
        srcsets=links.srcsets,
        corrections=piece.corrections,
        sources=piece.sources,
        aliases=piece.aliases,
        ai=piece.ai,
        editor=piece.editor,
        translation_of=translation_of,
        supersedes=supersedes,
        extra=piece.extra,
    )


def kept_text(shelved: Shelved) -> KeptText:
    """What its page holds of a standing page, its text still in the store."""
    page, links = shelved.page, shelved.links
    return KeptText(
        title=page.title,
        content=page.content,
        addresses=links.addresses,
        sizes=links.sizes,
        titles=links.titles,
        srcsets=links.srcsets,
        updated=page.updated,
        extra=page.extra,
    )
