"""`byline serve` as a writer starts it: a process of its own, on a free port, and a Chromium to look at it with."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import FLAGS
from tests.press import Press

ROOT = Path(__file__).parents[2]

SITE = """\
-- content/authors/li.md --
---
name: Li Wei
---
-- content/articles/one.md --
---
title: One
date: 2024-01-01
author: li
summary: The first.
tags: [Ports]
---

The first piece, see [two](two.md).

![A port](/media/port.svg)
-- content/articles/two.md --
---
title: Two
date: 2025-01-01
author: li
summary: The second.
tags: [Seas]
---

The second piece.
-- content/media/port.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="red"/></svg>
-- content/pages/about.md --
---
title: About
---

Who we are.
"""

WAIT = 15.0
"""Seconds after which a test gives up; nothing is ever asserted on how long something took."""


class Preview:
    """A running `byline serve`."""

    def __init__(self, folder: Path, *options: str, env: dict[str, str] | None = None, open_files: int = 0) -> None:
        command = [sys.executable, "-m", "generator", "serve", "--port", "0", "--project", str(folder), *options]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "VISUAL": "", "EDITOR": ""} | (env or {})
        self.folder = folder
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder
        )
        self.said: list[str] = []
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        assert self.process.stdout is not None
        self.home = self.process.stdout.readline().strip()
        parts = urlsplit(self.home)
        self.address = f"{parts.scheme}://{parts.netloc}"
        self.port = parts.port or 0

    def _listen(self) -> None:
        assert self.process.stderr is not None
        self.said.extend(iter(self.process.stderr.readline, ""))

    def heard(self, text: str, *, times: int = 1) -> None:
        """Wait until the terminal shows a text that often."""
        until(lambda: "".join(self.said).count(text) >= times, f"the terminal never showed {text!r}: {self.said}")

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """The status and the text at a path."""
        answer, data = self.ask("GET", path, **headers)
        return answer.status, data.decode(errors="replace")

    def ask(self, method: str, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        """The answer to a request and its body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    @property
    def token(self) -> str:
        """What the server's own pages know."""
        found = re.search(r'data-token="([^"]+)"', self.get("/nowhere/")[1])
        assert found
        return found[1]

    def state(self, page: str, shown: str = "", **more: str) -> str:
        """What the script of a page is told."""
        query = urlencode({"token": self.token, "page": page, "shown": shown, "since": "0"} | more)
        return self.get(f"/_byline/state?{query}")[1]

    def stop(self) -> int:
        """End it as Ctrl-C does; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(WAIT)
        finally:
            self.process.kill()
            self._listener.join()
            for pipe in (self.process.stdout, self.process.stderr):
                assert pipe is not None
                pipe.close()


def until(is_so: Callable[[], object], complaint: str = "it never came to be") -> None:
    """Wait until something is so."""
    end = time.monotonic() + WAIT
    while not is_so():
        assert time.monotonic() < end, complaint
        time.sleep(0.02)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long ones out unless they are asked for."""
    if "soak" in config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("soak")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


Serve = Callable[..., Preview]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts previews, and stops them at the end; they must have ended in good order."""
    started: list[Preview] = []

    def start(press: Press, *options: str, **more: object) -> Preview:
        started.append(Preview(press.folder, *options, **more))  # type: ignore[arg-type]
        return started[-1]

    yield start
    for preview in started:
        code = preview.stop()
        assert code == 0, "".join(preview.said)
        assert "fault of Byline" not in "".join(preview.said)


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium for all tests of the preview."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab of its own."""
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    yield context.new_page()
    context.close()
