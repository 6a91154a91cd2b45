"""Frozen values in, the results of one function on each out: in order, on several cores or on one, the same."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from types import GenericAlias

from msgspec import Struct, msgpack

from generator.engine.chunks import LARGEST, LONG, Chunks
from generator.engine.errand import Common, Errand, Item, Reply, Result, do
from generator.errors import BylineError, Fault, Problem

FEW = 16
"""So many items are done in line: to start workers would take longer."""


class Failed(Struct, frozen=True):
    """The result of an item that a Stop ended."""

    problems: tuple[Problem, ...]


class Bug(BylineError):
    """An error that nobody foresaw, and the item that it befell."""

    def __init__(self, message: str, trace: str) -> None:
        super().__init__(message)
        self.trace = trace
        """As Python tells it."""


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
    errand = Errand(work, common, items, meanwhile)
    cores = min(cores, len(items))
    chunks = Chunks(len(items), cores, first=LONG if meanwhile else LARGEST)
    decoder = msgpack.Decoder(GenericAlias(list, (result,)))
    with closing(_replies(errand, chunks, cores)) as replies:
        for chunk, reply in replies:
            yield chunk, _values(chunk, reply, decoder)


def _replies(
    errand: Errand[Common, Item, Result], chunks: Chunks, cores: int
) -> Generator[tuple[range, Reply], None, None]:
    """By workers where that pays."""
    if cores == 1 or len(errand.items) <= FEW:
        return _alone(errand, chunks)
    from generator.engine.crew import crew_at  # with all of multiprocessing, which an edited text does without

    return crew_at(errand, chunks, cores)


def _values(chunk: range, reply: Reply, decoder: "msgpack.Decoder[list[Result]]") -> list[Result | Failed]:
    if reply.bug:
        raise Bug(*reply.bug)
    if reply.fault:
        raise Fault(reply.fault)
    values: list[Result] = decoder.decode(reply.values)
    if not reply.failed:
        return list(values)
    done = iter(values)
    return [Failed(reply.failed[place]) if place in reply.failed else next(done) for place in range(len(chunk))]


def _alone(errand: Errand[Common, Item, Result], chunks: Chunks) -> Generator[tuple[range, Reply], None, None]:
    if errand.meanwhile:
        errand.meanwhile()
    while (chunk := chunks.take()) is not None:
        yield chunk, do(errand.work, errand.common, errand.items[chunk.start : chunk.stop])
