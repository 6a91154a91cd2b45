"""Frozen values in, the results of one function on each out: in order, on several cores or on one, the same."""

import gc
import itertools
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess
from types import GenericAlias
from typing import Generic, TypeVar

from msgspec import Raw, Struct, msgpack

from generator.errors import BylineError, Fault, Problem, Stop

Common = TypeVar("Common")
Item = TypeVar("Item")
Result = TypeVar("Result")

FEW = 16
"""So many items are done in line: to start workers would take longer."""

TERM = 4096
"""So many items a forked worker does, then another takes its place: whatever it looks at of its parent's values, it
comes to hold a copy of, page by page."""

_LARGEST = 64
_LONG = 512
"""Items of a worker's first chunk where the parent has something else to do meanwhile."""

_LAST_CALLS = 4
"""Into how many chunks per core what is left is cut, so that at the end no core waits long for another."""


class Failed(Struct, frozen=True):
    """The result of an item that a Stop ended."""

    problems: tuple[Problem, ...]


class Bug(BylineError):
    """An error that nobody foresaw, and the item that it befell."""

    def __init__(self, message: str, trace: str) -> None:
        super().__init__(message)
        self.trace = trace
        """As Python tells it."""


class _Reply(Struct, frozen=True):
    """What came of a chunk."""

    values: Raw
    """A list of the results, in msgpack."""
    failed: dict[int, tuple[Problem, ...]]
    """What ended the others, by place in the chunk."""
    fault: str = ""
    bug: tuple[str, str] | None = None
    """Message and trace."""


class _Errand(Struct, Generic[Common, Item, Result], frozen=True):
    """What every worker must know."""

    work: Callable[[Common, Item], Result]
    common: Common
    items: Sequence[Item]
    """Empty in a process that did not inherit them; chunks are then sent."""
    meanwhile: Callable[[], None] | None = None
    """What the parent does while the workers are at their first chunks."""


class _Worker(Struct, frozen=True):
    """A process and the parent's end of its pipe."""

    process: BaseProcess
    pipe: Connection


