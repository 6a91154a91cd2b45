"""One core and two give the same results in the same order, and every way to fail is told."""

import gc
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import Struct

from generator.engine.chunks import LARGEST
from generator.engine.files import Files
from generator.engine.pool import FEW, Bug, Failed, spread, stream
from generator.engine.store import Store
from generator.errors import Fault, Place, Problem, Stop


class Task(Struct, frozen=True):
    path: str
    number: int


class Square(Struct, frozen=True):
    number: int
    at: datetime
    worker: int = 0


TASKS = [Task(f"content/{number}.md", number) for number in range(200)]
NOW = datetime(2024, 5, 17, tzinfo=UTC)
BOTH = pytest.mark.parametrize("cores", [1, 2, 3])


def square(common, task):
    if task.number in common.get("stop", ()):
        raise Stop(Problem(place=Place(task.path, 3), message=f"{task.number} is wrong"))
    if task.number in common.get("fault", ()):
        raise Fault(f"no room for {task.path}")
    if task.number in common.get("bug", ()):
        return {}["nothing"]
    if task.number in common.get("odd", ()):
        return object()
    if task.number in common.get("die", ()):
        os.kill(os.getpid(), signal.SIGKILL)
    if task.number in common.get("leave", ()):
        os._exit(7)
    return Square(task.number**2, NOW, os.getpid() if common.get("tell") else 0)


def run(cores, items=TASKS, done=None, **common):
    return spread(square, items, common=common, cores=cores, result=Square, done=done)


@BOTH
def test_results_come_in_order(cores):
    assert run(cores) == [Square(number**2, NOW) for number in range(200)]
    assert run(cores, TASKS[:3]) == [Square(number**2, NOW) for number in range(3)]
    assert run(cores, []) == []


def test_many_are_spread_and_few_are_not():
    assert {result.worker for result in run(2, tell=True)}.isdisjoint({os.getpid()})
    assert len({result.worker for result in run(2, tell=True)}) == 2
    assert {result.worker for result in run(2, TASKS[:FEW], tell=True)} == {os.getpid()}


@BOTH
def test_what_stops_an_item_stops_no_other(cores):
    results = run(cores, stop=(0, 7, 199))
    for number, result in enumerate(results):
        if number in (0, 7, 199):
            problem = Problem(place=Place(f"content/{number}.md", 3), message=f"{number} is wrong")
            assert result == Failed((problem,))
        else:
            assert result == Square(number**2, NOW)


@BOTH
def test_a_fault_ends_it_all(cores):
    with pytest.raises(Fault, match=r"^no room for content/150.md$"):
        run(cores, fault=(150,))


@BOTH
def test_a_bug_names_its_item(cores):
    with pytest.raises(Bug, match=r"^content/150.md: KeyError: 'nothing'$") as bug:
        run(cores, bug=(150,))
    assert 'return {}["nothing"]' in bug.value.trace
    assert bug.value.exit_code == 70


@BOTH
def test_a_result_that_cannot_travel_is_a_bug(cores):
    with pytest.raises(Bug, match=r"^content/\d+.md.*: TypeError"):
        run(cores, odd=(150,))


@pytest.mark.parametrize(("how", "told"), [("die", "was killed by signal 9"), ("leave", "ended with code 7")])
def test_a_worker_that_died_is_a_fault_that_names_its_work(how, told):
    with pytest.raises(Fault, match=rf"^a worker process {told} while it was at work on content/(\d+).md") as fault:
        run(2, **{how: (150,)})
    first, _, last = str(fault.value).partition(" at work on ")[2].partition(" to ")
    low = int(first[8:-3])
    assert low <= 150 <= (int(last.split(".md")[0][8:]) if last else low)


def test_nobody_is_left_behind():
    before = _children()
    run(2)
    with pytest.raises(Fault):
        run(2, die=(5,))
    with pytest.raises(Bug):
        run(2, bug=(5,))
    assert _children() == before
    assert gc.get_freeze_count() == 0


def _children():
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


