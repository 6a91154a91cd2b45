"""Requests to answers: pages of the current edition, and what their script asks for."""

import json
import mimetypes
import posixpath
import secrets
from collections.abc import AsyncIterator
from importlib.resources import files
from urllib.parse import parse_qs

from msgspec import Struct
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from generator.engine.store import Lost
from generator.errors import Problem
from generator.preview.edition import MISSING, Edition, Found, Leaf, find
from generator.preview.editors import Editor
from generator.preview.guard import METHODS, House, refusal
from generator.preview.inject import OWN, bare_page, progress_page, with_script
from generator.preview.news import Showing, news, stay
from generator.preview.overlay import Shown, shown
from generator.preview.prints import Prints
from generator.preview.pulse import Pulse, beat_within, current
from generator.preview.stand import Stand, State

HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "same-origin",
}
"""Borne by every answer."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".avif": "image/avif",
    ".webp": "image/webp",
}

_SOON = 0.7
"""Seconds after which a reader who waits for a page is shown how far it has come."""

_LONG = 120.0
"""Seconds after which a request that shows nothing to anybody is sent away."""

_SILENCE = 10.0
"""Seconds after which a stream says something, so that both ends know that the other is there."""

_TRIES = 3
"""How often a page is made again that was lost."""

_STREAMS = 400
"""Pages that may listen at once."""


class Counter(Struct, frozen=True, kw_only=True):
    """What answering needs to know."""

    stand: Stand
    prints: Prints
    house: House
    editor: Editor
    folders: tuple[str, ...]
    """Where the files lie that messages name, the project first."""


class Answers:
    """The application that a server runs."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._stand = counter.stand
        self._prints = counter.prints
        self._token = secrets.token_urlsafe(24)
        self._script = files("generator.preview").joinpath("client.js").read_bytes()
        self._pulse: Pulse | None = None
        self._shown: tuple[tuple[Problem, ...], list[Shown]] = ((), [])
        self._streams = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        pulse = self._pulse = self._pulse or Pulse(self._stand)
        refused = refusal(
            scope["method"],
            scope["raw_path"] + b"?" + scope["query_string"],
            scope["headers"],
            house=self._counter.house,
            version=scope["http_version"],
        )
        if refused:
            headers = {"allow": ", ".join(METHODS)} if refused.status == 405 else {"connection": "close"}
            answer: Response = PlainTextResponse(f"{refused.message}\n", refused.status, headers)
        elif scope["raw_path"].startswith(OWN.encode()):
            answer = self._own(scope, pulse)
        else:
            answer = await self._page(scope, pulse)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        await answer(scope, receive, send)

    # ------------------------------------------------------------ pages

    async def _page(self, scope: Scope, pulse: Pulse) -> Response:
        """A file of the site, never an older one than was seen to be there when it was asked for."""
        self._stand.asked()
        is_visit = _is_visit(scope)
        for _ in range(_TRIES):
            if not await current(self._stand, pulse, patience=_SOON if is_visit else _LONG):
                break
            try:
                return self._found(scope, self._stand.state)
            except Lost:
                self._stand.lose()
        verb, done, total = self._stand.progress
        page = progress_page(verb, done, total) if is_visit else b"the site is being built\n"
        kind = _TYPES[".html" if is_visit else ".txt"]
        return Response(page, 503, {"retry-after": "1", "content-type": kind})

    def _found(self, scope: Scope, state: State) -> Response:
        edition = state.edition
        if edition is None:
            return self._nothing_yet()
        found = find(edition, scope["raw_path"])
        if found.leads:
            query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
            return Response(status_code=302, headers={"location": found.leads + query})
        leaf = edition.leaves.get(found.path)
        if leaf is None:
            return self._missing(edition, found)
        return self._leaf(edition, found.path, leaf)

    def _leaf(self, edition: Edition, path: str, leaf: Leaf) -> Response:
        kind = _type_of(path)
        if leaf.copied and not kind.startswith("text/html"):
            if not self._prints.has_copy(leaf.key):
                raise Lost(leaf.key)
            return FileResponse(self._prints.copy(leaf.key), media_type=kind, content_disposition_type="inline")
        data = self._prints.get(leaf)
        if kind.startswith("text/html"):
            data = self._scripted(data, page=path, shown=leaf.key, number=edition.number, mark=leaf.mark)
        return Response(data, headers={"content-type": kind})

    def _missing(self, edition: Edition, found: Found) -> Response:
        leaf = edition.leaves.get(MISSING)
        data = self._prints.get(leaf) if leaf else bare_page("There is no such page", "Nothing of this site lies here.")
        shown = leaf.key if leaf else ""
        data = self._scripted(data, page=found.wanted, shown=shown, number=edition.number, missing=True)
        return Response(data, 404, {"content-type": _TYPES[".html"]})

    def _nothing_yet(self) -> Response:
        data = bare_page("There is no site yet", "Something in it needs mending first.")
        return Response(self._scripted(data, page="", shown="", number=0), 503, {"content-type": _TYPES[".html"]})

    def _scripted(
        self, data: bytes, *, page: str, shown: str, number: int, mark: str = "", missing: bool = False
    ) -> bytes:
        facts = {"token": self._token, "page": page, "shown": shown, "since": str(number), "mark": mark}
        return with_script(data, facts | ({"missing": "yes"} if missing else {}))

    # ------------------------------------------------------------ what the script asks for

    def _own(self, scope: Scope, pulse: Pulse) -> Response:
        name = scope["raw_path"].removeprefix(OWN.encode())
        if name == b"client.js":
            return Response(self._script, headers={"content-type": _TYPES[".js"]})
        if name not in (b"state", b"stream"):
            return PlainTextResponse("there is nothing here\n", 404)
        asked = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if not secrets.compare_digest(asked.get("token", [""])[0].encode(), self._token.encode()):
            return PlainTextResponse("that is not this server's token\n", 403)
        showing = _showing(asked)
        if name == b"state":
            return Response(self._message(showing), headers={"content-type": _TYPES[".json"]})
        if self._streams >= _STREAMS:
            return PlainTextResponse("too many pages listen already\n", 503)
        return StreamingResponse(self._stream(showing, pulse), headers={"content-type": "text/event-stream"})

    async def _stream(self, showing: Showing, pulse: Pulse) -> AsyncIterator[bytes]:
        """News for one page, each once; what a slow page missed is in the next."""
        self._streams += 1
        self._stand.listeners(self._streams)
        try:
            told = b""
            while not self._stand.closed:
                beat = pulse.next()
                message = self._message(showing)
                if message != told:
                    told = message
                    yield b"data: " + message + b"\n\n"
                elif not beat.is_set():
                    yield b":\n\n"
                await beat_within(beat, _SILENCE)
        finally:
            self._streams -= 1
            self._stand.listeners(self._streams)

    def _message(self, showing: Showing) -> bytes:
        state = self._stand.state
        told = news(showing, state.edition, self._prints) if state.edition else stay(showing)
        return json.dumps({**told, "problems": self._panel(state.problems)}, ensure_ascii=False).encode()

    def _panel(self, problems: tuple[Problem, ...]) -> list[Shown]:
        if self._shown[0] is not problems:
            self._shown = (problems, shown(problems, folders=self._counter.folders, editor=self._counter.editor))
        return self._shown[1]


def _is_visit(scope: Scope) -> bool:
    """Whether somebody looks at a page, as against a program or another page that fetches something."""
    held = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    mode = held.get("sec-fetch-mode")
    return mode == "navigate" if mode else "text/html" in held.get("accept", "")


def _type_of(path: str) -> str:
    ending = posixpath.splitext(path)[1].lower()
    return _TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def _showing(asked: dict[str, list[str]]) -> Showing:
    since = asked.get("since", ["0"])[0]
    return Showing(
        page=asked.get("page", [""])[0],
        shown=asked.get("shown", [""])[0],
        since=int(since) if since.isascii() and since.isdigit() and len(since) < 10 else 0,
        missing="missing" in asked,
    )
