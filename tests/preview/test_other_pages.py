"""A web page of another origin, and one behind a name that was turned to this machine, read nothing in a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import FLAGS
from tests.press import Press
from tests.preview.conftest import Preview, Serve
from tests.preview.test_in_browser import SITE, Make

pytestmark = pytest.mark.browser

PROBE = """async (address) => {
  const got = [];
  const within = (work) => Promise.race([work, new Promise((_, no) => setTimeout(no, 1500))]).catch(() => {});
  const element = (name, set) => new Promise((yes, no) => {
    const made = Object.assign(document.createElement(name), set);
    made.onload = () => yes(made);
    made.onerror = no;
    document.body.append(made);
  });
  const paths = ["one/", "_byline/state", "_byline/client.js", "media/port.svg", "feed.json"];
  for (const path of paths) {
    const post = {method: "POST", body: "x", mode: "no-cors"};
    for (const options of [{}, {mode: "no-cors"}, post, {credentials: "include"}]) {
      await within(fetch(address + path, options).then(async (answer) => {
        const text = await answer.text();
        if (text) got.push(`fetch ${path}: ${text.slice(0, 40)}`);
      }));
    }
  }
  await within(element("img", {src: address + "media/port.svg"}).then((made) => got.push(`img ${made.naturalWidth}`)));
  await within(element("script", {src: address + "_byline/client.js"}).then(() => got.push("script")));
  await within(element("link", {rel: "stylesheet", href: address + "one/"}).then(() => got.push("style")));
  await within(element("iframe", {src: address + "one/"}).then((made) => {
    const text = made.contentDocument && made.contentDocument.body.innerText;
    if (text) got.push(`iframe: ${text.trim().slice(0, 40)}`);
  }));
  await within(new Promise((yes, no) => {
    const stream = new EventSource(address + "_byline/stream?token=x");
    stream.onmessage = stream.onopen = () => { got.push("stream"); stream.close(); yes(); };
    stream.onerror = () => { stream.close(); no(); };
  }));
  await within(new Promise((yes, no) => {
    const socket = new WebSocket(address.replace("http", "ws") + "_byline/stream");
    socket.onopen = () => { got.push("socket"); yes(); };
    socket.onerror = no;
  }));
  return got;
}"""


class _Blank(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>other</title><body>")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def other_server() -> Iterator[int]:
    """A web site of somebody else; its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Blank)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def preview(press: Make, serve: Serve) -> Preview:
    """A small site, served."""
    site: Press = press(SITE)
    return serve(site)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "evil.example"])
def test_a_page_of_another_origin_reads_nothing(preview: Preview, chromium: str, host: str) -> None:
    with sync_playwright() as play, other_server() as port:
        browser = play.chromium.launch(
            executable_path=chromium, args=[*FLAGS, "--host-resolver-rules=MAP evil.example 127.0.0.1"]
        )
        tab: Page = browser.new_page()
        tab.goto(f"http://{host}:{port}/")
        assert tab.evaluate(PROBE, preview.home) == []
        browser.close()


def test_a_name_that_was_turned_to_this_machine_reads_nothing(preview: Preview, chromium: str) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium, args=[*FLAGS, "--host-resolver-rules=MAP evil.example 127.0.0.1"]
        )
        tab = browser.new_page()
        answer = tab.goto(f"http://evil.example:{preview.port}/one/")
        assert answer
        assert answer.status == 403
        assert "The first piece" not in tab.content()
        found = tab.evaluate(PROBE, f"http://evil.example:{preview.port}/")
        refused = ("this preview does not answer", "only GET and HEAD are answered")
        assert [line for line in found if not any(words in line for words in refused)] == []
        browser.close()


def test_the_probe_finds_what_the_sites_own_pages_may_read(preview: Preview, tab: Page) -> None:
    tab.goto(f"{preview.home}about/")
    found = tab.evaluate(PROBE, preview.home)

    assert any(line.startswith("fetch one/: <!doctype") for line in found)
    assert {"img 40", "script", "iframe: Press\nOne"} <= {line[:17] for line in found}
