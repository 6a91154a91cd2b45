"""From a saved file to the reloaded page in a real Chromium: Byline's preview and Hugo's server, measured alike.

python -m tests.bench.preview [--sizes 1000 10000] [--edits 30] [--theme like] [--rivals hugo]
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from tests.bench import corpus, rivals
from tests.bench.measure import memory_of

ROOT = Path(__file__).parents[2]
HOME = ROOT / ".bench"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOADED = "() => performance.timeOrigin + performance.getEntriesByType('navigation')[0].domContentLoadedEventStart"
"""Milliseconds since 1970 at which this very page had its DOMContentLoaded."""

WAIT = 900.0
"""Seconds after which a server that does not answer is given up."""

PAUSE = 0.4
"""Seconds between two edits, as between two saves of one who is in a hurry."""


class Measured(NamedTuple):
    """What one server took."""

    start: float
    """Seconds to the first page, with nothing kept from before."""
    again: float
    """Seconds to the first page, started again on an unchanged site."""
    bodies: list[float]
    """Milliseconds from the save of an edited text to the page's DOMContentLoaded."""
    titles: list[float]
    memory: int
    """Bytes after all edits, of all processes of the server, as proportional set size."""


class Server(NamedTuple):
    """How to start a server, and what it serves."""

    name: str
    command: Sequence[str]
    folder: Path
    article: Path
    page: str


def byline(folder: Path, size: int, *, theme: str, port: int) -> Server:
    """Byline's preview of a corpus."""
    corpus.write("byline", size, folder)
    if theme == "like":
        shutil.copytree(Path(__file__).parent / "like", folder / "themes" / "like", dirs_exist_ok=True)
    with open(folder / "content/site.yaml", "a", encoding="utf-8") as settings:
        settings.write(f"theme: {theme}\n")
    command = [sys.executable, "-m", "generator", "serve", "--port", str(port)]
    name = f"article-{size // 2:06d}"
    return Server(f"Byline, `{theme}`", command, folder, folder / f"content/articles/{name}.md", f"/{name}/")


def hugo(folder: Path, size: int, *, binary: Path, port: int) -> Server:
    """Hugo's server of the same texts."""
    corpus.write("hugo", size, folder)
    command = [str(binary), "server", "--port", str(port), "--bind", "127.0.0.1", "--noBuildLock"]
    name = f"article-{size // 2:06d}"
    return Server("Hugo", command, folder, folder / f"content/posts/{name}.md", f"/{name}/")


def measure(server: Server, port: int, edits: int) -> Measured:
    """Start, edit bodies and titles in turn, stop, start again."""
    with started(server, port) as (first, process):
        bodies, titles = _edited(server, port, edits)
        memory = memory_of(process.pid)
    time.sleep(4)  # until no file is too young to be known again
    with started(server, port):
        time.sleep(4)
    with started(server, port) as (again, _process):
        pass
    return Measured(first, again, bodies, titles, memory)


@contextmanager
def started(server: Server, port: int) -> Iterator[tuple[float, subprocess.Popen[bytes]]]:
    """A running server, and the seconds until it answered."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    since = time.perf_counter()
    process = subprocess.Popen(
        server.command,
        cwd=server.folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _answers(f"http://127.0.0.1:{port}{server.page}"):
            if process.poll() is not None or time.perf_counter() - since > WAIT:
                raise SystemExit(f"{server.name} did not come up")
            time.sleep(0.01)
        yield time.perf_counter() - since, process
    finally:
        process.terminate()
        process.wait(60)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=WAIT) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _edited(server: Server, port: int, edits: int) -> tuple[list[float], list[float]]:
    bodies, titles = [], []
    with sync_playwright() as play:
        chromium = shutil.which("chromium")
        browser = play.chromium.launch(executable_path=chromium, args=list(FLAGS))
        tab = browser.new_page()
        tab.goto(f"http://127.0.0.1:{port}{server.page}")
        time.sleep(3)
        for number in range(-2, edits):  # the first of each are not counted
            for told, edit in ((bodies, _body), (titles, _title)):
                word = f"w{number + 10}{'b' if edit is _body else 't'}"
                taken = _save(tab, server.article, edit(server.article, word), word)
                if number >= 0:
                    told.append(taken)
                time.sleep(PAUSE)
        browser.close()
    return bodies, titles


def _body(article: Path, word: str) -> str:
    return f"{article.read_text(encoding='utf-8').rstrip()}\n\nA sentence more, {word}.\n"


def _title(article: Path, word: str) -> str:
    lines = article.read_text(encoding="utf-8").split("\n")
    place = next(number for number, line in enumerate(lines) if line.startswith("title:"))
    lines[place] = f'title: "A changed title, {word}"'
    return "\n".join(lines)


def _save(tab: Page, article: Path, text: str, word: str) -> float:
    """Milliseconds from the close of the file to the DOMContentLoaded of the page that shows the word."""
    with open(article, "w", encoding="utf-8") as file:
        file.write(text)
    closed = time.time() * 1000
    tab.wait_for_function("word => document.body && document.body.innerText.includes(word)", arg=word, timeout=120_000)
    return float(tab.evaluate(LOADED)) - closed


def table(size: int, measured: dict[str, Measured]) -> list[str]:
    """The rows as Markdown."""
    lines = [
        f"### Preview, {size:,} articles",
        "",
        "| | start, s | started again, s | body edited: median, 95th percentile, ms | title edited, ms | memory, MB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, one in measured.items():
        lines.append(
            f"| {name} | {one.start:.2f} | {one.again:.2f} | {_told(one.bodies)} | {_told(one.titles)} "
            f"| {one.memory / 1e6:.0f} |"
        )
    return [*lines, ""]


def _told(times: list[float]) -> str:
    high = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return f"{median(times):.0f}, {high:.0f}"


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def rows(size: int, *, themes: Sequence[str], binary: Path | None, edits: int) -> list[str]:
    """Measure one size, and tell."""
    HOME.mkdir(exist_ok=True)
    measured = {}
    with tempfile.TemporaryDirectory(dir=HOME) as folder:
        for theme in themes:
            port = free_port()
            server = byline(Path(folder) / f"byline-{theme}", size, theme=theme, port=port)
            measured[server.name] = measure(server, port, edits)
        if binary:
            port = free_port()
            server = hugo(Path(folder) / "hugo", size, binary=binary, port=port)
            measured[server.name] = measure(server, port, max(5, edits // 3))
    return table(size, measured)


def main() -> None:
    """Measure what was asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--themes", nargs="+", choices=["like", "broadsheet"], default=["like", "broadsheet"])
    parser.add_argument("--rivals", nargs="*", choices=["hugo"], default=["hugo"])
    parser.add_argument("--edits", type=int, default=30)
    given = parser.parse_args()
    binary = rivals.hugo(HOME) if "hugo" in given.rivals else None
    for size in given.sizes:
        print("\n".join(rows(size, themes=given.themes, binary=binary, edits=given.edits)), flush=True)


if __name__ == "__main__":
    main()
