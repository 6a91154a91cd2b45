"""Folders to build in: each held by the process that made it, and swept by the next campaign when that one is dead."""

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

PREFIX = "byline-proof-"

YOUNG = 60.0
"""Seconds for which a folder that nobody holds is left alone: who made it may be about to hold it."""


class Ground:
    """An empty folder of one's own, where thousands of small builds are best made; and its end."""

    def __init__(self) -> None:
        above = disk()
        sweep(Path(above or tempfile.gettempdir()))
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=above))
        self._held = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def clear(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self._held)


def disk() -> str | None:
    """Memory that passes for a disk, if there is some."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def sweep(above: Path) -> list[str]:
    """Remove what killed campaigns left, so that nobody does it by name while another one is at work; what went."""
    gone = []
    for place in sorted(above.glob(f"{PREFIX}*")):
        try:
            if time.time() - place.stat().st_mtime < YOUNG:
                continue
            file = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            continue
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(place, ignore_errors=True)
            gone.append(place.name)
        finally:
            os.close(file)
    return gone
