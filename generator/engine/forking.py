"""Whether this process may be forked, and what one that was has taken for itself."""

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
