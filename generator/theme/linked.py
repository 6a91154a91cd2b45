"""A page's values to the JSON-LD graph that machines read of it, in the words of schema.org."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

from markupsafe import Markup
from msgspec import Raw, json

from generator.model import Article, Card, Comments, Link, PageView, Person, Picture, Reference, SiteView
from generator.theme import linked_nodes as nodes
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
    graph: list[object] = [*_publication(site), _page(page, site, author, listing)]
    trail = _trail(page, site, say)
    if trail:
        graph.append(trail)
    if author:
        graph.append(_person(author, site, whole=True))
    if article:
        graph += _piece(article, page, site, comments)
    text = json.encode({"@context": "https://schema.org", "@graph": graph}).decode()
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


def _page(page: PageView, site: SiteView, author: Person | None, listing: tuple[Card, ...]) -> nodes.Page:
    entity: nodes.Known | nodes.Entries | None = None
    if author:
        entity = nodes.Known(id=_person_id(author, site))
    elif listing:
        entity = nodes.Entries(
            item_list_element=[
                nodes.Entry(position=position, url=_absolute(card.url, site.url), name=card.title.plain)
                for position, card in enumerate(listing, start=1)
            ]
        )
    return nodes.Page(
        type=_PAGES.get(page.kind, "CollectionPage"),
        id=page.canonical,
        url=page.canonical,
        name=page.title,
        description=page.description,
        in_language=page.lang,
        is_part_of=nodes.Known(id=f"{site.url}#website"),
        breadcrumb=nodes.Known(id=f"{page.canonical}#breadcrumb") if page.url != site.home else None,
        main_entity=entity,
    )


def _trail(page: PageView, site: SiteView, say: Say) -> nodes.Trail | None:
    """The way from the front page to this one."""
    if page.url == site.home:
        return None
    steps = [(site.title, site.url)]
    section = _SECTIONS.get(page.kind)
    if section:
        steps.append((say(section), f"{site.url}{section}/"))
    steps.append((page.title, page.canonical))
    return nodes.Trail(
        id=f"{page.canonical}#breadcrumb",
        item_list_element=[
            nodes.Step(position=position, name=name, item=url) for position, (name, url) in enumerate(steps, start=1)
        ],
    )


# ---------------------------------------------------------------- the piece


def _piece(article: Article, page: PageView, site: SiteView, comments: Comments | None) -> Iterator[Raw | nodes.Piece]:
    """The authors that have pages, and the piece: what it is, belongs to, stands on, and has put right."""
    persons = [(author, _person(author, site)) for author in article.authors if isinstance(author, Person)]
    yield from (node for author, node in persons if author.url)
    authors = [nodes.Known(id=_person_id(author, site)) if author.url else node for author, node in persons]
    publisher = nodes.Known(id=f"{site.url}#publisher")
    special = TYPES.get(article.kind)
    published = article.date.isoformat()
    original, series = article.translation_of, article.series
    shown = comments if comments and comments.status != "hidden" else None
    yield nodes.Piece(
        type=["NewsArticle", special] if special else "NewsArticle",
        id=f"{page.canonical}#article",
        url=page.canonical,
        main_entity_of_page=nodes.Known(id=page.canonical),
        headline=article.title.plain,
        description=article.summary.plain,
        genre=article.kind_label,
        date_published=published,
        date_modified=article.updated.isoformat() if article.updated else published,
        in_language=article.lang,
        author=authors or [publisher],
        publisher=publisher,
        editor=nodes.Guest(name=article.editor) if article.editor else None,
        image=[_picture(article.image, site)] if article.image else [],
        article_section=article.tags[0].name if article.tags else "",
        keywords=[label.name for label in article.tags],
        word_count=article.words,
        is_accessible_for_free=True,
        digital_source_type=_MADE_BY.get(article.ai, ""),
        translation_of_work=nodes.Known(id=f"{_absolute(original.url, site.url)}#article") if original else None,
        work_translation=[] if original else _translations(page),
        is_part_of={"@type": "CreativeWorkSeries", "name": series.name} if series else None,
        position=(series.part or None) if series else None,
        citation=[_work(work) for work in article.sources],
        correction=[
            {"@type": "CorrectionComment", "text": put_right.text.plain, "datePublished": put_right.date.isoformat()}
            for put_right in article.corrections
        ],
        comment_count=shown.count if shown else None,
        discussion_url=f"{page.canonical}#comments" if shown else "",
        comment=remarks(shown.threads, article, page.canonical, site.url) if shown else [],
    )


def _translations(page: PageView) -> list[nodes.Known]:
    return [
        nodes.Known(id=f"{other.url}#article")
        for other in page.alternates
        if other.lang and other.url != page.canonical
    ]


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
