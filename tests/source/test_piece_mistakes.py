"""An article's front matter to what is wrong with it."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import STRUCTURE
from generator.model import Html, Piece
from generator.settings import Reading
from generator.source.front_matter import Front, Renderers
from generator.source.piece import read_piece

RENDER = Renderers(
    inline=lambda text: Html(html.escape(text)),
    remark=lambda text: (Html(html.escape(text)), ("a link became plain text",) if "javascript:" in text else ()),
    website=lambda url: url if url.startswith("https://") else "",
)
READING = Reading(language="en", timezone="Europe/Paris", kinds=("analysis", "opinion", "dispatch"))


def read(front: str, *, path: str = "content/articles/the-call.md", body: str = "Body.\n") -> Front[Piece]:
    return read_piece(path, f"---\n{front}\n---\n{body}", READING, render=RENDER)


def told(front: str, *, path: str = "content/articles/the-call.md") -> list[tuple[str, str]]:
    """Line and column, and message, of what is wrong with a piece that has a title and a date in lines 2 and 3."""
    found = read(f"title: x\ndate: 2024-05-17\n{front}", path=path)
    return [(f"{problem.place.line}:{problem.place.column}", problem.message) for problem in found.problems]


MISTAKES = [
    # front matter after title and date . place . message
    ("tag: x", "4:1", "tag is not a key known here"),
    ("autor: x", "4:1", "autor is not a key known here"),
    ("updated: 2024-02-30", "4:10", "updated is '2024-02-30', which is not a date"),
    ("updated: [2024]", "4:10", "updated is a list, not a text"),
    ("expires: 2024-05-17", "4:10", "expires is not later than the piece appears"),
    ("publish: 2024-06-01\nexpires: 2024-05-20", "5:10", "expires is not later than the piece appears"),
    ("updated: 2024-05-16", "4:10", "updated is earlier than the date of the piece"),
    ("kind: essay", "4:7", "kind is 'essay', which is not known"),
    ("draft: maybe", "4:8", "draft is 'maybe', which is neither true nor false"),
    ("slug: '!!!'", "4:7", "slug is '!!!', which gives no address"),
    ("slug: NUL", "4:7", "slug is 'NUL', which gives no address"),
    ("aliases: [http://a/]", "4:11", "aliases is 'http://a/', which is not a path on this site"),
    ("aliases: [/a/../b/]", "4:11", "aliases is '/a/../b/', which is not the path of an address"),
    ("aliases: ['/a?b']", "4:11", "aliases is '/a?b', which is not the path of an address"),
    ("lang: Chinese (simplified)", "4:7", "lang is 'Chinese (simplified)', which is not a language tag"),
    ("series: {name: x, part: two}", "4:25", "series.part is 'two', which is not a whole number from 1 to 9999"),
    ("series: {part: 2}", "4:9", "series has no name"),
    ("image: {src: a.jpg}", "4:8", "image has no alt, the words for readers who cannot see it"),
    ("image: {alt: a}", "4:8", "image has no src"),
    ("tags: ['!']", "4:8", "the tag '!' gives no address"),
    ("ai: maybe", "4:5", "ai is 'maybe', which is not known"),
    ("author: a\nauthors: b", "5:1", "both author and authors are given"),
    ("authors: [a, b, a]", "4:17", "a is named twice"),
    ("author: {bio: x}", "4:9", "author has no name"),
    ("author: {name: x, url: 'javascript:a'}", "4:24", "author.url is 'javascript:a', which has the scheme javascript"),
    ("author: {name: x, url: example.org}", "4:24", "author.url is 'example.org', which is not an absolute address"),
    ("author: {name: x, email: nobody}", "4:26", "author.email is 'nobody', which is not an e-mail address"),
    ("authors: [[a]]", "4:11", "the 1st author is a list"),
    ("corrections: [{text: x}]", "4:15", "the 1st correction has no date"),
    ("corrections: [x]", "4:15", "the 1st correction is a text, not a mapping"),
    ("sources: [{url: 'https://a/'}]", "4:11", "the 1st source has no title"),
    ("sources: [{title: x, url: 'ftp://a/'}]", "4:27", "the 1st source's url is 'ftp://a/', which has the scheme ftp"),
    (
        "sources: [{id: a, title: x}, {id: a, title: y}]",
        "4:35",
        "the 2nd source's id is 'a', which another source has already",
    ),
    ("comments: shut", "4:11", "comments is 'shut', which is not known"),
    ("comments: [{author: a, date: 2024-01-01}]", "4:12", "the 1st comment has no text"),
    ("comments: [{author: a, date: x, text: y}]", "4:30", "the 1st comment's date is 'x', which is not a date"),
    ("extra: x", "4:8", "extra is a text, not a mapping"),
    ("summary: Issue #4", "4:16", "YAML cuts the value here"),
]


@pytest.mark.parametrize(("front", "place", "message"), MISTAKES)
def test_a_mistake_is_told_once_with_its_place(front: str, place: str, message: str) -> None:
    problems = told(front)
    assert [where for where, _ in problems] == [place]
    assert problems[0][1].startswith(message)


def test_an_update_on_the_day_of_the_date_is_none_too_early() -> None:
    assert read("title: x\ndate: 2024-05-17 09:30\nupdated: 2024-05-17").problems == ()


def test_a_kind_is_named_once_in_a_hint() -> None:
    hint = read("title: x\ndate: 2024-05-17\nkind: essay").problems[0].hint
    assert hint.count("opinion") == 1


def test_an_old_address_without_a_slash_is_a_folder() -> None:
    piece = read("title: x\ndate: 2024-05-17\naliases: [old2, /a/b, c.html]").value
    assert piece is not None
    assert piece.aliases == ("/old2/", "/a/b/", "/c.html")


WHOLE = [
    # front matter . path . place . message
    ("date: 2024-05-17", "a.md", "1:0", "title is missing"),
    ("titel: x\ndate: 2024-05-17", "a.md", "2:1", "titel is not a key known here"),
    ("title: x", "a.md", "1:0", "date is missing"),
    ("title: x\ndate:", "a.md", "3:1", "date is empty"),
    ("title: x\ndate: last tuesday", "a.md", "3:7", "date is 'last tuesday', which is not a date"),
    ("title: x\ndate: 2024-01-01 25:00", "a.md", "3:7", "date is '2024-01-01 25:00', which is not a date"),
    ("title: x\ndate: soon", "2025-02-14-a.md", "3:7", "date is 'soon', which is not a date"),
    ("title: x", "2025-02-30-a.md", "1:0", "the file's name begins with '2025-02-30', which is not a date"),
    ("title: x\ndate: 2024-05-17", "!!!.md", "1:0", "the file's name gives no address"),
    ("title: x\ndate: 2024-05-17", "con.md", "1:0", "the file's name gives no address: 'con' is reserved"),
]


@pytest.mark.parametrize(("front", "path", "place", "message"), WHOLE)
def test_without_title_date_or_address_there_is_no_whole_piece(front: str, path: str, place: str, message: str) -> None:
    found = read(front, path=f"content/articles/{path}")
    assert found.value is None if "address" in message else not found.whole
    assert [(f"{p.place.line}:{p.place.column}", p.message) for p in found.problems] == [(place, message)]
    assert found.problems[0].rule == STRUCTURE
    assert found.body == "Body.\n"


def test_rules_that_an_editor_may_set() -> None:
    rules = {
        "author: {name: x, url: 'ftp://a/'}": "link-scheme",
        "image: a.jpg": "missing-alt",
        "tagz: a": "unknown-key",
        "comments: [{author: a, date: 2024-01-01, text: y, url: 'javascript:x'}]": "comment",
        "comments: [{author: a, date: 2024-01-01, text: '[x](javascript:y)'}]": "comment",
    }
    for front, rule in rules.items():
        assert [problem.rule for problem in read(f"title: x\ndate: 2024-05-17\n{front}").problems] == [rule]


def test_one_run_tells_all() -> None:
    problems = told(
        "tag: x\nauthor: {url: 'ftp://a'}\nkind: essay\nsummary: a: b\nupdated: soon\nimage: {src: *x, alt: y}"
    )
    assert sorted(place for place, _ in problems) == ["4:1", "5:15", "5:9", "6:7", "7:11", "8:10", "9:14"]


LINES = """title: x|date: 2024-05-17|date: x|author: {name: y}|authors: [a, {id: b}]|comments:|  - author: a|
    date: 2024-01-01|    text: x|    replies:|image: {src: a}|image:|series: {part: 1}|tags: a,b|corrections: [{}]|
sources: [x, {}]|extra: [1]|aliases: [//a]|slug: ''|lang: x-y|summary: *a|&a|{{ x }}|---|\t- b"""


WRITTEN = st.one_of(st.sampled_from(LINES.replace("|\n", "|").split("|")), st.text(max_size=20))


@given(st.lists(WRITTEN, max_size=12), st.text(max_size=12))
def test_any_file_gives_a_piece_or_problems(lines: list[str], name: str) -> None:
    found = read("\n".join(lines), path=f"content/articles/{name.replace('/', '')}.md")
    assert found.value is not None or found.problems
