"""A library to the files of the site."""

from datetime import UTC, datetime
from typing import Any

import pytest

from generator.model import Credit, Known, Page, Series
from generator.settings import Feeds
from generator.site.catalogue import Catalogued, catalogue
from generator.site.machines import sitemaps
from generator.site.plan import Plan, plan
from generator.site.views import Views
from tests.site.values import NOW, asset, inventory, link, piece, profile, settings, standing

ALL = frozenset(["related", "article", "comments"])


def say(_language: str, key: str) -> str:
    return key


def catalogued(*known: Known, **changes: Any) -> Catalogued:
    return catalogue(inventory(*known), settings(**changes), moment=NOW, say=say)


def planned(*known: Known, added: tuple[Page, ...] = (), **changes: Any) -> Plan:
    library = catalogued(*known, **changes).library
    return plan(library, Views(library, say=say, theme={}), wanted=ALL, added=lambda _library: added)


def page(made: Plan, path: str) -> Page:
    return next(page for page in made.pages if page.path == path)


LEAST = {
    *("404.html", "archive/index.html", "authors/index.html", "feed.json", "feed.xml", "index.html"),
    *("llms.txt", "news-sitemap.xml", "robots.txt", "sitemap.xml", "tags/index.html"),
}

FILES: list[tuple[str, tuple[Known, ...], dict[str, Any], set[str]]] = [
    ("nothing at all", (), {}, set()),
    ("a piece", (piece(),), {}, {"a/index.html", "archive/2024/index.html"}),
    (
        "a piece with everything",
        (
            piece(tags=("T",), credits=(Credit(id="li"), Credit(name="Guest")), aliases=("/old/",)),
            profile(),
            profile("idle"),
        ),
        {},
        {"a/index.html", "archive/2024/index.html", "old/index.html"}
        | {f"tags/t/{name}" for name in ("index.html", "feed.xml", "feed.json")}
        | {f"authors/li/{name}" for name in ("index.html", "feed.xml", "feed.json")},
    ),
    ("a draft", (piece(draft=True, tags=("T",), aliases=("/old/",)),), {}, set()),
    ("a page", (standing("about/team", aliases=("/team.html",)),), {}, {"about/team/index.html", "team.html"}),
    ("a permalink", (piece(),), {"permalink": "/{year}/{slug}/"}, {"2024/a/index.html", "archive/2024/index.html"}),
    (
        "files that are used, and root/",
        (piece(refs=(link("p.png"),)), asset("articles/p.png"), asset("media/x"), asset("root/CNAME")),
        {},
        {"a/index.html", "a/p.png", "archive/2024/index.html", "CNAME"},
    ),
    (
        "pages of lists",
        (piece("a"), piece("b"), piece("c")),
        {"per_page": 2},
        {"a/index.html", "b/index.html", "c/index.html", "page/2/index.html", "archive/2024/index.html"},
    ),
    ("a host", (), {"hosts": ("netlify",)}, {"_headers"}),
]


