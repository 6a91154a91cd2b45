"""How much a build does after each kind of change, counted; and which pages, and why."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.press import NOW, Press

Make = Callable[[str], Press]

SITE = """\
-- content/authors/li.md --
---
name: Li Wei
role: Editor
---

Writes about ports.
-- content/authors/ng.md --
---
name: Ng
---
-- content/articles/one.md --
---
title: One
date: 2024-01-01
author: li
summary: The first.
tags: [Ports]
---

The first piece, see [two](two.md).
-- content/articles/two.md --
---
title: Two
date: 2025-01-01
author: ng
summary: The second.
tags: [Seas]
---

The second piece.
-- content/articles/two.comments.yaml --
- {author: Ada, date: 2025-01-02, text: Well said., status: approved}
-- content/articles/three.md --
---
title: Three
date: 2025-06-01
author: li
summary: The third.
tags: [Ports]
---

The third piece.
-- content/pages/about.md --
---
title: About
---

Who we are.
"""

FEEDS = {"feed.xml", "feed.json"}


def feeds(*folders: str) -> set[str]:
    """The feeds of these folders."""
    return {f"{folder}{name}" for folder in folders for name in FEEDS}


def pages(*folders: str) -> set[str]:
    """The pages of these folders."""
    return {f"{folder}index.html" for folder in folders}


LISTS_OF_ONE = pages("", "tags/ports/", "authors/li/", "archive/2024/")

CASES = [
    # title . change . pages that have other bytes . why most of them were rendered
    ("nothing", lambda press: None, set(), ""),
    (
        "a body, the summary being written out",
        lambda press: press.edit("content/articles/one.md", "The first piece", "The very first piece"),
        pages("one/") | feeds(""),
        "show the changed text",
    ),
    (
        "a title",
        lambda press: press.edit("content/articles/one.md", "title: One", "title: The one"),
        # two.html: its older neighbour; 404: the latest; three.html: related by its tag
        LISTS_OF_ONE
        | pages("one/", "two/", "three/")
        | {"404.html", "llms.txt"}
        | feeds("", "tags/ports/", "authors/li/"),
        "show the changed title",
    ),
    (
        "a tag that was there",
        lambda press: press.edit("content/articles/one.md", "[Ports]", "[Seas]"),
        pages("", "one/", "two/", "three/", "tags/", "tags/ports/", "tags/seas/", "authors/li/", "archive/2024/")
        | feeds("", "tags/ports/", "tags/seas/", "authors/li/"),
        "show the changed tags",
    ),
    (
        "a new tag",
        lambda press: press.edit("content/articles/one.md", "[Ports]", "[Ports, Straits]"),
        LISTS_OF_ONE
        | {"sitemap.xml", "llms.txt"}
        | pages("one/", "tags/", "tags/straits/")
        | feeds("", "tags/ports/", "tags/straits/", "authors/li/"),
        "show the changed tags",
    ),
    (
        "a comment in a sidecar",
        lambda press: press.edit(
            "content/articles/two.comments.yaml",
            "status: approved}",
            "status: approved}\n- {author: Bo, date: 2025-01-03, text: Is it?, status: approved}",
        ),
        pages("", "two/", "tags/seas/", "authors/ng/", "archive/2025/") | feeds("", "tags/seas/", "authors/ng/"),
        "show the changed comments",
    ),
    (
        "a comment that waits for approval",
        lambda press: press.edit(
            "content/articles/two.comments.yaml",
            "status: approved}",
            "status: approved}\n- {author: Bo, date: 2025-01-03, text: Is it?}",
        ),
        set(),
        "show other comments",
    ),
    (
        "an author's name",
        lambda press: press.edit("content/authors/ng.md", "name: Ng", "name: Ng Mei"),
        pages("", "two/", "tags/seas/", "authors/", "authors/ng/", "archive/2025/")
        | {"llms.txt"}
        | feeds("", "tags/seas/", "authors/ng/"),
        "show the changed author",
    ),
    (
        "an author's biography",
        lambda press: press.edit("content/authors/li.md", "Writes about ports.", "Writes about straits."),
        pages("one/", "three/", "authors/li/"),
        "show the changed author",
    ),
    (
        "a standing page",
        lambda press: press.edit("content/pages/about.md", "Who we are.", "Who we were."),
        # llms.txt: its summary, which is its first paragraph
        pages("about/") | {"llms.txt"},
        "list other pieces",
    ),
    (
        "a template",
        lambda press: press.edit("themes/plain/templates/tags.html", "({{ tag.count }})", "{{ tag.count }}"),
        pages("tags/"),
        "show the changed theme",
    ),
    (
        "where a piece lies, which others link to",
        lambda press: press.edit("content/articles/two.md", "tags: [Seas]", "tags: [Seas]\nslug: second"),
        # 404: the latest; one: its link and its newer neighbour; three: its older neighbour
        pages("", "second/", "one/", "three/", "tags/seas/", "authors/ng/", "archive/2025/")
        | {"404.html", "sitemap.xml", "llms.txt"}
        | feeds("", "tags/seas/", "authors/ng/"),
        "show the changed address",
    ),
]


@pytest.mark.parametrize(("change", "changed", "why"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_only_pages_that_show_a_change_are_written_again(
    press: Make, change: Callable[[Press], None], changed: set[str], why: str
) -> None:
    site = press(SITE)
    site.built()
    before = site.files()
    change(site)
    report = site.built()
    after = site.files()
    differing = {path for path, data in after.items() if before.get(path) != data} - {".byline-manifest"}
    assert differing == changed
    if why:
        assert report.reasons[0][0] == why
    again = site.built()
    assert (again.read, again.rendered, again.copied, again.removed) == (0, 0, 0, 0)


EXACT = [
    # title . change . read . rendered: no page is rendered in vain
    ("nothing", lambda press: None, 0, 0),
    ("a body", lambda press: press.edit("content/articles/one.md", "The first piece", "The very first piece"), 1, 3),
    ("an author's biography", lambda press: press.edit("content/authors/li.md", "Writes", "Wrote"), 1, 4),
    ("a standing page", lambda press: press.edit("content/pages/about.md", "Who", "What"), 1, 2),
    ("a template", lambda press: press.edit("themes/plain/templates/tags.html", "({{ tag.count }})", ""), 0, 1),
    (
        "the time zone, which may change every date",
        lambda press: press.edit("content/site.yaml", "UTC", "Asia/Tokyo"),
        7,
        29,
    ),
    (
        "the number of entries on a page",
        lambda press: press.edit("content/site.yaml", "theme", "per_page: 50\ntheme"),
        0,
        0,
    ),
]


@pytest.mark.parametrize(("change", "read", "rendered"), [case[1:] for case in EXACT], ids=[case[0] for case in EXACT])
def test_no_page_is_rendered_in_vain(press: Make, change: Callable[[Press], None], read: int, rendered: int) -> None:
    site = press(SITE)
    site.built()
    change(site)
    report = site.built()
    assert (report.read, report.rendered) == (read, rendered)


def test_a_touch_reads_and_renders_nothing_more_than_it_must(press: Make) -> None:
    site = press(SITE)
    site.built()
    (site.folder / "content/articles/one.md").touch()
    assert site.built().rendered == 0


def test_a_first_build_renders_everything_and_a_clean_one_again(press: Make) -> None:
    site = press(SITE)
    first = site.built()
    assert first.rendered == first.pages > 0
    assert first.reasons == (("are new", first.pages),)
    before = site.files()
    clean = site.built(clean=True)
    assert clean.rendered == clean.pages
    assert site.files() == before


def test_a_piece_of_tomorrow_appears_by_the_clock_alone(press: Make) -> None:
    site = press(SITE)
    site.write("content/articles/later.md", "---\ntitle: Later\ndate: 2026-02-01 12:00\n---\n\nNot yet.\n")
    report = site.built()
    appears = datetime(2026, 2, 1, 12, tzinfo=UTC)
    assert report.waiting == (("content/articles/later.md", appears),)
    assert not (site.output / "later").exists()
    assert site.build(now=appears - timedelta(seconds=1)).rendered == 0
    then = site.build(now=appears)
    assert then.waiting == ()
    assert then.read == 0
    assert (site.output / "later" / "index.html").exists()
    site.build(now=NOW)
    assert not (site.output / "later").exists()


def test_a_piece_leaves_at_its_end(press: Make) -> None:
    site = press(SITE)
    site.edit("content/articles/one.md", "tags: [Ports]", "expires: 2026-02-01\ntags: [Straits]")
    site.edit("content/articles/one.md", "see [two](two.md)", "see two")
    site.built()
    assert (site.output / "tags/straits/index.html").exists()
    report = site.build(now=datetime(2026, 2, 1, tzinfo=UTC))
    assert report.removed == len(pages("one/", "tags/straits/", "archive/2024/") | feeds("tags/straits/"))
    assert not (site.output / "tags/straits").exists()
    assert not (site.output / "one").exists()


def test_a_draft_that_is_finished_and_one_taken_back(press: Make) -> None:
    site = press(SITE)
    site.edit("content/articles/three.md", "title: Three", "title: Three\ndraft: true")
    site.built()
    before = site.files()
    site.edit("content/articles/three.md", "draft: true", "draft: false")
    site.built()
    assert "Three" in site.page("three/")
    site.edit("content/articles/three.md", "draft: false", "draft: true")
    site.built()
    assert site.files() == before


def test_a_file_that_is_gone_or_has_another_name(press: Make) -> None:
    site = press(SITE)
    site.built()
    (site.folder / "content/articles/three.md").rename(site.folder / "content/articles/drei.md")
    report = site.built()
    assert not (site.output / "three").exists()
    assert "Three" in site.page("drei/")
    assert report.removed == 1
    (site.folder / "content/articles/drei.md").unlink()
    site.built()
    assert not (site.output / "drei").exists()
    assert "Three" not in "".join(data.decode() for data in site.files().values())


def test_what_somebody_did_to_the_output_is_undone(press: Make) -> None:
    site = press(SITE)
    site.built()
    before = site.files()
    (site.output / "one/index.html").write_text("hacked")
    (site.output / "two/index.html").unlink()
    (site.output / "mine.txt").write_text("mine")
    report = site.built()
    assert dict(report.reasons) == {"were missing or changed in the output": 2}
    assert report.foreign == ("mine.txt",)
    assert site.files() == {**before, "mine.txt": b"mine"}


def test_texts_lost_from_the_memory_are_read_again(press: Make) -> None:
    site = press(SITE)
    site.built()
    before = site.files()
    lost = [path for path in (site.folder / ".byline/texts").rglob("*") if path.is_file()]
    assert lost
    for path in lost:
        path.unlink()
    site.edit("themes/plain/templates/article.html", "{{ article.body }}", "{{ article.body }}<hr>")
    site.built()
    assert "<hr>" in site.page("one/")
    site.edit("themes/plain/templates/article.html", "<hr>", "")
    site.built()
    assert site.files() == before


@pytest.mark.parametrize("name", ["ledger.sqlite", "."])
def test_losing_the_memory_loses_only_time(press: Make, name: str) -> None:
    site = press(SITE)
    site.built()
    before = site.files()
    memory = site.folder / ".byline"
    for path in [memory / name] if name != "." else list(_files(memory)):
        path.unlink()
    assert site.built().read
    assert site.files() == before


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_one_core_and_two_give_the_same_bytes_and_messages(press: Make) -> None:
    bodies = "".join(
        f"-- content/articles/p{n}.md --\n---\ntitle: P{n}\ndate: 2025-01-{n:02}\ntags: [T{n % 3}]\n---\n\n"
        f"See [[p{n - 1}]].\n"
        for n in range(2, 29)
    )
    text = SITE + bodies + "-- content/articles/p1.md --\n---\ntitle: P1\ndate: 2025-01-01\n---\n\nText.\n"
    one, two = press(text), press(text)
    one.built()
    report = two.build(cores=2)
    assert not report.problems
    assert one.files() == two.files()
    for site in (one, two):
        site.edit("content/articles/p1.md", "Text.", "[x](x.md), [y](y.md)")
        site.edit("content/articles/p9.md", "title: P9", "titel: P9")
    assert one.build().problems == two.build(cores=2).problems != ()
