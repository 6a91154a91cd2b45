"""The JSON-LD of each kind of page: read back, against the words of schema.org and what the page shows."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.model import (
    Alternate,
    Article,
    Card,
    Comment,
    Comments,
    Correction,
    Html,
    Label,
    Link,
    PageView,
    Person,
    Picture,
    Reference,
    Series,
    SiteView,
)
from generator.theme.linked import POLICIES, TYPES, linked
from generator.theme.linked_comments import MOST
from generator.theme.linked_licences import licence

DAY = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)

SITE = SiteView(
    title="The Review",
    url="https://example.org/press/",
    home="/press/",
    language="en",
    description="Of rivers.",
    publisher={
        "name": "The Society",
        "logo": "/press/media/logo.png",
        "email": "desk@example.org",
        "policies": {"corrections": "/press/corrections/", "privacy": "/press/privacy/"},
    },
)
LI = Person(
    id="li",
    name="Li Wei",
    role="Editor",
    url="/press/authors/li/",
    photo=Picture(url="/press/media/li.jpg"),
    bio=Html("<p>Writes <em>much</em>.</p>"),
    website="https://li.example/",
    links=(Link("Elsewhere", "https://social.example/@li"),),
    organization="The Society",
    expertise=("rivers", "tolls"),
    location="Tunis",
)
GUEST = Person(name="A. Guest", website="https://guest.example/")
CARD = Card(
    url="/press/a/",
    slug="a",
    title=Html("Of <em>tolls</em> &amp; treaties"),
    kind="analysis",
    kind_label="Analysis",
    date=DAY,
    authors=(),
    lang="en",
    dir="ltr",
)
ARTICLE = Article(
    **{name: getattr(CARD, name) for name in Card.__struct_fields__ if name not in ("authors", "tags", "summary")},
    authors=(LI, GUEST),
    tags=(Label("Rivers", "rivers", "/press/tags/rivers/"), Label("Law", "law", "/press/tags/law/")),
    summary=Html("What a toll is <em>for</em>."),
    body=Html("<p>Text.</p>"),
)
FULL = replace(
    ARTICLE,
    updated=DAY.replace(day=6),
    image=Picture(
        url="/press/media/p.jpg",
        alt="A port",
        width=1600,
        height=900,
        caption=Html("At <b>dawn</b>."),
        credit="Photo: A",
        license="CC BY 4.0",
    ),
    corrections=(Correction(date=DAY, kind="correction", text=Html("It was <em>north</em>.")),),
    sources=(Reference(title="On tolls", url="https://b.example/", author="Moreno", date="1951", publisher="B"),),
    series=Series("Water", 2),
    words=812,
    ai="assisted",
    editor="R. Okafor",
)
REPLY = Comment(id="c2", author="Li Wei", date=DAY, text=Html("<p>Quite.</p>"), by_author=True)
FIRST = Comment(
    id="c1", author="Ada", url="https://ada.example/", date=DAY, text=Html("<p>Why</p>\n<p>so?</p>"), replies=(REPLY,)
)
TALK = Comments(status="open", count=2, threads=(FIRST,))

KNOWN: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "WebSite": "url name description inLanguage publisher potentialAction",
        "SearchAction": "target query-input",
        "EntryPoint": "urlTemplate",
        "NewsMediaOrganization": "name url logo email " + " ".join(POLICIES.values()),
        "WebPage": "url name description inLanguage isPartOf breadcrumb mainEntity",
        "BreadcrumbList": "itemListElement",
        "ItemList": "itemListElement",
        "ListItem": "position name item url",
        "Person": "name url sameAs image affiliation knowsAbout jobTitle description homeLocation",
        "Organization": "name",
        "Place": "name",
        "ImageObject": "url contentUrl width height caption creditText license copyrightNotice",
        "NewsArticle": "url mainEntityOfPage headline description genre datePublished dateModified inLanguage author "
        "publisher editor image articleSection keywords wordCount isAccessibleForFree digitalSourceType "
        "translationOfWork workTranslation isPartOf position citation correction commentCount discussionUrl comment",
        "CreativeWork": "name url author publisher datePublished archivedAt",
        "CreativeWorkSeries": "name",
        "CorrectionComment": "text datePublished",
        "Comment": "url author datePublished text parentItem",
    }.items()
}
"""Each type that is used, and those of its properties in schema.org that are."""

ALIKE = dict.fromkeys(["CollectionPage", "ProfilePage", "SearchResultsPage"], "WebPage") | dict.fromkeys(
    TYPES.values(), "NewsArticle"
)

NEEDED = {
    "NewsArticle": "headline datePublished dateModified author publisher mainEntityOfPage inLanguage genre",
    "Person": "name",
    "NewsMediaOrganization": "name url",
    "ImageObject": "url",
    "Comment": "author datePublished text",
    "ListItem": "position name",
    "BreadcrumbList": "itemListElement",
    "WebSite": "name url publisher",
    "WebPage": "name url isPartOf",
}
"""What a node of a type cannot do without, for those who read it."""


def view(kind: str = "article", **changed: Any) -> PageView:
    url = changed.pop("url", "/press/a/")
    values = {"canonical": f"https://example.org{url}", "title": "Of tolls", "lang": "en", "dir": "ltr"}
    return PageView(**{"url": url, "kind": kind, **values, **changed})


PAGES: dict[str, tuple[PageView, SiteView, dict[str, Any]]] = {
    "article": (view(), SITE, {"article": ARTICLE, "comments": TALK}),
    "all there is": (view(), SITE, {"article": FULL, "comments": TALK}),
    "nobody's": (view(), SITE, {"article": replace(ARTICLE, authors=()), "comments": TALK}),
    "hidden": (view(), SITE, {"article": ARTICLE, "comments": replace(TALK, status="hidden")}),
    "home": (view("home", url="/press/"), SITE, {"listing": (CARD, replace(CARD, url="/press/b/"))}),
    "tag": (view("tag", url="/press/tags/law/"), SITE, {"listing": ()}),
    "author": (view("author", url="/press/authors/li/"), SITE, {"author": LI}),
    "page": (view("page", url="/press/about/"), SITE, {}),
    "search": (view("search", url="/press/search/"), replace(SITE, search="/press/search/"), {}),
    "bare": (view("page"), replace(SITE, description="", publisher={}), {}),
}


def graph(page: PageView, site: SiteView, names: dict[str, Any]) -> list[dict[str, Any]]:
    """The nodes of a page's graph."""
    document = json.loads(linked(page, site, say=str.title, **names))
    assert document.keys() == {"@context", "@graph"}
    assert document["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = document["@graph"]
    return nodes


def node(kind: str, name: str) -> dict[str, Any]:
    """The one node of a type on a page."""
    page, site, names = PAGES[name]
    (found,) = [node for node in graph(page, site, names) if kind in types(node)]
    return found


def types(node: dict[str, Any]) -> list[str]:
    kind = node["@type"]
    return kind if isinstance(kind, list) else [kind]


def nodes_in(value: object) -> Iterator[dict[str, Any]]:
    """Every node with a type, at whatever depth."""
    if isinstance(value, list):
        for item in value:
            yield from nodes_in(item)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for item in value.values():
            yield from nodes_in(item)


# ---------------------------------------------------------------- every page


@pytest.mark.parametrize("name", PAGES)
def test_only_words_of_schema_org_are_used(name: str) -> None:
    for found in nodes_in(graph(*PAGES[name])):
        for kind in types(found):
            assert set(found) - {"@type", "@id"} <= KNOWN[ALIKE.get(kind, kind)], (kind, found)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_empty_and_nothing_needed_is_missing(name: str) -> None:
    for found in nodes_in(graph(*PAGES[name])):
        assert [key for key, value in found.items() if value in ("", [], {}, None)] == []
        for kind in types(found):
            assert set(NEEDED.get(ALIKE.get(kind, kind), "").split()) <= found.keys(), found


@pytest.mark.parametrize("name", PAGES)
def test_each_reference_leads_to_a_node_or_another_page(name: str) -> None:
    nodes = graph(*PAGES[name])
    top = [found["@id"] for found in nodes]
    assert len(top) == len(set(top))
    own = {found["@id"] for found in nodes_in(nodes) if "@id" in found}
    page = PAGES[name][0].canonical
    for found in nodes_in(nodes):
        for value in found.values():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, dict) and item.keys() == {"@id"}:
                    assert item["@id"] in own or not item["@id"].startswith(page), item


