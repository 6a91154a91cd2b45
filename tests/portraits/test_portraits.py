"""Portraits are asked for by one command only, kept in the publication, and tell nobody who asked."""

import socket
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from generator.cli import main
from tests.press import Press

SITE = """
-- content/site.yaml --
title: The Review
url: https://example.org/
language: en
timezone: UTC
-- content/authors/li.md --
---
# as she signs
name: Li Wei
gravatar: Li@Example.org
role: Editor
---
Writes.
-- content/authors/bo.md --
---
name: Bo
gravatar: nobody@example.org
---
-- content/authors/al.md --
---
name: Al
gravatar: al@example.org
photo: /media/al.png
---
-- content/media/al.png --
x
-- content/articles/one.md --
---
title: One
date: 2025-01-01
authors: [li, bo, al]
---
Words.
"""

PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


class Gallery:
    """A server of portraits on loopback, which remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, tuple[int, bytes]] = {sha256(b"li@example.org").hexdigest(): (200, PICTURE)}
        gallery = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                gallery.asked.append(self.path)
                name = self.path.rpartition("/")[2].partition("?")[0]
                status, data = gallery.answers.get(name, (404, b"none"))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/avatar/"


@pytest.fixture
def gallery() -> Iterator[Gallery]:
    made = Gallery()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def site(press: Callable[[str], Press], monkeypatch: pytest.MonkeyPatch) -> Press:
    made = press(SITE)
    monkeypatch.chdir(made.folder)
    return made


def test_a_portrait_is_kept_and_named_in_the_author_s_file(
    site: Press, gallery: Gallery, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["authors", "portraits", "--server", gallery.url]) == 0
    told = capsys.readouterr().out
    assert "li: fetched, content/media/portraits/li.png" in told
    assert "bo: has no portrait there" in told
    assert "al: has a photo already" in told
    assert (site.folder / "content/media/portraits/li.png").read_bytes() == PICTURE
    text = (site.folder / "content/authors/li.md").read_text(encoding="utf-8")
    assert "# as she signs\nname: Li Wei\ngravatar: Li@Example.org\nphoto: /media/portraits/li.png\nrole:" in text
    assert not any("al%40" in path or "@" in path for path in gallery.asked)
    site.built()
    page = site.page("one/")
    assert 'src="/media/portraits/li.png"' in page
    assert '<span class="face" aria-hidden="true">B</span>' in page
    everything = b"".join(site.files().values()).lower()
    for address in (b"li@example.org", b"nobody@example.org", b"al@example.org"):
        assert address not in everything
        assert sha256(address).hexdigest().encode() not in everything
    assert b"gravatar" not in everything


def test_a_second_run_asks_only_for_what_is_missing(site: Press, gallery: Gallery) -> None:
    main(["authors", "portraits", "--server", gallery.url])
    gallery.asked.clear()
    main(["authors", "portraits", "--server", gallery.url])
    assert not any(sha256(b"li@example.org").hexdigest() in path for path in gallery.asked)
    gallery.answers[sha256(b"li@example.org").hexdigest()] = (200, b"\xff\xd8\xff\xe0 another")
    main(["authors", "portraits", "--server", gallery.url, "--again"])
    assert "photo: /media/portraits/li.jpg" in (site.folder / "content/authors/li.md").read_text(encoding="utf-8")
    assert not (site.folder / "content/media/portraits/li.png").exists()


@pytest.mark.parametrize(
    "answer", [(200, b"<svg onload=alert(1)>"), (500, b""), (200, b"\xff\xd8\xff" + b"x" * 5_000_000)]
)
def test_what_is_no_picture_is_not_kept(site: Press, gallery: Gallery, answer: tuple[int, bytes]) -> None:
    gallery.answers[sha256(b"li@example.org").hexdigest()] = answer
    before = (site.folder / "content/authors/li.md").read_bytes()
    assert main(["authors", "portraits", "--server", gallery.url]) == 3
    assert (site.folder / "content/authors/li.md").read_bytes() == before
    assert not list((site.folder / "content/media").glob("portraits/*"))


def test_a_server_that_is_not_there_is_told(site: Press) -> None:
    assert main(["authors", "portraits", "--server", "http://127.0.0.1:9/"]) == 3
    assert main(["authors", "portraits", "--server", "file:///etc/"]) == 2


def test_no_build_asks_anybody(site: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a build opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    site.built()
    assert main(["check"]) in (0, 1)
