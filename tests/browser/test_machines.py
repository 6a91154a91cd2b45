"""The demonstration publication as machines read it: no broken link or anchor, every feed, map and graph is sound."""

import json
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import feedparser
import mf2py
import pytest

HOST = "https://thalweg.example"
_ADDRESSES = ("href", "src", "poster", "data", "action")


class Crawled(HTMLParser):
    """What a page leads to, its anchors, its pictures and its JSON-LD."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.ids: set[str] = set()
        self.bare: list[str] = []
        self.graphs: list[str] = []
        self.is_redirect = False
        self._in_graph = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given["id"]} if given.get("id") else set()
        self.leads += [given[name] for name in _ADDRESSES if name in given]
        self.leads += [part.split()[0] for part in given.get("srcset", "").split(",") if part.strip()]
        if tag == "img" and not (given.get("width") and given.get("height")):
            self.bare.append(given.get("src", ""))
        if tag == "meta" and given.get("property") in ("og:image", "og:url", "article:author"):
            self.leads.append(given.get("content", ""))
        self.is_redirect = self.is_redirect or given.get("http-equiv") == "refresh"
        self._in_graph = given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._in_graph:
            self.graphs.append(data)
            self._in_graph = False


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Crawled]:
    """Every page of the site by the address it has, decoded."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        address = "/" + path.relative_to(site).as_posix().removesuffix("index.html")
        found[address] = Crawled(path.read_text(encoding="utf-8"))
    return found


def broken(address: str, lead: str, pages: dict[str, Crawled], site: Path) -> bool:
    """Whether a link on a page leads to nothing of this site."""
    parts = urlsplit(urljoin(HOST + address, lead))
    if f"{parts.scheme}://{parts.netloc}" != HOST:
        return False
    path, anchor = unquote(parts.path), unquote(parts.fragment)
    if path not in pages:
        return not (site / path.lstrip("/")).is_file() or bool(anchor)
    return bool(anchor) and anchor not in pages[path].ids


def test_no_link_and_no_anchor_is_broken(pages: dict[str, Crawled], site: Path) -> None:
    assert len(pages) > 60
    leads = [(address, lead) for address, page in pages.items() for lead in page.leads]
    assert [lead for lead in leads if broken(*lead, pages, site)] == []


def test_a_broken_one_would_be_seen(pages: dict[str, Crawled], site: Path) -> None:
    assert broken("/", "/nowhere/", pages, site)
    assert broken("/", "#nothing", pages, site)
    assert broken("/about/", "https://thalweg.example/archive/#x", pages, site)
    assert not broken("/", "https://elsewhere.example/", pages, site)


def test_every_picture_has_its_width_and_height(pages: dict[str, Crawled]) -> None:
    assert {address: page.bare for address, page in pages.items() if page.bare} == {}


def test_every_page_has_one_graph_whose_addresses_are_there(pages: dict[str, Crawled], site: Path) -> None:
    for address, page in pages.items():
        assert len(page.graphs) == (0 if address == "/404.html" or page.is_redirect else 1), address
        for graph in page.graphs:
            nodes = json.loads(graph)["@graph"]
            named = [value for node in nodes for key, value in node.items() if key in ("url", "@id", "discussionUrl")]
            known = [lead for lead in named if not lead.endswith(("#person", "#article", "#website", "#publisher"))]
            lost = [lead for lead in known if "#breadcrumb" not in lead and broken(address, lead, pages, site)]
            assert lost == [], address


def test_every_feed_is_read_without_a_warning(site: Path) -> None:
    feeds = sorted(site.rglob("feed.xml"))
    assert len(feeds) > 30
    for path in feeds:
        made = feedparser.parse(path.read_bytes())
        assert not made.bozo, path
        assert made.entries, path
        assert all(entry.authors and entry.published_parsed and entry.id.startswith(HOST) for entry in made.entries)
        assert all(tag.term and tag.label for entry in made.entries for tag in entry.get("tags", []))
    for path in site.rglob("feed.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["items"], path


def test_every_address_of_the_maps_is_there(pages: dict[str, Crawled], site: Path) -> None:
    for name in ("sitemap.xml", "news-sitemap.xml"):
        root = ElementTree.fromstring((site / name).read_bytes())
        found = [loc.text or "" for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        assert [loc for loc in found if broken("/", loc, pages, site)] == []
        assert all(loc.startswith(f"{HOST}/") for loc in found)
        assert len(found) == len(set(found))
    assert len(ElementTree.fromstring((site / "sitemap.xml").read_bytes())) > 60


def test_every_piece_is_an_h_entry_with_its_authors(pages: dict[str, Crawled], site: Path) -> None:
    pieces = [address for address, page in pages.items() if page.graphs and '"NewsArticle"' in page.graphs[0]]
    assert len(pieces) >= 15
    for address in pieces:
        html = (site / address.strip("/") / "index.html").read_text(encoding="utf-8")
        (entry,) = [item for item in mf2py.parse(html, url=HOST + address)["items"] if item["type"] == ["h-entry"]]
        said = entry["properties"]
        assert {"name", "published", "content", "author", "url"} <= said.keys(), address
        graph = {node["@type"] if isinstance(node["@type"], str) else node["@type"][0]: node for node in
                 json.loads(pages[address].graphs[0])["@graph"]}  # fmt: skip
        assert [" ".join(name.split()) for name in said["name"]] == [" ".join(graph["NewsArticle"]["headline"].split())]


def test_the_index_has_every_piece(pages: dict[str, Crawled], site: Path) -> None:
    entry = json.loads((site / "pagefind/pagefind-entry.json").read_bytes())
    counted = {language: about["page_count"] for language, about in entry["languages"].items()}
    pieces = sum('"NewsArticle"' in "".join(page.graphs) for page in pages.values())
    standing = sum(1 for path in (Path(__file__).parents[2] / "content/pages").rglob("*.md"))
    assert sum(counted.values()) == pieces + standing
    assert counted["zh"] == counted["ar"] == 1
