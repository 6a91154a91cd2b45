"""The demonstration publication in each of our themes, built once and served on loopback."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from generator.build.start import build
from generator.engine.files import Files
from tests.press import Press

ROOT = Path(__file__).parents[2]
THEMES = sorted(path.parent.name for path in (ROOT / "themes").glob("*/theme.yaml"))
NOW = datetime(2026, 12, 1, tzinfo=UTC)
REFRESH = 'http-equiv="refresh"'

SAMPLE = {
    "home": "",
    "article": "two-baskets/",
    "notes": "reading-a-poll/",
    "Chinese": "数人头这件事/",
    "Arabic": "خط-الصفر/",
    "tag": "tags/treaties/",
    "author": "authors/wen-yanzhou/",
    "page": "about/",
}
"""A page of each kind that readers see most; the other kinds are looked at by `make soak`."""


@dataclass(frozen=True)
class Site:
    """A built site, and where it is served."""

    folder: Path
    address: str

    def url(self, path: str) -> str:
        """The address of a page by its path."""
        return f"{self.address}/{quote(path)}"

    def pages(self) -> list[str]:
        """Every page by its path, but those that only lead elsewhere."""
        found = sorted(self.folder.rglob("*.html"))
        return [
            path.relative_to(self.folder).as_posix()
            for path in found
            if REFRESH not in path.read_text(encoding="utf-8")[:2000]
        ]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Site]]:
    """A theme's name to the site."""
    made: dict[str, Site] = {}
    stops: list[Callable[[], None]] = []

    def site(theme: str) -> Site:
        if theme not in made:
            folder = _built(theme, tmp_path_factory.mktemp(theme))
            server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            stops.extend([server.shutdown, thread.join, server.server_close])
            made[theme] = Site(folder, f"http://127.0.0.1:{server.server_address[1]}")
        return made[theme]

    yield site
    for stop in stops:
        stop()


def _built(theme: str, folder: Path) -> Path:
    shutil.copytree(ROOT / "content", folder / "content")
    press = Press(folder)
    press.edit("content/site.yaml", "name: broadsheet", f"name: {theme}")
    report = build(press.request(now=NOW, cores=2), clean=True, progress=lambda *_: None, files=Files())
    assert not [problem for problem in report.problems if problem.severity == "error"], report.problems
    return press.output
