"""References as written to addresses, or to what is wrong with them."""

from datetime import UTC, datetime
from posixpath import dirname, normpath
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.model import Credit, Known, Mark, Page, Sidecar
from generator.site.clashes import astray, same_path, same_slug
from generator.site.copies import candidates
from generator.site.finder import Finder
from generator.site.inventory import Stock, stock
from generator.site.moment import why_hidden
from generator.site.references import resolve
from generator.site.tables import counts, tables
from generator.site.targets import Answer, Base, Tables
from generator.site.urls import Urls
from tests.site.values import NOW, asset, inventory, link, piece, profile, settings, standing

KNOWN: tuple[Known, ...] = (
    piece("here", path="content/articles/2024/here.md", anchors=("aims",), credits=(Credit(id="li"),)),
    piece(
        "the-call",
        path="content/articles/2025/2025-01-01-the-call.md",
        anchors=("aims", "数人头"),
        remark_ids=("ada-1",),
    ),
    piece("boxed", path="content/articles/2024/boxed/index.md", bundle=True),
    piece("café", path="content/articles/cafe\u0301.md"),
    piece("sketch", draft=True),
    piece("sketched", path="content/articles/sketched/index.md", bundle=True, draft=True),
    piece("soon", date=datetime(2099, 1, 1, tzinfo=UTC)),
    standing("about/team", anchors=("us",), aliases=("/team/",)),
    standing("secret", draft=True),
    profile("li"),
    profile("idle"),
    asset("articles/2024/map.svg", width=640, height=480),
    asset("articles/2024/boxed/a b.png", width=10, height=20),
    asset("articles/2024/boxed/data/x.csv"),
    asset("articles/sketched/p.png"),
    asset("media/ports/p.png", width=1, height=2),
    asset("root/cv.pdf"),
)

UNREAD = {
    "content/articles/broken.md": "broken",
    "content/pages/contact.md": "contact",
    "content/authors/ng.md": "ng",
    "content/articles/odd/index.md": "odd",
}

HERE = Base("content/articles/2024/here.md", "/here/")


def looked_up(*known: Known, prefix: str = "", unread: dict[str, str] | None = None) -> Tables:
    held = stock(inventory(*known, unread=unread or {}))
    hidden = {text.path: why for text in (*held.pieces, *held.standings) if (why := why_hidden(text, NOW))}
    published = [found for found in held.pieces if found.path not in hidden]
    said = settings(url=f"https://example.org{prefix}/", prefix=prefix)
    counted = counts(published, lambda found: found.tags)
    return tables(held, published, hidden, counted, urls=Urls(said), settings=said)


TABLES = looked_up(*KNOWN)
READ_IN_PART = looked_up(*KNOWN, unread=UNREAD)

FOUND = [
    # title . target . url
    ("a file beside it", "map.svg", "/here/map.svg"),
    ("a piece by its path", "../2025/2025-01-01-the-call.md", "/the-call/"),
    ("a piece by its path from content/", "/articles/2025/2025-01-01-the-call.md#aims", "/the-call/#aims"),
    ("a piece by its slug", "article:the-call", "/the-call/"),
    ("a slug in capitals", "article:The Call", "/the-call/"),
    ("a slug with an anchor of another script", "article:the-call#数人头", "/the-call/#%E6%95%B0%E4%BA%BA%E5%A4%B4"),
    ("an encoded anchor", "article:the-call#%E6%95%B0%E4%BA%BA%E5%A4%B4", "/the-call/#%E6%95%B0%E4%BA%BA%E5%A4%B4"),
    ("a piece by its address", "/the-call/#aims", "/the-call/#aims"),
    ("a piece by its address without the slash", "/the-call", "/the-call/"),
    ("a piece by its file", "/the-call/index.html", "/the-call/"),
    ("a query is kept", "/the-call/?print=1#aims", "/the-call/?print=1#aims"),
    ("the discussion", "article:the-call#comments", "/the-call/#comments"),
    ("a comment", "article:the-call#comment-ada-1", "/the-call/#comment-ada-1"),
    ("the text itself", "#aims", "#aims"),
    ("its top", "#", "#"),
    ("a bundle", "boxed/index.md", "/boxed/"),
    ("a name in NFC for a file in NFD", "../caf\u00e9.md", "/caf%C3%A9/"),
    ("a page", "../../pages/about/team.md#us", "/about/team/#us"),
    ("an alias", "/team/", "/team/"),
    ("an author's file", "../../authors/li.md", "/authors/li/"),
    ("an author's page", "/authors/li/", "/authors/li/"),
    ("the front page", "/", "/"),
    ("a list", "/tags/", "/tags/"),
    ("a year", "/archive/2024/", "/archive/2024/"),
    ("a feed", "/feed.xml", "/feed.xml"),
    ("a file of media/", "/media/ports/p.png", "/media/ports/p.png"),
    ("a file beside another piece", "boxed/data/x.csv?v=2#row", "/boxed/data/x.csv?v=2#row"),
    ("a name with a blank", "boxed/a%20b.png", "/boxed/a%20b.png"),
    ("a file of root/ by its address", "/cv.pdf", "/cv.pdf"),
    ("a file of root/ by its path", "../../root/cv.pdf", "/cv.pdf"),
]


