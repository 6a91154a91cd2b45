"""What a writer sees in a real Chromium while the site changes: reloads, swaps, the panel, the banner."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.press import Press
from tests.preview.conftest import SITE, Preview, Serve, until

pytestmark = pytest.mark.browser

expect.set_options(timeout=10_000)

LONG = "\n".join(f"Paragraph {number}.\n" for number in range(120))
BAD = "---\ntitle: Bad\ndate: last tuesday\nauthor: li\n---\n\nText.\n"

Make = Callable[[str], Press]


@pytest.fixture
def made(press: Make, serve: Serve) -> tuple[Press, Preview]:
    """A small site, served."""
    site = press(SITE)
    return site, serve(site)


def loads(tab: Page) -> Callable[[], int]:
    """Counts how often a tab has loaded a page since."""
    counted: list[str] = []
    tab.on("domcontentloaded", lambda page: counted.append(page.url))
    return lambda: len(counted)


def listening(tab: Page) -> None:
    """Wait until the page's script hears the server."""
    tab.wait_for_selector("script[data-heard]", state="attached")


def test_an_edit_shows_in_every_tab_by_itself(made: tuple[Press, Preview], browser: Browser) -> None:
    site, preview = made
    contexts = [browser.new_context() for _ in range(2)]
    tabs = [context.new_page() for context in (contexts[0], contexts[0], contexts[1])]
    for tab in tabs:
        tab.goto(f"{preview.home}one/")
        listening(tab)

    site.edit("content/articles/one.md", "The first piece", "The mended piece")

    for tab in tabs:
        expect(tab.locator("body")).to_contain_text("The mended piece")
    for context in contexts:
        context.close()


def test_only_pages_that_changed_load_again(made: tuple[Press, Preview], browser: Browser) -> None:
    site, preview = made
    context = browser.new_context()
    one, about = context.new_page(), context.new_page()
    one.goto(f"{preview.home}one/")
    about.goto(f"{preview.home}about/")
    listening(one)
    listening(about)
    again, still = loads(one), loads(about)

    site.edit("content/articles/one.md", "The first piece", "The mended piece")
    expect(one.locator("body")).to_contain_text("The mended piece")
    site.edit("content/articles/one.md", "The mended piece", "The final piece")
    expect(one.locator("body")).to_contain_text("The final piece")

    assert again() == 2
    assert still() == 0
    context.close()


def test_the_place_in_the_text_is_kept(made: tuple[Press, Preview], tab: Page) -> None:
    site, preview = made
    site.edit("content/articles/two.md", "The second piece.", LONG)
    until(lambda: "Paragraph 119." in preview.get("/two/")[1])  # it may have been saved before anyone watched
    tab.goto(f"{preview.home}two/")
    listening(tab)
    tab.evaluate("scrollTo(0, 1234)")
    tab.wait_for_function("scrollY === 1234")

    site.edit("content/articles/two.md", "Paragraph 119.", "The very end.")

    expect(tab.locator("body")).to_contain_text("The very end.")
    tab.wait_for_function("scrollY === 1234")


def test_styles_are_changed_without_a_reload(press: Make, serve: Serve, tab: Page) -> None:
    site = press(SITE)
    sheet, base = "themes/plain/static/plain.css", "themes/plain/templates/base.html"
    site.write(sheet, "body { background: rgb(9, 9, 9) }")
    site.edit(base, "</head>", "<link rel='stylesheet' href='{{ 'plain.css'|asset }}'></head>")
    preview = serve(site)
    tab.goto(f"{preview.home}one/")
    listening(tab)
    again = loads(tab)

    site.write(sheet, "body { background: rgb(1, 2, 3) }")

    tab.wait_for_function("getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)'")
    tab.wait_for_function("document.querySelectorAll('link[rel=stylesheet]').length === 1")
    site.write(sheet, "body { background: rgb(4, 5, 6) }")
    tab.wait_for_function("getComputedStyle(document.body).backgroundColor === 'rgb(4, 5, 6)'")
    assert again() == 0


