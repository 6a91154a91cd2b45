"""A command to what it cost: wall time, processor time of all its processes, and their peak memory together."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_PAUSE = 0.2
"""Seconds between two looks at the memory."""


class Cost(NamedTuple):
    """What one run of a command cost."""

    wall: float
    """Seconds."""
    processor: float
    """Seconds of user and system time, of all processes."""
    memory: int
    """Bytes at the peak, of all processes together, as proportional set size: shared pages are counted once."""


def run(command: Sequence[str], folder: Path, *, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end; raises CalledProcessError where it fails."""
    since = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        watch = _Watch(process.pid)
        watch.start()
        assert process.stderr is not None
        said = process.stderr.read()
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - since
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said.decode(errors="replace"))
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(watch.peak, usage.ru_maxrss * 1024 if not watch.peak else 0))


def memory_of(session: int) -> int:
    """The proportional set size of all processes of a session, in bytes."""
    return sum(map(_proportional, _processes(session)))


class _Watch(threading.Thread):
    """Looks at the memory of a session's processes until it is stopped."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._stopped = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._stopped.wait(_PAUSE):
            self.peak = max(self.peak, sum(map(_proportional, _processes(self._session))))

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def _processes(session: int) -> list[int]:
    """The processes of a session."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                if os.getsid(int(name)) == session:
                    found.append(int(name))
            except OSError:
                continue
    return found


def _proportional(process: int) -> int:
    """The proportional set size of a process, in bytes; 0 for one that is gone."""
    try:
        with open(f"/proc/{process}/smaps_rollup", encoding="ascii") as file:
            return next((int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:")), 0)
    except OSError:
        return 0
