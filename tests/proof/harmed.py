"""`python -m tests.proof.harmed HARM build ...`: a real call of byline in which something goes wrong, as HARM says."""

import errno
import os
import signal
import sys
from collections.abc import Callable

import pytest
from msgspec import Struct, json

from generator.cli import main
from generator.engine.files import Files
from tests.proof.test_killed import copied_in_place
from tests.proof.wrong import late_withdrawal, no_building


class Harm(Struct, frozen=True):
    """What goes wrong in a call."""

    who: str = ""
    """`parent` or `worker`: the process that is struck; empty: none is."""
    at: int = 0
    """The number of its operation on the disk ahead of which it is struck."""
    number: int = 0
    """The error that the disk gives; 0: the process is killed."""
    plant: str = ""
    """Byline's own mistake, of those in PLANTS."""


PLANTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "a rename that copies": lambda patch: patch.setattr(Files, "rename", copied_in_place),
    "claims withdrawn too late": late_withdrawal,
    "no word of what is begun": no_building,
}


def strike(harm: Harm) -> Callable[[Files, str, str], None]:
    """What every hand that writes does ahead of each operation."""
    first = os.getpid()
    counts: dict[int, int] = {}

    def before(_hand: Files, _verb: str, _path: str) -> None:
        process = os.getpid()
        counts[process] = counts.get(process, 0) + 1
        if counts[process] != harm.at or (process == first) != (harm.who == "parent"):
            return
        if not harm.number:
            os.kill(process, signal.SIGKILL)
        raise OSError(harm.number, os.strerror(harm.number))

    return before


REFUSALS = (errno.ENOSPC, errno.EIO, errno.EACCES)


if __name__ == "__main__":
    harm = json.decode(sys.argv[1], type=Harm)
    with pytest.MonkeyPatch.context() as patch:
        if harm.plant:
            PLANTS[harm.plant](patch)
        if harm.who:
            patch.setattr(Files, "before", strike(harm))
        code = main(sys.argv[2:])
    sys.exit(code)
