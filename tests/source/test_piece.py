"""An article's front matter to what it says of the piece."""

import html
from datetime import UTC, datetime

import pytest

from generator.errors import show
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


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


SELDOM = [
    "updated: 2024-05-18",
    "publish: 2024-05-18",
    "expires: 2024-05-18",
    "draft: yes",
    "featured: yes",
    "aliases: [/a/]",
    "translation_of: a",
    "series: a",
    "related: [a]",
    "supersedes: a",
    "corrections: [{date: 2024-05-18, text: a}]",
    "sources: [{title: a}]",
    "ai: assisted",
    "editor: a",
    "extra: {a: b}",
]


@pytest.mark.parametrize("line", SELDOM)
def test_what_is_seldom_said_is_read_where_it_is_said_alone(line: str) -> None:
    key = line.partition(":")[0]
    assert getattr(piece(line), key) != getattr(piece(""), key)


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
