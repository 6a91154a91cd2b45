"""Hostile requests get nothing from a preview; and where a hole is planted, the same requests find it."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from generator.preview import answers as answers_module
from generator.preview import guard
from generator.preview.answers import Answers, Counter
from generator.preview.edition import Edition, Found
from generator.preview.editors import Editor
from generator.preview.guard import House, Refusal
from generator.preview.server import answering
from generator.preview.stand import Stand
from generator.preview.workshop import Workshop
from tests.press import NOW, Press
from tests.preview.conftest import SITE
from tests.preview.hostile import SECRET, Hostile, got, requests

DRAFT = f"---\ntitle: D\ndate: 2024-01-01\nauthor: li\ndraft: true\n---\n\n{SECRET}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """A site with secrets all around it."""
    press = Press.of(SITE, tmp_path_factory.mktemp("hostile") / "site")
    for path in (
        "secret.txt",
        ".env",
        ".git/config",
        "content/articles/.hidden",
        "content/root/.hidden",
        "output/index.html",
    ):
        press.write(path, SECRET)
    press.write("content/articles/draft.md", DRAFT)
    return press


class Running:
    """A server in this process, behind which stands a built site."""

    def __init__(self, app: Answers, port: int, stand: Stand) -> None:
        self.app = app
        self.port = port
        self.stand = stand


@contextmanager
def running(site: Press, *, wrap: Callable[[ASGIApp], ASGIApp] = lambda app: app) -> Iterator[Running]:
    """Serve a site, without a watcher."""
    workshop = Workshop(site.request(), clock=lambda: NOW, progress=lambda *_: None)
    stand = Stand()
    made = workshop.make()
    assert made.edition, made.problems
    stand.lay_out(made.edition, made.problems, covers=0)
    counter = Counter(stand=stand, prints=workshop.prints, house=House(), editor=Editor(), folders=(str(site.folder),))
    app = Answers(counter)
    troubles: list[str] = []
    with (
        socket.create_server(("127.0.0.1", 0)) as door,
        answering(wrap(app), door, stand=stand, trouble=troubles.append),
    ):
        yield Running(app, door.getsockname()[1], stand)
    workshop.close()
    assert troubles == []


def taken(port: int, kinds: tuple[str, ...] = ()) -> list[str]:
    """What the hostile requests got."""
    asked: Iterator[Hostile] = (one for one in requests(port) if not kinds or one.kind in kinds)
    return [found for one in asked if (found := got(port, one))]


def test_hostile_requests_get_nothing(site: Press) -> None:
    with running(site) as server:
        assert taken(server.port) == []
        assert len(list(requests(server.port))) > 200


def test_a_planted_path_is_found(site: Press) -> None:
    """Where addresses are joined to a folder, as a plain file server does it."""

    def joined(edition: Edition, target: bytes) -> Found:
        from urllib.parse import unquote

        path = os.path.normpath(f"{site.folder}/output/{unquote(target.decode('latin-1'))}")
        text = Path(path).read_text(encoding="utf-8") if os.path.isfile(path) else ""
        return Found(path="index.html") if SECRET in text else Found()

    with patch.object(answers_module, "find", joined), running(site) as server:
        assert len(taken(server.port, ("path",))) > 10


@pytest.mark.parametrize(
    ("kinds", "name", "hole"),
    [
        (("host",), "_misdirected", lambda held, house: None),
        (("origin", "fetch"), "_foreign", lambda held: None),
        (("target", "upgrade", "body"), "_malformed", lambda target, held: None),
        (("host",), "host_name", lambda value: "localhost"),
        (("method",), "METHODS", ("GET", "HEAD", "POST", "OPTIONS", "PUT")),
    ],
)
def test_a_planted_hole_in_the_guard_is_found(site: Press, kinds: tuple[str, ...], name: str, hole: object) -> None:
    with patch.object(guard, name, hole), running(site) as server:
        assert taken(server.port, kinds)


def test_a_planted_hole_in_the_token_is_found(site: Press) -> None:
    with patch.object(answers_module.secrets, "compare_digest", lambda a, b: True), running(site) as server:
        assert taken(server.port, ("token",))


def test_a_server_that_lets_other_pages_in_is_found(site: Press) -> None:
    def open_house(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            async def lax(message: dict[str, object]) -> None:
                if message["type"] == "http.response.start":
                    message["headers"] = [*message["headers"], (b"access-control-allow-origin", b"*")]  # type: ignore[misc]
                await send(message)

            await app(scope, receive, lax)  # type: ignore[arg-type]

        return answer

    with running(site, wrap=open_house) as server:
        assert taken(server.port, ("origin",))


def test_every_answer_says_what_a_browser_must_not_do(site: Press) -> None:
    from http.client import HTTPConnection

    with running(site) as server:
        for path in (
            "/",
            "/one/",
            "/nowhere/",
            "/media/port.svg",
            "/_byline/client.js",
            "/one",
            "/_byline/state",
            "/../x",
        ):
            connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            assert answer.headers["cache-control"] == "no-store", path
            assert answer.headers["x-content-type-options"] == "nosniff", path
            assert answer.headers["cross-origin-resource-policy"] == "same-origin", path
            assert answer.headers["access-control-allow-origin"] is None, path
            assert answer.headers["server"] is None, path


def test_a_host_that_is_a_name_is_refused_when_others_may_knock() -> None:
    open_house = House(names=frozenset(["localhost", "desk", "desk.local"]), by_address=True)

    def refused(host: str) -> Refusal | None:
        return guard.refusal("GET", b"/", [(b"host", host.encode())], house=open_house)

    assert [refused(host) for host in ("192.168.1.7:8000", "[fe80::1]:8000", "desk.local:8000", "localhost")] == [
        None
    ] * 4
    assert all(
        refused(host) for host in ("evil.example", "192.168.1.7.evil.example", "desk.local.evil.example", "1.2.3")
    )
