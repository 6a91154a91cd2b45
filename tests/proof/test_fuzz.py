"""Whatever stands in a file: a build ends within five seconds, with a place for each mistake and never a traceback."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from msgspec import json

import generator
from generator.source import front_matter
from tests.proof.bench import Bench
from tests.proof.ground import Ground
from tests.proof.nonsense import KINDS
from tests.proof.test_killed import SMALL
from tests.proof.worker import Answer, Case, answer

ROOT = Path(generator.__file__).parent.parent

LIMIT = 5.0
"""Seconds of a process's time that any publication may take."""

PATIENCE = 30.0
"""Seconds that a test waits for an answer: the machine may be busy."""

EXAMPLES = 70
SOAK = int(os.environ.get("BYLINE_SOAK_EXAMPLES", "4000"))
"""For each kind of file, in `make soak`."""

FIRST = int(os.environ.get("BYLINE_SOAK_FIRST", "1000"))
"""The number of the campaign in `make soak`; another number makes other publications."""


class Put(dict[str, bytes]):
    """Files of a publication, which say of themselves no more than can be read."""

    def __repr__(self) -> str:
        shown = {path: data if len(data) < 1000 else data[:1000] + b" ..." for path, data in self.items()}
        return repr(shown)


class Falling(Exception):
    """A worker that gave no good answer."""


class Worker:
    """A process that builds what it is handed; one that dies or hangs is replaced."""

    def __init__(self, plant: str = "") -> None:
        self.limit, self.patience = LIMIT, PATIENCE
        self._plant = plant
        self._process: subprocess.Popen[bytes] | None = None
        self._ground: Ground | None = None

    def ask(self, files: dict[str, bytes]) -> Answer:
        """The answer to a publication; raises Falling unless it is a good one."""
        process = self._process or self._begun()
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.encode(Case(files)) + b"\n")
        process.stdin.flush()
        with DefaultSelector() as selector:
            selector.register(process.stdout, EVENT_READ)
            if not selector.select(self.patience):
                self.end()
                raise Falling(f"no answer within {self.patience} s")
        line = process.stdout.readline()
        if not line:
            code = process.wait()
            self.end()
            raise Falling(f"the worker ended with {code}")
        answer = json.decode(line, type=Answer)
        if answer.seconds > self.limit:
            raise Falling(f"it took {answer.seconds:.1f} s")
        if answer.amiss:
            raise Falling("\n".join(answer.amiss))
        return answer

    def end(self) -> None:
        """Stop the process."""
        if self._process:
            for pipe in (self._process.stdin, self._process.stdout):
                assert pipe
                pipe.close()
            self._process.kill()
            self._process.wait()
            self._process = None
        if self._ground:
            self._ground.clear()
            self._ground = None

    def _begun(self) -> "subprocess.Popen[bytes]":
        self._ground = Ground()
        call = [sys.executable, "-m", "tests.proof.worker", str(self._ground.folder), self._plant]
        self._process = subprocess.Popen(call, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._process


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.end()


def article(data: bytes) -> dict[str, bytes]:
    return {"content/articles/one.md": data}


def campaign(worker: Worker, kind: str, *, examples: int, number: int = 1) -> None:
    """So many publications of a kind; raises at the first that is not answered well."""

    @seed(number)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink] if examples > EXAMPLES else [Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(KINDS[kind].map(Put))
    def asked(files: dict[str, bytes]) -> None:
        worker.ask(files)

    asked()


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_stands_there_is_answered(kind: str, worker: Worker, tally: Counter[str]) -> None:
    campaign(worker, kind, examples=EXAMPLES)
    tally["odd publications"] += EXAMPLES


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_stands_there_is_answered_thousands_of_times(kind: str, worker: Worker, tally: Counter[str]) -> None:
    campaign(worker, kind, examples=SOAK, number=FIRST)
    tally["odd publications"] += SOAK


@pytest.mark.control
@pytest.mark.parametrize(
    ("plant", "said"),
    [("segfault", "ended with -11"), ("hang", "no answer"), ("slow", "it took"), ("raise", "a mistake of the makers")],
)
def test_a_worker_that_falls_is_seen(plant: str, said: str) -> None:
    worker = Worker(plant)
    try:
        assert not worker.ask(article(b"---\ntitle: T\ndate: 2024-01-01\n---\nQuiet.\n")).problems
        worker.limit, worker.patience = 1.0, 10.0 if plant != "hang" else 1.0
        with pytest.raises(Falling, match=said):
            worker.ask(article(b"---\ntitle: T\ndate: 2024-01-01\n---\nboom\n"))
    finally:
        worker.end()


@pytest.mark.control
def test_a_problem_without_a_place_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(tmp_path, SMALL)
    spoilt = Case({"content/articles/one.md": b"---\ntitel: T\ndate: 2024-01-01\n---\n"})
    assert answer(bench, spoilt).problems
    assert not answer(bench, spoilt).amiss
    real = front_matter.open_front
    monkeypatch.setattr("generator.source.piece.open_front", lambda text, path: real(text, path=""))
    assert any(
        "no place" in line for line in answer(bench, Case({"content/articles/one.md": b"---\ntitel: U\n---\n"})).amiss
    )
