"""What every theme of ours owes: each kind of page in each state and with each option, whole and cheap to build."""

import re
from itertools import pairwise

import pytest

from generator.scaffold.themes import changes
from generator.theme.press import Press
from generator.theme.reads import Reads, reads
from generator.theme.templates import load_theme
from tests.themes.pages import PAGES, THEMES, Outline, press_of, printed

NAMES = sorted(path.parent.name for path in THEMES.glob("*/theme.yaml"))
OPTIONS = [
    (name, option, value)
    for name in NAMES
    for option, declared in load_theme(name, (THEMES,)).options.items()
    for value in {"flag": (False, True), "choice": declared.choices, "text": ("/favicon.ico",)}.get(declared.type, ())
    if value != declared.default
]


@pytest.fixture(scope="module")
def presses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Press]:
    return {name: press_of(name, tmp_path_factory.mktemp("store")) for name in NAMES}


@pytest.fixture(scope="module", params=NAMES)
def read(request: pytest.FixtureRequest) -> dict[str, Reads]:
    found, problems = reads(load_theme(request.param, (THEMES,)))
    assert problems == ()
    return found


def check(html: str) -> None:
    """Fail unless a page is what browsers, readers and their helpers expect of any."""
    page = Outline(html)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert [len(page.all(tag)) for tag in ("main", "title", "style")] == [1, 1, 0]
    assert not [script for script in page.all("script") if script.get("type") != "application/ld+json"]
    assert page.all("html")[0]["lang"] == "en"
    assert page.all("html")[0]["dir"] == "ltr"
    assert not [tag for tag, attributes in page.tags if "style" in attributes]
    assert all("aria-label" in nav or "aria-labelledby" in nav for nav in page.all("nav"))
    assert all("alt" in image and image["width"] and image["height"] for image in page.all("img"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = [attributes.get("href", "") for _, attributes in page.tags]
    assert {to[1:] for to in named if to.startswith("#")} <= set(ids)
    assert {attributes["aria-labelledby"] for _, attributes in page.tags if "aria-labelledby" in attributes} <= set(ids)
    assert page.all("a")[0] == {"class": "skip", "href": "#_main"}
    rels = [attributes.get("rel") for attributes in page.all("link")]
    assert rels.count("canonical") == ("noindex" not in html)
    assert {"stylesheet", "icon"} <= set(rels)


@pytest.mark.parametrize("theme", NAMES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_good_html(presses: dict[str, Press], theme: str, name: str) -> None:
    check(printed(presses[theme], name))


@pytest.mark.parametrize(("theme", "option", "value"), OPTIONS)
def test_an_option_changes_something_and_breaks_nothing(
    presses: dict[str, Press], theme: str, option: str, value: object
) -> None:
    plain = {name: printed(presses[theme], name) for name in PAGES}
    chosen = {name: printed(presses[theme], name, **{option: value}) for name in PAGES}
    assert plain != chosen
    for html in chosen.values():
        check(html)


@pytest.mark.parametrize("theme", NAMES)
def test_a_state_is_said(presses: dict[str, Press], theme: str) -> None:
    shown = {name: printed(presses[theme], name) for name in PAGES}
    assert "Nothing has been published yet." in shown["empty home"]
    assert "There are no topics yet." in shown["no tags"]
    assert "Page not found" in shown["404"]
    assert "Comments are closed." in shown["closed"]
    assert 'id="comments"' not in shown["hidden"]
    assert "This publication takes no comments" in shown["bare"]
    assert "Older pieces" in shown["home"]
    assert "Newer pieces" in shown["home 2"]
    assert "A &lt;Guest&gt;" in shown["article"]
    assert "Where ships are." in shown["tag"]


@pytest.mark.parametrize("theme", NAMES)
def test_the_sections_of_the_front_page_are_shown(presses: dict[str, Press], theme: str) -> None:
    front = printed(presses[theme], "home of sections").partition("<main")[2]
    for section in ("Ports", "Law"):
        assert re.search(rf"<h2[^>]*><a [^>]*>{section}</a>", front), section
    assert 'href="/p9/"' in front or 'href="/p4/"' in front
    assert 'lang="ar" dir="rtl"' in front
    assert "_on-ports" not in printed(presses[theme], "home 2")


@pytest.mark.parametrize("kind", ["article", "page"])
def test_the_numerous_pages_read_no_list_that_changes_with_every_piece(read: dict[str, Reads], kind: str) -> None:
    assert not read[f"{kind}.html"].names & {"latest", "tags", "authors", "years", "listing"}
    assert not read[f"{kind}.html"].dynamic
    assert read[f"{kind}.html"].assets is not None


@pytest.mark.parametrize("theme", NAMES)
def test_a_theme_of_ours_is_up_to_date_with_its_parents(theme: str) -> None:
    behind = [change.path for change in changes(THEMES.parent, theme)]
    assert behind == [], f"see what changed with `byline theme diff {theme}`, mend it, then say so with --record"