@pytest.mark.parametrize("name", PAGES)
def test_every_address_is_absolute(name: str) -> None:
    for found in nodes_in(graph(*PAGES[name])):
        for key in ("@id", "url", "contentUrl", "item", "image", "discussionUrl"):
            value = found.get(key)
            if isinstance(value, str):
                assert value.startswith("https://"), (key, value)


# ---------------------------------------------------------------- a piece


@pytest.mark.parametrize("kind", ["analysis", "opinion", "explainer", "report", "background", "review"])
def test_the_type_is_the_kind_that_is_shown(kind: str) -> None:
    shown = replace(ARTICLE, kind=kind, kind_label=f"Label of {kind}")
    (found,) = [node for node in graph(view(), SITE, {"article": shown}) if "NewsArticle" in types(node)]
    assert types(found) == ["NewsArticle", TYPES[kind]]
    assert found["genre"] == f"Label of {kind}"


@pytest.mark.parametrize("kind", ["interview", "dispatch"])
def test_a_kind_that_schema_org_has_not_is_news_with_a_genre(kind: str) -> None:
    shown = replace(ARTICLE, kind=kind, kind_label=kind.title())
    (found,) = [node for node in graph(view(), SITE, {"article": shown}) if "NewsArticle" in types(node)]
    assert (found["@type"], found["genre"]) == ("NewsArticle", kind.title())


