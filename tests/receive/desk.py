"""A receiver in a process of its own, and a reader who sends it forms."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from msgspec import Struct

from tests.press import Press

SITE = """
-- content/site.yaml --
title: The Review
url: https://example.org/press/
language: en
timezone: UTC
comments: {form: https://comments.example.org/send}
-- content/articles/one.md --
---
title: One
date: 2025-01-01
aliases: [/old/one/]
---
Words.
-- content/articles/deux.md --
---
title: Deux
date: 2025-01-02
lang: fr
---
Des mots.
-- content/articles/shut.md --
---
title: Shut
date: 2025-01-03
comments: closed
---
Words.
-- content/articles/draft.md --
---
title: Draft
date: 2025-01-03
draft: true
---
Words.
-- content/articles/one.comments.yaml --
- {id: first, author: Anna, date: 2025-01-02, text: The first, status: approved}
- {id: hidden, author: Ben, date: 2025-01-02, text: Not shown}
"""

PAGE = "https://example.org/press/one/"
ORIGIN = "https://example.org"


class Answer(Struct, frozen=True):
    """What the receiver said."""

    status: int
    text: str
    headers: dict[str, str]

    @property
    def ticket(self) -> str:
        found = re.search(r'name="ticket" value="([^"]+)"', self.text)
        return found[1] if found else ""


class Receiver:
    """`byline comments receive`, at work; ended by its own process id."""

    def __init__(self, site: Press, *options: str, port: int = 0) -> None:
        self.port = port or free_port()
        self.log = site.folder / "receiver.log"
        command = [sys.executable, "-m", "generator", "comments", "receive", "--port", str(self.port), *options]
        root = Path(__file__).parents[2]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--project", str(site.folder)],
                stdout=log,
                stderr=log,
                cwd=site.folder,
                env={**os.environ, "PYTHONPATH": str(root)},
            )
        self._wait()

    def _wait(self) -> None:
        for _ in range(600):
            try:
                if self.get("/health").status == 200:
                    return
            except OSError:
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, body: bytes | dict[str, str], **headers: str) -> Answer:
        """Send a form as a page of the site would; a header of an empty value is left out."""
        data = body if isinstance(body, bytes) else urlencode(body).encode()
        said = {"Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self._ask("POST", "/send", data, {name: value for name, value in said.items() if value})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            return Answer(answer.status, text, {name.lower(): value for name, value in answer.getheaders()})
        finally:
            connection.close()

    def send(self, fields: dict[str, str], **headers: str) -> Answer:
        """Both steps: look, then send."""
        looked = self.post(fields, **headers)
        assert looked.ticket, looked.text
        return self.post({**fields, "ticket": looked.ticket}, **headers)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)


def comment(text: str = "I think so too.", **changed: str) -> dict[str, str]:
    fields = {
        "author": "Zoë",
        "email": "zoe@example.net",
        "url": "zoe.example",
        "text": text,
        "page": PAGE,
        "topic": "",
    }
    return {**fields, **changed}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
