"""What a reader, a browser and a build would notice about the pages of the default theme."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.engine.files import Files
from generator.engine.store import Store
from generator.model import (
    Alternate,
    Article,
    Card,
    Comment,
    Comments,
    Correction,
    Heading,
    Html,
    Label,
    Link,
    Pager,
    PageView,
    Person,
    Picture,
    Reference,
    SeriesView,
    SiteView,
    StandingText,
    Term,
    Year,
)
from generator.settings import load_settings
from generator.theme.press import Press, make_press
from generator.theme.reads import Reads, reads
from generator.theme.templates import Theme, load_theme

THEMES = Path(__file__).resolve().parents[2] / "themes"
STATIC = THEMES / "broadsheet" / "static"
DAY = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)
VOID = frozenset(["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"])

# ---------------------------------------------------------------- values such as a build hands over

PORTRAIT = Picture(url="/media/wen.svg", alt="Wen", width=400, height=400)
WEN = Person(id="wen", name="Wen Yan", role="Editor", url="/authors/wen/", photo=PORTRAIT, initials="WY", count=2,
             bio=Html("<p>Wen <em>edits</em>.</p>"), website="https://wen.example/", location="Ghent",
             links=(Link("Mastodon", "https://social.example/@wen"),), expertise=("canals", "polls"))  # fmt: skip
GUEST = Person(name="A <Guest>", initials="AG", bio=Html("<p>ضيفة.</p>"), lang="ar")
PLATE = Picture(url="/quay/port.jpg", alt='The "old" port', width=1600, height=900, caption=Html("At <em>dusk</em>."),
                credit="Photo: R. Dao", license="CC BY 4.0")  # fmt: skip
QUAY = Card(url="/quay/", slug="quay", title=Html("The <em>quay</em> &amp; the sea"), kind="analysis",
            kind_label="Analysis", date=DAY, updated=DAY, authors=(WEN, GUEST), summary=Html("What a quay is for."),
            tags=(Label("Ports", "ports", "/tags/ports/"), Label("Law", "law", "/tags/law/")), image=PLATE,
            minutes=6, comments=3, lang="en", dir="ltr")  # fmt: skip
SILENCE = replace(QUAY, url="/samt/", slug="samt", title=Html("صمت"), lang="ar", dir="rtl", image=None, comments=0)
CARDS = tuple(replace(QUAY, url=f"/p{n}/", slug=f"p{n}", image=PLATE if n % 2 else None) for n in range(12))
BODY = '<p>It is for landing.</p><h2 id="a">One</h2><p>…</p><h3 id="b">Two</h3><h2 id="c">Three</h2>'
ARTICLE = Article(
    **{name: getattr(QUAY, name) for name in Card.__struct_fields__},
    body=Html(BODY),
    toc=(Heading(2, "a", Html("One")), Heading(3, "b", Html("Two")), Heading(2, "c", Html("Three"))),
    corrections=(Correction(date=DAY, kind="correction", text=Html("It was <em>north</em>.")),),
    sources=(Reference(id="moreno", title="On tolls", url="https://books.example/", author="Moreno", date="1951"),),
    ai="assisted",
    editor="R. Okafor",
    supersedes=CARDS[3],
)
DEEP = Comment(id="c3", author="Deep", date=DAY, text=Html("<p>And so.</p>"))
REPLY = Comment(id="c2", author="Wen Yan", date=DAY, text=Html("<p>Quite.</p>"), replies=(DEEP,), by_author=True)
FIRST = Comment(
    id="c1", author="<b>Dao", url="https://d.example/", date=DAY, text=Html("<p>Why?</p>"), replies=(REPLY,)
)
OPEN = Comments(status="open", count=3, threads=(FIRST,), form="mailto:desk@quay.example")
SITE = SiteView(title="The Long Quay", url="https://quay.example/", home="/", language="en", description="On water.",
                menu=(Link("Home", "/"), Link("Topics", "/tags/")),
                publisher={"name": "Quay", "email": "desk@quay.example", "policies": {"ethics": "/ethics/"}},
                feeds=(Alternate("application/atom+xml", "", "Quay", "/feed.xml"),))  # fmt: skip
PAGER = Pager(number=1, total=2, older="/page/2/", first="/", last="/page/2/")
SECOND = Pager(number=2, total=2, newer="/", first="/", last="/page/2/")
YEARS = (Year(2025, "/archive/2025/", 3), Year(2024, "/archive/2024/", 2))
TERMS = (Term(name="Ports", slug="ports", url="/tags/ports/", count=9, description="Where ships are."),
         Term(name="Law", slug="law", url="/tags/law/", count=1))  # fmt: skip
SERIES = SeriesView(name="Water", part=2, parts=(CARDS[1], QUAY))
TALK: dict[str, Any] = {"comments": OPEN, "newer": CARDS[0], "older": SILENCE, "related": CARDS[:3], "series": SERIES}
ALONE: dict[str, Any] = {"newer": None, "older": None, "related": (), "series": None}
BARE = Article(url="/b/", slug="b", title=Html("Bare"), kind="report", kind_label="Report", date=DAY, authors=(),
               lang="en", dir="ltr", body=Html("<p>Text.</p>"))  # fmt: skip

PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "article": ("article", {"article": ARTICLE, **TALK}),
    "bare": ("article", {"article": BARE, "comments": Comments(status="open", count=0), **ALONE}),
    "closed": ("article", {"article": ARTICLE, **ALONE, "comments": replace(OPEN, status="closed")}),
    "hidden": ("article", {"article": ARTICLE, **ALONE, "comments": replace(OPEN, status="hidden")}),
    "home": ("home", {"listing": (QUAY, SILENCE, *CARDS), "pager": PAGER}),
    "home of one": ("home", {"listing": (SILENCE,), "pager": replace(PAGER, total=1, older="")}),
    "empty home": ("home", {"listing": (), "pager": replace(PAGER, total=1, older="")}),
    "home 2": ("home", {"listing": CARDS, "pager": SECOND}),
    "page": ("page", {"content": StandingText(title=Html("About"), body=Html("<p>We.</p>"), updated=DAY)}),
    "tag": ("tag", {"tag": TERMS[0], "listing": (QUAY, SILENCE), "pager": PAGER}),
    "tags": ("tags", {"tags": TERMS}),
    "no tags": ("tags", {"tags": ()}),
    "author": ("author", {"author": WEN, "listing": CARDS, "pager": PAGER}),
    "authors": ("authors", {"authors": (WEN, replace(WEN, photo=None))}),
    "archive": ("archive", {"years": YEARS}),
    "year": ("year", {"years": YEARS, "listing": (QUAY, SILENCE, *CARDS), "pager": replace(PAGER, total=1, older="")}),
    "404": ("404", {}),
}


class Outline(HTMLParser):
    """A page as its tags, in order, each with its attributes; tags that are not closed in order are an error."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(html)
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice: {attrs}"
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load_theme("broadsheet", (THEMES,))


