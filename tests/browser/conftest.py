"""The demonstration publication, built, served on loopback, and a real Chromium to look at it with."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator.build.start import build
from generator.engine.files import Files
from tests.press import Press

ROOT = Path(__file__).parents[2]

NOW = datetime(2026, 12, 1, tzinfo=UTC)
"""After every piece but the one that is scheduled for the end of the century."""

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of `content/`."""
    folder = tmp_path_factory.mktemp("demonstration")
    (folder / "content").symlink_to(ROOT / "content")
    press = Press(folder)
    report = build(press.request(now=NOW, cores=2), clean=True, progress=lambda *_: None, files=Files())
    assert not [problem for problem in report.problems if problem.severity == "error"], report.problems
    return press.output


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served, without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()
