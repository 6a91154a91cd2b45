"""The search as a reader uses it: nothing is loaded before, words and filters find, the keyboard is enough."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.conftest import FLAGS
from tests.press import SITE, Press

pytest.importorskip("pagefind")
playwright = pytest.importorskip("playwright.sync_api")

pytestmark = pytest.mark.browser

FILES = (
    "".join(
        f"-- content/articles/p{number}.md --\n---\ntitle: Piece {number} on canals\ndate: {2010 + number}-03-04\n"
        f"author: {'li' if number % 3 else 'ng'}\nkind: {'analysis' if number % 2 else 'opinion'}\n"
        f"tags: [{'Ports' if number < 4 else 'Law'}]\nsummary: In short.\n---\n"
        f"The lighthouse of piece number {number}.\n"
        for number in range(13)
    )
    + """-- content/articles/zh.md --
---
title: 数人头这件事
date: 2024-01-01
author: li
lang: zh
---
人口普查是一件很难的事情，每个国家都要数清楚自己的人口。
-- content/articles/ar.md --
---
title: خط الصفر
date: 2024-01-02
lang: ar
---
تاريخ الخرائط وخطوط الطول.
-- content/articles/nasty.md --
---
title: A `<img src=x onerror=alert(1)>` & more
date: 2024-01-03
---
Zeppelin `<img src=x onerror=alert(2)>` &amp; text.
-- content/articles/draft.md --
---
title: Secret of canals
date: 2024-01-04
draft: true
---
Xylophone.
-- content/authors/li.md --
---
name: Wen Yan
---
-- content/authors/ng.md --
---
name: Ng Mei
---
-- content/pages/about.md --
---
title: About us
---
We keep a barometer.
"""
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/press"))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    press = Press.of(FILES, tmp_path_factory.mktemp("search"))
    site = SITE.replace("plain", "broadsheet").replace("example.org/", "example.org/press/")
    press.write("content/site.yaml", site + "search: true\n")
    press.built()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(press.output)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/press"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def page(browser: playwright.Browser) -> Iterator[playwright.Page]:
    made = browser.new_page()
    made.set_default_timeout(30_000)
    yield made
    made.close()


def titles(page: playwright.Page) -> list[str]:
    return page.locator(".found h2").all_inner_texts()


def finds(page: playwright.Page, count: int) -> None:
    """Wait until so many results are told."""
    playwright.expect(page.locator(".said")).to_have_text(f"Results: {count}", timeout=30_000)


def test_nothing_is_loaded_before_it_is_used(page: playwright.Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if url.endswith(".js")]
    page.click("nav.menu a[href='/press/search/']")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "pagefind" in url]
    assert len([url for url in asked if url.endswith(".js")]) == 1
    page.fill("#_q", "lighthouse")
    finds(page, 13)
    assert [url for url in asked if "/press/pagefind/pagefind.js?" in url]


def test_words_find_and_the_address_remembers_them(page: playwright.Page, address: str) -> None:
    page.goto(f"{address}/search/")
    page.fill("#_q", "barometer")
    finds(page, 1)
    assert titles(page) == ["About us"]
    assert page.locator(".found a").get_attribute("href") == "/press/about/"
    assert page.url.endswith("?q=barometer")
    page.reload()
    finds(page, 1)
    page.fill("#_q", "qwertzuiop")
    playwright.expect(page.locator(".said")).to_have_text("Nothing was found.", timeout=30_000)
    page.fill("#_q", "")
    playwright.expect(page.locator(".said")).to_have_text("")


def test_filters_narrow_by_author_tag_kind_and_year(page: playwright.Page, address: str) -> None:
    page.goto(f"{address}/search/?q=lighthouse")
    finds(page, 13)
    page.select_option("select[name=author]", "Ng Mei")
    finds(page, 5)
    page.select_option("select[name=kind]", "Opinion")
    finds(page, 3)
    page.select_option("select[name=tag]", "Law")
    finds(page, 2)
    page.select_option("select[name=year]", "2016")
    finds(page, 1)
    assert titles(page) == ["Piece 6 on canals"]
    assert "author=Ng+Mei" in page.url
    page.reload()
    finds(page, 1)
    page.fill("#_q", "")
    finds(page, 1)  # filters alone


def test_filters_count_all_languages_and_no_draft(page: playwright.Page, address: str) -> None:
    page.goto(f"{address}/search/?q=lighthouse")
    finds(page, 13)
    years = page.locator("select[name=year] option").all_inner_texts()
    assert years[:3] == ["All", "2024 (3)", "2022 (1)"]


@pytest.mark.parametrize("words", ["人口普查", "国家", "人头", "人口"])
def test_chinese_is_found(page: playwright.Page, address: str, words: str) -> None:
    page.goto(f"{address}/search/")
    page.fill("#_q", words)
    finds(page, 1)
    assert titles(page) == ["数人头这件事"]
    assert page.locator(".found li").get_attribute("lang") == "zh"


def test_arabic_is_found(page: playwright.Page, address: str) -> None:
    page.goto(f"{address}/search/?q=الخرائط")
    finds(page, 1)
    assert titles(page) == ["خط الصفر"]


def test_a_draft_is_not_found(page: playwright.Page, address: str) -> None:
    page.goto(f"{address}/search/?q=xylophone")
    playwright.expect(page.locator(".said")).to_have_text("Nothing was found.", timeout=30_000)


def test_what_a_title_says_is_shown_and_not_run(page: playwright.Page, address: str) -> None:
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(f"{address}/search/?q=zeppelin")
    finds(page, 1)
    assert titles(page) == ["A <img src=x onerror=alert(1)> & more"]
    assert page.locator(".found img").count() == 0
    assert page.locator(".found mark").all_inner_texts() == ["Zeppelin"]
    assert "<img src=x onerror=alert(2)> & text" in page.locator(".found p").last.inner_text()
    assert said == []


def test_the_keyboard_is_enough(page: playwright.Page, address: str) -> None:
    page.goto(f"{address}/search/")
    page.keyboard.press("/")
    page.keyboard.type("lighthouse")
    finds(page, 13)

    def here() -> str:
        return str(page.evaluate("document.activeElement.textContent || document.activeElement.id"))

    assert here() == "_q"
    page.keyboard.press("ArrowDown")
    first = here()
    assert first == titles(page)[0]
    page.keyboard.press("ArrowDown")
    assert here() == titles(page)[1]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert here() == "_q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert here() == "_q"
    assert len(titles(page)) == 10
    for _ in range(11):
        page.keyboard.press("ArrowDown")
    assert here() == "More results"
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('.found h2').length === 13")
    assert here() == titles(page)[10]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/press/p\d+/$"))


def test_without_script_the_page_says_what_to_do(browser: playwright.Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    made = context.new_page()
    made.goto(f"{address}/search/")
    assert "Searching needs JavaScript" in made.inner_text("main")
    context.close()


def test_an_index_that_cannot_be_loaded_is_told(page: playwright.Page, address: str) -> None:
    page.route("**/pagefind.js*", lambda route: route.abort())
    page.goto(f"{address}/search/?q=x")
    playwright.expect(page.locator(".said")).to_have_text("The search could not be loaded. Please try again.")
    page.unroute("**/pagefind.js*")


@pytest.mark.parametrize("width", [320, 1440])
def test_the_page_is_never_wider_than_the_screen(page: playwright.Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{address}/search/?q=lighthouse")
    finds(page, 13)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