@pytest.mark.parametrize(("known", "changes", "files"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_files(known: tuple[Known, ...], changes: dict[str, Any], files: set[str]) -> None:
    made = planned(*known, **changes)
    assert {page.path for page in made.pages} == LEAST | files
    assert made.problems == ()


def test_an_article_is_handed_its_neighbours_series_and_relations() -> None:
    days = [datetime(2024, 1, day, tzinfo=UTC) for day in (1, 2, 3)]
    parts = [piece(f"p{n}", date=day, tags=("T",), series=Series("S", 4 - n)) for n, day in enumerate(days, start=1)]
    names = page(planned(*parts), "p2/index.html").names
    assert names["newer"].slug == "p3"
    assert names["older"].slug == "p1"
    assert [card.slug for card in names["related"]] == ["p3", "p1"]
    assert [card.slug for card in names["series"].parts] == ["p3", "p2", "p1"]
    assert names["article"].card.slug == "p2"
    ends = planned(*parts)
    assert page(ends, "p3/index.html").names["newer"] is None
    assert page(ends, "p1/index.html").names["older"] is None


def test_a_translation_and_a_successor_are_handed_what_they_name() -> None:
    french = piece("b", lang="fr", translation_of="A", supersedes="a", date=datetime(2024, 6, 1, tzinfo=UTC))
    article = page(planned(piece("a"), french), "b/index.html").names["article"]
    assert (article.translation_of.slug, article.supersedes.slug) == ("a", "a")
    hidden = page(planned(piece("a", draft=True), french), "b/index.html").names["article"]
    assert (hidden.translation_of, hidden.supersedes) == (None, None)


def test_a_piece_that_pins_itself_is_not_related_to_itself() -> None:
    names = page(planned(piece("a", related=("a", "B")), piece("b")), "a/index.html").names
    assert [card.slug for card in names["related"]] == ["b"]


def test_what_a_front_matter_names_must_be_known() -> None:
    problems = catalogued(piece(related=("b", "c"), supersedes="d"), piece("c", draft=True)).problems
    assert [problem.message for problem in problems] == [
        "supersedes names 'd', and no piece has that slug",
        "related names 'b', and no piece has that slug",
    ]


def test_every_page_has_its_canonical_address_and_feeds() -> None:
    made = planned(piece(tags=("T",)), url="https://example.org/press/", prefix="/press")
    view = page(made, "tags/t/index.html").names["page"]
    assert view.canonical == "https://example.org/press/tags/t/"
    assert [feed.url for feed in view.feeds] == [
        "/press/tags/t/feed.xml",
        "/press/tags/t/feed.json",
        "/press/feed.xml",
        "/press/feed.json",
    ]
    assert page(made, "404.html").names["page"].url == "/press/404.html"


def test_a_feed_holds_what_a_feed_shows() -> None:
    made = planned(piece(words=100, remark_ids=("x",)), feeds=Feeds(entries=1))
    (entry,) = page(made, "feed.xml").names["feed"].entries
    assert (entry.card.words, entry.card.comments, entry.authors) == (0, 1, ())


def test_many_addresses_fill_several_sitemaps() -> None:
    library = catalogued(*(piece(f"p{number}") for number in range(20))).library
    made = list(sitemaps(library, Views(library, say=say, theme={}), limit=10))
    assert [page.path for page in made] == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert [len(page.names["sitemap"].entries) for page in made] == [10, 10, 5, 3]
    assert made[-1].names["sitemap"].index
    assert made[-1].names["sitemap"].entries[0].url == "https://example.org/sitemap-1.xml"


def test_a_plugin_s_page_is_handed_what_every_page_has() -> None:
    extra = Page(path="reading/index.html", maker="template", template="page.html", names={"content": "mine"})
    names = page(planned(added=(extra,)), "reading/index.html").names
    assert names["content"] == "mine"
    assert "site" in names


def test_waiting_pieces_are_named_with_their_instants_the_next_first() -> None:
    late, soon = datetime(2099, 1, 1, tzinfo=UTC), datetime(2098, 1, 1, tzinfo=UTC)
    library = catalogued(piece("a", date=late), piece("b", publish=soon), piece("c", draft=True, date=soon)).library
    assert [(waiting.page.source, waiting.at) for waiting in library.waiting] == [
        ("content/articles/b.md", soon),
        ("content/articles/a.md", late),
    ]
    assert library.next_change == soon


# ---------------------------------------------------------------- sections of the front page


def front(*known: Known, named: tuple[str, ...]) -> tuple[Page, Plan]:
    library = catalogued(*known).library
    made = plan(library, Views(library, say=say, theme={"sections": named}), wanted=ALL, added=lambda _library: ())
    return page(made, "index.html"), made


def test_the_sections_a_theme_asks_for_hold_the_newest_of_their_tag() -> None:
    pieces = [piece(f"p{n}", tags=("Trade",), date=datetime(2024, 5, n + 1, tzinfo=UTC)) for n in range(10)]
    home, made = front(*pieces, piece("law", tags=("Law of the sea",)), named=("law-of-the-sea", "TRADE", "trade"))
    found = home.names["sections"]
    assert [section.tag.name for section in found] == ["Law of the sea", "Trade"]
    assert [card.slug for card in found[1].pieces] == [f"p{n}" for n in range(9, 1, -1)]
    assert made.problems == ()
    assert not [feed for feed in home.names["page"].feeds if home.names["page"].feeds.count(feed) > 1]


def test_a_section_of_a_tag_that_no_piece_has_is_told() -> None:
    home, made = front(piece(tags=("Trade",)), named=("trad",))
    assert home.names["sections"] == ()
    assert [(problem.message, problem.hint) for problem in made.problems] == [
        ("theme.sections names the tag 'trad', which no published piece has", "did you mean Trade?")
    ]
