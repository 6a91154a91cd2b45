"""Whether this process may be forked."""

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
