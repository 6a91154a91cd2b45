"""Worker processes at one errand: chunks of its items out, replies back as they come."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess

from msgspec import Struct, msgpack
from msgspec.structs import replace

from generator.engine.chunks import Chunks
from generator.engine.errand import Common, Errand, Item, Reply, Result, do, names_of
from generator.engine.forking import may_fork
from generator.errors import Fault

if sys.platform == "linux":
    import resource

SHARE = 160_000_000
"""Bytes of its parent's memory that a forked worker may come to hold a copy of, page by page, as it looks at values;
then another takes its place. To copy the same anew takes its time as well."""


class _Worker(Struct, frozen=True):
    """A process and the parent's end of its pipe."""

    process: BaseProcess
    pipe: Connection
    is_late: bool
    """Whether it begins with the last items."""
    line: str
    """Of itself and those whose place it took."""


def crew_at(
    errand: Errand[Common, Item, Result], chunks: Chunks, cores: int
) -> Generator[tuple[range, Reply], None, None]:
    """Chunks as workers finish them. A worker has one chunk, or none and an empty pipe: neither side can block."""
    items = errand.items
    with _hired(errand, cores) as crew:
        inherited = crew.forks
        busy: dict[Connection, tuple[_Worker, range]] = {}

        def hand(worker: _Worker) -> None:
            chunk = chunks.take(last=worker.is_late)
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
                    reply = msgpack.decode(pipe.recv_bytes(), type=Reply)
                hand(crew.succeed(worker) if reply.is_last and inherited and chunks.are_left else worker)
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
        raise Fault(f"a worker process {how} while it was at work on {names_of(items)}") from error


class _Crew:
    """Workers at one errand; they end with it, and when this process does."""

    def __init__(self, errand: Errand[Common, Item, Result]) -> None:
        self.forks = may_fork()
        """Whether workers inherit the items."""
        self.workers: list[_Worker] = []
        self._leaving: list[_Worker] = []
        """Who has been let go, and need not be waited for yet."""
        self._errand = errand
        self._context = get_context("fork") if self.forks else get_context("spawn")
        self._listener, self._life = self._context.Pipe(duplex=False)

    def hire(self, *, is_late: bool, line: str = "") -> _Worker:
        """One more, or the next of a line."""
        here, there = self._context.Pipe()
        errand, others = self._errand, (self._life, *(worker.pipe for worker in self.workers), here)
        if isinstance(self._context, SpawnContext):
            errand, others = Errand(errand.work, errand.common, ()), ()
        line = line or os.urandom(6).hex()
        process = self._context.Process(target=_serve, args=(errand, there, self._listener, others, line), daemon=True)
        process.start()
        there.close()
        self.workers.append(_Worker(process, here, is_late, line))
        return self.workers[-1]

    def succeed(self, worker: _Worker) -> _Worker:
        """Another in the place of one who has nothing in hand, and who goes when it has given back its memory."""
        for gone in self._leaving:
            _dismiss(gone)
        self._leaving = [worker]
        self.workers.remove(worker)
        worker.pipe.close()
        return self.hire(is_late=worker.is_late, line=worker.line)

    def dismiss(self) -> None:
        """Let everyone go; whoever is still at work ends here."""
        for worker in self.workers:
            worker.pipe.close()
        self._life.close()
        self._listener.close()
        for worker in (*self.workers, *self._leaving):
            _dismiss(worker)


def _dismiss(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.join()
    worker.process.close()


@contextmanager
def _hired(errand: Errand[Common, Item, Result], cores: int) -> Iterator[_Crew]:
    """A crew of so many workers."""
    crew = _Crew(errand)
    frozen = gc.get_freeze_count()
    gc.freeze()  # what is here now is never walked again by a worker's collector, so its pages stay shared
    try:
        for number in range(cores):
            crew.hire(is_late=number % 2 == 1)
        yield crew
    finally:
        crew.dismiss()
        if not frozen:
            gc.unfreeze()


def _serve(
    errand: Errand[Common, Item, Result],
    pipe: Connection,
    life: Connection,
    inherited: tuple[Connection, ...],
    line: str,
) -> None:
    """A worker's life: chunks in, replies out, until the pipe closes or the parent dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for stranger in inherited:
        stranger.close()
    threading.Thread(target=_end_with, args=(life,), daemon=True).start()
    gc.disable()
    gc.freeze()  # what the parent has by now is not walked, so that its pages stay shared
    while True:
        try:
            start, stop, sent = pipe.recv()
            items = errand.items[start:stop] if sent is None else sent
            reply = do(errand.work, errand.common, items, line=line)
            pipe.send_bytes(msgpack.encode(replace(reply, is_last=True) if _copied() > SHARE else reply))
        except (EOFError, ConnectionError):
            return
        gc.collect(0)  # between chunks, when little is alive


def _copied() -> int:
    """Bytes that this worker took for itself since it was forked: of its parent's memory, and new ones."""
    if sys.platform != "linux":
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt * resource.getpagesize()


def _end_with(life: Connection) -> None:
    with suppress(EOFError, OSError):
        life.recv_bytes()
    os._exit(1)
