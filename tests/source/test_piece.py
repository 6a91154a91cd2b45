"""An article's front matter to what it says of the piece."""

import html
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import STRUCTURE, show
from generator.model import Correction, Credit, Html, Mark, Piece, Plate, Reference, Series
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


def piece(front: str, *, path: str = "content/articles/the-call.md") -> Piece:
    found = read(f"title: x\ndate: 2024-05-17\n{front}", path=path)
    assert [show(problem) for problem in found.problems] == []
    assert found.value is not None
    return found.value


def told(front: str, *, path: str = "content/articles/the-call.md") -> list[tuple[str, str]]:
    """Line and column, and message, of what is wrong with a piece that has a title and a date in lines 2 and 3."""
    found = read(f"title: x\ndate: 2024-05-17\n{front}", path=path)
    return [(f"{problem.place.line}:{problem.place.column}", problem.message) for problem in found.problems]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_full_front_matter_is_read_in_full() -> None:
    found = read(
        """title: "The call: what *changed*"
date: 2024-05-17 09:30
updated: 2024-05-19
publish: 2024-05-18T06:00Z
expires: 2030-01-01
authors: [li, {id: marsh, role: Data}, {name: A. Guest, url: "https://example.org/", bio: Writes., photo: g.jpg}]
kind: dispatch
summary: A standfirst.
tags: [NATO, energy, nato, "C++"]
slug: The Call!
aliases: [/old/call/, 2019/call.html]
image: {src: port.jpg, alt: A port, caption: At dawn, credit: "Photo: A", license: CC BY 4.0}
lang: zh-cn
translation_of: le-coup
series: {name: The straits, part: 2}
related: [one, two, one]
featured: yes
draft: off
corrections:
  - {date: 2024-05-20, text: A figure was wrong.}
  - {date: 2024-05-21, kind: clarification, text: Said more.}
sources:
  - {id: a, title: A report, url: "https://example.org/r", author: [A, B], publisher: P, date: 2019, accessed: May 2024}
supersedes: older
ai: assisted
editor: E. Editor
comments: closed
extra: {hero: true, stars: 4, note: No}"""
    )
    assert [show(problem) for problem in found.problems] == []
    assert found.value == Piece(
        path="content/articles/the-call.md",
        slug="the-call",
        slug_given=True,
        title=Html("The call: what *changed*"),
        date=at("2024-05-17T07:30"),
        updated=at("2024-05-18T22:00"),
        publish=at("2024-05-18T06:00"),
        expires=at("2029-12-31T23:00"),
        featured=True,
        credits=(
            Credit(id="li", mark=Mark(7, 11, 2)),
            Credit(id="marsh", role="Data", mark=Mark(7, 20, 5)),
            Credit(
                name="A. Guest",
                url="https://example.org/",
                bio=Html("Writes."),
                photo="g.jpg",
                mark=Mark(7, 40, 1),
            ),
        ),
        kind="dispatch",
        summary=Html("A standfirst."),
        tags=("NATO", "energy", "C++"),
        aliases=("/old/call/", "/2019/call.html"),
        image=Plate(
            src="port.jpg",
            alt="A port",
            caption=Html("At dawn"),
            credit="Photo: A",
            license="CC BY 4.0",
            mark=Mark(13, 14, 8),
        ),
        lang="zh-CN",
        translation_of="le-coup",
        series=Series("The straits", 2),
        related=("one", "two"),
        corrections=(
            Correction(date=at("2024-05-19T22:00"), kind="correction", text=Html("A figure was wrong.")),
            Correction(date=at("2024-05-20T22:00"), kind="clarification", text=Html("Said more.")),
        ),
        sources=(
            Reference(
                id="a",
                title="A report",
                url="https://example.org/r",
                author="A, B",
                publisher="P",
                date="2019",
                accessed="May 2024",
            ),
        ),
        supersedes="older",
        ai="assisted",
        editor="E. Editor",
        comments="closed",
        extra={"hero": True, "stars": 4, "note": "No"},
        marks=found.value.marks if found.value else {},
    )
    assert (found.body, found.body_line) == ("Body.\n", 31)


def test_marks_say_where_what_others_judge_stands() -> None:
    marks = piece("slug: call\ntags: war, peace\naliases: /a/\nrelated: [b]\nsupersedes: c\nkind: opinion").marks
    assert marks["slug"] == Mark(4, 7, 4)
    assert (marks["tags.0"], marks["tags.1"]) == (Mark(5, 7, 3), Mark(5, 12, 5))
    assert (marks["aliases.0"], marks["related.0"]) == (Mark(6, 10, 3), Mark(7, 11, 1))
    assert (marks["title"], marks["date"]) == (Mark(2, 8, 1), Mark(3, 7, 10))
    assert {"supersedes", "kind"} <= marks.keys()


KEPT = [
    # what is never retyped
    "No",
    "1:30",
    "2024",
    "null",
    "~",
    "on",
    "0x1F",
    "1e3",
    "2024-02-30",
    "=",
]


