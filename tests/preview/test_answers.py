"""Requests while a build is at work: they wait, a long wait is told, and nobody gets an older page."""

import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from generator.preview.edition import Edition
from tests.press import Press
from tests.preview.conftest import SITE, until
from tests.preview.test_hostile import Running, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server behind which nobody builds but the test."""
    with running(Press.of(SITE, tmp_path_factory.mktemp("answers") / "site")) as started:
        yield started


def ask(server: Running, path: str, *, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_a_reader_who_waits_long_sees_how_far_it_has_come(server: Running) -> None:
    server.stand.saw(["/a"])
    server.stand.progress = ("rendering", 30, 120)
    status, headers, page = ask(server, "/one/", accept="text/html")
    server.stand.lay_out(server.stand.state.edition, (), covers=server.stand.seen)

    assert status == 503
    assert headers["retry-after"] == "1"
    assert b"rendering: 30 of 120" in page
    assert b'http-equiv="refresh"' in page
    assert b"The first piece" not in page
    assert ask(server, "/one/", accept="text/html")[0] == 200


def test_a_request_waits_for_what_was_seen_before_it_and_for_nothing_after(server: Running) -> None:
    stand = server.stand
    assert stand.state.edition
    newer = Edition(
        number=2,
        prefix="",
        leaves={**stand.state.edition.leaves, "one/index.html": stand.state.edition.leaves["404.html"]},
    )
    old = stand.state.edition
    stand.saw(["/a"])
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(ask(server, "/one/")[2]), daemon=True)
    reader.start()
    until(lambda: stand._asked)
    assert got == []
    covers = stand.seen
    stand.lay_out(newer, (), covers=covers)
    reader.join(10)
    stand.lay_out(old, (), covers=covers)

    assert len(got) == 1
    assert b"The first piece" not in got[0]


def test_head_says_what_get_says(server: Running) -> None:
    for path in ("/one/", "/media/port.svg", "/nowhere/", "/one"):
        status, headers, body = ask(server, path, method="HEAD")
        same, others, data = ask(server, path)
        assert (status, headers["content-length"], body) == (same, others["content-length"], b"")
        assert same != 200 or len(data) == int(others["content-length"])


def test_a_part_of_a_film_can_be_asked_for(server: Running) -> None:
    status, _headers, body = ask(server, "/media/port.svg", range="bytes=0-3")
    assert (status, body) == (206, b"<svg")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/one/", "text/html; charset=utf-8"),
        ("/feed.xml", "application/xml"),
        ("/feed.json", "application/json"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/media/port.svg", "image/svg+xml"),
    ],
)
def test_the_type_of_a_file(server: Running, path: str, kind: str) -> None:
    assert ask(server, path)[1]["content-type"] == kind


def test_the_script_is_in_pages_and_nowhere_else(server: Running) -> None:
    assert b"/_byline/client.js" in ask(server, "/one/")[2]
    assert b"/_byline/client.js" in ask(server, "/nowhere/")[2]
    for path in ("/feed.xml", "/feed.json", "/media/port.svg", "/sitemap.xml"):
        assert b"_byline" not in ask(server, path)[2]


def test_the_script_is_never_in_the_site(tmp_path: Path) -> None:
    press = Press.of(SITE, tmp_path / "built")
    press.built()
    assert not any(b"_byline" in data for path, data in press.files().items() if path != ".byline-manifest")
