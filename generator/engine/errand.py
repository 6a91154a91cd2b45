"""A piece of work that is the same for many items, a chunk of them at a time, to a reply that can cross processes."""

import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from msgspec import Raw, Struct, msgpack

from generator.errors import Fault, Problem, Stop

Common = TypeVar("Common")
Item = TypeVar("Item")
Result = TypeVar("Result")


@runtime_checkable
class Gathering(Protocol):
    """What many items of a chunk put somewhere may be written together; raises Fault, at the end as well."""

    def together(self, line: str) -> AbstractContextManager[None]:
        """`line`: what workers share of whom one begins when the one before has done its last; empty for none."""


ROW = 32
"""Items to which a step of a work in steps is done one after the other."""


class Steps(Struct, Generic[Common, Item, Result], frozen=True):
    """A work of several steps, each a function of a module: the first is given an item, the next what the one before
    gave. A step is done to a whole row of items before the next is done to any: the processor then has at hand the code
    of that step alone, which makes a clean build faster by a twelfth.
    """

    steps: tuple[Callable[[Any, Any], Any], ...]

    def __call__(self, common: Common, item: Item) -> Result:
        """All steps, for one item."""
        value: Any = item
        for step in self.steps:
            value = step(common, value)
        result: Result = value
        return result


class Errand(Struct, Generic[Common, Item, Result], frozen=True):
    """What every worker must know."""

    work: Callable[[Common, Item], Result]
    common: Common
    items: Sequence[Item]
    """Empty in a process that did not inherit them; chunks are then sent."""
    meanwhile: Callable[[], None] | None = None
    """What the parent does while the workers are at their first chunks."""


class Reply(Struct, frozen=True):
    """What came of a chunk."""

    values: Raw
    """A list of the results, in msgpack."""
    failed: dict[int, tuple[Problem, ...]]
    """What ended the others, by place in the chunk."""
    fault: str = ""
    bug: tuple[str, str] | None = None
    """Message and trace."""
    is_last: bool = False
    """Whether another worker had better do what is left."""


def do(work: Callable[[Common, Item], Result], common: Common, items: Sequence[Item], *, line: str = "") -> Reply:
    """Do a chunk, as one of a `line` of workers; an error ends it, a Stop only its item."""
    try:
        with common.together(line) if isinstance(common, Gathering) else nullcontext():
            return _done(work, common, items)
    except Fault as fault:
        return Reply(_NOTHING, {}, fault=str(fault))


_NOTHING = Raw(b"\x90")


def _done(work: Callable[[Common, Item], Result], common: Common, items: Sequence[Item]) -> Reply:
    values: list[Result] = []
    failed: dict[int, tuple[Problem, ...]] = {}
    steps = work.steps if isinstance(work, Steps) else (work,)
    for start in range(0, len(items), ROW):
        row: dict[int, Any] = dict(enumerate(items[start : start + ROW], start))
        for step in steps:
            for place, value in [*row.items()]:
                try:
                    row[place] = step(common, value)
                except Stop as stop:
                    failed[place] = stop.problems
                    del row[place]
                except Fault:
                    raise
                except Exception as error:  # a bug, which must reach the parent whole
                    return Reply(_NOTHING, {}, bug=_described(_name(items[place]), error))
        values += row.values()
    try:
        return Reply(Raw(msgpack.encode(values)), failed)
    except TypeError as error:
        return Reply(_NOTHING, {}, bug=_described(names_of(items), error))


def _described(name: str, error: Exception) -> tuple[str, str]:
    return f"{name}: {type(error).__name__}: {error}", "".join(traceback.format_exception(error))


def _name(item: object) -> str:
    return str(getattr(item, "path", None) or repr(item)[:80])


def names_of(items: Sequence[object]) -> str:
    """What to call some items in a message."""
    return _name(items[0]) if len(items) == 1 else f"{_name(items[0])} to {_name(items[-1])} ({len(items)} in all)"
