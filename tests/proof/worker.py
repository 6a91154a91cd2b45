"""Publications in, what a build said of each out: a process that may be killed, hang or fall over without harm."""

import os
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct, json

from generator.errors import BylineError, Place, Stop
from generator.source import read
from tests.proof.bench import Bench
from tests.proof.test_killed import SMALL


class Case(Struct, frozen=True):
    """Files that are put over a small publication."""

    files: dict[str, bytes]


class Answer(Struct, frozen=True):
    """What came of a build."""

    seconds: float
    """Of this process's time."""
    problems: int = 0
    amiss: tuple[str, ...] = ()
    """What should not have been: an exception, or a problem without a place."""


def answer(bench: Bench, case: Case) -> Answer:
    """Build a case, and put the publication back as it was."""
    amiss: list[str] = []
    problems: tuple[Any, ...] = ()
    for path, data in case.files.items():
        bench.put(path, data)
    start = time.process_time()
    try:
        problems = bench.build(bench.request(trusting=False))
    except Stop as stop:
        problems = stop.problems
    except BylineError as error:
        amiss.append(f"{type(error).__name__}: {error}\n{getattr(error, 'trace', '')}")
    except Exception:
        amiss.append(traceback.format_exc())
    seconds = time.process_time() - start
    amiss += [f"no place: {problem}" for problem in problems if not _is_place(bench.folder, problem.place)]
    for path in case.files:
        bench.put(path, SMALL[path]) if path in SMALL else bench.drop(path)
    return Answer(seconds=seconds, problems=len(problems), amiss=tuple(amiss))


def _is_place(folder: Path, place: Place) -> bool:
    """Whether the place is a file of the project, and a line that it has."""
    file = folder / place.path
    if not place.path or not file.exists():
        return place.path.startswith("themes/")  # a template that is missing
    if not place.line or file.is_dir():
        return True
    return place.line <= len(file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").splitlines()) + 1


def plant(kind: str) -> None:
    """From now on reading an article goes wrong where its text says `boom`."""
    real = read.read_piece

    def read_piece(path: str, text: str, *given: Any, **more: Any) -> Any:
        if "boom" in text:
            spoil(kind)
        return real(path, text, *given, **more)

    pytest.MonkeyPatch().setattr(read, "read_piece", read_piece)


def spoil(kind: str) -> None:
    """Do what no reader of files should."""
    match kind:
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "hang":
            time.sleep(60)
        case "slow":
            end = time.process_time() + 1.5
            while time.process_time() < end:
                pass
        case "raise":
            raise KeyError("a mistake of the makers")


def main(folder: str, kind: str) -> None:
    """Answer each line of standard input with one of standard output."""
    if kind:
        plant(kind)
    bench = Bench(Path(folder), SMALL)
    bench.build(bench.request())
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        out.write(json.encode(answer(bench, json.decode(line, type=Case))) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
