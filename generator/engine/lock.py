"""One build at a time in a folder; the lock ends with the process that holds it, however that ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from generator.engine.files import told
from generator.errors import Busy

_PAUSE = 0.05
_OPEN = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def lock(folder: str, *, wait: float = 10.0) -> Iterator[None]:
    """Hold the folder's lock; raises Busy naming the holder after `wait` seconds, Fault where a lock cannot be had."""
    path = f"{folder}/lock"
    with told("lock", path):
        os.makedirs(folder, exist_ok=True)
        file = os.open(path, _OPEN, 0o666)
    try:
        with told("lock", path):
            held = _acquire(file, wait)
        if not held:
            raise Busy(f"another build is at work in this folder ({_holder(file)})")
        with told("lock", path):
            os.ftruncate(file, 0)
            os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(file)


def _acquire(file: int, wait: float) -> bool:
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_PAUSE)
        else:
            return True


def _holder(file: int) -> str:
    number = os.pread(file, 20, 0).decode("ascii", "replace").strip()
    return f"process {number}" if number.isdigit() else "its process is not known"