def test_a_piece_says_what_its_page_shows() -> None:
    found = node("NewsArticle", "all there is")
    assert (found["headline"], found["description"]) == ("Of tolls & treaties", "What a toll is for.")
    assert (found["datePublished"], found["dateModified"]) == ("2025-03-04T09:30:00+00:00", "2025-03-06T09:30:00+00:00")
    assert (found["keywords"], found["wordCount"]) == (["Rivers", "Law"], 812)
    assert found["correction"][0]["text"] == "It was north."
    assert found["citation"][0]["author"] == "Moreno"
    assert (found["isPartOf"]["name"], found["position"]) == ("Water", 2)
    assert found["editor"]["name"] == "R. Okafor"
    assert found["digitalSourceType"].startswith("https://schema.org/Composite")
    (image,) = found["image"]
    assert (image["url"], image["width"], image["creditText"]) == (
        "https://example.org/press/media/p.jpg",
        1600,
        "Photo: A",
    )
    assert image["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_an_author_with_a_page_is_a_node_and_a_guest_is_not() -> None:
    found = node("NewsArticle", "article")
    assert found["author"] == [
        {"@id": "https://example.org/press/authors/li/#person"},
        {"@type": "Person", "name": "A. Guest", "url": "https://guest.example/"},
    ]
    person = node("Person", "article")
    assert person["url"] == "https://example.org/press/authors/li/"
    assert person["sameAs"] == ["https://li.example/", "https://social.example/@li"]


def test_a_piece_of_nobody_is_the_publishers() -> None:
    assert node("NewsArticle", "nobody's")["author"] == [{"@id": "https://example.org/press/#publisher"}]


def test_comments_are_told_and_counted() -> None:
    found = node("NewsArticle", "article")
    first, reply = found["comment"]
    assert found["commentCount"] == 2
    assert (first["author"]["name"], first["text"]) == ("Ada", "Why so?")
    assert first["url"] == "https://example.org/press/a/#comment-c1"
    assert reply["parentItem"] == {"@id": first["@id"]}
    assert reply["author"]["@id"] == "https://example.org/press/authors/li/#person"


def test_a_count_of_none_is_told_and_what_is_hidden_is_not() -> None:
    names = {"article": ARTICLE, "comments": Comments(status="open", count=0)}
    (found,) = [node for node in graph(view(), SITE, names) if "NewsArticle" in types(node)]
    assert found["commentCount"] == 0
    assert "commentCount" not in node("NewsArticle", "hidden")


def test_many_comments_are_counted_and_some_are_told() -> None:
    threads = tuple(replace(REPLY, id=f"c{number}") for number in range(MOST + 5))
    names = {"article": ARTICLE, "comments": Comments(status="open", count=len(threads), threads=threads)}
    (found,) = [node for node in graph(view(), SITE, names) if "NewsArticle" in types(node)]
    assert (found["commentCount"], len(found["comment"])) == (MOST + 5, MOST)


def test_translations_know_one_another() -> None:
    there = (
        Alternate("", "en", "A", "https://example.org/press/a/"),
        Alternate("", "fr", "B", "https://example.org/press/b/"),
    )
    (here,) = [n for n in graph(view(alternates=there), SITE, {"article": ARTICLE}) if "NewsArticle" in types(n)]
    assert here["workTranslation"] == [{"@id": "https://example.org/press/b/#article"}]
    made = replace(ARTICLE, url="/press/b/", lang="fr", translation_of=CARD)
    page = view(url="/press/b/", alternates=there)
    (other,) = [n for n in graph(page, SITE, {"article": made}) if "NewsArticle" in types(n)]
    assert other["translationOfWork"] == {"@id": "https://example.org/press/a/#article"}


# ---------------------------------------------------------------- the others


def test_the_publisher_has_its_policies() -> None:
    found = node("NewsMediaOrganization", "home")
    assert found["correctionsPolicy"] == "https://example.org/press/corrections/"
    assert found["logo"] == {"@type": "ImageObject", "url": "https://example.org/press/media/logo.png"}
    assert not any("privacy" in str(value) for value in found.values())


def test_the_way_leads_from_the_front_page_through_the_list() -> None:
    steps = node("BreadcrumbList", "author")["itemListElement"]
    assert [(step["position"], step["name"]) for step in steps] == [(1, "The Review"), (2, "Authors"), (3, "Of tolls")]
    assert not [found for found in graph(*PAGES["home"]) if "BreadcrumbList" in types(found)]


def test_an_author_in_full_stands_on_the_authors_page() -> None:
    found = node("Person", "author")
    assert (found["jobTitle"], found["description"]) == ("Editor", "Writes much.")
    assert node("ProfilePage", "author")["mainEntity"] == {"@id": found["@id"]}


def test_where_there_is_a_search_it_is_told() -> None:
    target = node("WebSite", "search")["potentialAction"]["target"]["urlTemplate"]
    assert target == "https://example.org/press/search/?q={search_term_string}"
    assert "potentialAction" not in node("WebSite", "home")


def test_of_a_card_in_a_list_only_what_no_card_is_without_is_told() -> None:
    whole = replace(CARD, summary=Html("S"), words=9, minutes=9, comments=9, featured=True, tags=ARTICLE.tags)
    page, site, _names = PAGES["home"]
    assert graph(page, site, {"listing": (whole,)}) == graph(page, site, {"listing": (CARD,)})


# ---------------------------------------------------------------- safety


NASTY = ["</script>", "<!--", "<script>", "]]>", "&lt;", "\u2028", '"\\', "{{ 1 }}", "\x7f"]


@pytest.mark.parametrize("text", NASTY)
def test_no_text_leaves_its_script(text: str) -> None:
    whole = replace(
        FULL,
        title=Html(text.replace("<", "&lt;")),
        kind_label=text,
        editor=text,
        tags=(Label(text, "x", "/x/"),),
        authors=(replace(LI, name=text, organization=text), replace(GUEST, name=text)),
        sources=(Reference(title=text),),
        series=Series(text),
    )
    site = replace(SITE, title=text, publisher={"name": text})
    said = Comments(status="open", count=1, threads=(replace(FIRST, author=text, replies=()),))
    made = str(linked(view(title=text), site, say=str, article=whole, comments=said))
    assert "<" not in made
    assert json.loads(made)["@graph"][0]["name"] == text


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    made = str(linked(view("page", title=text), SITE, say=str))
    assert "</" not in made
    assert json.loads(made)["@graph"][2].get("name", "") == text


LICENCES = [
    ("", {}),
    ("https://example.org/l", {"license": "https://example.org/l"}),
    ("CC BY 4.0", {"license": "https://creativecommons.org/licenses/by/4.0/"}),
    ("cc-by-nc-sa-3.0", {"license": "https://creativecommons.org/licenses/by-nc-sa/3.0/"}),
    ("CC BY-SA 3.0 DE", {"license": "https://creativecommons.org/licenses/by-sa/3.0/de/"}),
    ("CC0 1.0", {"license": "https://creativecommons.org/publicdomain/zero/1.0/"}),
    ("CC0", {"license": "https://creativecommons.org/publicdomain/zero/1.0/"}),
    ("All rights reserved", {"copyrightNotice": "All rights reserved"}),
    ("CC BY-ND-SA 4.0", {"copyrightNotice": "CC BY-ND-SA 4.0"}),
]


@pytest.mark.parametrize(("written", "said"), LICENCES, ids=[case[0] for case in LICENCES])
def test_a_licence(written: str, said: dict[str, str]) -> None:
    assert licence(written) == said


def test_what_is_no_page_is_told_in_the_template(
    make_small_press: Callable[..., Any], job: Callable[..., Any], page: Callable[..., PageView], site: SiteView
) -> None:
    from generator.errors import Stop
    from generator.theme.render import render

    for written, message in [
        ("{{ site|linked(page) }}", "`linked` wants the page and the site"),
        ("{{ page|linked(site, cards=1) }}", "`linked` takes no cards"),
        ("{{ page|linked(site, article=site) }}", "`linked` was handed a SiteView as article"),
    ]:
        press = make_small_press({"page.html": written})
        with pytest.raises(Stop) as stop:
            render(press, job("page.html", page=page(), site=site))
        assert message in stop.value.problems[0].message
