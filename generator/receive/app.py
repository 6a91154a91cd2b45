"""The receiver as an ASGI application: one address, which takes a form and answers with a page."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from generator.build.discussion import Commentable
from generator.comments.script import Entry
from generator.errors import BylineError
from generator.receive.form import LARGEST, Sent, amiss, read_form
from generator.receive.ledge import Full, Ledge
from generator.receive.limits import Limiter, Rate
from generator.receive.pages import HEADERS, Pages
from generator.receive.shelf import Shelf
from generator.receive.tickets import Tickets

_PATIENCE = 15.0
"""Seconds for which the bytes of a form may take their time."""


class House(Struct, frozen=True, kw_only=True):
    """What the receiver works with."""

    shelf: Shelf
    ledge: Ledge
    tickets: Tickets
    pages: Pages
    origins: frozenset[str]
    """Of pages that a form may be sent from: `https://example.org`."""
    kept: Limiter
    """How often somebody may leave a comment."""
    asked: Limiter
    """How often somebody may send a form at all."""
    names: dict[str, str]
    """The site's own names of the form's fields."""
    on_kept: Callable[[Entry, Commentable], None]
    tell: Callable[[str], None]
    """Hears what the operator should know; never an address."""


EACH = Rate(6, 600.0)
EVERYBODY = Rate(200, 3600.0)


def limiters(each: Rate = EACH, everybody: Rate = EVERYBODY) -> tuple[Limiter, Limiter]:
    """The limits on comments kept, and the wider ones on forms sent."""
    wider = Rate(each.most * 5, each.seconds), Rate(everybody.most * 10, everybody.seconds)
    return Limiter(each=each, everybody=everybody), Limiter(each=wider[0], everybody=wider[1])


def application(house: House) -> Starlette:
    """The application; it is deaf to paths, so that a proxy may hand them on as it likes."""

    async def answer(request: Request) -> Response:
        if request.method == "POST":
            return await _posted(request, house)
        if request.url.path.rstrip("/").endswith("/health"):
            return PlainTextResponse("ok\n", headers=dict(HEADERS))
        return await _visited(request, house)

    async def refused(request: Request, error: Exception) -> Response:
        code = error.status_code if isinstance(error, HTTPException) else 500
        return _page(house.pages.told("failed" if code == 500 else "unreadable", None), code)

    return Starlette(
        routes=[Route("/{path:path}", answer, methods=["GET", "POST"])],
        exception_handlers={HTTPException: refused, 500: refused},
    )


async def _visited(request: Request, house: House) -> Response:
    """An empty form for the piece that the address names."""
    page = request.query_params.get("page", "")[:2000]
    piece = await run_in_threadpool(house.shelf.find, page) if page else None
    if piece is None:
        return _page(house.pages.told("no_piece", None), 404)
    blank = Sent(
        author="",
        email="",
        url="",
        text="",
        reply_to=request.query_params.get("reply_to", "")[:200],
        page=piece.url,
        trap="",
        ticket="",
    )
    return _page(house.pages.asks(blank, piece, "", sentences=(), wrong=False), 200)


async def _posted(request: Request, house: House) -> Response:
    """The steps of a form from its bytes to thanks, each of which may turn it away."""
    client = request.client.host if request.client else ""
    if not _origin_of(request) & house.origins:
        return _page(house.pages.told("origin", None), 403)
    if not house.asked.allows(client, time.monotonic()):
        return _page(house.pages.told("often", None), 429, {"Retry-After": "600"})
    body = await _body(request)
    if body is None:
        return _page(house.pages.told("too_long", None), 413)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    sent = read_form(body, house.names) if kind == "application/x-www-form-urlencoded" else None
    if sent is None:
        return _page(house.pages.told("unreadable", None), 415)
    piece = await run_in_threadpool(house.shelf.find, sent.page)
    if piece is None:
        return _page(house.pages.told("no_piece", None), 404)
    sent = replace(sent, page=piece.url)
    if told := amiss(sent):
        return _page(house.pages.asks(sent, piece, "", sentences=told, wrong=True), 422)
    return await _judged(sent, piece, client, house)


async def _judged(sent: Sent, piece: Commentable, client: str, house: House) -> Response:
    """A sound form: shown to its writer first, kept when it comes back with its ticket."""
    now = time.time()
    state = house.tickets.state(sent.ticket, piece.url, now)
    if state != "good":
        ticket = sent.ticket if state == "early" else house.tickets.make(piece.url, now)
        keys = ("again", "look.text") if state == "early" else ("look.text",)
        return _page(house.pages.asks(sent, piece, ticket, sentences=keys, wrong=False), 200)
    if not house.kept.allows(client, time.monotonic()):
        return _page(house.pages.told("often", piece), 429, {"Retry-After": "600"})
    at = datetime.now(UTC).replace(microsecond=0)
    try:
        entry = await run_in_threadpool(house.ledge.lay, sent, piece, at=at, reading=house.shelf.held.reading)
    except Full as error:
        house.tell(str(error))
        return _page(house.pages.told("full", piece), 503, {"Retry-After": "86400"})
    except BylineError as error:
        house.tell(f"a comment on {piece.slug} could not be kept: {error}")
        return _page(house.pages.told("failed", piece), 503, {"Retry-After": "300"})
    house.tickets.use(sent.ticket, now)
    if entry is not None:
        house.on_kept(entry, piece)
    return _page(house.pages.told("thanks", piece), 200)


def _origin_of(request: Request) -> set[str]:
    """Where a browser says that the form stood; nothing where it does not say."""
    origin = request.headers.get("origin")
    if origin is not None:
        return {origin.lower()}
    parts = urlsplit(request.headers.get("referer", ""))
    return {f"{parts.scheme}://{parts.netloc}".lower()} if parts.netloc else set()


async def _body(request: Request) -> bytes | None:
    """The bytes that were sent; None where they are too many or too slow."""
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LARGEST:
        return None
    data = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE):
            async for chunk in request.stream():
                data += chunk
                if len(data) > LARGEST:
                    return None
    except (TimeoutError, ClientDisconnect):
        return None
    return bytes(data)


def _page(text: str, status: int, more: dict[str, str] | None = None) -> HTMLResponse:
    return HTMLResponse(text, status_code=status, headers={**HEADERS, **(more or {})})
