"""A disk that is full, a network that is gone, somebody else who is quicker: exit 3, and what was and was not sent."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import generator
from generator.cli import deploying
from generator.deploy import send
from generator.deploy.order import Batch
from generator.deploy.plan import Plan
from generator.engine.files import Files
from tests.deploy.conftest import HEAD, Desk
from tests.deploy.reader import dead_ends
from tests.deploy.targets import SOME_KINDS

Make = Callable[[str], Desk]
Capture = pytest.CaptureFixture[str]


class Full(Files):
    """A disk on which there is no room from some operation on."""

    def __init__(self, room: int) -> None:
        self.room = room

    def before(self, verb: str, path: str) -> None:
        if "/www" in path and verb in ("create", "write"):
            self.room -= 1
            if self.room < 0:
                raise OSError(28, "No space left on device")


@pytest.mark.parametrize("kind", ["folder", "folder in place"])
def test_a_full_disk_is_told_with_what_was_sent(
    desk_of: Make, capsys: Capture, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(kind)
    assert desk.deploy() == 0
    before = desk.place.read()
    desk.edit()
    with monkeypatch.context() as patched:
        patched.setattr(deploying, "Files", lambda: Full(10))
        assert desk.deploy("--yes") == 3
    err = capsys.readouterr().err
    assert "No space left on device" in err
    assert re.search(r"sent: \d+ of \d\d files", err)
    assert "not sent: " in err
    assert "run byline deploy again" in err
    assert "Traceback" not in err
    if kind == "folder":
        assert "readers still see the release of before" in err
        assert desk.place.read() == before
    assert dead_ends(desk.place.get) == []
    assert desk.deploy("--yes") == 0
    assert desk.place.read() == desk.output()


NOBODY = {
    "rsync": "{kind: rsync, host: 127.0.0.1, port: 1, path: /srv/www}",
    "s3": "{kind: s3, bucket: press, region: us-east-1, endpoint: 'http://127.0.0.1:1'}",
    "git": "{kind: git, remote: 'http://127.0.0.1:1/x.git'}",
}


@pytest.mark.parametrize("kind", NOBODY)
def test_a_target_that_cannot_be_reached(
    desk_of: Make, capsys: Capture, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIANOBODY")
    desk = desk_of("folder in place")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIANOBODY")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nobodys-secret")
    desk.settings(target=NOBODY[kind])
    desk.build()
    assert desk.deploy() == 3
    err = capsys.readouterr().err
    assert "byline: cannot" in err
    assert "127.0.0.1" in err
    assert "Traceback" not in err
    assert "Debug source" not in err


def test_a_bucket_that_is_not_there(
    desk_of: Make, capsys: Capture, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of("s3")
    desk.settings(target=f"{{kind: s3, bucket: nowhere-at-all, region: us-east-1, endpoint: '{store}'}}")
    desk.build()
    assert desk.deploy() == 3
    assert "NoSuchBucket" in capsys.readouterr().err


@pytest.mark.parametrize("kind", SOME_KINDS)
def test_somebody_who_deploys_at_the_same_time_is_noticed(
    desk_of: Make, capsys: Capture, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the last look and the end, another deploy comes in; its work is not declared over in silence."""
    desk = desk_of(kind)
    assert desk.deploy() == 0
    desk.edit()
    real = send.batches
    raced: list[Plan] = []

    def slow(todo: Plan) -> tuple[Batch, ...]:
        if not raced:
            raced.append(todo)
            rival(desk)
        return real(todo)

    monkeypatch.setattr(send, "batches", slow)
    assert desk.deploy("--yes") == 3
    assert "readers" in capsys.readouterr().err
    assert desk.deploy() == 1
    assert "somebody else deployed to" in capsys.readouterr().err
    assert desk.deploy("--yes") == 0
    assert desk.deploy() == 0


def rival(desk: Desk) -> None:
    """The same publication, in another clone and without the first one's memory, is deployed."""
    clone = desk.press.folder.parent / "clone"
    shutil.copytree(desk.press.folder, clone, ignore=shutil.ignore_patterns(".byline", "output"))
    text = HEAD.format("Rival", "2024-06-01", "Of somebody else.")
    (clone / "content/articles/rival.md").write_text(text)
    variables = {**os.environ, "PYTHONPATH": str(Path(generator.__file__).parents[1])}
    for command in (["build", "--quiet", "--now=2026-01-01"], ["deploy", "--yes", "--quiet"]):
        found = subprocess.run(
            [sys.executable, "-m", "generator", *command], cwd=clone, capture_output=True, check=False, env=variables
        )
        assert found.returncode == 0, found.stderr.decode()
