"""What a long piece does on screens of different widths, without a script: contents, notes, tables, code."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import FLAGS
from tests.press import SITE, Press

pytestmark = pytest.mark.browser

NOTES = "\n".join(f"[^{n}]: Note {n}, which is long enough to need several lines in a margin.\n" for n in range(1, 5))
WORDS = "Words of a paragraph that goes on for a while so that there is something to read here. " * 12
PIECE = f"""-- content/articles/long.md --
---
title: A long piece
date: 2024-05-17
---
{WORDS}[^1] And close by.[^2]

## One

{WORDS}[^3]

| {" | ".join(f"Column number {n}" for n in range(12))} |
|{"---|" * 12}
| {" | ".join("a value" for _ in range(12))} |

## Two

{WORDS}[^4]

{WORDS}

## Three

{WORDS}

{NOTES}
-- content/articles/many.md --
---
title: Many notes
date: 2024-05-18
---
{" ".join(f"Word{n}.[^{n}]" for n in range(1, 44))}

{"".join(f"[^{n}]: Note {n}." + chr(10) for n in range(1, 44))}
"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium of its own."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="module", params=["ltr", "rtl"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the piece lies, in a publication of one direction of writing."""
    press = Press.of(PIECE, tmp_path_factory.mktemp("press"))
    language = "ar" if request.param == "rtl" else "en"
    press.write(
        "content/site.yaml", SITE.replace("plain", "broadsheet").replace("language: en", f"language: {language}")
    )
    press.built()
    for page in press.output.glob("*/index.html"):  # opened as a file, the root is not the site's
        page.write_text(page.read_text(encoding="utf-8").replace('"/static/', '"../static/'), encoding="utf-8")
    return press.output


@pytest.fixture
def opened(browser: Browser, folder: Path) -> Iterator[Callable[..., Page]]:
    """Opens a piece on a screen of a width."""
    pages: list[Page] = []

    def open_piece(width: int, *, name: str = "long") -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900})
        pages.append(page)
        page.goto((folder / name / "index.html").as_uri())
        return page

    yield open_piece
    for page in pages:
        page.close()


def box(page: Page, selector: str) -> dict[str, float]:
    """Where an element lies; its sides are `inner`, towards the beginning of lines, and `outer`."""
    found = page.locator(selector).first.bounding_box()
    assert found is not None, selector
    start, end = found["x"], found["x"] + found["width"]
    width = page.viewport_size["width"] if page.viewport_size else 0
    if page.locator("html").get_attribute("dir") == "rtl":
        start, end = width - end, width - start
    return {"top": found["y"], "bottom": found["y"] + found["height"], "start": start, "end": end}


def test_notes_stand_beside_their_references_where_there_is_room(opened: Callable[..., Page]) -> None:
    page = opened(1440)
    text = box(page, ".prose > p")
    notes = [box(page, f"#fn-{number}") for number in range(1, 5)]
    refs = [box(page, f"#fnref-{number}") for number in range(1, 5)]
    assert all(note["start"] > text["end"] for note in notes)
    assert all(note["end"] <= 1440 for note in notes)
    for place in (0, 2, 3):
        assert abs(notes[place]["top"] - refs[place]["top"]) < 30
    assert notes[1]["top"] >= notes[0]["bottom"], "notes close to each other overlap"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [360, 1024])
def test_notes_follow_the_text_where_there_is_not(opened: Callable[..., Page], width: int) -> None:
    page = opened(width)
    last = box(page, ".prose > p:last-of-type")
    notes = [box(page, f"#fn-{number}") for number in range(1, 5)]
    assert all(note["top"] > last["bottom"] for note in notes)
    assert [note["top"] for note in notes] == sorted(note["top"] for note in notes)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_more_notes_than_the_style_sheet_knows_stay_at_the_end(opened: Callable[..., Page]) -> None:
    page = opened(1440, name="many")
    assert box(page, "#fn-1")["top"] > box(page, ".prose > p")["bottom"]
    assert box(page, "#fn-43")["top"] > box(page, "#fn-42")["top"]


def test_contents_stand_beside_the_text_or_are_folded(opened: Callable[..., Page]) -> None:
    wide = opened(1440)
    contents = wide.locator(".toc a").first
    assert contents.is_visible()
    assert not wide.locator(".toc summary").is_visible()
    assert box(wide, ".toc")["end"] < box(wide, ".prose > p")["start"]

    narrow = opened(390)
    assert not narrow.locator(".toc a").first.is_visible()
    narrow.locator(".toc summary").focus()
    narrow.keyboard.press("Enter")
    assert narrow.locator(".toc a").first.is_visible()


def test_a_wide_table_scrolls_inside_itself_by_the_keyboard(opened: Callable[..., Page]) -> None:
    page = opened(390)
    region = page.locator(".table")
    assert region.get_attribute("role") == "region"
    assert region.get_attribute("aria-label")
    assert region.evaluate("one => one.scrollWidth > one.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    region.focus()
    towards = "ArrowLeft" if page.locator("html").get_attribute("dir") == "rtl" else "ArrowRight"
    page.keyboard.press(towards)
    page.wait_for_function("document.querySelector('.table').scrollLeft !== 0")


def test_on_paper_the_notes_are_at_the_end_and_links_are_spelled_out(opened: Callable[..., Page]) -> None:
    page = opened(1440)
    page.emulate_media(media="print")
    assert box(page, "#fn-1")["top"] > box(page, ".prose > p:last-of-type")["bottom"]
    assert not page.locator(".menu").is_visible()
    assert page.locator(".opening .address").is_visible()
