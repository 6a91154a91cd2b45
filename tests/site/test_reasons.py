"""Why a page is written again, in an editor's words."""

from typing import Any

import pytest
from msgspec.structs import replace

from generator.model import Byline, Card, Credit, Html, Job, Known, Sidecar
from generator.site.reasons import Changes, changes, of_one, reason
from tests.site.values import piece, profile


def card(slug: str = "a", author: str = "") -> Card:
    date = piece().date
    authors = (Byline(id=author, name="N"),)
    return Card(
        url=f"/{slug}/",
        slug=slug,
        title=Html("T"),
        kind="k",
        kind_label="K",
        date=date,
        authors=authors,
        lang="en",
        dir="ltr",
    )


def job(**held: Any) -> Job:
    digests = {name: f"new {name}" for name in held}
    return Job(
        path="index.html",
        maker="template",
        held=held,
        fingerprint="f",
        parts=tuple(digests),
        prints=tuple(digests.values()),
    )


NO_CHANGES = Changes({}, frozenset())

CHANGES = [
    ("a title", {"title": Html("B")}, "title"),
    ("a title before a text", {"title": Html("B"), "content": "k"}, "title"),
    ("a text", {"content": "k", "words": 3}, "text"),
    ("an author", {"credits": (Credit(id="x"),)}, "author"),
    ("a comment", {"remark_ids": ("x",)}, "comments"),
    ("what no page shows", {"anchors": ("x",)}, ""),
]


@pytest.mark.parametrize(("changed", "word"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_what_changed_in_a_piece(changed: dict[str, Any], word: str) -> None:
    old = piece()
    new = replace(old, **changed)
    assert changes({old.path: old}, {new.path: new}).pieces == ({"a": word} if word else {})


def test_what_changed_beside_a_piece_and_in_an_author() -> None:
    path = "content/articles/a.comments.yaml"
    before: dict[str, Known] = {path: Sidecar(path=path), "content/authors/li.md": profile("li")}
    found = changes(before, {"content/articles/a.md": piece("a"), **before})
    assert found == Changes({"a": "comments"}, frozenset(["li"]))


REASONS = [
    ("never written", job(listing=()), None, NO_CHANGES, "are new"),
    ("lost", job(listing=()), {"listing": "new listing"}, NO_CHANGES, "were missing or changed in the output"),
    (
        "a piece in its list",
        job(listing=(card("a"),)),
        {},
        Changes({"a": "title"}, frozenset()),
        "show the changed title",
    ),
    (
        "the more telling of two",
        job(listing=(card("a"), card("b"))),
        {},
        Changes({"a": "text", "b": "date"}, frozenset()),
        "show the changed date",
    ),
    (
        "an author in its list",
        job(listing=(card("a", "li"),)),
        {},
        Changes({}, frozenset(["li"])),
        "show the changed author",
    ),
    ("another piece", job(listing=(card("a"),)), {}, Changes({"b": "title"}, frozenset()), "list other pieces"),
    (
        "settings before what they changed",
        job(listing=(card("a"),), site=0, **{"(edition)": 0}),
        {},
        Changes({"a": "title"}, frozenset(["li"])),
        "were made with other settings or another version",
    ),
    ("a template", job(**{"(template)": 0}), {}, NO_CHANGES, "show the changed theme"),
    ("settings", job(site=0), {}, NO_CHANGES, "show the changed settings"),
    ("a plugin's name", job(weather=0), {}, NO_CHANGES, "hold other values"),
]


@pytest.mark.parametrize(
    ("made", "before", "changed", "why"), [case[1:] for case in REASONS], ids=[case[0] for case in REASONS]
)
def test_reason(made: Job, before: dict[str, str] | None, changed: Changes, why: str) -> None:
    assert reason(made, before, changed) == why


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("show the changed title", "shows the changed title"),
        ("are new", "is new"),
        ("have other neighbours", "has other neighbours"),
    ],
)
def test_a_reason_said_of_one_page(many: str, one: str) -> None:
    assert of_one(many) == one
