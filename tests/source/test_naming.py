"""Paths to addresses and dates."""

import pytest

from generator.source.naming import naming, page_address

PIECES = [
    # path below content/articles/ . slug . date . bundle
    ("the-call.md", "the-call", "", False),
    ("the-call.markdown", "the-call", "", False),
    ("2025/02/the-call.md", "the-call", "", False),
    ("2025-02-14-the-call.md", "the-call", "2025-02-14", False),
    ("2016-1-29-the-call.md", "the-call", "2016-1-29", False),
    ("2025-02-14 The Call.md", "the-call", "2025-02-14", False),
    ("2025-02-14.md", "2025-02-14", "", False),
    ("2025-02-14-.md", "2025-02-14", "", False),
    ("the-call/index.md", "the-call", "", True),
    ("2025/2025-02-14-the-call/index.md", "the-call", "2025-02-14", True),
    ("index.md", "index", "", False),
    ("שלום עולם.md", "שלום-עולם", "", False),
    ("谈判之后.md", "谈判之后", "", False),
    ("Cafe\u0301 society.md", "café-society", "", False),
    ("Why C++?.md", "why-c-plus-plus", "", False),
    ("!!!.md", "", "", False),
    ("con.md", "con", "", False),
]


@pytest.mark.parametrize(("path", "slug", "date", "bundle"), PIECES)
def test_a_piece_is_known_by_its_file(path: str, slug: str, date: str, bundle: bool) -> None:
    found = naming(f"content/articles/{path}")
    assert (found.slug, found.date, found.bundle) == (slug, date, bundle)


PAGES = [
    # path below content/pages/ . address
    ("about.md", "about"),
    ("about/team.md", "about/team"),
    ("about/index.md", "about"),
    ("About Us.md", "about-us"),
    ("index.md", ""),
    ("404.md", "404"),
    ("关于.md", "关于"),
]


@pytest.mark.parametrize(("path", "address"), PAGES)
def test_a_page_is_where_its_file_is(path: str, address: str) -> None:
    assert page_address(f"content/pages/{path}") == address
