"""A standing page's front matter to what it says of the page."""

import html

import pytest

from generator.model import Html, Standing
from generator.settings import Reading
from generator.source.front_matter import Front, Renderers
from generator.source.standing import read_standing

RENDER = Renderers(
    inline=lambda text: Html(html.escape(text)), remark=lambda text: (Html(text), ()), website=lambda url: url
)


def read(front: str, *, path: str = "about/team.md") -> Front[Standing]:
    return read_standing(f"content/pages/{path}", f"---\n{front}\n---\nWe.\n", Reading(), render=RENDER)


def test_a_page_is_read_in_full() -> None:
    found = read(
        "title: A & B\nsummary: Who.\nlang: ar\nupdated: 2024-05-17\ndraft: true\naliases: /us/\nextra: {a: 1}"
    )
    assert found.problems == ()
    page = found.value
    assert page is not None
    assert (page.address, page.title, page.summary, page.lang) == ("about/team", Html("A &amp; B"), Html("Who."), "ar")
    assert (page.draft, page.aliases, page.extra) == (True, ("/us/",), {"a": 1})
    assert (found.body, found.body_line) == ("We.\n", 10)


ADDRESSES = [
    # path . front matter . address
    ("about.md", "title: x", "about"),
    ("about/team.md", "title: x\nslug: People", "about/people"),
    ("about/index.md", "title: x", "about"),
    ("!.md", "title: x\nslug: y", "y"),
]


@pytest.mark.parametrize(("path", "front", "address"), ADDRESSES)
def test_where_a_page_lies(path: str, front: str, address: str) -> None:
    found = read(front, path=path)
    assert found.value is not None
    assert (found.value.address, found.problems) == (address, ())


MISTAKES = [
    # path . front matter . place . message
    ("a.md", "summary: x", "1:0", "title is missing"),
    ("index.md", "title: x", "1:0", "the file's name gives no address"),
    ("a/!/b.md", "title: x", "1:0", "the file's name gives no address"),
    ("a.md", "title: x\nslug: con", "3:7", "slug is 'con', which gives no address"),
]


@pytest.mark.parametrize(("path", "front", "place", "message"), MISTAKES)
def test_without_title_or_address_there_is_no_page(path: str, front: str, place: str, message: str) -> None:
    found = read(front, path=path)
    assert found.value is None if "address" in message else not found.whole
    assert [(f"{p.place.line}:{p.place.column}", p.message) for p in found.problems] == [(place, message)]


def test_a_date_is_the_one_of_the_last_change() -> None:
    assert read("title: x\ndate: 2024-05-17").problems[0].hint == "did you mean updated?"