@pytest.mark.parametrize(("target", "url"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_what_a_link_leads_to(target: str, url: str) -> None:
    answer = resolve(link(target), HERE, TABLES)
    assert (answer.url, answer.problem) == (url, None)


@pytest.mark.parametrize(("target", "url"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_everything_carries_the_prefix(target: str, url: str) -> None:
    answer = resolve(link(target), HERE, looked_up(*KNOWN, prefix="/press"))
    assert answer.url == (url if url.startswith("#") else f"/press{url}")


ASTRAY = [
    # title . target . rule . message . hint
    ("no such slug", "article:the-cal", "broken-link", "no piece has the slug 'the-cal'", "did you mean the-call?"),
    ("no such file", "teh-call.md", "broken-link", "there is no file or page 'teh-call.md'", "a path is relative"),
    ("no such address", "/the-cull/", "broken-link", "nothing is at '/the-cull/'", "did you mean /the-call/?"),
    ("no such anchor here", "#aim", "broken-anchor", "there is no #aim in this text", "did you mean #aims?"),
    (
        "no such anchor there",
        "article:the-call#x",
        "broken-anchor",
        "there is no #x in /the-call/",
        "its anchors are: #aims, #数人头",
    ),
    ("no anchor at all", "boxed/index.md#x", "broken-anchor", "there is no #x in /boxed/", "it has no headings"),
    (
        "no such comment",
        "article:the-call#comment-x",
        "broken-anchor",
        "there is no #comment-x in /the-call/",
        "its anchors",
    ),
    ("a draft", "../sketch.md", "broken-link", "'../sketch.md' leads to a piece that is a draft", "take the link out"),
    (
        "a draft's address",
        "/sketch/",
        "broken-link",
        "'/sketch/' leads to a piece that is a draft",
        "take the link out",
    ),
    (
        "a piece of later",
        "article:soon",
        "broken-link",
        "'soon' leads to a piece that appears at 2099-01-01 00:00 UTC",
        "take",
    ),
    (
        "a page that is a draft",
        "/secret/",
        "broken-link",
        "'/secret/' leads to a page that is a draft",
        "take the link out",
    ),
    (
        "an idle author",
        "/authors/idle/",
        "broken-link",
        "'/authors/idle/' leads to an author whom nothing published names",
        "take",
    ),
    (
        "out of content/",
        "../../../secrets.txt",
        "broken-link",
        "there is no file or page '../../../secrets.txt'",
        "a path is",
    ),
    (
        "a year without pieces",
        "/archive/1999/",
        "broken-link",
        "nothing is at '/archive/1999/'",
        "did you mean /archive/?",
    ),
]


@pytest.mark.parametrize(
    ("target", "rule", "message", "hint"), [case[1:] for case in ASTRAY], ids=[case[0] for case in ASTRAY]
)
def test_what_leads_nowhere(target: str, rule: str, message: str, hint: str) -> None:
    problem = resolve(link(target), HERE, TABLES).problem
    assert problem is not None
    assert (problem.rule, problem.message) == (rule, message)
    assert problem.hint.startswith(hint)
    assert str(problem.place) == "content/articles/2024/here.md:3:5"
    assert problem.width == len(target)


@pytest.mark.parametrize(
    "target",
    [
        "article:broken",
        "../broken.md#x",
        "/broken/#x",
        "/contact/",
        "../../pages/contact.md",
        "/authors/ng/",
        "/tags/any/",
        "/archive/1999/",
        "../odd/index.md",
        "/page/7/",
    ],
)
def test_what_could_not_be_read_is_no_mistake_of_those_who_refer_to_it(target: str) -> None:
    assert resolve(link(target), HERE, READ_IN_PART) == Answer()
    assert resolve(link(target), HERE, TABLES).problem is not None


PICTURES = [
    ("beside it", "map.svg", "/here/map.svg", 640, 480, "content/articles/2024/map.svg"),
    ("in media/", "/media/ports/p.png", "/media/ports/p.png", 1, 2, "content/media/ports/p.png"),
    ("of another piece", "boxed/a b.png", "/boxed/a%20b.png", 10, 20, "content/articles/2024/boxed/a b.png"),
]


@pytest.mark.parametrize(
    ("target", "url", "width", "height", "path"), [case[1:] for case in PICTURES], ids=[case[0] for case in PICTURES]
)
def test_a_picture_has_its_size_and_is_copied(target: str, url: str, width: int, height: int, path: str) -> None:
    answer = resolve(link(target, "picture"), HERE, TABLES)
    assert (answer.url, answer.width, answer.height) == (url, width, height)
    assert answer.use is not None
    assert answer.use.path == path


def test_a_picture_that_is_missing_or_beside_a_draft() -> None:
    finder = Finder(TABLES)
    assert finder.picture("https://example.com/p.png", Mark(1, 1), HERE).url == "https://example.com/p.png"
    finder.links([link("P.PNG", "picture"), link("../sketched/p.png", "picture")], HERE)
    assert [(found.rule, found.message) for found in finder.problems] == [
        ("missing-picture", "there is no picture 'P.PNG'"),
        ("missing-picture", "content/articles/sketched/p.png lies beside a piece that readers do not get"),
    ]
    assert not finder.uses


def test_a_title_comes_along_where_it_is_asked_for() -> None:
    links = Finder(TABLES).links([link("article:the-call", "title"), link("#aims")], HERE)
    assert links.titles == ("The-Call", "")
    assert links.sizes == ()


def held(*known: Known, **changes: Any) -> Stock:
    return stock(inventory(*known, **changes))


def test_a_sidecar_finds_its_piece_whatever_its_form() -> None:
    paths = ["content/articles/cafe\u0301.comments.yaml", "content/articles/2024/boxed/comments.yaml"]
    found = held(*KNOWN, *(Sidecar(path=path) for path in paths))
    assert list(found.sidecars) == ["content/articles/2024/boxed/index.md", "content/articles/cafe\u0301.md"]
    assert not list(astray(found))


def test_a_sidecar_of_what_could_not_be_read_is_no_orphan() -> None:
    sidecar = Sidecar(path="content/articles/broken.comments.yaml")
    assert not list(astray(held(sidecar, unread={"content/articles/broken.md": "broken"})))
    assert [problem.rule for problem in astray(held(sidecar))] == ["orphan-sidecar"]


def test_pieces_that_readers_never_get_clash_with_nobody() -> None:
    past = datetime(2025, 1, 1, tzinfo=UTC)
    twins = [piece("a"), piece("a", path="content/articles/b.md", draft=True)]
    twins.append(piece("a", path="content/articles/c.md", expires=past))
    assert not list(same_slug(twins, NOW))
    twins.append(piece("a", path="content/articles/d.md", publish=datetime(2099, 1, 1, tzinfo=UTC)))
    assert [problem.place.path for problem in same_slug(twins, NOW)] == ["content/articles/d.md"]


def test_addresses_that_differ_only_by_case_or_form_clash() -> None:
    def page(path: str, source: str) -> Page:
        return Page(path=path, maker="copy", names={}, source=source)

    pages = [page("media/A.png", "content/media/A.png"), page("media/a.png", "content/media/a.png")]
    pages += [page("media/e\u0301.png", "x"), page("media/\u00e9.png", "y"), page("media/b.png", "z")]
    assert [problem.place.path for problem in same_path(pages)] == ["content/media/a.png", "y"]


PATHS = st.lists(
    st.sampled_from(["/", ".", "..", "a", "b.md", "%2F", "%2e", "%", "é", "e\u0301", "content", " "]), max_size=7
)


@given(
    PATHS.map("".join), st.sampled_from(["content/articles/2024/here.md", "content/site.yaml", "content/pages/a.md"])
)
@example("a//b.md", "content/site.yaml")
@example("/a//b.md/", "content/site.yaml")
def test_the_files_a_path_may_mean_are_those_of_its_normal_form(path: str, source: str) -> None:
    below = "content" if path.startswith("/") else dirname(source)
    forms = [normalize("NFC", normpath(f"{below}/{form.lstrip('/')}")) for form in (path, unquote(path))]
    assert candidates(path, Base(source, "/")) == [form for form in dict.fromkeys(forms) if form.startswith("content/")]


def test_the_anchors_of_an_article_are_its_headings_its_discussion_and_its_comments() -> None:
    target = looked_up(*KNOWN).targets["content/articles/2025/2025-01-01-the-call.md"]
    known = ["aims", "comments", "comment-ada-1"]
    assert [anchor for anchor in (*known, "ada-1", "comment-", "comment-aims", "us") if target.anchors(anchor)] == known
