"""axe finds no violation in the publication, in any theme, light and dark, on phones and on desks."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import FLAGS
from tests.conftest import needed_package
from tests.figures.conftest import SAMPLE, THEMES, Site

pytestmark = pytest.mark.browser

RUN = "axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})"
VIEWS = [(360, "dark"), (1280, "light")]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium of its own."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """The text of axe."""
    return Path(needed_package("axe-core/axe.min.js")).read_text(encoding="utf-8")


def violations(browser: Browser, axe: str, urls: list[str], *, width: int, scheme: Any) -> list[str]:
    """What is wrong with pages, each fault with the element that has it."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    found = []
    for url in urls:
        page.goto(url)
        page.evaluate(f"{axe};0")
        for broken in page.evaluate(RUN)["violations"]:
            found += [f"{url} {broken['id']}: {node['html'][:200]}" for node in broken["nodes"]]
    context.close()
    return found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_a_sample_has_no_violation(
    browser: Browser, axe: str, sites: Callable[[str], Site], theme: str, width: int, scheme: str
) -> None:
    site = sites(theme)
    names = SAMPLE if width > 1000 else ("home", "notes", "Arabic", "tag")
    urls = [site.url(SAMPLE[name]) for name in names]
    assert violations(browser, axe, urls, width=width, scheme=scheme) == []


@pytest.mark.soak
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_violation(
    browser: Browser, axe: str, sites: Callable[[str], Site], theme: str, width: int, scheme: str
) -> None:
    site = sites(theme)
    urls = [site.url(path) for path in site.pages()]
    assert violations(browser, axe, urls, width=width, scheme=scheme) == []


def test_axe_sees_what_is_wrong(browser: Browser, axe: str, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<html><title>a</title><p style='color:#ccc'>pale<img src=x>", encoding="utf-8")
    found = " ".join(violations(browser, axe, [page.as_uri()], width=360, scheme="light"))
    assert "color-contrast" in found
    assert "image-alt" in found
