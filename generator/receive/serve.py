"""A project and what was asked to a receiver that is at work until it is told to stop."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from msgspec import Struct

from generator.build.discussion import Discussion
from generator.engine.files import told
from generator.errors import Place, Problem, Stop
from generator.receive.app import EACH, EVERYBODY, House, application, limiters
from generator.receive.ledge import Ledge
from generator.receive.limits import Rate
from generator.receive.pages import Pages
from generator.receive.shelf import Shelf
from generator.receive.telling import Herald, Letter
from generator.receive.tickets import SHORTEST, Tickets


class Duty(Struct, frozen=True, kw_only=True):
    """How the receiver was called."""

    project: str
    memory: str
    host: str
    port: int
    proxy: str
    """Addresses of proxies whose word on the client's address counts."""
    origins: tuple[str, ...] = ()
    """Besides the site's and the form's own."""
    hook: tuple[str, ...] = ()
    letter: Letter | None = None
    shortest: float = SHORTEST
    each: Rate = EACH
    everybody: Rate = EVERYBODY


def serve(duty: Duty, look: Callable[[], Discussion], *, tell: Callable[[str], None]) -> None:
    """Take comments until a signal ends it. Raises Stop where the settings name no address for it, Fault and Busy."""
    shelf = Shelf(look, tell=tell)
    herald = Herald(duty.hook, duty.letter, tell=tell)
    app = application(furnished(duty, shelf, herald, tell=tell))
    config = uvicorn.Config(
        app,
        host=duty.host,
        port=duty.port,
        log_level="error",
        access_log=False,  # it would keep addresses
        proxy_headers=True,
        forwarded_allow_ips=duty.proxy,
        server_header=False,
        lifespan="off",
        limit_concurrency=200,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=10,
    )
    try:
        uvicorn.Server(config).run()
    finally:
        herald.close()


def furnished(duty: Duty, shelf: Shelf, herald: Herald, *, tell: Callable[[str], None]) -> House:
    """What the application works with."""
    settings = shelf.held.settings
    kept, asked = limiters(duty.each, duty.everybody)
    return House(
        shelf=shelf,
        ledge=Ledge(duty.project, duty.memory),
        tickets=Tickets(_secret(duty.memory), shortest=duty.shortest),
        pages=Pages(settings),
        origins=frozenset(map(origin, (settings.url, _own_address(shelf.held), *duty.origins))),
        kept=kept,
        asked=asked,
        names=settings.comments.fields,
        on_kept=herald,
        tell=tell,
    )


def origin(url: str) -> str:
    """The origin of an address, as browsers write it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _own_address(held: Discussion) -> str:
    """Where readers' forms are sent."""
    form = held.settings.comments.form
    if form.startswith("/"):
        return held.settings.url
    if form.startswith(("http://", "https://")):
        return form
    problem = Problem(
        place=Place("content/site.yaml"),
        message="comments.form does not say where readers' comments are sent",
        hint="write it as comments: {form: https://comments.example.org/}, the address at which this receiver is met",
    )
    raise Stop(problem)


def _secret(memory: str) -> bytes:
    """What tickets are signed with: kept, so that a restart in between costs no reader a second look."""
    path = Path(memory, "receiver.key")
    with told("keep", str(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            kept = path.read_bytes()
            if len(kept) == 32:
                return kept
            path.unlink()
            return _secret(memory)
        with os.fdopen(handle, "wb") as file:
            fresh = secrets.token_bytes(32)
            file.write(fresh)
        return fresh