def test_a_picture_is_changed_without_a_reload(made: tuple[Press, Preview], tab: Page) -> None:
    site, preview = made
    tab.goto(f"{preview.home}one/")
    listening(tab)
    again = loads(tab)
    red = """async wanted => {
        const picture = document.querySelector("img[src*='port.svg']");
        await picture.decode();
        const canvas = Object.assign(document.createElement("canvas"), {width: 4, height: 4});
        canvas.getContext("2d").drawImage(picture, 0, 0, 4, 4);
        return canvas.getContext("2d").getImageData(1, 1, 1, 1).data.join() === wanted;
    }"""
    assert tab.evaluate(red, "255,0,0,255")

    site.edit("content/media/port.svg", "red", "blue")

    until(lambda: tab.evaluate(red, "0,0,255,255"), "the picture is still the old one")
    assert again() == 0


def test_mistakes_are_shown_over_the_last_good_page_until_they_are_mended(press: Make, serve: Serve, tab: Page) -> None:
    site = press(SITE)
    preview = serve(site, "--editor", "vscode")
    tab.goto(f"{preview.home}one/")
    listening(tab)
    panel = tab.locator("byline-preview .panel")

    site.write("content/articles/bad.md", BAD)
    site.edit("content/articles/two.md", "author: li", "author: lo")

    expect(panel).to_be_visible()
    expect(panel.locator("li")).to_have_count(2)
    expect(panel).to_contain_text("date is 'last tuesday', which is not a date")
    expect(panel.locator("pre").first).to_contain_text("3 | date: last tuesday")
    expect(panel.locator("mark").first).to_have_text("last tuesday")
    expect(panel).to_contain_text("content/articles/two.md:4:9")
    expect(tab.locator("body")).to_contain_text("The first piece")
    place = panel.locator("a.place").first
    folder = Path(site.folder).as_posix()
    assert place.get_attribute("href") == f"vscode://file{folder}/content/articles/bad.md:3:7"
    assert tab.goto(f"{preview.home}two/")
    expect(panel.locator("li")).to_have_count(2)

    site.edit("content/articles/two.md", "author: lo", "author: li")
    expect(panel.locator("li")).to_have_count(1)
    site.write("content/articles/bad.md", BAD.replace("last tuesday", "2024-02-02"))

    expect(panel).to_be_hidden()
    assert preview.process.poll() is None
    said = "".join(preview.said)
    assert said.count("which is not a date") == 1


def test_a_panel_is_text_and_never_markup(made: tuple[Press, Preview], tab: Page) -> None:
    site, preview = made
    tab.goto(f"{preview.home}one/")
    listening(tab)

    site.write("content/articles/bad.md", BAD.replace("last tuesday", "<img src=x onerror=document.title='owned'>"))

    expect(tab.locator("byline-preview .panel")).to_contain_text("<img src=x")
    assert tab.title() != "owned"
    assert tab.locator("byline-preview img").count() == 0


def test_a_mistake_in_a_template_is_shown_too(made: tuple[Press, Preview], tab: Page) -> None:
    site, preview = made
    tab.goto(f"{preview.home}one/")
    listening(tab)
    path = "themes/plain/templates/article.html"
    text = (site.folder / path).read_text(encoding="utf-8")

    site.write(path, text.replace("{% block main %}", "{% block main %}{{ artcle.title }}"))
    expect(tab.locator("byline-preview .panel")).to_contain_text(path)
    site.write(path, text.replace("{% block main %}", "{% block main %}{{ 1 / (article.words * 0) }}"))
    expect(tab.locator("byline-preview .panel")).to_contain_text("this cannot be done: division by zero")
    site.write(path, text)

    expect(tab.locator("byline-preview .panel")).to_be_hidden()
    expect(tab.locator("body")).to_contain_text("The first piece")


