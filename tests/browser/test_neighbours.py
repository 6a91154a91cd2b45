"""A name that turns its direction or towers over its line does not disturb what stands beside it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.oracle import served
from tests.press import Press

pytestmark = pytest.mark.browser

NAMES = {
    "plain": "Anna",
    "override": "\\u202EannA",
    "isolate": "\\u2067Anna",
    "embedding": "\\u202BAnna \\u202B",
    "arabic": "\u0645\u0631\u062d\u0628\u0627 Anna (1)",
    "tower": "A" + "\\u0301" * 500 + "nna",
    "enclosed": "A" + "\\u20DD" * 500,
    "wide": "W" * 100,
    "joined": "\\U0001F469" + "\\u200D\\U0001F469" * 40,
    "marks alone": "a" + "\\u0489" * 500 + "b",
}

SITE = """
-- content/site.yaml --
title: The Review
url: https://example.org/
language: en
timezone: UTC
comments: {form: https://comments.example.org/}
-- content/articles/one.md --
---
title: One
date: 2025-01-01
---
Words.
-- content/articles/one.comments.yaml --
"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


def page_of(press: Callable[[str], Press], browser: Browser, names: dict[str, str]) -> Iterator[Page]:
    rows = [
        f'- {{id: n{place}, author: "{name}", date: 2025-02-{place + 1:02}, status: approved, text: "{name}"}}\n'
        for place, name in enumerate(names.values())
    ]
    site = press(SITE + "".join(rows))
    site.built()
    with served(site.output, csp=False) as own:
        page = browser.new_page(viewport={"width": 600, "height": 900})
        page.goto(own + "one/")
        yield page
        page.close()


MEASURE = """(id) => {
  const one = document.getElementById('comment-' + id), box = one.getBoundingClientRect();
  const when = one.querySelector('.when'), name = one.querySelector('bdi');
  return { text: when.innerText, height: box.height, width: document.documentElement.scrollWidth,
           left: when.getBoundingClientRect().left - name.getBoundingClientRect().right };
}"""


def test_names_keep_to_themselves(press: Callable[[str], Press], browser: Browser) -> None:
    for page in page_of(press, browser, NAMES):
        told = {name: page.evaluate(MEASURE, f"n{place}") for place, name in enumerate(NAMES)}
        for name, found in told.items():
            assert found["text"].startswith("February"), name
            assert found["width"] <= 600, name
            assert found["height"] < 4 * told["plain"]["height"], (name, found)
        assert told["override"]["left"] > 0
        assert told["arabic"]["left"] > 0


def test_a_tower_reaches_no_other_comment(press: Callable[[str], Press], browser: Browser) -> None:
    tall = {"before": "Anna", "tower": NAMES["tower"], "after": "Ben"}
    calm = {**tall, "tower": "Annna"}
    pictures = []
    for names in (calm, tall):
        for page in page_of(press, browser, names):
            pictures.append([page.locator(f"#comment-n{place}").screenshot() for place in (0, 2)])
    assert pictures[0] == pictures[1]
