"""The content security policy in a real Chromium: nothing of the demonstration is blocked, and what is foreign is."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from generator.settings import load_settings
from generator.site.security import security_policy
from tests.browser.conftest import FLAGS, ROOT
from tests.browser.test_pages import PAGES

pytestmark = pytest.mark.browser

PLANTED = "<!doctype html><title>x</title><body><script>document.title = 'run'</script><p style='color: red'>x</p>"


class _Guarded(SimpleHTTPRequestHandler):
    """Serves files with the policy, as a host that reads `_headers` does."""

    def __init__(self, *given: object, policy: str, **more: object) -> None:
        self.policy = policy
        super().__init__(*given, **more)  # type: ignore[arg-type]

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def do_GET(self) -> None:
        if self.path != "/planted":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PLANTED.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def guarded(site: Path) -> Iterator[str]:
    settings, _problems = load_settings((ROOT / "content/site.yaml").read_text(encoding="utf-8"))
    assert settings
    policy = security_policy(settings).replace("; upgrade-insecure-requests", "")  # loopback has no https
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Guarded, directory=str(site), policy=policy))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


def told(browser: Browser, address: str) -> tuple[list[str], str]:
    """What the browser says it blocked, and the page's title."""
    page = browser.new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if "Security Policy" in message.text else None)
    page.goto(address, wait_until="networkidle")
    title = page.title()
    page.close()
    return blocked, title


def test_nothing_of_the_theme_is_blocked(browser: Browser, guarded: str) -> None:
    assert {name: told(browser, f"{guarded}{path}")[0] for name, path in PAGES.items()} == {name: [] for name in PAGES}


def test_a_script_and_a_style_in_the_page_are_blocked(browser: Browser, guarded: str) -> None:
    blocked, title = told(browser, f"{guarded}/planted")
    assert title == "x"
    assert any("script-src" in text for text in blocked)
    assert any("style-src" in text for text in blocked)
