"""What machines get of a whole publication: feeds, microformats, links between languages, Open Graph, JSON-LD, maps."""

import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import mf2py
import pytest

from tests.press import SITE, Press

PRESS = SITE.replace("plain", "broadsheet").replace("example.org/", "example.org/press/") + (
    "publisher: {name: The Society, email: desk@example.org, policies: {ethics: /about/}}\n"
    "kinds: {dispatch: Dispatch}\n"
)
KINDS = ("analysis", "opinion", "explainer", "report", "background", "interview", "review", "dispatch")
FILES = (
    "".join(
        f"-- content/articles/{kind}.md --\n---\ntitle: A {kind}\ndate: 2025-05-{10 + number}\nauthor: li\n"
        f"kind: {kind}\ntags: [Ports, Seas]\n---\nText of {kind}.\n"
        for number, kind in enumerate(KINDS)
    )
    + """-- content/articles/un.md --
---
title: Un <essai> & "autre"
date: 2025-05-18 09:30
lang: fr
translation_of: analysis
authors: [{id: li, role: texte}, {name: Guest & Co, url: "https://guest.example/"}]
tags: [Ports]
comments:
  - {author: Ada, date: 2025-05-19, text: Vraiment ?, id: c1}
---
Texte.
-- content/articles/deux.md --
---
title: Zwei
date: 2025-05-20
lang: de
translation_of: analysis
---
Text.
-- content/authors/li.md --
---
name: Li Wei
role: Editor
url: https://li.example/
links: [{label: Elsewhere, url: "https://social.example/@li"}]
fediverse: li@Social.Example
---
Writes.
-- content/pages/about.md --
---
title: About
---
We.
"""
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Press:
    made = Press.of(FILES, tmp_path_factory.mktemp("machines"))
    made.write("content/site.yaml", PRESS)
    made.built()
    return made


class Head(HTMLParser):
    """A page's links, meta and JSON-LD."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.metas: list[tuple[str, str]] = []
        self.graphs: list[Any] = []
        self._in_graph = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link":
            self.links.append(given)
        elif tag == "meta":
            self.metas.append((given.get("property") or given.get("name", ""), given.get("content", "")))
        self._in_graph = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._in_graph:
            self.graphs.append(json.loads(data))
            self._in_graph = False

    def meta(self, name: str) -> list[str]:
        return [content for key, content in self.metas if key == name]


# ---------------------------------------------------------------- JSON-LD and Open Graph


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_that_readers_see_is_the_kind_that_machines_see(site: Press, kind: str) -> None:
    html = site.page(f"{kind}/")
    (graph,) = Head(html).graphs
    (found,) = [node for node in graph["@graph"] if "NewsArticle" in node["@type"]]
    kicker = re.search(r'<p class="kicker">(.*?)</p>', html, re.DOTALL)
    assert kicker
    assert re.sub("<[^>]*>", "", kicker[1]).strip() == found["genre"]


def test_every_page_has_one_graph_and_one_canonical_address(site: Press) -> None:
    seen: set[str] = set()
    for path in sorted(site.output.rglob("*.html")):
        head = Head(path.read_text(encoding="utf-8"))
        canonical = [link["href"] for link in head.links if link.get("rel") == "canonical"]
        expected = 0 if path.name == "404.html" else 1
        assert (len(head.graphs), len(canonical)) == (expected, expected), path
        assert not set(canonical) & seen
        seen |= set(canonical)
        where = path.relative_to(site.output).as_posix().removesuffix("index.html")
        assert not canonical or canonical == [f"https://example.org/press/{where}"]
        assert head.meta("og:url") == (canonical or ["https://example.org/press/404.html"])


def test_a_card_for_social_media_says_what_the_page_is(site: Press) -> None:
    head = Head(site.page("un/"))
    assert head.meta("og:title") == ['Un <essai> & "autre"']
    assert head.meta("og:type") == ["article"]
    assert (head.meta("og:locale"), head.meta("og:locale:alternate")) == (["fr"], ["en", "de"])
    assert head.meta("article:published_time") == ["2025-05-18T09:30:00+00:00"]
    assert head.meta("article:author") == ["https://example.org/press/authors/li/"]
    assert head.meta("article:tag") == ["Ports"]
    assert head.meta("twitter:card") == ["summary"]
    assert head.meta("author") == ["Li Wei, Guest & Co"]


# ---------------------------------------------------------------- languages


def test_each_language_names_all_of_them_itself_included(site: Press) -> None:
    named = {}
    for path in ("analysis/", "un/", "deux/"):
        links = Head(site.page(path)).links
        named[path] = {link["hreflang"]: link["href"] for link in links if "hreflang" in link}
    assert named["analysis/"] == {
        "en": "https://example.org/press/analysis/",
        "fr": "https://example.org/press/un/",
        "de": "https://example.org/press/deux/",
    }
    assert named["un/"] == named["deux/"] == named["analysis/"]
    assert not [link for link in Head(site.page("opinion/")).links if "hreflang" in link]


# ---------------------------------------------------------------- the fediverse, and who one is


def test_an_author_is_known_on_the_fediverse(site: Press) -> None:
    assert Head(site.page("un/")).meta("fediverse:creator") == ["@li@social.example"]
    assert Head(site.page("deux/")).meta("fediverse:creator") == []


def test_an_authors_page_is_the_author_elsewhere(site: Press) -> None:
    found = mf2py.parse(site.page("authors/li/"), url="https://example.org/press/authors/li/")
    assert set(found["rels"]["me"]) >= {"https://li.example/", "https://social.example/@li"}


@pytest.mark.parametrize("written", ["li", "@li", "li@host", "https://host.example/li", "@a b@c.d"])
def test_what_is_no_name_on_the_fediverse_is_told(tmp_path: Path, written: str) -> None:
    press = Press.of(f'-- content/authors/li.md --\n---\nname: Li\nfediverse: "{written}"\n---\n', tmp_path)
    (problem,) = press.build().problems
    assert "which is not a name on the fediverse" in problem.message
    assert (problem.place.line, problem.hint) == (3, 'write it as "@name@host.example"')


# ---------------------------------------------------------------- microformats


def entry(found: dict[str, Any], kind: str) -> dict[str, Any]:
    (item,) = [item for item in found["items"] if item["type"] == [kind]]
    return item["properties"]


def test_a_piece_is_an_h_entry(site: Press) -> None:
    said = entry(mf2py.parse(site.page("un/"), url="https://example.org/press/un/"), "h-entry")
    assert said["name"] == ['Un <essai> & "autre"']
    assert said["url"] == ["https://example.org/press/un/"]
    assert [datetime.fromisoformat(when) for when in said["published"]] == [datetime(2025, 5, 18, 9, 30, tzinfo=UTC)]
    assert said["category"] == ["Ports"]
    assert "Texte." in said["content"][0]["value"]
    authors = [author["properties"] for author in said["author"]]
    assert [author["name"] for author in authors] == [["Li Wei"], ["Guest & Co"]]
    assert authors[0]["url"] == ["https://example.org/press/authors/li/"]


def test_an_author_is_an_h_card(site: Press) -> None:
    said = entry(mf2py.parse(site.page("authors/li/"), url="https://example.org/press/authors/li/"), "h-card")
    assert said["name"] == ["Li Wei"]
    assert "https://example.org/press/authors/li/" in said["url"]
    assert said["note"] == ["Writes."]


# ---------------------------------------------------------------- feeds


@pytest.mark.parametrize("folder", ["", "tags/ports/", "authors/li/"])
def test_a_feed_is_read_without_a_warning(site: Press, folder: str) -> None:
    made = feedparser.parse(site.page(f"{folder}feed.xml").encode())
    assert (made.bozo, made.version) == (False, "atom10")
    newest = next(item for item in made.entries if item.id == "https://example.org/press/un/")
    assert newest.title == "Un &lt;essai&gt; &amp; &quot;autre&quot;"
    assert [author.name for author in newest.authors] == ["Li Wei", "Guest & Co"]
    assert newest.authors[0].href == "https://example.org/press/authors/li/"
    assert [(tag.term, tag.label) for tag in newest.tags] == [("ports", "Ports")]
    assert newest.published_parsed[:3] == (2025, 5, 18)


ATOM = "{http://www.w3.org/2005/Atom}"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


@pytest.mark.parametrize("folder", ["", "tags/ports/", "authors/li/"])
def test_a_feed_keeps_the_rules_of_atom(site: Press, folder: str) -> None:
    """RFC 4287, section 4: what there must be once, how it is written, and that ids differ."""
    root = ElementTree.fromstring(site.page(f"{folder}feed.xml"))
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            (only,) = element.findall(f"{ATOM}{name}")
            assert (only.text or "").strip()
        for name in ("updated", "published"):
            assert all(_INSTANT.fullmatch(each.text or "") for each in element.findall(f"{ATOM}{name}"))
        alternates = [each for each in element.findall(f"{ATOM}link") if each.get("rel") == "alternate"]
        assert len({(each.get("type"), each.get("hreflang")) for each in alternates}) == len(alternates) == 1
        assert all(each.get("href", "").startswith("https://") for each in element.findall(f"{ATOM}link"))
        assert all(each.get("term") for each in element.findall(f"{ATOM}category"))
        assert len(element.findall(f"{ATOM}summary")) <= 1
        assert len(element.findall(f"{ATOM}content")) <= 1
    assert [each.get("rel") for each in root.findall(f"{ATOM}link")].count("self") == 1
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids)) > 0
    assert all(entry.findall(f"{ATOM}author/{ATOM}name") for entry in entries)


def test_a_json_feed_names_authors_and_tags(site: Press) -> None:
    feed = json.loads(site.page("feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    item = next(item for item in feed["items"] if item["id"] == "https://example.org/press/un/")
    assert [author["name"] for author in item["authors"]] == ["Li Wei", "Guest & Co"]
    assert (item["tags"], item["language"]) == (["Ports"], "fr")
    for required in ("version", "title", "items", "home_page_url", "feed_url"):
        assert feed[required]


# ---------------------------------------------------------------- maps

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def test_a_sitemap_keeps_the_rules(site: Press) -> None:
    """The schema of sitemaps.org: only these elements in this order, absolute addresses below the map, each once."""
    root = ElementTree.fromstring(site.page("sitemap.xml"))
    assert root.tag == f"{MAP}urlset"
    found = []
    for url in root:
        assert url.tag == f"{MAP}url"
        names = [child.tag.removeprefix(MAP) for child in url]
        assert names in (["loc"], ["loc", "lastmod"])
        assert all(_INSTANT.fullmatch(each.text or "") for each in url.findall(f"{MAP}lastmod"))
        found.append(url.findtext(f"{MAP}loc") or "")
    assert len(found) == len(set(found))
    assert all(loc.startswith("https://example.org/press/") and 12 < len(loc) < 2048 for loc in found)
    pages = {path.relative_to(site.output).as_posix() for path in site.output.rglob("*.html")} - {"404.html"}
    assert {loc.removeprefix("https://example.org/press/") + "index.html" for loc in found} == pages


def recent(site: Press, at: datetime) -> list[tuple[str, str, str]]:
    """Language, date and title of each piece in the news sitemap of an instant."""
    site.build(now=at)
    root = ElementTree.fromstring(site.page("news-sitemap.xml"))
    found = []
    for url in root:
        assert [child.tag for child in url] == [f"{MAP}loc", f"{NEWS}news"]
        news = url[1]
        assert [child.tag for child in news] == [f"{NEWS}publication", f"{NEWS}publication_date", f"{NEWS}title"]
        assert [child.tag for child in news[0]] == [f"{NEWS}name", f"{NEWS}language"]
        assert news[0][0].text == "Press"
        found.append((news[0][1].text or "", news[1].text or "", news[2].text or ""))
    return found


def test_the_news_sitemap_follows_the_clock(tmp_path: Path) -> None:
    site = Press.of(FILES, tmp_path)
    site.write("content/site.yaml", PRESS)
    site.edit("content/articles/deux.md", "lang: de", "lang: zh-Hant")
    first = datetime(2025, 5, 18, 9, 30, tzinfo=UTC)
    assert recent(site, first)[0] == ("fr", "2025-05-18T09:30:00Z", 'Un <essai> & "autre"')
    assert [title for _lang, _date, title in recent(site, first)] == ['Un <essai> & "autre"', "A dispatch"]
    assert recent(site, datetime(2025, 5, 20, 9, 29, 59, tzinfo=UTC)) == [
        ("zh-tw", "2025-05-20T00:00:00Z", "Zwei"),
        ("fr", "2025-05-18T09:30:00Z", 'Un <essai> & "autre"'),
    ]
    report = site.build(now=datetime(2025, 5, 20, 9, 30, tzinfo=UTC))
    assert report.rendered == 1
    assert len(recent(site, datetime(2025, 5, 20, 9, 30, tzinfo=UTC))) == 1
    assert recent(site, datetime(2025, 5, 20, tzinfo=UTC) + timedelta(hours=48)) == []


def test_robots_txt_names_both_maps(site: Press) -> None:
    said = site.page("robots.txt")
    assert (
        "Sitemap: https://example.org/press/sitemap.xml\nSitemap: https://example.org/press/news-sitemap.xml\n" in said
    )


def test_llms_txt_lists_the_pieces(site: Press) -> None:
    said = site.page("llms.txt")
    assert said.startswith("# Press\n")
    assert (
        '\n- [Un \\<essai\\> & "autre"](https://example.org/press/un/): Li Wei, Guest & Co, 2025-05-18. Texte.\n'
        in said
    )
    assert "- [Ports](https://example.org/press/tags/ports/)" in said
    assert "- [About](https://example.org/press/about/): We.\n" in said


def test_an_own_llms_txt_stays(tmp_path: Path) -> None:
    press = Press.of("-- content/root/llms.txt --\nmine\n", tmp_path)
    press.built()
    assert press.page("llms.txt") == "mine\n"
