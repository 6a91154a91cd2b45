"""A command of Byline's that is killed ahead of its n-th operation, with every program it started."""

import os
import signal
import sys

from generator.cli import deploying, main
from generator.engine.files import Files


class Rig(Files):
    """Counts what is done, writes the count down, and ends the whole group of processes ahead of one operation."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.done = 0

    def before(self, verb: str, path: str) -> None:
        self.done += 1
        if self.done == self.at:
            os.killpg(0, signal.SIGKILL)


def command(at: int, arguments: list[str]) -> tuple[int, int]:
    """Run a command; its exit code, and how many operations it did."""
    rig = Rig(at)
    deploying.Files = lambda: rig  # type: ignore[assignment,misc]
    return main(arguments), rig.done


if __name__ == "__main__":
    code, done = command(int(sys.argv[1]), sys.argv[2:])
    print(f"operations {done}", flush=True)
    raise SystemExit(code)
