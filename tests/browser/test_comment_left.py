"""A reader's comment from an empty site to the page: the form in a real browser, the receiver, an editor, a build."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from generator.cli import main
from tests.browser.conftest import FLAGS
from tests.browser.oracle import served
from tests.press import Press
from tests.receive.desk import Receiver, free_port

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


def test_a_comment_is_left_judged_and_shown(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "press"
    assert main(["new", "site", str(folder)]) == 0
    monkeypatch.chdir(folder)
    site, port = Press(folder), free_port()
    settings = folder / "content/site.yaml"
    kept = "\n".join(line for line in settings.read_text("utf-8").split("\n") if not line.startswith("comments:"))
    settings.write_text(f"{kept}\ncomments: {{form: 'http://127.0.0.1:{port}/'}}\n", encoding="utf-8")
    site.write("content/articles/a-first-piece.comments.yaml", EARLIER)
    assert main(["build", "--now", "2099-01-01"]) == 0
    with served(folder / "output", csp=False) as own:
        receiver = Receiver(site, "--pause", "0.5", "--origin", own, port=port)
        context = browser.new_context(java_script_enabled=False)
        try:
            page = context.new_page()
            page.goto(own + "a-first-piece/")
            page.get_by_label("Name").fill("Zoë Reader")
            page.get_by_label("E-mail").fill("zoe@reader.example")
            page.get_by_label("Website").fill("https://zoe.example/")
            page.get_by_label("In reply to").select_option("earlier")
            page.get_by_label("Comment", exact=True).fill("I *agree*, mostly.\n\nBut <b>see</b> there.")
            page.get_by_role("button", name="Continue").click()
            assert page.get_by_role("heading", name="Look at your comment").is_visible()
            assert page.locator("article em").inner_text() == "agree"
            page.wait_for_timeout(600)
            page.get_by_role("button", name="Send the comment").first.click()
            assert page.get_by_role("heading", name="Thank you").is_visible()
            assert "An editor reads it" in page.content()
            assert page.get_by_role("link", name="Back to the piece").is_visible()
            assert context.cookies() == []
        finally:
            context.close()
            receiver.stop()
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "4070908800")
        assert main(["build"]) == 0
        assert "Zoë" not in site.page("a-first-piece/")
        assert main(["comments", "approve", "c-*", "--by", "desk"]) == 0
        assert main(["build"]) == 0
        page = browser.new_page()
        page.goto(own + "a-first-piece/")
        said = page.locator(".replies .comment", has_text="Zoë Reader")
        assert said.locator("em").inner_text() == "agree"
        assert "<b>see</b>" in said.inner_text()
        assert said.locator(".answers").inner_text() == "In reply to Anna"
        assert page.get_by_role("heading", name="This post has 2 comments").is_visible()
        assert "reader.example" not in page.content()
        page.close()


EARLIER = "- {id: earlier, author: Anna, date: 2025-01-01, text: The first., status: approved}\n"