def spread(
    work: Callable[[Common, Item], Result],
    items: Sequence[Item],
    *,
    common: Common,
    cores: int,
    result: type[Result],
    done: Callable[[int], None] | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> list[Result | Failed]:
    """`work(common, item)` for each item, in the items' order; `done` hears now and then how many are finished.

    As for the rest, see `stream`.
    """
    results: list[Result | Failed] = [_UNDONE] * len(items)
    count = 0
    with closing(stream(work, items, common=common, cores=cores, result=result, meanwhile=meanwhile)) as chunks:
        for chunk, values in chunks:
            results[chunk.start : chunk.stop] = values
            count += len(chunk)
            if done:
                done(count)
    return results


_UNDONE = Failed(())


def stream(
    work: Callable[[Common, Item], Result],
    items: Sequence[Item],
    *,
    common: Common,
    cores: int,
    result: type[Result],
    meanwhile: Callable[[], None] | None = None,
) -> Generator[tuple[range, list[Result | Failed]], None, None]:
    """`work(common, item)` for each item: places in `items` and what became of them, as it comes. To be closed.

    An item that raises Stop gives Failed and the others go on; a Fault ends it all, and so does an error that nobody
    foresaw, as Bug. `work` is a function of a module; its results are what msgspec carries as the type `result`.
    `meanwhile` is done by this process while the workers are at their first items.
    """
    errand = _Errand(work, common, items, meanwhile)
    crew = _crew if cores > 1 and len(items) > FEW else _alone
    decoder = msgpack.Decoder(GenericAlias(list, (result,)))
    with closing(crew(errand, min(cores, len(items)))) as replies:
        for chunk, reply in replies:
            yield chunk, _values(chunk, reply, decoder)


def _values(chunk: range, reply: _Reply, decoder: "msgpack.Decoder[list[Result]]") -> list[Result | Failed]:
    if reply.bug:
        raise Bug(*reply.bug)
    if reply.fault:
        raise Fault(reply.fault)
    values: list[Result] = decoder.decode(reply.values)
    if not reply.failed:
        return list(values)
    done = iter(values)
    return [Failed(reply.failed[place]) if place in reply.failed else next(done) for place in range(len(chunk))]


def _do(work: Callable[[Common, Item], Result], common: Common, items: Sequence[Item]) -> _Reply:
    """Do a chunk; an error ends it, a Stop only its item."""
    values: list[Result] = []
    failed: dict[int, tuple[Problem, ...]] = {}
    empty = Raw(b"\x90")
    for offset, item in enumerate(items):
        try:
            values.append(work(common, item))
        except Stop as stop:
            failed[offset] = stop.problems
        except Fault as fault:
            return _Reply(empty, {}, fault=str(fault))
        except Exception as error:  # a bug, which must reach the parent whole
            return _Reply(empty, {}, bug=_described(_name(item), error))
    try:
        return _Reply(Raw(msgpack.encode(values)), failed)
    except TypeError as error:
        return _Reply(empty, {}, bug=_described(_names(items), error))


def _described(name: str, error: Exception) -> tuple[str, str]:
    return f"{name}: {type(error).__name__}: {error}", "".join(traceback.format_exception(error))


def _name(item: object) -> str:
    return str(getattr(item, "path", None) or repr(item)[:80])


def _names(items: Sequence[object]) -> str:
    return _name(items[0]) if len(items) == 1 else f"{_name(items[0])} to {_name(items[-1])} ({len(items)} in all)"


def _chunks(count: int, cores: int, *, first: int = _LARGEST) -> Iterator[range]:
    """Ranges that get smaller towards the end; the one that each core gets first is of no more than `first`."""
    start = 0
    for number in itertools.count():
        if start >= count:
            return
        size = max(1, min(first if number < cores else _LARGEST, (count - start) // (cores * _LAST_CALLS)))
        yield range(start, start + size)
        start += size


# ---------------------------------------------------------------- in line


def _alone(errand: _Errand[Common, Item, Result], cores: int) -> Generator[tuple[range, _Reply], None, None]:
    if errand.meanwhile:
        errand.meanwhile()
    for chunk in _chunks(len(errand.items), cores):
        yield chunk, _do(errand.work, errand.common, errand.items[chunk.start : chunk.stop])


# ---------------------------------------------------------------- on several cores


def _crew(errand: _Errand[Common, Item, Result], cores: int) -> Generator[tuple[range, _Reply], None, None]:
    """Chunks as workers finish them. A worker has one chunk, or none and an empty pipe: neither side can block."""
    items, first = errand.items, _LONG if errand.meanwhile else _LARGEST
    chunks = _chunks(len(items), cores, first=first)
    with _hired(errand, cores) as crew:
        inherited = crew.forks
        busy: dict[Connection, tuple[_Worker, range]] = {}
        done: dict[Connection, int] = {}

        def hand(worker: _Worker) -> None:
            chunk = next(chunks, None)
            if chunk is not None:
                sent = None if inherited else items[chunk.start : chunk.stop]
                busy[worker.pipe] = (worker, chunk)
                with _alive(worker, items[chunk.start : chunk.stop]):
                    worker.pipe.send((chunk.start, chunk.stop, sent))

        for worker in tuple(crew.workers):
            hand(worker)
        if errand.meanwhile:
            errand.meanwhile()
        while busy:
            for pipe in connection.wait(list(busy)):
                assert isinstance(pipe, Connection)
                worker, chunk = busy.pop(pipe)
                with _alive(worker, items[chunk.start : chunk.stop]):
                    reply = msgpack.decode(pipe.recv_bytes(), type=_Reply)
                done[pipe] = done.get(pipe, 0) + len(chunk)
                if inherited and done[pipe] >= TERM and chunk.stop < len(items):
                    del done[pipe]
                    worker = crew.succeed(worker)
                hand(worker)
                yield chunk, reply


@contextmanager
def _alive(worker: _Worker, items: Sequence[object]) -> Iterator[None]:
    """Turn the end of a worker into a Fault that names what it had in hand."""
    try:
        yield
    except (EOFError, ConnectionError) as error:
        worker.process.join(1.0)
        code = worker.process.exitcode
        how = f"was killed by signal {-code}" if code is not None and code < 0 else f"ended with code {code}"
        raise Fault(f"a worker process {how} while it was at work on {_names(items)}") from error


class _Crew:
    """Workers at one errand; they end with it, and when this process does."""

    def __init__(self, errand: _Errand[Common, Item, Result]) -> None:
        self.forks = may_fork()
        """Whether workers inherit the items."""
        self.workers: list[_Worker] = []
        self._errand = errand
        self._context = get_context("fork") if self.forks else get_context("spawn")
        self._listener, self._life = self._context.Pipe(duplex=False)

    def hire(self) -> _Worker:
        """One more."""
        here, there = self._context.Pipe()
        errand, others = self._errand, (self._life, *(worker.pipe for worker in self.workers), here)
        if isinstance(self._context, SpawnContext):
            errand, others = _Errand(errand.work, errand.common, ()), ()
        process = self._context.Process(target=_serve, args=(errand, there, self._listener, others), daemon=True)
        process.start()
        there.close()
        self.workers.append(_Worker(process, here))
        return self.workers[-1]

    def succeed(self, worker: _Worker) -> _Worker:
        """Another in the place of one who has nothing in hand."""
        self.workers.remove(worker)
        _dismiss(worker)
        return self.hire()

    def dismiss(self) -> None:
        """Let everyone go; whoever is still at work ends here."""
        for worker in self.workers:
            worker.pipe.close()
        self._life.close()
        self._listener.close()
        for worker in self.workers:
            _dismiss(worker)


def _dismiss(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.join()
    worker.process.close()


@contextmanager
def _hired(errand: _Errand[Common, Item, Result], cores: int) -> Iterator[_Crew]:
    """A crew of so many workers."""
    crew = _Crew(errand)
    frozen = gc.get_freeze_count()
    gc.freeze()  # what is here now is never walked again by a worker's collector, so its pages stay shared
    try:
        for _ in range(cores):
            crew.hire()
        yield crew
    finally:
        crew.dismiss()
        if not frozen:
            gc.unfreeze()


def may_fork() -> bool:
    """Whether this process is alone in itself: a lock that another thread holds would stay held in a child."""
    if sys.platform != "linux":
        return False
    with suppress(OSError):
        return len(os.listdir("/proc/self/task")) == 1
    return threading.active_count() == 1


def _serve(
    errand: _Errand[Common, Item, Result], pipe: Connection, life: Connection, inherited: tuple[Connection, ...]
) -> None:
    """A worker's life: chunks in, replies out, until the pipe closes or the parent dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for stranger in inherited:
        stranger.close()
    threading.Thread(target=_end_with, args=(life,), daemon=True).start()
    gc.disable()
    while True:
        try:
            start, stop, sent = pipe.recv()
            items = errand.items[start:stop] if sent is None else sent
            pipe.send_bytes(msgpack.encode(_do(errand.work, errand.common, items)))
        except (EOFError, ConnectionError):
            return
        gc.collect(0)  # between chunks, when little is alive


def _end_with(life: Connection) -> None:
    with suppress(EOFError, OSError):
        life.recv_bytes()
    os._exit(1)
