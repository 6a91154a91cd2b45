"""Killed at any moment: no page refers to a file that is not there, and run again, the target is the output."""

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.cli import deploying
from generator.deploy import plan, send
from generator.deploy.order import Batch, batches
from generator.engine.files import Files
from tests.deploy.conftest import HEAD, TEXT, Desk
from tests.deploy.killed_at import command
from tests.deploy.reader import dead_ends
from tests.deploy.targets import KINDS, Place, without_manifest

Make = Callable[[str], Desk]

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("BYLINE_SOAK_KILLS", "200"))
"""Deploys that `make soak` kills, of each kind."""

OURS = {"folder": 1, "folder in place": 1, "git": 1}
"""Kinds whose deploys run in a forked child: each operation can be tried."""

STYLED = "<link rel=stylesheet href=\"{{ 'press.css'|asset }}\">"


def dressed(desk: Desk, colour: str) -> None:
    """A theme whose stylesheet, and a picture in it, are named by their content."""
    base = desk.press.folder / "themes/plain/templates/base.html"
    if STYLED not in (text := base.read_text()):
        base.write_text(text.replace("</head>", f"{STYLED}</head>"))
    desk.press.write("themes/plain/static/press.css", f"body {{ color: {colour}; background: url(mark.svg) }}\n")
    desk.press.write("themes/plain/static/mark.svg", f'<svg xmlns="http://www.w3.org/2000/svg" fill="{colour}"/>\n')


def first(desk: Desk) -> None:
    """The publication as it begins."""
    for part in re.split(r"(?m)^-- ", TEXT)[1:]:
        path, _, text = part.partition(" --\n")
        desk.press.write(path, text)
    for name in ("four", "five"):
        (desk.press.folder / f"content/articles/{name}.md").unlink(missing_ok=True)
    dressed(desk, "#a00")
    desk.build()


def second(desk: Desk) -> None:
    """One piece changed, one gone, two new ones that refer to each other, another stylesheet and picture."""
    desk.press.write("content/articles/one.md", HEAD.format("One", "2024-01-01", "The very first, see [[four]]."))
    (desk.press.folder / "content/articles/two.md").unlink(missing_ok=True)
    desk.press.write(
        "content/articles/four.md", HEAD.format("Four", "2024-04-01", "See [[five]], [map](/media/map.csv).")
    )
    desk.press.write("content/articles/five.md", HEAD.format("Five", "2024-05-01", "See [[four]] and [[three]]."))
    desk.press.write("content/media/map.csv", "x,y\n")
    dressed(desk, "#00a")
    desk.build()


def whole(desk: Desk, *, foreign: bytes = b"mine") -> None:
    """The target is the output, and what is not Byline's is still there."""
    there, here = desk.place.read(), desk.output()
    if desk.place.kind == "s3":
        there, here = without_manifest(there), without_manifest(here)
    assert there.pop("own/letter.txt", b"") == foreign
    assert there == here


@contextmanager
def crawled(place: Place) -> Iterator[list[tuple[str, str]]]:
    """What a reader who goes round and round finds amiss meanwhile."""
    amiss: list[tuple[str, str]] = []
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            amiss.extend(dead_ends(place.get))

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    try:
        yield amiss
    finally:
        ended.set()
        thread.join()


def forked(at: int) -> int:
    """Deploy in a child that is killed at an operation; minus the signal that ended it, or its exit code."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.setsid()
            signal.alarm(200)  # a child that hangs ends, and the test with it
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            code = command(at, ["deploy", "--yes", "--quiet"])[0]
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def started(at: int) -> "subprocess.Popen[bytes]":
    """Deploy in a process of its own, and group."""
    words = [sys.executable, "-m", "tests.deploy.killed_at", str(at), "deploy", "--yes", "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, env=environment
    )


def prepared(desk_of: Make, kind: str) -> Desk:
    """A target with the first site on it, and a letter of somebody else's."""
    desk = desk_of(kind)
    first(desk)
    assert desk.deploy() == 0
    desk.place.put("own/letter.txt", b"mine")
    assert desk.deploy("--yes") == 0
    assert dead_ends(desk.place.get) == []
    return desk


def at_every_operation(desk: Desk, *, stride: int) -> int:
    """Kill one deploy after another, one operation later every other time, there and back; how many were killed."""
    killed, turn, unharmed = 0, 0, 0
    while unharmed < 2:
        (second if turn % 2 == 0 else first)(desk)
        at = 1 + turn // 2 * stride
        code = forked(at)
        assert dead_ends(desk.place.get) == [], f"killed ahead of operation {at}"
        assert code in (0, -signal.SIGKILL)
        unharmed = unharmed + 1 if code == 0 else 0
        killed += code != 0
        assert desk.deploy("--yes", "--quiet") == 0
        whole(desk)
        turn += 1
    return killed