@pytest.fixture(scope="module")
def read(theme: Theme) -> dict[str, Reads]:
    found, problems = reads(theme)
    assert problems == ()
    return found


@pytest.fixture(scope="module")
def press(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Press:
    settings, problems = load_settings("title: Quay\nurl: https://quay.example/\nlanguage: en\ntimezone: UTC\n")
    assert settings is not None
    assert not problems
    return make_press(theme, settings, Store(str(tmp_path_factory.mktemp("store")), Files()))


def printed(press: Press, name: str, **options: object) -> str:
    """A page, handed exactly what the contract offers to its kind."""
    kind, names = PAGES[name]
    theme = {option: declared.default for option, declared in press.theme.options.items()} | options
    view = PageView(url=f"/{kind}/", canonical=f"https://quay.example/{kind}/", title='A "title"', kind=kind, lang="en",
                    dir="ltr", description="Said < shortly.", feeds=SITE.feeds)  # fmt: skip
    return press.template(f"{kind}.html", language="en").render(site=SITE, page=view, theme=theme, **names)


# ---------------------------------------------------------------- every page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_good_html(press: Press, name: str) -> None:
    html = printed(press, name)
    page = Outline(html)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert [len(page.all(tag)) for tag in ("main", "title", "style")] == [1, 1, 0]
    assert [script for script in page.all("script") if script != {"type": "application/ld+json"}] == []
    assert page.all("html")[0]["lang"] == "en"
    assert page.all("html")[0]["dir"] == "ltr"
    assert not [tag for tag, attributes in page.tags if "style" in attributes]
    assert all("aria-label" in nav or "aria-labelledby" in nav for nav in page.all("nav"))
    assert all("alt" in image and image["width"] and image["height"] for image in page.all("img"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = [attributes.get("href", "") for _, attributes in page.tags]
    assert {to[1:] for to in named if to.startswith("#")} <= set(ids)
    assert {attributes["aria-labelledby"] for _, attributes in page.tags if "aria-labelledby" in attributes} <= set(ids)
    assert page.all("a")[0] == {"class": "skip", "href": "#_main"}


@pytest.mark.parametrize("kind", ["article", "page"])
def test_the_numerous_pages_read_no_list_that_changes_with_every_piece(read: dict[str, Reads], kind: str) -> None:
    assert not read[f"{kind}.html"].names & {"latest", "tags", "authors", "years", "listing"}
    assert not read[f"{kind}.html"].dynamic
    assert read[f"{kind}.html"].assets is not None


# ---------------------------------------------------------------- a piece


@pytest.mark.parametrize(
    "shown",
    [
        '<title>A &#34;title&#34; – The Long Quay</title>',
        '<h1 class="p-name">The <em>quay</em> &amp; the sea</h1>',
        '<p class="kicker">Analysis <span class="part">Water · Part 2 of 2</span></p>',
        '<p class="standfirst p-summary">What a quay is for.</p>',
        '<a class="p-name u-url" rel="author" href="/authors/wen/">Wen Yan</a> <span class="role">Editor</span>',
        '<img class="face" src="/media/wen.svg" alt=""',
        '<span class="face" aria-hidden="true">AG</span><span><span class="p-name">A &lt;Guest&gt;</span>',
        '<time class="dt-published" datetime="2025-03-04T09:30:00+00:00">March 4, 2025</time>',
        '<time class="dt-updated" datetime="2025-03-04T09:30:00+00:00">Updated March 4, 2025</time>',
        '<span>6 minute read</span>',
        'alt="The &#34;old&#34; port" width="1600" height="900" fetchpriority="high"',
        'At <em>dusk</em>. <span class="credit">Photo: R. Dao</span> <span class="license">CC BY 4.0</span>',
        '<li class="sub"><a href="#b">Two</a></li>',
        'It was <em>north</em>.',
        '<li id="source-moreno">Moreno, <cite><a href="https://books.example/">On tolls</a></cite>, 1951',
        'Prepared with the help of artificial intelligence · Edited by R. Okafor',
        'This piece replaces <a href="/p3/">The <em>quay</em> &amp; the sea</a>',
        '<a class="p-category" rel="tag" href="/tags/ports/">Ports</a>',
        '<strong aria-current="page">The <em>quay</em>',
        '<h2 id="_authors">About the authors</h2>',
        '<div class="bio p-note"><p>Wen <em>edits</em>.</p></div>',
        '<div class="bio p-note" lang="ar" dir="auto"><p>ضيفة.</p></div>',
        '<a rel="me" href="https://social.example/@wen">Mastodon</a>',
        '<a rel="prev" href="/samt/"><span>Previous piece</span> <b lang="ar" dir="rtl">صمت</b></a>',
        '<h2 id="_comments">This post has 3 comments</h2>',
        '<bdi>&lt;b&gt;Dao</bdi></a>',
        '<span class="badge">Author</span>',
        '<a class="button" href="mailto:desk@quay.example">Write to the editors</a>',
        '<meta property="og:image" content="https://quay.example/quay/port.jpg">',
        '<meta name="description" content="Said &lt; shortly.">',
    ],
)  # fmt: skip
def test_an_article_shows(press: Press, shown: str) -> None:
    assert shown in printed(press, "article")


def test_replies_stand_inside_what_they_answer(press: Press) -> None:
    thread = printed(press, "article").partition('<ol class="threads">')[2]
    steps = re.findall(r'<ol|</ol|<li|</li|id="(comment-\w+)"', thread.partition("respond")[0])
    inside = re.findall(r'(<ol|</ol)|id="comment-(\w+)"', thread.partition("respond")[0])
    assert [step for step in steps if step] == ["comment-c1", "comment-c2", "comment-c3"]
    assert [name or tag for tag, name in inside] == ["c1", "<ol", "c2", "<ol", "c3", "</ol", "</ol", "</ol"]


@pytest.mark.parametrize(
    ("name", "said", "unsaid"),
    [
        ("closed", "Comments are closed.", "Leave a comment"),
        ("hidden", "About the authors", 'id="comments"'),
        ("bare", "This publication takes no comments at the moment.", "Write to the editors"),
        ("bare", "This post has no comments yet", "About the author"),
    ],
)
def test_the_discussion_says_its_state(press: Press, name: str, said: str, unsaid: str) -> None:
    html = printed(press, name)
    assert said in html
    assert unsaid not in html


def test_a_first_paragraph_is_not_a_standfirst_too(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = replace(ARTICLE, summary=Html("It is for landing."))
    monkeypatch.setitem(PAGES, "article", ("article", {"article": taken, **TALK}))
    assert "standfirst" not in printed(press, "article")


def test_a_piece_in_another_language_says_so_in_a_list(press: Press) -> None:
    for name in ("home", "home of one", "tag", "year"):
        assert re.search(r'class="title" lang="ar" dir="rtl"><a href="/samt/">صمت</a>', printed(press, name)), name
    assert 'lang="en" dir' not in printed(press, "tag").partition("<main")[2]


def test_the_lead_leads_once(press: Press) -> None:
    main = printed(press, "home").partition("<main")[2]
    assert main.index('href="/quay/"') < main.index('href="/samt/"')
    assert main.count('class="card first') == 1
    assert all(main.count(f'"><a href="{card.url}">') == 1 for card in (QUAY, SILENCE, *CARDS))


# ---------------------------------------------------------------- options


def test_each_accent_is_a_colour_of_the_style_sheet(press: Press) -> None:
    tokens = (STATIC / "tokens.css").read_text(encoding="utf-8")
    for accent in press.theme.options["accent"].choices:
        assert f'class="accent-{accent} type-serif"' in printed(press, "404", accent=accent)
        assert accent == press.theme.options["accent"].default or f".accent-{accent}:not(.light)" in tokens


def test_options_take_things_away(press: Press) -> None:
    assert 'class="toc"' in printed(press, "article")
    assert 'class="toc"' not in printed(press, "article", toc=False)
    assert ' light"' in printed(press, "404", dark=False)