@BOTH
def test_progress_is_told(cores):
    told = []
    run(cores, done=told.append)
    assert told == sorted(told)
    assert told[-1] == 200
    assert len(told) > 2


def begun(common, item):
    (common / str(item)).touch()
    return os.getpid()


def test_the_parent_is_busy_once_while_the_workers_have_begun(tmp_path):
    seen = []

    def look():
        until = time.monotonic() + 30
        while not seen and time.monotonic() < until:
            seen.extend(tmp_path.iterdir())
        seen.append(os.getpid())

    workers = spread(begun, list(range(100)), common=tmp_path, cores=2, result=int, meanwhile=look)
    assert len(seen) > 1
    assert seen.count(os.getpid()) == 1
    assert os.getpid() not in workers


@BOTH
def test_what_befalls_the_parent_meanwhile_ends_it_all(cores):
    def fail():
        raise Fault("no room")

    with pytest.raises(Fault, match="no room"):
        spread(square, TASKS, common={}, cores=cores, result=Square, meanwhile=fail)


def test_values_come_with_their_places_as_they_are_made():
    with closing(stream(square, TASKS, common={"stop": (3,)}, cores=2, result=Square)) as chunks:
        found = {place: value for chunk, values in chunks for place, value in zip(chunk, values, strict=True)}
    assert sorted(found) == list(range(200))
    assert isinstance(found.pop(3), Failed)
    assert found == {place: Square(place**2, NOW) for place in found}


def big(common, item):
    return common * item


@BOTH
def test_results_larger_than_a_pipe(cores):
    results = spread(big, list(range(40)), common="x" * 50_000, cores=cores, result=str)
    assert [len(result) for result in results] == [50_000 * number for number in range(40)]


# ---------------------------------------------------------------- processes of their own


SCRIPT = """
    import os, sys, threading, time
    from generator.engine.pool import spread

    def work(common, item):
        if common:
            time.sleep(common)
        return f"{os.getpid()} {item}"

    if __name__ == "__main__":
"""


