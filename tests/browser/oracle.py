"""A real Chromium that looks at a built site for what runs, frames, fetches or sends because a text said so."""

import http.server
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import BrowserContext, Page

CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"

OWN_MEDIA = "https://example.org/media/"
"""The site's own address, by which feeds call its pictures."""

_HEAR = """
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
  window[name] = (...said) => { (window.top.__heard = window.top.__heard || []).push(name + ' ' + said.join(' ')); };
"""

LOOK = """
(own) => {
  const found = [...(window.__heard || [])];
  const bad = new Set(['IFRAME', 'FRAME', 'OBJECT', 'EMBED', 'BASE', 'PORTAL', 'APPLET', 'MARQUEE', 'TEMPLATE']);
  const scheme = /^[\\x00-\\x20]*(?:(?:java|vb|live)script|data|blob|file|feed|jar|view-source|filesystem|ms-)/i;
  for (const element of document.querySelectorAll('*')) {
    const tag = element.tagName.toUpperCase();
    const shown = () => element.outerHTML.slice(0, 200);
    if (bad.has(tag)) found.push('element ' + shown());
    if (tag === 'SCRIPT' && element.type !== 'application/ld+json' && !(element.src && element.src.startsWith(own)))
      found.push('script ' + shown());
    if (tag === 'META' && element.httpEquiv) found.push('meta ' + shown());
    if (tag === 'STYLE' && !document.head.contains(element)) found.push('style ' + shown());
    if (tag === 'FORM' && !element.matches('.write, [role=search], .search')) found.push('form ' + shown());
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on') || name === 'srcdoc' || name === 'ping' || name === 'formaction')
        found.push('attribute ' + shown());
      if (/^(?:href|src|action|data|poster|xlink:href|srcset)$/.test(name) && scheme.test(value))
        found.push('address ' + shown());
      if (name === 'style' && /url\\(|expression/.test(value)) found.push('style ' + shown());
    }
  }
  for (const held of document.querySelectorAll('script[type="application/ld+json"]'))
    try { JSON.parse(held.textContent); } catch (error) { found.push('json-ld ' + held.textContent.slice(0, 200)); }
  return found;
}
"""


class _Site(http.server.SimpleHTTPRequestHandler):
    csp = False
    styles = True

    def end_headers(self) -> None:
        if self.csp:
            self.send_header("Content-Security-Policy", CSP)
        if "/static/" in self.path or "/media/" in self.path:
            self.send_header("Cache-Control", "max-age=3600, immutable")
        super().end_headers()

    def do_GET(self) -> None:
        """A file of the site."""
        if self.styles or not self.path.endswith(".css"):
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/css")
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page for what is not there, as hosts do."""
        page = Path(self.directory, "404.html")
        data = page.read_bytes() if page.exists() else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path, *, csp: bool = False, styles: bool = True) -> Iterator[str]:
    """The address at which a site is served on loopback; without `styles`, whose work takes longer than all the rest,
    its style sheets are empty."""
    kind = type("_Answering", (_Site,), {"csp": csp, "styles": styles})
    answering = partial(kind, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Oracle:
    """One tab, and all that it saw amiss."""

    def __init__(self, context: BrowserContext, own: str) -> None:
        self._own = own
        self.pages = 0
        self.findings: dict[str, list[str]] = {}
        self._at = ""
        context.add_init_script(_HEAR)
        self._page: Page = context.new_page()
        self._page.on("request", lambda asked: self._asked(asked.url))
        self._page.on("dialog", lambda dialog: (self._found(f"dialog {dialog.message}"), dialog.dismiss()))
        self._page.on("popup", lambda popup: (self._found(f"popup {popup.url}"), popup.close()))
        self._page.on("download", lambda download: self._found(f"download {download.url}"))

    def visit(self, path: str) -> None:
        """Load a page of the site and look at it."""
        self._at = path
        self.pages += 1
        self._page.goto(self._own + path, wait_until="load")
        if not self._page.url.startswith(self._own):
            self._found(f"led away to {self._page.url}")
            return
        self._look()

    def search(self, words: str) -> int:
        """Ask the site's own search for some words, have every result shown, and look; how many there were."""
        self._at = f"search for {words}"
        self.pages += 1
        self._page.goto(f"{self._own}search/?q={quote(words)}", wait_until="load")
        rows, more = self._page.locator(".found li"), self._page.locator(".more")
        rows.first.wait_for()
        while more.is_visible():
            known = rows.count()
            more.locator("button").click()
            rows.nth(known).wait_for()
        self._page.wait_for_timeout(300)
        self._look()
        return rows.count()

    def show(self, fragments: Iterable[str], *, name: str) -> None:
        """Put markup into a page as a reader of feeds would, each into a place of its own, and look at it."""
        self._at = name
        self._page.goto(self._own + "404.html", wait_until="load")
        self._page.evaluate(
            "(all) => { document.body.textContent = '';"
            " for (const one of all) { const place = document.createElement('div'); document.body.append(place);"
            " place.innerHTML = one; } }",
            list(fragments),
        )
        self.pages += 1
        self._page.wait_for_timeout(150)
        self._look()

    def _look(self) -> None:
        found: list[Any] = self._page.evaluate(LOOK, self._own)
        for one in found:
            self._found(str(one))

    def _asked(self, url: str) -> None:
        if not url.startswith((self._own, "about:", OWN_MEDIA)):
            self._found(f"request {url}")

    def _found(self, what: str) -> None:
        self.findings.setdefault(self._at, []).append(what)


def pages_of(folder: Path) -> list[str]:
    """The addresses of every page of a built site, encoded."""
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return [quote(path.removesuffix("index.html")) for path in found]


def asked_for(text: str) -> str:
    """A query and a fragment that hold a text."""
    return f"?q={quote(text)}&s={quote(text)}#{quote(text)}"
