"""Two hundred readers and a hundred listening pages while the site is built again and again."""

import asyncio
import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.press import Press
from tests.preview.conftest import SITE, Preview, Serve, until

READERS, STREAMS, EDITS = 200, 100, 6
PATHS = ("/", "/one/", "/two/", "/about/", "/tags/ports/", "/authors/li/", "/archive/")

Make = Callable[[str], Press]


LONGEST = 200.0
"""Seconds after which a crowd that never sees the last edit is sent home, and the test fails."""


class Crowd:
    """Readers who ask for one page after the other, and pages that listen."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        self.token = preview.token
        self.floor = 0
        """The version that every answer to a new request must have at least."""
        self.over = False
        self.faults: list[str] = []
        self.answers = 0
        self.news = 0

    async def read(self, number: int) -> None:
        """Ask again and again, over a connection of one's own."""
        turn = number
        while not self.over:
            turn += 1
            path, floor = PATHS[turn % len(PATHS)], self.floor
            text = await self._get(path)
            self.answers += 1
            found = re.search(r"Press v(\d+)", text)
            if not text.startswith("HTTP/1.1 200") or not text.rstrip().endswith("</html>") or found is None:
                self.faults.append(f"{path}: {text[:80]!r} … {text[-40:]!r}")
            elif int(found[1]) < floor:
                self.faults.append(f"{path}: version {found[1]} after version {floor} was there")
            elif len(set(re.findall(r"Press v\d+", text))) > 1:
                self.faults.append(f"{path}: of two versions at once")
            await asyncio.sleep(0.2)

    async def _get(self, path: str) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.preview.port)
        try:
            head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.preview.port}\r\nConnection: close\r\n\r\n"
            writer.write(head.encode())
            return (await reader.read()).decode()
        finally:
            writer.close()
            await writer.wait_closed()

    async def listen(self, number: int) -> None:
        """Hear news until it is over; some go away in between, as tabs do."""
        query = urlencode({"token": self.token, "page": "one/index.html", "shown": "x" * 32, "since": "0"})
        while not self.over:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.preview.port)
            head = f"GET /_byline/stream?{query} HTTP/1.1\r\nHost: 127.0.0.1:{self.preview.port}\r\n\r\n"
            writer.write(head.encode())
            try:
                async with asyncio.timeout(1 + number % 5):
                    while line := await reader.readline():
                        self.news += line.startswith(b"data: ")
            except TimeoutError:
                pass
            finally:
                writer.close()
                await writer.wait_closed()

    async def edit(self, site: Press) -> None:
        """Change what every page shows; wait until it is there."""
        for version in range(1, EDITS + 1):
            await asyncio.to_thread(site.edit, "content/site.yaml", f"Press v{version - 1}", f"Press v{version}")
            while f"Press v{version}" not in await self._get("/one/"):
                await asyncio.sleep(0.02)
            self.floor = version
            await asyncio.sleep(0.2)
        self.over = True


async def crowded(preview: Preview, site: Press) -> Crowd:
    """Let the crowd in while the site is edited."""
    crowd = Crowd(preview)
    async with asyncio.timeout(LONGEST), asyncio.TaskGroup() as group:
        for number in range(READERS):
            group.create_task(crowd.read(number))
        for number in range(STREAMS):
            group.create_task(crowd.listen(number))
        group.create_task(crowd.edit(site))
    return crowd


def memory(preview: Preview) -> int:
    """Kilobytes that the server's process has in memory."""
    status = Path(f"/proc/{preview.process.pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) if found else 0


def doors(preview: Preview) -> int:
    """Files and connections that the server has open."""
    return len(os.listdir(f"/proc/{preview.process.pid}/fd"))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to see what a process holds")
def test_a_crowd_gets_whole_and_current_pages(press: Make, serve: Serve) -> None:
    site = press(SITE)
    preview = serve(site)
    site.edit("content/site.yaml", "title: Press", "title: Press v0")
    until(lambda: "Press v0" in preview.get("/one/")[1], "the first edit never came")
    before = doors(preview)  # what it keeps open from its first rebuild on is open by now

    crowd = asyncio.run(crowded(preview, site))
    assert crowd.faults == []
    assert crowd.answers > READERS
    assert crowd.news > STREAMS
    until(lambda: doors(preview) <= before + 3, "connections stay open")
    held = memory(preview)
    site.edit("content/site.yaml", f"Press v{EDITS}", "Press v0")
    preview.heard("rendered", times=EDITS + 1)
    crowd = asyncio.run(crowded(preview, site))

    assert crowd.faults == []
    assert memory(preview) < held + 15_000
    assert "fault of Byline" not in "".join(preview.said)
