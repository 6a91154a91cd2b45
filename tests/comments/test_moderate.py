"""Judging comments: what is written, what a build then renders, and who is asked which."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import main
from tests.press import Press

Make = Callable[[str], Press]

SITE = """
-- content/site.yaml --
title: The Review
url: https://example.org/
language: en
timezone: UTC
feeds: {comments: true}
theme: broadsheet
-- content/authors/li.md --
---
name: Li
email: li@example.org
---
-- content/articles/one.md --
---
title: One
date: 2025-01-01
author: li
tags: [seas]
---
Words.
-- content/articles/two.md --
---
title: Two
date: 2025-01-02
tags: [hills]
comments: [{author: Own, date: 2025-01-03, text: in the front matter}]
---
Words.
-- content/articles/one.comments.yaml --
# kept by hand
- {id: first, author: Anna, date: 2025-01-02, text: The first, email: anna@example.org}
- id: second
  author: Li
  email: li@example.org
  via: form
  date: 2025-01-03
  text: I am the author, believe me
- {id: third, author: Cem, date: 2025-01-04, text: buy casino, url: "https://casino.example/"}
"""


@pytest.fixture
def site(press: Make, monkeypatch: pytest.MonkeyPatch) -> Press:
    made = press(SITE)
    monkeypatch.chdir(made.folder)
    return made


def sidecar(site: Press) -> str:
    return (site.folder / "content/articles/one.comments.yaml").read_text(encoding="utf-8")


def test_approving_renders_its_page_its_feeds_and_the_listings_that_show_the_count(site: Press) -> None:
    site.built()
    before = site.files()
    assert main(["comments", "approve", "first", "--by", "desk"]) == 0
    report = site.built()
    after = site.files()
    changed = {path for path, data in after.items() if before.get(path) != data} - {".byline-manifest"}
    lists = {"index.html", "authors/li/index.html", "tags/seas/index.html"}
    feeds = {f"{place}feed.{kind}" for place in ("", "tags/seas/", "authors/li/") for kind in ("xml", "json")}
    assert changed == {"one/index.html", "one/comments.xml", *lists, *feeds}
    assert report.rendered == len(changed)
    assert site.built().rendered == 0


def test_the_count_is_one_everywhere(site: Press) -> None:
    main(["comments", "approve", "first", "third"])
    site.built()
    assert "This post has 2 comments" in site.page("one/")
    assert "2 comments" in site.page("")
    assert "<thr:total>2</thr:total>" in site.page("feed.xml")
    items = json.loads(site.page("feed.json"))["items"]
    assert [item["_byline"]["comments"] for item in items] == [1, 2]
    assert site.page("one/comments.xml").count("<entry>") == 2


def test_setting_aside_and_approving_what_is_so_already_writes_nothing(site: Press) -> None:
    main(["comments", "spam", "third"])
    once = sidecar(site)
    assert main(["comments", "spam", "third"]) == 0
    assert sidecar(site) == once
    assert once.count("did: spam") == 1


CHOICES = [
    # what is asked . which are meant
    (["first"], {"first"}),
    (["one/first", "third"], {"first", "third"}),
    (["*ir*"], {"first", "third"}),
    (["one/*"], {"first", "second", "third"}),
    (["--matching", "CASINO"], {"third"}),
    (["--status", "pending", "--slug", "one"], {"first", "second", "third"}),
    (["*", "--matching", "believe"], {"second"}),
]


@pytest.mark.parametrize(("asked", "meant"), CHOICES)
def test_which_are_meant(site: Press, capsys: pytest.CaptureFixture[str], asked: list[str], meant: set[str]) -> None:
    asked = [*asked, "--slug", "one"] if "--slug" not in asked else asked
    assert main(["comments", "spam", *asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {row["id"] for row in told if row["changed"]} == meant
    assert {row["now"] for row in told} == {"spam"}


@pytest.mark.parametrize(
    "asked", [[], ["nobody"], ["zz*"], ["--slug", "three"], ["own-20250103-0000"], ["--slug", "two"]]
)
def test_what_cannot_be_meant_is_wrong_usage_and_changes_nothing(site: Press, asked: list[str]) -> None:
    before = sidecar(site)
    assert main(["comments", "approve", *asked]) == 2
    assert sidecar(site) == before


def test_a_plan_is_only_told(site: Press, capsys: pytest.CaptureFixture[str]) -> None:
    before = sidecar(site)
    assert main(["comments", "remove", "first", "--plan"]) == 0
    assert "would be removed: one/first (pending)" in capsys.readouterr().out
    assert sidecar(site) == before


def test_an_author_is_one_only_if_an_editor_vouches(site: Press) -> None:
    main(["comments", "approve", "second"])
    site.built()
    assert "by-author" not in site.page("one/")
    main(["comments", "approve", "second", "--verified"])
    site.built()
    assert 'class="comment by-author" id="comment-second"' in site.page("one/")


def test_redacting_takes_away_who_wrote_and_says_so(site: Press, capsys: pytest.CaptureFixture[str]) -> None:
    main(["comments", "approve", "*", "--slug", "one"])
    main(["comments", "redact", "first", "--by", "desk"])
    text = sidecar(site)
    assert "Anna" not in text
    assert "anna@" not in text
    capsys.readouterr()
    main(["comments", "show", "first", "--json"])
    (row,) = json.loads(capsys.readouterr().out)
    assert row["author"] == "A reader"
    assert [item["did"] for item in row["history"]] == ["approve", "redact"]
    assert row["history"][1]["fields"] == "author email"
    assert row["line"] == 2


def test_a_pending_one_is_seen_only_where_it_is_asked_for(site: Press) -> None:
    from msgspec.structs import replace

    from generator.build.start import build
    from generator.engine.files import Files

    site.built()
    assert "The first" not in site.page("one/")
    asked = site.request()
    asked = replace(asked, moment=replace(asked.moment, pending=True), output=str(site.folder / "preview"))
    build(asked, clean=False, progress=lambda *_: None, files=Files())
    page = Path(asked.output, "one/index.html").read_text(encoding="utf-8")
    assert "is-pending" in page
    assert "This post has 3 comments" in page
    assert "3 comments" in Path(asked.output, "index.html").read_text(encoding="utf-8")
    assert "drafts: yes" in Path(asked.output, ".byline-manifest").read_text(encoding="utf-8")
    site.built()
    assert "The first" not in site.page("one/")


def test_line_ends_and_the_byte_order_mark_stay(site: Press) -> None:
    path = site.folder / "content/articles/one.comments.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert main(["comments", "approve", "first"]) == 0
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf# kept by hand\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
