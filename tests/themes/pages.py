"""Values such as a build hands to templates: every kind of page in every state, and a page as its tags."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

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
    Section,
    SeriesView,
    SiteView,
    StandingText,
    Term,
    Year,
)
from generator.settings import load_settings
from generator.theme.press import Press, make_press
from generator.theme.templates import load_theme

THEMES = Path(__file__).resolve().parents[2] / "themes"
DAY = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)
VOID = frozenset(["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"])

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
BODY = """<p>It is for landing.<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup></p>
<h2 id="a">One</h2><p>…</p><h3 id="b">Two</h3><h2 id="c">Three</h2>
<section class="footnotes" role="doc-endnotes" aria-label="Notes"><ol><li id="fn-1"><p>A note.</p></li></ol></section>
"""
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
SECTIONS = (Section(tag=TERMS[0], pieces=CARDS), Section(tag=TERMS[1], pieces=(SILENCE,)))
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
    "home": ("home", {"listing": (QUAY, SILENCE, *CARDS), "pager": PAGER, "sections": ()}),
    "home of one": ("home", {"listing": (SILENCE,), "pager": replace(PAGER, total=1, older=""), "sections": ()}),
    "home of sections": ("home", {"listing": (QUAY, *CARDS[:4]), "pager": PAGER, "sections": SECTIONS}),
    "empty home": ("home", {"listing": (), "pager": replace(PAGER, total=1, older=""), "sections": ()}),
    "home 2": ("home", {"listing": CARDS, "pager": SECOND, "sections": SECTIONS}),
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


def press_of(name: str, folder: Path) -> Press:
    """A press for one of our themes."""
    settings, problems = load_settings("title: Quay\nurl: https://quay.example/\nlanguage: en\ntimezone: UTC\n")
    assert settings is not None
    assert not problems
    return make_press(load_theme(name, (THEMES,)), settings, Store(str(folder), Files()))


def printed(press: Press, name: str, **options: object) -> str:
    """A page, handed exactly what the contract offers to its kind."""
    kind, names = PAGES[name]
    theme = {option: declared.default for option, declared in press.theme.options.items()} | options
    view = PageView(url=f"/{kind}/", canonical=f"https://quay.example/{kind}/", title='A "title"', kind=kind, lang="en",
                    dir="ltr", description="Said < shortly.", feeds=SITE.feeds)  # fmt: skip
    return press.template(f"{kind}.html", language="en").render(site=SITE, page=view, theme=theme, **names)