def test_a_page_that_got_another_address_leads_to_it(made: tuple[Press, Preview], tab: Page) -> None:
    site, preview = made
    tab.goto(f"{preview.home}one/")
    listening(tab)

    (site.folder / "content/articles/one.md").rename(site.folder / "content/articles/first.md")

    tab.wait_for_url("**/first/")
    listening(tab)
    site.edit("content/articles/first.md", "author: li", "author: li\nslug: of-ports")
    tab.wait_for_url("**/of-ports/")
    assert tab.goto(f"{preview.home}one/")
    assert tab.url.endswith("/of-ports/")


def test_a_page_that_is_gone_says_so_and_comes_back(made: tuple[Press, Preview], tab: Page) -> None:
    site, preview = made
    path = site.folder / "content/pages/about.md"
    text = path.read_text(encoding="utf-8")
    tab.goto(f"{preview.home}about/")
    listening(tab)
    notice = tab.locator("byline-preview .notice")

    path.unlink()

    expect(notice).to_contain_text("no longer part of the site")
    answer = tab.goto(f"{preview.home}about/")
    assert answer
    assert answer.status == 404
    listening(tab)
    path.write_text(text.replace("Who we are", "Who we were"), encoding="utf-8")
    expect(tab.locator("body")).to_contain_text("Who we were")


def test_a_banner_is_there_as_long_as_the_server_is_not(press: Make, serve: Serve, tab: Page) -> None:
    site = press(SITE)
    preview = serve(site)
    tab.goto(f"{preview.home}one/")
    listening(tab)
    banner = tab.locator("byline-preview .stopped")

    preview.stop()
    expect(banner).to_be_visible()
    expect(banner).to_contain_text("The preview has stopped")
    site.edit("content/articles/one.md", "The first piece", "What was written meanwhile")
    serve(site, "--port", str(preview.port))

    expect(tab.locator("body")).to_contain_text("What was written meanwhile")
    expect(banner).to_be_hidden()


def test_drafts_and_scheduled_pieces_are_marked(press: Make, serve: Serve, tab: Page) -> None:
    site = press(
        SITE
        + "-- content/articles/draft.md --\n---\ntitle: D\ndate: 2024-01-01\nauthor: li\ndraft: true\n---\nD.\n"
        + "-- content/articles/later.md --\n---\ntitle: L\ndate: 2094-01-01\nauthor: li\n---\nL.\n"
    )
    preview = serve(site, "--drafts", "--future")
    ribbon = tab.locator("byline-preview .ribbon")

    tab.goto(f"{preview.home}draft/")
    expect(ribbon).to_have_text("Draft")
    tab.goto(f"{preview.home}later/")
    expect(ribbon).to_have_text("Scheduled for 2094-01-01 00:00 UTC")
    tab.goto(f"{preview.home}one/")
    listening(tab)
    expect(ribbon).to_have_count(0)
    assert serve(site).get("/draft/")[0] == 404


def test_a_site_under_a_prefix_is_served_under_it(press: Make, serve: Serve, tab: Page) -> None:
    site = press(SITE)
    site.edit("content/site.yaml", "https://example.org/", "https://example.org/press/")
    preview = serve(site)
    assert preview.home.endswith("/press/")

    tab.goto(preview.address)
    assert tab.url == preview.home
    tab.goto(f"{preview.home}one/")
    listening(tab)
    site.edit("content/articles/one.md", "The first piece", "The mended piece")

    expect(tab.locator("body")).to_contain_text("The mended piece")


def test_a_hidden_tab_is_current_too(made: tuple[Press, Preview], tab: Page) -> None:
    site, preview = made
    tab.add_init_script("Object.defineProperty(document, 'hidden', {get: () => true})")
    tab.goto(f"{preview.home}one/")
    tab.wait_for_function("performance.getEntriesByType('resource').some(one => one.name.includes('/_byline/state'))")

    site.edit("content/articles/one.md", "The first piece", "The mended piece")

    expect(tab.locator("body")).to_contain_text("The mended piece")
