"""Whether this process may be forked, and whose work a forked one goes on with."""

import os
import sys
import threading
from contextlib import suppress


def may_fork() -> bool:
    """Whether this process is alone in itself: a lock that another thread holds would stay held in a child."""
    if sys.platform != "linux":
        return False
    with suppress(OSError):
        return len(os.listdir("/proc/self/task")) == 1
    return threading.active_count() == 1


def copied() -> int:
    """Bytes that this process took for itself since it was forked: of its parent's memory, and new ones."""
    if sys.platform != "linux":
        return 0
    import resource  # which not every system has

    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt * resource.getpagesize()


_line = (0, "")
"""A process, and the line of workers that it is in."""


def join_line(line: str) -> None:
    """Be the one of a line of workers that is at work: there is never another before this one has ended."""
    global _line
    _line = (os.getpid(), line)


def line_here() -> str:
    """The line that this very process is in; empty where it is in none."""
    return _line[1] if _line[0] == os.getpid() else ""