def script(tmp_path, body):
    path = tmp_path / "script.py"
    path.write_text(textwrap.dedent(SCRIPT) + textwrap.indent(textwrap.dedent(body), "    "))
    root = str(Path(__file__).parents[2])
    return subprocess.Popen(
        [sys.executable, path],
        env={**os.environ, "PYTHONPATH": root},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_beside_another_thread_no_worker_is_forked(tmp_path):
    process = script(
        tmp_path,
        """
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
        results = spread(work, list(range(40)), common=0, cores=2, result=str)
        assert [r.split()[1] for r in results] == [str(n) for n in range(40)]
        assert str(os.getpid()) not in {r.split()[0] for r in results}
        import multiprocessing.popen_fork as forks, sys
        print("multiprocessing.popen_spawn_posix" in sys.modules)
        """,
    )
    out, err = process.communicate(timeout=30)
    assert (out, err, process.returncode) == ("True\n", "", 0)


def _pids_in_session(session):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def _wait_for(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def test_workers_end_when_their_parent_is_killed(tmp_path):
    process = script(tmp_path, "spread(work, list(range(100)), common=20, cores=2, result=str)")
    assert _wait_for(lambda: len(_pids_in_session(process.pid)) == 3)
    process.kill()
    process.communicate()
    assert _wait_for(lambda: not _pids_in_session(process.pid), 1.0)


def test_an_interrupt_ends_workers_quietly(tmp_path):
    body = """
    try:
        spread(work, list(range(100)), common=20, cores=2, result=str)
    except KeyboardInterrupt:
        print("interrupted")
    """
    process = script(tmp_path, body)
    assert _wait_for(lambda: len(_pids_in_session(process.pid)) == 3)
    time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=5)
    assert (out, err) == ("interrupted\n", "")
    assert not _pids_in_session(process.pid)


def test_an_interrupt_is_the_parents_to_answer(tmp_path):
    body = "print(len(spread(work, list(range(40)), common=0.01, cores=2, result=str)))"
    process = script(tmp_path, body)
    assert _wait_for(lambda: len(_pids_in_session(process.pid)) == 3)
    time.sleep(0.05)
    for worker in set(_pids_in_session(process.pid)) - {process.pid}:
        os.kill(worker, signal.SIGINT)
    assert process.communicate(timeout=5) == ("40\n", "")


def frozen(common, item):
    return gc.get_freeze_count()


def test_what_was_there_before_is_not_walked_by_a_workers_collector():
    assert min(spread(frozen, list(range(40)), common=None, cores=2, result=int)) > 1000


def test_a_thread_in_this_process_does_not_matter_to_few_items():
    ready = threading.Event()
    thread = threading.Thread(target=ready.wait, daemon=True)
    thread.start()
    try:
        assert run(2, TASKS[:3]) == run(1, TASKS[:3])
    finally:
        ready.set()
        thread.join()


def test_a_worker_that_holds_much_ends_and_another_takes_its_place(monkeypatch):
    monkeypatch.setattr("generator.engine.crew.SHARE", 0)
    results = run(2, tell=True)
    assert [result.number for result in results] == [task.number**2 for task in TASKS]
    assert len({result.worker for result in results}) > len(TASKS) // LARGEST
    assert _children() == []


def stored(store, number):
    return store.put(bytes([number]) * 100)


def test_workers_who_follow_each_other_keep_what_they_put_down_together(tmp_path, monkeypatch):
    monkeypatch.setattr("generator.engine.crew.SHARE", 0)
    store = Store(f"{tmp_path}/store", Files())
    keys = spread(stored, list(range(200)), common=store, cores=2, result=str)
    assert len(os.listdir(store.folder)) == 2
    assert [Store(store.folder, Files()).get(key)[0] for key in keys] == list(range(200))


def changed(values, item):
    """Copies a quarter of a million bytes of what the parent shares, then says who did."""
    for number in range(item * 262_144, (item + 1) * 262_144, 4096):
        values[number] += 1
    return os.getpid()


def test_workers_are_as_many_as_what_they_copy_asks_for(monkeypatch):
    monkeypatch.setattr("generator.engine.crew.SHARE", 20_000_000)
    values = bytearray(b"1") * (200 * 262_144)
    workers = spread(changed, list(range(200)), common=values, cores=2, result=int)
    assert 3 <= len(set(workers)) <= 6
    monkeypatch.setattr("generator.engine.crew.SHARE", 200_000_000)
    assert len(set(spread(changed, list(range(200)), common=values, cores=2, result=int))) == 2


def waiting_for_the_collector(common, item):
    return gc.get_count()[0] if item % 2 == 0 else 0


def test_what_the_parent_made_meanwhile_is_not_walked_by_the_next_worker_either(monkeypatch):
    monkeypatch.setattr("generator.engine.crew.SHARE", 0)
    made = []
    gc.disable()
    try:
        counts = spread(
            waiting_for_the_collector,
            list(range(200)),
            common=None,
            cores=2,
            result=int,
            done=lambda done: made.extend([number] for number in range(20_000)),
        )
    finally:
        gc.enable()
    assert len(made) > 100_000
    assert max(counts) < 10_000


class Gatherer(Struct):
    """Counts what was done since it was last written down, and fails at the end where that is too much."""

    most: int
    waiting: int = 0

    @contextmanager
    def together(self, line):
        self.waiting = 0
        yield
        if self.waiting > self.most:
            raise Fault(f"no room for {self.most + 1}")
        self.waiting = -1000


def gathered(common, _item):
    common.waiting += 1
    return common.waiting


@BOTH
def test_what_a_chunk_gathers_is_written_before_its_results_count(cores):
    done = spread(gathered, list(range(200)), common=Gatherer(LARGEST), cores=cores, result=int)
    assert min(done) == 1
    assert max(done) <= LARGEST
    with pytest.raises(Fault, match=r"^no room for 2$"):
        spread(gathered, list(range(200)), common=Gatherer(1), cores=cores, result=int)
