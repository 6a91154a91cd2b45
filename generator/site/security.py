"""The settings to the content security policy of their site: what its own pages need, and nothing else; W3C's CSP 3."""

import base64
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import urlsplit

from generator.settings import Settings

_SELF = "'self'"


def security_policy(settings: Settings) -> str:
    """A strict policy. What the settings' `head` and `comments.form` bring along is let in by name or by digest.

    With `markdown: {html: true}` any text may bring scripts, styles and frames, so these cannot be kept out.
    """
    head = _Head()
    head.feed(settings.head)
    head.close()
    is_open = settings.html == "true"
    form = _origin(settings.comments.form)
    wasm = ["'wasm-unsafe-eval'"] if settings.search else []  # what Pagefind is made of
    kinds = {
        "default-src": ["'none'"],
        "script-src": [_SELF, *wasm, *(["'unsafe-inline'", "https:"] if is_open else head.scripts)],
        "style-src": [_SELF, "'unsafe-inline'", *head.sheets] if is_open else [_SELF, *head.styles, *head.sheets],
        "img-src": [_SELF, "data:", "https:"],
        "media-src": [_SELF, "https:"],
        "font-src": [_SELF, *(["https:"] if head.sheets else [])],
        "connect-src": [_SELF, *(["https:"] if is_open else head.origins)],
        "frame-src": ["https:"] if is_open else ["'none'"],
        "manifest-src": [_SELF],
        "form-action": [_SELF, *([form] if form else [])],
        "frame-ancestors": [_SELF],
        "base-uri": ["'none'"],
    }
    parts = [f"{kind} {' '.join(dict.fromkeys(sources))}" for kind, sources in kinds.items()]
    return "; ".join([*parts, *(["upgrade-insecure-requests"] if settings.url.startswith("https:") else [])])


class _Head(HTMLParser):
    """The scripts and styles that lines for the pages' head bring along."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.sheets: list[str] = []
        self.origins: list[str] = []
        self._within = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        origin = _origin(given.get("src") or given.get("href") or "")
        if tag == "script" and given.get("src"):
            self._add(self.scripts, origin)
            self._add(self.origins, origin)
        elif tag in ("script", "style"):
            self._within, self._text = tag, ""
        elif tag == "link" and "stylesheet" in (given.get("rel") or "").lower().split():
            self._add(self.sheets, origin)

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            named = f"'sha256-{base64.b64encode(sha256(self._text.encode()).digest()).decode()}'"
            (self.scripts if tag == "script" else self.styles).append(named)
            self._within = ""

    def _add(self, sources: list[str], origin: str) -> None:
        if origin:
            sources.append(origin)


def _origin(address: str) -> str:
    """Scheme and host of an address elsewhere; empty for one of the site's own."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https", "") or not parts.netloc:
        return ""
    return f"{parts.scheme or 'https'}://{parts.netloc}"
