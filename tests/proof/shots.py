"""Real builds killed, or failing, anywhere: `python -m tests.proof.shots SECONDS SEED` tells what came of many."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import json

import generator
from generator.engine.manifest import NAME, read_manifest
from tests.proof.bench import Bench, differing
from tests.proof.ground import Ground
from tests.proof.harmed import REFUSALS, Harm
from tests.proof.publishing import compiled_once
from tests.proof.test_killed import HEAD, SMALL

ROOT = Path(generator.__file__).parent.parent

PIECES = 60
"""Enough for reading and rendering to be done by workers."""

LONGEST = 60.0
"""Seconds after which a build that was struck hangs, or a worker has outlived it."""

Step = tuple[Callable[[Bench], object], Callable[[Bench], object]]
"""An edit, and what undoes it."""


def publication() -> dict[str, str]:
    """The small one, with some more pieces."""
    return {**SMALL, **{_piece(number): HEAD.format(number, "2023-01-01", number) for number in range(PIECES)}}


def _piece(number: int) -> str:
    return f"content/articles/n{number}.md"


# ---------------------------------------------------------------- edits


def retitled(bench: Bench) -> None:
    """Every page changes."""
    bench.edit("content/site.yaml", "title: Press", "title: Other Press")


def retitled_back(bench: Bench) -> None:
    bench.edit("content/site.yaml", "title: Other Press", "title: Press")


def moved(bench: Bench) -> None:
    """Every article gets another address."""
    bench.put("content/site.yaml", SMALL["content/site.yaml"] + "permalink: /{year}/{slug}/\n")


def moved_back(bench: Bench) -> None:
    bench.put("content/site.yaml", SMALL["content/site.yaml"])


def thinned(bench: Bench) -> None:
    """Half of the pieces go."""
    for number in range(0, PIECES, 2):
        bench.drop(_piece(number))


def filled(bench: Bench) -> None:
    for number in range(0, PIECES, 2):
        bench.put(_piece(number), HEAD.format(number, "2023-01-01", number))


def rewritten(bench: Bench) -> None:
    """Many bodies change."""
    for number in range(PIECES):
        bench.put(_piece(number), HEAD.format(number, "2023-01-01", f"Of {number}."))


def rewritten_back(bench: Bench) -> None:
    for number in range(PIECES):
        bench.put(_piece(number), HEAD.format(number, "2023-01-01", number))


def forgotten(bench: Bench) -> None:
    """A first build."""
    shutil.rmtree(bench.output, ignore_errors=True)
    shutil.rmtree(bench.memory, ignore_errors=True)


STEPS: dict[str, Step] = {
    "all pages": (retitled, retitled_back),
    "all addresses": (moved, moved_back),
    "half deleted": (thinned, filled),
    "half added": (filled, thinned),
    "all bodies": (rewritten, rewritten_back),
    "the first build": (forgotten, lambda bench: None),
}


# ---------------------------------------------------------------- shots


class Shot:
    """A real build, started in a session of its own."""

    def __init__(self, bench: Bench, harm: Harm, told: Path) -> None:
        module = ["tests.proof.harmed", json.encode(harm).decode()] if harm != Harm() else ["generator"]
        call = [sys.executable, "-m", *module, "build", "--project", str(bench.folder), "--jobs", "2"]
        self.told = told
        with told.open("w") as err:
            self.process = subprocess.Popen(
                [*call, "--now", "2026-01-01"], cwd=ROOT, stdout=err, stderr=err, start_new_session=True
            )

    def ended(self) -> int:
        """The exit code; raises where the build hangs or leaves a worker behind."""
        code = self.process.wait(LONGEST)
        until = time.monotonic() + LONGEST
        while _lives(self.process.pid):
            if time.monotonic() > until:
                raise AssertionError("a worker outlived its build")
            time.sleep(0.002)
        return code

    def workers(self) -> list[int]:
        """The processes that it has started."""
        number = self.process.pid
        try:
            return [int(each) for each in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
        except OSError:
            return []


def _lives(session: int) -> bool:
    """Whether any process of the session is left, those that only wait to be buried aside."""
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, group = place.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(group) == session and state != "Z":
            return True
    return False


def by_the_clock(shot: Shot, rng: random.Random, usual: float) -> None:
    time.sleep(rng.uniform(0.0, 1.1 * usual))
    shot.process.send_signal(signal.SIGKILL)


def all_at_once(shot: Shot, rng: random.Random, usual: float) -> None:
    time.sleep(rng.uniform(0.0, 1.1 * usual))
    if shot.process.poll() is None:
        os.killpg(shot.process.pid, signal.SIGKILL)


def a_worker(shot: Shot, rng: random.Random, usual: float) -> None:
    until = time.monotonic() + usual
    while time.monotonic() < until and not shot.workers():
        time.sleep(0.001)
    time.sleep(rng.uniform(0.0, 0.2 * usual))
    for worker in shot.workers()[:1]:
        os.kill(worker, signal.SIGKILL)


def nothing_more(_shot: Shot, _rng: random.Random, _usual: float) -> None:
    """The harm is within."""


def drawn(rng: random.Random, plant: str) -> tuple[str, Harm, Callable[[Shot, random.Random, float], None]]:
    """A way to be harmed: its name, what goes wrong within, and what is done from without."""
    parent, worker = rng.randint(1, 180), rng.randint(1, 70)
    number = rng.choice(REFUSALS)
    return rng.choice(
        [
            ("killed by the clock", Harm(plant=plant), by_the_clock),
            ("killed with its workers", Harm(plant=plant), all_at_once),
            ("a worker killed", Harm(plant=plant), a_worker),
            ("killed at an operation", Harm("parent", parent, 0, plant), nothing_more),
            ("a worker killed at an operation", Harm("worker", worker, 0, plant), nothing_more),
            ("refused", Harm("parent", parent, number, plant), nothing_more),
            ("a worker refused", Harm("worker", worker, number, plant), nothing_more),
        ]
    )


class Range:
    """A publication whose builds are shot at."""

    def __init__(self, folder: Path, seed: int, *, plant: str = "") -> None:
        self.rng = random.Random(seed)
        self.bench = Bench(folder / "press", publication())
        self.told = folder / "told"
        self.plant = plant
        self.hit: Counter[str] = Counter()
        self.tried: Counter[str] = Counter()
        self.lost = [f"at first: {line}" for line in self.bench.differences(self.bench.request())]
        self.usual = self._usual()

    def _usual(self) -> float:
        retitled(self.bench)
        start = time.monotonic()
        code = Shot(self.bench, Harm(), self.told).ended()
        usual = time.monotonic() - start
        retitled_back(self.bench)
        if code:
            self.lost.append(f"a build that nobody harmed ended with {code}: {self.told.read_text()}")
        self.lost += self.bench.differences(self.bench.request())
        return usual

    def shoot(self) -> None:
        """One build, harmed somehow; what is lost is noted."""
        bench, rng = self.bench, self.rng
        step = rng.choice(list(STEPS))
        change, undo = STEPS[step]
        if step == "half added":
            thinned(bench)
            bench.build(bench.request())
        before = bench.tree() if step != "the first build" else {}
        change(bench)
        after = bench.clean(bench.request()).tree
        how, harm, strike = drawn(rng, self.plant)
        shot = Shot(bench, harm, self.told)
        strike(shot, rng, self.usual)
        code = shot.ended()
        self.tried[how] += 1
        self.hit[how] += code != 0
        where = f"{step}, {how} ({harm.at}), ended with {code}"
        self.lost += [f"{where}: {loss}" for loss in (*self._said(how, code), *losses(bench, before, after))]
        regretted = rng.random() < 0.5
        if regretted:
            undo(bench)
        self.lost += [f"{where}, {'undone' if regretted else 'done'}: {line}" for line in self._next()]
        if not regretted:
            undo(bench)
        if step == "half added":
            filled(bench)

    def _next(self) -> list[str]:
        return self.bench.differences(self.bench.request())

    def _said(self, how: str, code: int) -> Iterator[str]:
        """What is amiss in how the build ended."""
        text = self.told.read_text()
        killed = how in ("killed by the clock", "killed with its workers", "killed at an operation")
        if code not in ((0, -signal.SIGKILL) if killed else (0, 3)):
            yield f"it should not end so: {text}"
        if "Traceback" in text or "fault of Byline's own" in text:
            yield f"it said {text}"
        if code == 3 and "cannot" not in text and "worker process" not in text:
            yield f"it did not say why: {text}"


def losses(bench: Bench, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    """What a build that was struck left amiss in the output."""
    found = bench.tree()
    for path, digest in found.items():
        if path != NAME and not path.endswith("/") and digest not in (before.get(path), after.get(path)):
            yield f"{path} is torn"
    for path in before.keys() & after.keys() - found.keys():
        yield f"{path} is missing"
    if not found:
        return
    if NAME not in found:
        yield "the claim on the output is lost"
        return
    manifest = read_manifest((bench.output / NAME).read_bytes())
    listed = {path: digest for path, digest in found.items() if path != NAME and not path.endswith("/")}
    if unlisted := listed.keys() - manifest.paths.keys():
        yield f"the manifest does not list {sorted(unlisted)[:3]}"
    if manifest.state == "finished" and differing(listed, manifest.paths):
        yield f"called finished: {differing(listed, manifest.paths)[:3]}"


def practice(seconds: float, seed: int, folder: Path, *, plant: str = "", most: int = 10**9) -> Range:
    """Shoot for so long, or until something is lost, or so many times."""
    with compiled_once():
        made = Range(folder, seed, plant=plant)
        until = time.monotonic() + seconds
        while time.monotonic() < until and not made.lost and sum(made.tried.values()) < most:
            made.shoot()
    return made


def main(seconds: float, seed: int) -> int:
    """Tell figures; 1 where something was lost."""
    ground = Ground()
    try:
        made = practice(seconds, seed, ground.folder)
    finally:
        ground.clear()
    for how, count in sorted(made.tried.items()):
        print(f"{how:<32} {count:5} tried {made.hit[how]:5} hit")
    print(f"{'in all':<32} {made.tried.total():5} tried {made.hit.total():5} hit, lost: {made.lost or 'nothing'}")
    return 1 if made.lost else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2])))
