"""One build at a time, and a dead one is in nobody's way."""

import os
import signal
import time
from contextlib import suppress

import pytest

from generator.engine.lock import lock
from generator.errors import Busy, Fault


def _hold(folder, ready):
    with lock(folder):
        os.write(ready, b"x")
        time.sleep(60)


@pytest.fixture
def holder(tmp_path):
    """Another process that has the lock."""
    listens, tells = os.pipe()
    child = os.fork()
    if child == 0:
        _hold(str(tmp_path), tells)
    os.read(listens, 1)
    yield child
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    os.close(listens)
    os.close(tells)


def test_whoever_comes_second_is_told_who_holds_it(tmp_path, holder):
    start = time.monotonic()
    with (
        pytest.raises(Busy, match=rf"another build is at work in this folder \(process {holder}\)") as busy,
        lock(str(tmp_path), wait=0.2),
    ):
        pytest.fail("two at once")
    assert 0.2 <= time.monotonic() - start < 1
    assert busy.value.exit_code == 75


def test_whoever_waits_gets_it(tmp_path, holder):
    killer = os.fork()
    if killer == 0:
        time.sleep(0.15)
        os.kill(holder, signal.SIGKILL)
        os._exit(0)
    with lock(str(tmp_path), wait=5):
        assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"
    os.waitpid(killer, 0)


def test_a_dead_holder_blocks_nobody(tmp_path):
    child = os.fork()
    if child == 0:
        with lock(str(tmp_path)):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert (tmp_path / "lock").read_text() == f"{child}\n"
    with lock(str(tmp_path), wait=0):
        pass


def test_a_longer_number_leaves_nothing_behind(tmp_path):
    (tmp_path / "lock").write_text("123456789\n")
    with lock(str(tmp_path), wait=0):
        assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_it_can_be_had_again_and_makes_its_folder(tmp_path):
    for _ in range(2):
        with lock(f"{tmp_path}/.byline", wait=0):
            pass


def test_an_error_lets_go_of_it(tmp_path):
    with pytest.raises(KeyError), lock(str(tmp_path), wait=0):
        raise KeyError
    with lock(str(tmp_path), wait=0):
        pass


def test_a_folder_that_cannot_be_made_is_a_fault(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Fault, match=r"cannot lock .*file/lock: "), lock(f"{tmp_path}/file"):
        pytest.fail("locked")