@pytest.mark.parametrize("kind", OURS)
def test_killed_between_any_two_operations_at_the_end(desk_of: Make, kind: str) -> None:
    """Where a deploy is all but finished, nothing of its own may be left behind."""
    desk = prepared(desk_of, kind)
    second(desk)
    last = int(started(0).communicate()[0].split()[-1])
    for step in range(4):
        (first if step % 2 == 0 else second)(desk)
        assert forked(last - step) in (0, -signal.SIGKILL)
        assert desk.deploy("--yes", "--quiet") == 0
        whole(desk)


@pytest.mark.parametrize("kind", OURS)
def test_killed_at_some_operations(desk_of: Make, kind: str) -> None:
    assert at_every_operation(prepared(desk_of, kind), stride=23) >= 1


@pytest.mark.soak
@pytest.mark.parametrize("kind", OURS)
def test_killed_at_every_operation(desk_of: Make, kind: str) -> None:
    assert at_every_operation(prepared(desk_of, kind), stride=1) > 10


def test_a_deploy_that_was_cut_off_can_be_taken_back(desk_of: Make) -> None:
    desk = prepared(desk_of, "folder in place")
    before = desk.place.read()
    second(desk)
    at = 60
    while desk.place.read() == before:
        assert forked(at) == -signal.SIGKILL
        at += 10
    assert desk.rollback() == 0
    assert desk.place.read() == before
    assert desk.deploy("--yes") == 0
    whole(desk)


def killed_at_random(desk: Desk, times: int, *, seed: int) -> int:
    """Kill deploys at random moments while a reader goes round; how many were killed before they were done."""
    chance = random.Random(seed)
    killed = 0
    second(desk)
    process = started(0)
    since = time.monotonic()
    out, err = process.communicate()
    assert process.returncode == 0, err.decode()
    seconds, operations = time.monotonic() - since, int(out.split()[-1])
    for turn in range(times):
        (first if turn % 2 == 0 else second)(desk)
        by_clock = turn % 2 == 1
        with crawled(desk.place) as amiss:
            process = started(0 if by_clock else chance.randint(1, operations))
            if by_clock:
                time.sleep(chance.uniform(seconds / 4, seconds))
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        assert amiss == []
        killed += process.returncode == -signal.SIGKILL
        assert dead_ends(desk.place.get) == []
        with crawled(desk.place) as amiss:
            assert desk.deploy("--yes", "--quiet") == 0
        assert amiss == []
        whole(desk)
    return killed


@pytest.mark.parametrize("kind", ["folder in place", "rsync", "s3"])
def test_killed_at_random_moments(desk_of: Make, kind: str) -> None:
    killed_at_random(prepared(desk_of, kind), 2, seed=int.from_bytes(os.urandom(4)))


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_killed_hundreds_of_times(desk_of: Make, kind: str) -> None:
    killed = killed_at_random(prepared(desk_of, kind), KILLS, seed=1)
    print(f"{kind}: {KILLS} deploys, {killed} of them killed before they were done")
    assert killed > KILLS / 4


WRONG = {
    "pages before assets": lambda found: sorted(found, key=lambda batch: batch.name != "pages"),
    "feeds before pages": lambda found: sorted(found, key=lambda batch: batch.name != "feeds and sitemaps"),
    "changed pages before new ones": lambda found: [
        *[batch for batch in found if batch.name == "assets"],
        *reversed([batch for batch in found if batch.name == "pages"]),
    ],
}


@pytest.mark.parametrize("order", WRONG)
def test_a_planted_wrong_order_is_caught(desk_of: Make, monkeypatch: pytest.MonkeyPatch, order: str) -> None:
    desk = prepared(desk_of, "folder in place")
    right: Callable[..., tuple[Batch, ...]] = batches
    monkeypatch.setattr(send, "batches", lambda todo: WRONG[order](right(todo)))
    assert dead_ends_on_the_way(desk, monkeypatch)


def test_deletions_before_pages_are_caught(desk_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = prepared(desk_of, "folder in place")
    monkeypatch.setattr(plan, "_obstacles", lambda gone, new: tuple(gone))
    assert dead_ends_on_the_way(desk, monkeypatch)


class Watcher(Files):
    """Looks at the target ahead of each change, as a reader who is there at every instant."""

    def __init__(self, place: Place) -> None:
        self.amiss: list[tuple[str, str]] = []
        self._place = place

    def before(self, verb: str, path: str) -> None:
        if verb in ("rename", "remove") and not self.amiss:
            self.amiss = dead_ends(self._place.get)


def dead_ends_on_the_way(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a reader finds anything amiss at some operation of a deploy."""
    second(desk)
    watcher = Watcher(desk.place)
    monkeypatch.setattr(deploying, "Files", lambda: watcher)
    assert desk.deploy("--yes", "--quiet") == 0
    return bool(watcher.amiss)


def test_the_right_order_shows_nothing_amiss_at_any_instant(desk_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not dead_ends_on_the_way(prepared(desk_of, "folder in place"), monkeypatch)
