"""One body edited after a finished build: its pages alone are looked at, or everything is, and the site is right."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build.inspect import inspect
from generator.build.verify import verify
from generator.model import Report
from generator.theme.environment import Codes
from tests.press import SITE, Press

Make = Callable[[str], Press]

PIECES = """\
-- content/articles/call.md --
---
title: The call
date: 2024-05-17
summary: Why it came late.
tags: [banks]
---

Some words to [the other piece](other.md#aims).

## Aims

More words.
-- content/articles/other.md --
---
title: The other piece
date: 2024-05-18
tags: [banks]
---

The lead of the other piece.

## Aims

Its words, and [[call]].
-- content/pages/about.md --
---
title: About
---

Who we are.
"""

CALL, OTHER = "content/articles/call.md", "content/articles/other.md"


def was_spared(report: Report) -> bool:
    """Whether the rest of the site was not even catalogued."""
    return "catalogue" not in [verb for verb, _seconds in report.verbs]


def is_as_clean(site: Press) -> bool:
    return verify(site.request(), progress=lambda _verb, _done, _total: None) == ()


@pytest.fixture
def site(press: Make) -> Press:
    made = press(PIECES)
    made.built()
    return made


def test_a_body_alone_spares_the_rest_of_the_site(site: Press) -> None:
    site.edit(CALL, "More words.", "Other words.")
    report = site.built()
    assert was_spared(report)
    assert (report.read, report.rendered) == (1, 3)  # the page, and the two feeds that show it in full
    assert dict(report.reasons) == {"show the changed text": 3}
    assert "Other words." in site.page("call/")
    assert "Other words." in site.page("feed.xml")
    assert is_as_clean(site)


def test_edit_after_edit(site: Press) -> None:
    for number in range(4):
        site.edit(CALL if number % 2 else OTHER, "ords", f"ords {number}")
        assert was_spared(site.built())
        assert is_as_clean(site)
    assert was_spared(site.built())


def test_two_bodies_at_once(site: Press) -> None:
    site.edit(CALL, "More", "Less")
    site.edit(OTHER, "Its", "Whose")
    report = site.built()
    assert was_spared(report)
    assert report.rendered == 4
    assert is_as_clean(site)


def test_a_feed_of_summaries_is_left_alone(press: Make) -> None:
    site = press(f"-- content/site.yaml --\n{SITE}feeds: {{full: none}}\n{PIECES}")
    site.built()
    site.edit(CALL, "More", "Less")
    report = site.built()
    assert was_spared(report)
    assert report.rendered == 1
    assert is_as_clean(site)


def test_a_draft_has_no_page(press: Make) -> None:
    site = press(PIECES.replace("tags: [banks]\n---\n\nSome", "tags: [banks]\ndraft: true\n---\n\nSome"))
    site.edit(OTHER, ", and [[call]]", "")
    site.built()
    site.edit(CALL, "More", "Less")
    report = site.built()
    assert was_spared(report)
    assert report.rendered == 0
    assert is_as_clean(site)


def test_a_file_that_is_written_again_as_it_was(site: Press) -> None:
    site.edit(CALL, "More", "More")
    report = site.built()
    assert was_spared(report)
    assert report.rendered == 0


TOLD = [
    # what else changed . the file . the text that is replaced . by this . pages that are rendered
    ("the title", OTHER, "The other piece\n", "That piece\n", 11),
    ("the title and the body", OTHER, "The other piece\ndate: 2024-05-18", "That\ndate: 2024-05-18 ", 11),
    ("the summary", CALL, "late", "early", 10),
    ("the first paragraph, which is the summary", OTHER, "The lead", "Another lead", 10),
]
"""The piece itself, its neighbour, the front page, the tag, the year, the feeds of both, llms.txt, the 404."""


@pytest.mark.parametrize(("file", "old", "new", "rendered"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_what_cards_show_is_put_where_they_are(site: Press, file: str, old: str, new: str, rendered: int) -> None:
    site.edit(file, old, new)
    report = site.built()
    assert was_spared(report)
    assert report.rendered == rendered
    assert is_as_clean(site)
    site.edit(file, new, old)
    assert was_spared(site.built())
    assert is_as_clean(site)


MORE = [
    # what else changed . the file . the text that is replaced . by this
    ("a title that a link shows", CALL, "The call", "The calls"),
    ("an author", CALL, "tags: [banks]", "author: {name: A. Guest}"),
    ("the date", CALL, "05-17", "05-16"),
    ("a tag", CALL, "[banks]", "[banks, debt]"),
    ("an anchor", OTHER, "## Aims\n\nIts", "## Aims\n\n## Means\n\nIts"),
    ("a reference", CALL, "other.md#aims", "other.md"),
    ("the kind of a reference", OTHER, "[[call]]", "[call](call.md)"),
    ("comments", CALL, "tags: [banks]", "tags: [banks]\ncomments: closed"),
    ("a key that only themes know", CALL, "tags: [banks]", "tags: [banks]\nextra: {a: b}"),
    ("a standing page", "content/pages/about.md", "Who", "What"),
    ("the settings", "content/site.yaml", "title: Press", "title: Presses"),
    ("the theme", "themes/plain/templates/article.html", "{%", "x{%"),
]


@pytest.mark.parametrize(("file", "old", "new"), [row[1:] for row in MORE], ids=[row[0] for row in MORE])
def test_where_more_than_a_body_changed_everything_is_looked_at(site: Press, file: str, old: str, new: str) -> None:
    site.edit(file, old, new)
    assert not was_spared(site.built())
    assert is_as_clean(site)


def test_a_title_in_a_series_in_translation_and_in_old_addresses(press: Make) -> None:
    series = PIECES.replace("tags: [banks]", "tags: [banks]\nseries: Banks").replace(", and [[call]]", "")
    site = press(
        f"""\
{series}
-- content/articles/ruf.md --
---
title: Der Ruf
date: 2024-05-19
lang: de
translation_of: call
supersedes: other
---

Text.
-- content/articles/old.md --
---
title: Old
date: 2024-05-01
aliases: [/older/]
---

Text.
"""
    )
    site.built()
    for file, old, new, spared in (
        (OTHER, "The other piece\n", "That piece\n", True),
        (CALL, "The call", "The calls", False),
        ("content/articles/old.md", "title: Old", "title: New", False),
        ("content/articles/old.md", "Text", "Texts", True),
        ("content/articles/old.md", "Texts.", "Texts.\n\nMore.", True),
    ):
        site.edit(file, old, new)
        assert was_spared(site.built()) == spared, (file, new)
        assert is_as_clean(site)


def test_a_title_in_a_file_for_machines(press: Make) -> None:
    site = press(PIECES)
    site.built()
    site.edit(OTHER, "The other piece\n", "That piece\n")
    assert was_spared(site.built())
    assert "That piece" in site.page("llms.txt")
    assert is_as_clean(site)


def test_a_title_in_letters_to_the_publisher(press: Make) -> None:
    site = press(f"-- content/site.yaml --\n{SITE}publisher: {{name: P, email: p@example.org}}\n{PIECES}")
    site.built()
    site.edit(OTHER, "The other piece\n", "That piece\n")
    assert was_spared(site.built())
    assert is_as_clean(site)


def test_a_warning_in_the_file_is_told_at_its_new_line(press: Make) -> None:
    site = press(f"-- content/site.yaml --\n{SITE}checks: {{broken-link: warning}}\n{PIECES}")
    site.edit(CALL, "More words.", "[More](nothing.md) words.")
    site.built()
    site.edit(CALL, "## Aims", "A line.\n\n## Aims")
    report = site.built()
    assert [problem.place.line for problem in report.problems] == [14]
    assert is_as_clean(site)


def test_a_check_between_two_builds(site: Press) -> None:
    """The ledger then knows the file better than the pages do."""
    site.edit(CALL, "The call", "The calls")
    inspect(site.request(), baseline=True, progress=lambda _verb, _done, _total: None)
    site.edit(CALL, "More", "Less")
    assert not was_spared(site.built())
    assert "The calls" in site.page("call/")
    assert is_as_clean(site)


def test_lengths_that_others_show(press: Make) -> None:
    site = press(PIECES)
    site.write("themes/plain/templates/home.html", "{% for card in listing %}{{ card.words }} {% endfor %}")
    site.built()
    site.edit(CALL, "More words.", "Other words.")
    assert was_spared(site.built())
    before = site.page("")
    site.edit(CALL, "Other words.", "Many other words.")
    assert not was_spared(site.built())
    assert site.page("") != before
    assert is_as_clean(site)


@pytest.mark.parametrize("harm", ["lose", "cut", "mix"])
def test_what_pages_held_is_lost_or_damaged(site: Press, harm: str) -> None:
    held = site.folder / ".byline/held"
    packs = list(held.iterdir())
    assert packs
    for pack in packs:
        if harm == "cut":
            pack.write_bytes(pack.read_bytes()[:40])
        elif harm == "mix":
            pack.write_bytes(pack.read_bytes().replace(b"The call", b"The ball"))
    if harm == "lose":
        shutil.rmtree(held)
    site.edit(CALL, "More", "Less")
    assert not was_spared(site.built())
    assert is_as_clean(site)
    site.edit(CALL, "Less", "More")
    assert was_spared(site.built())


def test_a_page_that_was_changed_in_the_output(site: Press) -> None:
    (site.output / "other/index.html").write_text("gone")
    site.edit(CALL, "More", "Less")
    assert not was_spared(site.built())
    assert is_as_clean(site)


def test_a_mistake_leaves_the_site_as_it_was(site: Press) -> None:
    before = site.files()
    site.edit(CALL, "other.md", "nothing.md")
    assert [problem.rule for problem in site.build().problems] == ["broken-link"]
    assert site.files() == before


def test_many_packs_are_swept(site: Press) -> None:
    for number in range(20):
        site.edit(CALL, "ords", f"ords {number}")
        site.built()
    site.edit(CALL, "The call", "The calls")
    site.built()
    assert len(list(Path(site.folder, ".byline/held").iterdir())) < 17
    site.edit(CALL, "ords", "ords again")
    site.built()
    assert is_as_clean(site)


def test_a_standfirst_in_a_section_of_the_front_page(press: Make) -> None:
    made = press(PIECES)
    settings = SITE.replace("theme: plain", "theme: {name: broadsheet, sections: [banks]}\nper_page: 1")
    made.write("content/site.yaml", settings)
    made.built()
    assert "_on-banks" in made.page("")
    made.edit(CALL, "Why it came late.", "How it came late.")
    report = made.built()
    assert was_spared(report)
    assert "How it came late." in made.page("").partition("_on-banks")[2]
    assert is_as_clean(made)


def test_an_edited_text_is_set_by_templates_that_are_compiled_already(
    site: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Codes, "_compiled", None)
    site.edit(CALL, "More words.", "Other words.")
    assert was_spared(site.built())
    assert "Other words." in site.page("call/")
