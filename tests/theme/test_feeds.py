"""Feeds, sitemaps and redirects are what their formats ask for, whatever characters pieces hold."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.engine.store import Store
from generator.model import (
    Address,
    Byline,
    Card,
    FeedView,
    Html,
    KeptArticle,
    Label,
    Picture,
    RedirectView,
    SitemapView,
)
from generator.sentences import load_sentences
from generator.theme import feeds
from generator.theme.feeds import atom, json_feed
from generator.theme.once import Memory
from generator.theme.redirects import redirect
from generator.theme.sitemaps import sitemap

ATOM = "{http://www.w3.org/2005/Atom}"
LATER = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def feed(kept: Callable[..., KeptArticle], card: Callable[..., Card]) -> FeedView:
    full = kept('<p id="a"><a href="\x020\x03">x</a> <a href="#a">y</a></p>', addresses=("/press/b/",))
    image = Picture(url="/press/media/p.jpg")
    return FeedView(
        title="The Review & more",
        subtitle="About things",
        url="https://example.org/press/feed.xml",
        home="https://example.org/press/",
        site="https://example.org/press/",
        lang="en",
        author="The Review",
        logo="https://example.org/press/media/logo.png",
        entries=(full, card("b", updated=LATER, lang="ar", dir="rtl", image=image), card("c", authors=(), tags=())),
    )


def test_atom_says_what_the_feed_and_its_entries_are(feed: FeedView, store: Store) -> None:
    root = fromstring(atom(feed, store.get, Memory()))
    texts = {child.tag.removeprefix(ATOM): child.text for child in root if child.text}
    assert texts["title"] == "The Review & more"
    assert texts["id"] == feed.url
    assert texts["updated"] == "2025-01-02T03:04:05Z"
    assert texts["logo"] == feed.logo
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert [(link.get("rel"), link.get("href")) for link in root.findall(f"{ATOM}link")] == [
        ("self", feed.url),
        ("alternate", feed.home),
    ]
    full, short, bare = root.findall(f"{ATOM}entry")
    assert full.findtext(f"{ATOM}id") == "https://example.org/press/a/"
    assert full.findtext(f"{ATOM}title") == "Title of <em>a</em> &amp; more"
    assert full.findtext(f"{ATOM}published") == "2024-05-17T07:30:00Z"
    assert full.findtext(f"{ATOM}content") == (
        '<p id="a"><a href="https://example.org/press/b/">x</a> <a href="https://example.org/press/a/#a">y</a></p>'
    )
    author = full.find(f"{ATOM}author")
    assert author is not None
    assert [child.text for child in author] == ["Li <Wei>", "https://example.org/press/authors/li/"]
    category = full.find(f"{ATOM}category")
    assert category is not None
    assert category.attrib == {"term": "c-plus-plus", "label": "C++"}
    assert short.find(f"{ATOM}content") is None
    assert short.findtext(f"{ATOM}summary") == "In <em>short</em>."
    assert short.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert bare.find(f"{ATOM}author") is None  # the feed's own author stands for it


def test_a_json_feed_says_the_same(feed: FeedView, store: Store) -> None:
    made = json.loads(json_feed(feed, store.get, Memory()))
    full, short, bare = made["items"]
    assert made["version"] == "https://jsonfeed.org/version/1.1"
    assert (made["feed_url"], made["home_page_url"]) == (feed.url, feed.home)
    assert (full["title"], full["id"]) == ("Title of a & more", "https://example.org/press/a/")
    assert 'href="https://example.org/press/b/"' in full["content_html"]
    assert full["authors"] == [{"name": "Li <Wei>", "url": "https://example.org/press/authors/li/"}]
    assert (short["content_html"], short["summary"]) == ("In <em>short</em>.", "In short.")
    assert (short["image"], short["language"]) == ("https://example.org/press/media/p.jpg", "ar")
    assert short["date_modified"] == "2025-01-02T03:04:05Z"
    assert "authors" not in bare
    assert "tags" not in bare


@pytest.mark.parametrize("named", [{}, {"subtitle": "", "logo": ""}, {"title": 'a "b"\x00 <é>', "author": "\x1f\n"}])
def test_a_json_feed_is_set_out_as_python_does(feed: FeedView, store: Store, named: dict[str, str]) -> None:
    made = json_feed(replace(feed, **named), store.get, Memory()).decode()
    head, items = made.split(' "items": [\n')
    told = json.loads(head.rstrip().removesuffix(",") + "}")
    assert head == json.dumps(told, ensure_ascii=False, indent=1).removesuffix("\n}") + ",\n"
    for line in items.removesuffix("\n ]\n}\n").split(",\n"):
        assert line == "  " + json.dumps(json.loads(line), ensure_ascii=False)


def test_a_piece_without_a_summary_still_has_content(feed: FeedView, store: Store, card: Callable[..., Card]) -> None:
    bare = replace(feed, entries=(card("a", summary=Html("")),))
    assert json.loads(json_feed(bare, store.get, Memory()))["items"][0]["content_html"] == ""
    assert fromstring(atom(bare, store.get, Memory())).find(f"{ATOM}entry/{ATOM}summary") is None


def test_an_empty_feed_is_valid(feed: FeedView, store: Store) -> None:
    empty = replace(feed, entries=(), subtitle="", logo="")
    assert fromstring(atom(empty, store.get, Memory())).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert json.loads(json_feed(empty, store.get, Memory()))["items"] == []


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(title=ANYTHING, name=ANYTHING)
def test_no_character_can_break_a_feed(title: str, name: str) -> None:
    entry = Card(
        url="/a/",
        slug="a",
        title=Html(title),
        kind="analysis",
        kind_label="",
        date=LATER,
        authors=(Byline(name=name, url=name),),
        tags=(Label(name, name, "/t/"),),
        summary=Html(title),
        lang="en",
        dir="ltr",
    )
    url = "https://example.org/"
    feed = FeedView(title=title, url=url, home=url, site=url, lang="en", author=name, entries=(entry,))
    fromstring(atom(feed, lambda _key: b"", Memory()))
    assert "\x00" not in json_feed(feed, lambda _key: b"", Memory()).decode()
    json.loads(json_feed(feed, lambda _key: b"", Memory()))


def test_a_sitemap_lists_addresses_with_their_dates() -> None:
    made = sitemap(SitemapView(entries=(Address("https://example.org/a/?x&y", LATER), Address("https://example.org/"))))
    assert made.decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url>\n<loc>https://example.org/a/?x&amp;y</loc>\n<lastmod>2025-01-02T03:04:05Z</lastmod>\n</url>\n"
        "<url>\n<loc>https://example.org/</loc>\n</url>\n"
        "</urlset>\n"
    )


@given(st.text())
def test_no_character_can_break_a_sitemap(url: str) -> None:
    fromstring(sitemap(SitemapView(entries=(Address(url.encode("utf-8", "replace").decode(), LATER),))))


def test_an_index_lists_sitemaps() -> None:
    made = sitemap(SitemapView(entries=(Address("https://example.org/sitemap-1.xml"),), index=True)).decode()
    assert "<sitemapindex xmlns=" in made
    assert "<sitemap>\n<loc>https://example.org/sitemap-1.xml</loc>\n</sitemap>" in made


def test_a_redirect_leads_on() -> None:
    view = RedirectView(
        url="/press/a/?x=1&y",
        canonical="https://example.org/press/a/?x=1&y",
        title="A <b> & c",
        lang="ar",
        dir="rtl",
    )
    made = redirect(view, load_sentences("ar", site="en", text={})).decode()
    assert '<html lang="ar" dir="rtl">' in made
    assert '<meta http-equiv="refresh" content="0; url=/press/a/?x=1&amp;y">' in made
    assert '<link rel="canonical" href="https://example.org/press/a/?x=1&amp;y">' in made
    assert '<meta name="robots" content="noindex">' in made
    assert 'نُقلت هذه الصفحة إلى <a href="/press/a/?x=1&amp;y">A &lt;b&gt; &amp; c</a>.' in made


def test_an_entry_is_written_once_for_all_feeds_that_say_the_same_of_it(
    feed: FeedView, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    real = feeds._atom_entry
    monkeypatch.setattr(feeds, "_atom_entry", lambda entry, *more: (written.append(entry), real(entry, *more))[1])
    known = Memory()
    tag = replace(feed, title="Canals", url="https://example.org/press/tags/canals/feed.xml", entries=feed.entries[1:])
    other = replace(tag, lang="ar")
    for each in (feed, tag, other):
        assert atom(each, store.get, known) == atom(each, store.get, Memory())
        assert json_feed(each, store.get, known) == json_feed(each, store.get, Memory())
    # a first time each with a memory of its own, and for the one memory: three entries, none, two in another language
    assert len(written) == (3 + 2 + 2) + (3 + 0 + 2)
