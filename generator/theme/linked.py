"""A page's values to the JSON-LD graph that machines read of it, in the words of schema.org."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

from markupsafe import Markup
from msgspec import Raw, json

from generator.model import Article, Card, Comments, Link, PageView, Person, Picture, Reference, SiteView
from generator.theme.linked_comments import remarks
from generator.theme.linked_licences import licence

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "analysis": "AnalysisNewsArticle",
        "opinion": "OpinionNewsArticle",
        "explainer": "BackgroundNewsArticle",
        "report": "ReportageNewsArticle",
        "background": "BackgroundNewsArticle",
        "review": "ReviewNewsArticle",
    }
)
"""A kind of piece to its type beside NewsArticle; an interview has none there, nor has a kind of the site's own."""

POLICIES: Mapping[str, str] = MappingProxyType(
    {
        "bylines": "noBylinesPolicy",
        "corrections": "correctionsPolicy",
        "diversity": "diversityPolicy",
        "ethics": "ethicsPolicy",
        "fact-checking": "verificationFactCheckingPolicy",
        "feedback": "actionableFeedbackPolicy",
        "masthead": "masthead",
        "mission": "missionCoveragePrioritiesPolicy",
        "ownership": "ownershipFundingInfo",
        "principles": "publishingPrinciples",
        "sources": "unnamedSourcesPolicy",
        "staff": "diversityStaffingReport",
        "verification": "verificationFactCheckingPolicy",
    }
)
"""The name of a publisher's policy in the settings to the property that says where it is."""

_MADE_BY = {
    "assisted": "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource",
    "generated": "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
}
_PAGES = {"author": "ProfilePage", "page": "WebPage", "article": "WebPage", "search": "SearchResultsPage"}
_SECTIONS = {"tag": "tags", "author": "authors", "year": "archive"}
"""A kind of page to the list it belongs under, which is also the key of that list's name."""

Node = dict[str, Any]

_marked = partial(str.__new__, Markup)
Say = Callable[[str], str]


def linked(
    page: PageView,
    site: SiteView,
    *,
    say: Say,
    article: Article | None = None,
    comments: Comments | None = None,
    author: Person | None = None,
    listing: tuple[Card, ...] = (),
) -> Markup:
    """The graph of a page, safe inside `<script>`. Of cards in a list only what no card is without is asked."""
    nodes: list[object] = [*_publication(site), _page(page, site, author, listing), _trail(page, site, say)]
    if author:
        nodes.append(_person(author, site, whole=True))
    if article:
        nodes += _piece(article, page, site, comments)
    text = json.encode({"@context": "https://schema.org", "@graph": [node for node in nodes if node]}).decode()
    safe: Markup = _marked(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
    return safe


# ---------------------------------------------------------------- the publication


def _publication(site: SiteView) -> tuple[Raw, Raw]:
    publisher = site.publisher
    return _publication_once(
        site.url,
        site.title,
        site.language,
        site.description,
        site.search,
        str(publisher.get("name") or site.title),
        str(publisher.get("logo") or ""),
        str(publisher.get("email") or ""),
        tuple((publisher.get("policies") or {}).items()),
    )


@lru_cache(maxsize=8)
def _publication_once(
    url: str,
    title: str,
    language: str,
    description: str,
    search: str,
    name: str,
    logo: str,
    email: str,
    policies: tuple[tuple[str, str], ...],
) -> tuple[Raw, Raw]:
    publisher: Node = {"@type": "NewsMediaOrganization", "@id": f"{url}#publisher", "name": name, "url": url}
    publisher["logo"] = {"@type": "ImageObject", "url": _absolute(logo, url)} if logo else None
    publisher["email"] = email
    for policy, address in policies:
        if policy in POLICIES:
            publisher[POLICIES[policy]] = _absolute(address, url)
    site: Node = {"@type": "WebSite", "@id": f"{url}#website", "url": url, "name": title, "description": description}
    site |= {"inLanguage": language, "publisher": {"@id": f"{url}#publisher"}}
    if search:
        template = {"@type": "EntryPoint", "urlTemplate": f"{_absolute(search, url)}?q={{search_term_string}}"}
        site["potentialAction"] = {
            "@type": "SearchAction",
            "target": template,
            "query-input": "required name=search_term_string",
        }
    return Raw(json.encode(_said(site))), Raw(json.encode(_said(publisher)))


# ---------------------------------------------------------------- the page


def _page(page: PageView, site: SiteView, author: Person | None, listing: tuple[Card, ...]) -> Node:
    node: Node = {
        "@type": _PAGES.get(page.kind, "CollectionPage"),
        "@id": page.canonical,
        "url": page.canonical,
        "name": page.title,
        "description": page.description,
        "inLanguage": page.lang,
        "isPartOf": {"@id": f"{site.url}#website"},
        "breadcrumb": {"@id": f"{page.canonical}#breadcrumb"} if page.url != site.home else None,
    }
    if author:
        node["mainEntity"] = {"@id": _person_id(author, site)}
    elif listing:
        items = [
            {"@type": "ListItem", "position": position, "url": _absolute(card.url, site.url), "name": card.title.plain}
            for position, card in enumerate(listing, start=1)
        ]
        node["mainEntity"] = {"@type": "ItemList", "itemListElement": items}
    return _said(node)


def _trail(page: PageView, site: SiteView, say: Say) -> Node:
    """The way from the front page to this one."""
    if page.url == site.home:
        return {}
    steps = [(site.title, site.url)]
    section = _SECTIONS.get(page.kind)
    if section:
        steps.append((say(section), f"{site.url}{section}/"))
    steps.append((page.title, page.canonical))
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "@id": f"{page.canonical}#breadcrumb", "itemListElement": items}