@pytest.mark.parametrize("title", KEPT)
def test_a_title_stays_text(title: str) -> None:
    found = read(f"title: {title}\ndate: 2024-05-17")
    assert found.value is not None
    assert (found.value.title, found.problems) == (Html(title), ())


def test_the_date_may_stand_in_the_file_name() -> None:
    found = read("title: x", path="content/articles/2025-02-14-the-call.md")
    assert found.value is not None
    assert (found.value.date, found.value.slug, found.problems) == (at("2025-02-13T23:00"), "the-call", ())


def test_the_date_in_the_front_matter_goes_before_that_in_the_name() -> None:
    assert piece("", path="content/articles/2025-02-14-the-call.md").date == at("2024-05-16T22:00")


AUTHORS = [
    # front matter . ids and names
    ("author: li", ["li"]),
    ("authors: li", ["li"]),
    ("author: [li, marsh]", ["li", "marsh"]),
    ("authors:\n  - li\n  - {id: marsh, role: Data}", ["li", "marsh"]),
    ("author: {name: A. Guest}", ["A. Guest"]),
    ("author: {id: li, role: Data}", ["li"]),
    ("author: Jose\u0301", ["Jos\u00e9"]),
    ("author:", []),
    ("", []),
]


@pytest.mark.parametrize(("front", "names"), AUTHORS)
def test_names_above_a_piece(front: str, names: list[str]) -> None:
    assert [credit.id or credit.name for credit in piece(front).credits] == names


TAGS = [
    ("tags: [war, peace]", ("war", "peace")),
    ("tags: war, peace ,, ", ("war", "peace")),
    ("tags:\n- war\n- Peace\n- PEACE", ("war", "Peace")),
    ("tags: [C++, C#, 甲]", ("C++", "C#", "甲")),
    ("tags:", ()),
    ("tags: []", ()),
]


@pytest.mark.parametrize(("front", "tags"), TAGS)
def test_tags(front: str, tags: tuple[str, ...]) -> None:
    assert piece(front).tags == tags


COMMENTS = [
    # front matter . status . authors
    ("comments: hidden", "hidden", []),
    ("comments: Open", "open", []),
    ("comments: [{author: A, date: 2024-05-18, text: Yes}]", "", ["A"]),
    ("comments: {status: closed, list: [{author: A, date: 2024-05-18, text: Yes}]}", "closed", ["A"]),
    ("comments: {status: closed}", "closed", []),
    ("comments: []", "", []),
    ("comments:", "", []),
]


@pytest.mark.parametrize(("front", "status", "authors"), COMMENTS)
def test_comments_are_a_status_a_list_or_both(front: str, status: str, authors: list[str]) -> None:
    found = read(f"title: x\ndate: 2024-05-17\n{front}")
    assert found.problems == ()
    assert found.value is not None
    assert (found.value.comments, [remark.author for remark in found.remarks]) == (status, authors)
    assert found.value.remark_ids == tuple(remark.id for remark in found.remarks)


MISTAKES = [
    # front matter after title and date . place . message
    ("tag: x", "4:1", "tag is not a key known here"),
    ("autor: x", "4:1", "autor is not a key known here"),
    ("updated: 2024-02-30", "4:10", "updated is '2024-02-30', which is not a date"),
    ("updated: [2024]", "4:10", "updated is a list, not a text"),
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
    ("authors: [[a]]", "4:11", "authors.0 is a list"),
    ("corrections: [{text: x}]", "4:15", "corrections.0 has no date"),
    ("corrections: [x]", "4:15", "corrections.0 is a text, not a mapping"),
    ("sources: [{url: 'https://a/'}]", "4:11", "sources.0 has no title"),
    ("sources: [{title: x, url: 'ftp://a/'}]", "4:27", "sources.0.url is 'ftp://a/', which has the scheme ftp"),
    (
        "sources: [{id: a, title: x}, {id: a, title: y}]",
        "4:35",
        "sources.1.id is 'a', which another source has already",
    ),
    ("comments: shut", "4:11", "comments is 'shut', which is not known"),
    ("comments: [{author: a, date: 2024-01-01}]", "4:12", "comments.0 has no text"),
    ("comments: [{author: a, date: x, text: y}]", "4:30", "comments.0.date is 'x', which is not a date"),
    ("extra: x", "4:8", "extra is a text, not a mapping"),
    ("summary: Issue #4", "4:16", "YAML cuts the value here"),
]


@pytest.mark.parametrize(("front", "place", "message"), MISTAKES)
def test_a_mistake_is_told_once_with_its_place(front: str, place: str, message: str) -> None:
    problems = told(front)
    assert [where for where, _ in problems] == [place]
    assert problems[0][1].startswith(message)


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
def test_without_title_date_or_address_there_is_no_piece(front: str, path: str, place: str, message: str) -> None:
    found = read(front, path=f"content/articles/{path}")
    assert found.value is None
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
