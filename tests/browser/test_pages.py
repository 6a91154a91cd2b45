"""The demonstration publication as readers meet it, in a real Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import FLAGS

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "older": "/page/2/",
    "article": "/reading-a-poll/",
    "Chinese": "/数人头这件事/",
    "Arabic": "/خط-الصفر/",
    "tag": "/tags/treaties/",
    "tags": "/tags/",
    "author": "/authors/wen-yanzhou/",
    "authors": "/authors/",
    "archive": "/archive/",
    "year": "/archive/2024/",
    "page": "/about/",
    "404": "/404.html",
}
VIEWS = [(320, "light"), (390, "dark"), (768, "light"), (1440, "dark")]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium of its own."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab of one width, light or dark."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_whole_and_fits(page: Page, address: str, name: str) -> None:
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: troubles.append(f"failed: {request.url}"))
    page.on(
        "response", lambda answer: troubles.append(f"{answer.status}: {answer.url}") if answer.status > 399 else None
    )
    page.on(
        "request", lambda asked: None if asked.url.startswith(address) else troubles.append(f"off site: {asked.url}")
    )

    page.goto(address + PAGES[name], wait_until="load")

    assert troubles == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the screen"
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.locator("script:not([type='application/ld+json'])").count() == 0
    assert page.locator("[style]").count() == 0
    broken = page.locator("img").evaluate_all(
        "pictures => pictures.filter(one => one.loading != 'lazy' && !one.naturalWidth).map(one => one.src)"
    )
    assert broken == []


@pytest.mark.parametrize(
    ("name", "lang", "direction"), [("article", "en", "ltr"), ("Chinese", "zh", "ltr"), ("Arabic", "ar", "rtl")]
)
def test_a_piece_says_its_language_and_direction(
    page: Page, address: str, name: str, lang: str, direction: str
) -> None:
    page.goto(address + PAGES[name])

    assert page.locator("html").get_attribute("lang") == lang
    assert page.evaluate("getComputedStyle(document.querySelector('article h1')).direction") == direction


def test_an_article_shows_what_a_reader_expects(page: Page, address: str) -> None:
    page.goto(address + PAGES["article"])
    text = page.locator("body").inner_text()

    assert "How to read a poll" in page.locator("h1").inner_text()
    assert "This post has 5 comments" in text
    assert "Leave a comment" in text
    assert page.locator("a[href='/authors/leonie-achterberg-sow/']").count() >= 2
    assert page.locator("[id^='comment-']").count() == 5
    assert page.locator("figure figcaption").count() >= 1
    assert page.locator("time[datetime]").count() >= 1


def test_the_text_is_dark_on_light_and_light_on_dark(browser: Browser, address: str) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address + PAGES["article"])
        ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        letters = page.evaluate("getComputedStyle(document.body).color")
        grounds[scheme] = [sum(map(int, colour.strip("rgba()").split(",")[:3])) for colour in (ground, letters)]
        context.close()

    assert grounds["light"][0] > grounds["light"][1] + 300
    assert grounds["dark"][1] > grounds["dark"][0] + 300


def test_the_keyboard_reaches_the_text_first(page: Page, address: str) -> None:
    page.goto(address + PAGES["article"])
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    assert page.evaluate("document.activeElement.getBoundingClientRect().width > 1"), "the skip link stays hidden"
