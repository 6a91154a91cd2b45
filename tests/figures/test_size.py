"""A piece costs its readers little, and nothing on it moves once it is there."""

import gzip
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import FLAGS
from tests.figures.conftest import SAMPLE, THEMES, Site

MOST = 14 * 1024
"""Bytes, compressed, of the page of 1,000 words, and of its style sheets."""

SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const shift of list.getEntries()) sum += shift.value })
    .observe({type: "layout-shift", buffered: true});
  scrollTo(0, document.documentElement.scrollHeight);
  requestAnimationFrame(() => setTimeout(() => done(sum), 400));
})"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium of its own."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.mark.parametrize("theme", THEMES)
def test_a_piece_and_its_style_sheets_are_small(sites: Callable[[str], Site], theme: str) -> None:
    folder = sites(theme).folder
    for name in ("article", "notes", "Chinese", "Arabic"):
        html = (folder / SAMPLE[name] / "index.html").read_text(encoding="utf-8")
        sheets = re.findall(r'<link rel="stylesheet"[^>]*href="/([^"]+)"', html)
        assert len(sheets) >= 3
        assert len(gzip.compress(html.encode())) <= MOST, name
        assert sum(len(gzip.compress((folder / sheet).read_bytes())) for sheet in sheets) <= MOST, name


@pytest.mark.browser
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves(sites: Callable[[str], Site], browser: Browser, theme: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for name in ("home", "article", "notes"):
        page.goto(sites(theme).url(SAMPLE[name]), wait_until="load")
        assert page.evaluate(SHIFTS) == 0, name
    page.close()


@pytest.mark.parametrize("theme", THEMES)
def test_no_page_has_a_script_or_reaches_another_site(sites: Callable[[str], Site], theme: str) -> None:
    site = sites(theme)
    for path in site.pages():
        html = (site.folder / path).read_text(encoding="utf-8")
        assert not re.findall(r"<script(?![^>]*(?:ld\+json))", html) or "search" in path, path
        fetched = re.findall(r'<(?:img|source|iframe|video|audio)[^>]*?\ssrc(?:set)?="(https?:[^"]*)', html)
        assert not fetched, path