# ---------------------------------------------------------------- the piece


def _piece(article: Article, page: PageView, site: SiteView, comments: Comments | None) -> Iterator[object]:
    persons = [(author, _person(author, site)) for author in article.authors if isinstance(author, Person)]
    yield from (node for author, node in persons if author.url)
    names = [{"@id": _person_id(author, site)} if author.url else node for author, node in persons]
    publisher = {"@id": f"{site.url}#publisher"}
    special = TYPES.get(article.kind)
    published = article.date.isoformat()
    told = _said(
        {
            "@type": ["NewsArticle", special] if special else "NewsArticle",
            "@id": f"{page.canonical}#article",
            "url": page.canonical,
            "mainEntityOfPage": {"@id": page.canonical},
            "headline": article.title.plain,
            "description": article.summary.plain,
            "genre": article.kind_label,
            "datePublished": published,
            "dateModified": article.updated.isoformat() if article.updated else published,
            "inLanguage": article.lang,
            "author": names or [publisher],
            "publisher": publisher,
            "editor": {"@type": "Person", "name": article.editor} if article.editor else None,
            "image": [_picture(article.image, site)] if article.image else None,
            "articleSection": article.tags[0].name if article.tags else None,
            "keywords": [label.name for label in article.tags],
            "wordCount": article.words,
            "isAccessibleForFree": True,
            "digitalSourceType": _MADE_BY.get(article.ai),
            **_relations(article, page, site),
        }
    )
    yield told | (remarks(comments, article, page.canonical, site.url) if comments else {})


def _relations(article: Article, page: PageView, site: SiteView) -> Node:
    """What else a piece belongs to, stands on, and has put right."""
    original = article.translation_of
    others = [
        {"@id": f"{other.url}#article"}
        for other in page.alternates
        if other.lang and other.url != page.canonical and original is None
    ]
    series = article.series
    return {
        "translationOfWork": {"@id": f"{_absolute(original.url, site.url)}#article"} if original else None,
        "workTranslation": others,
        "isPartOf": {"@type": "CreativeWorkSeries", "name": series.name} if series else None,
        "position": series.part if series else None,
        "citation": [_work(work) for work in article.sources],
        "correction": [
            {"@type": "CorrectionComment", "text": put_right.text.plain, "datePublished": put_right.date.isoformat()}
            for put_right in article.corrections
        ],
    }


def _work(work: Reference) -> Node:
    return _said(
        {
            "@type": "CreativeWork",
            "name": work.title,
            "url": work.url,
            "author": work.author,
            "publisher": {"@type": "Organization", "name": work.publisher} if work.publisher else None,
            "datePublished": work.date,
            "archivedAt": work.archived,
        }
    )


def _picture(picture: Picture, site: SiteView) -> Node:
    url = _absolute(picture.url, site.url)
    return _said(
        {
            "@type": "ImageObject",
            "url": url,
            "contentUrl": url,
            "width": picture.width,
            "height": picture.height,
            "caption": picture.caption.plain or picture.alt,
            "creditText": picture.credit,
            **licence(picture.license),
        }
    )


# ---------------------------------------------------------------- persons


def _person_id(person: Person, site: SiteView) -> str:
    return f"{_absolute(person.url, site.url)}#person"


def _person(person: Person, site: SiteView, *, whole: bool = False) -> Raw:
    """An author; what only the author's own page says, with `whole`."""
    return _person_once(
        site.url,
        person.name,
        person.url,
        person.website,
        person.links,
        person.photo.url if person.photo else "",
        person.organization,
        person.expertise,
        person.role if whole else "",
        person.bio.plain.strip() if whole else "",
        person.location if whole else "",
    )


@lru_cache(maxsize=1024)
def _person_once(
    site: str,
    name: str,
    url: str,
    website: str,
    links: tuple[Link, ...],
    photo: str,
    organization: str,
    expertise: tuple[str, ...],
    role: str,
    bio: str,
    location: str,
) -> Raw:
    page = _absolute(url, site)
    same = [*([website] if website else []), *(link.url for link in links)]
    node: Node = {
        "@type": "Person",
        "@id": f"{page}#person" if url else None,
        "name": name,
        "url": page or website,
        "sameAs": same if url else [],
        "image": _absolute(photo, site),
        "affiliation": {"@type": "Organization", "name": organization} if organization else None,
        "knowsAbout": list(expertise),
        "jobTitle": role,
        "description": bio,
        "homeLocation": {"@type": "Place", "name": location} if location else None,
    }
    return Raw(json.encode(_said(node)))


# ---------------------------------------------------------------- words


def _said(node: Node) -> Node:
    """A node without what it has nothing to say of."""
    return {name: value for name, value in node.items() if value or value is False}


def _absolute(url: str, site: str) -> str:
    """A root-relative address of the site with its host."""
    if not url.startswith("/") or url.startswith("//"):
        return url
    return _host(site) + url


@lru_cache(maxsize=8)
def _host(site: str) -> str:
    scheme, _, rest = site.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"
