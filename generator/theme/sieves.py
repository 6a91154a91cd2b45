"""Jinja's filters that ask values for one attribute, in a fraction of their time; what they give is the same.

Jinja looks a test up anew for each value, and goes through several calls to ask it for the attribute.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, cast

from jinja2 import Environment, pass_context, pass_environment
from jinja2.filters import FILTERS
from jinja2.runtime import Context
from jinja2.tests import TESTS
from jinja2.utils import missing

from generator.theme.environment import NOUNS, UNSEEN


def _is_plain(attribute: object) -> bool:
    return type(attribute) is str and attribute.isidentifier()


@pass_environment
def unique(
    environment: Environment, value: Iterable[Any], case_sensitive: bool = False, attribute: str | int | None = None
) -> Iterator[Any]:
    """The values without those that are like an earlier one."""
    if not _is_plain(attribute):
        given: Iterator[Any] = FILTERS["unique"](environment, value, case_sensitive, attribute)
        return given
    return _unique(environment, value, case_sensitive, attribute)


def _unique(environment: Environment, value: Iterable[Any], case_sensitive: bool, attribute: Any) -> Iterator[Any]:
    seen = set()
    for item, held in _each(environment, value, attribute):
        if not case_sensitive and isinstance(held, str):
            held = held.lower()
        if held not in seen:
            seen.add(held)
            yield item


@pass_context
def selectattr(context: Context, value: Iterable[Any], *args: Any, **values: Any) -> Iterator[Any]:
    """The values whose attribute passes a test."""
    return _sieved("selectattr", True, context, value, args, values)


@pass_context
def rejectattr(context: Context, value: Iterable[Any], *args: Any, **values: Any) -> Iterator[Any]:
    """The values whose attribute fails a test."""
    return _sieved("rejectattr", False, context, value, args, values)


@pass_context
def mapped(context: Context, value: Iterable[Any], *args: Any, **values: Any) -> Iterator[Any]:
    """An attribute of each value, or what another filter gives for it."""
    if args or values.keys() != {"attribute"} or not _is_plain(values["attribute"]):
        given: Iterator[Any] = FILTERS["map"](context, value, *args, **values)
        return given
    return _attributes(context.environment, value, values["attribute"])


def _attributes(environment: Environment, value: Iterable[Any], attribute: str) -> Iterator[Any]:
    if value:
        for _item, held in _each(environment, value, attribute):
            yield held


def _each(environment: Environment, value: Iterable[Any], attribute: str) -> Iterator[tuple[Any, Any]]:
    """The items with what each answers for the attribute; values of the content model are asked directly."""
    item_of = environment.getitem
    for item in value:
        held = getattr(item, attribute, missing) if type(item) in NOUNS else missing
        yield item, item_of(item, attribute) if type(held) in UNSEEN else held


def _sieved(
    name: str, wanted: bool, context: Context, value: Iterable[Any], args: tuple[Any, ...], values: dict[str, Any]
) -> Iterator[Any]:
    if (
        values
        or not args
        or not _is_plain(args[0])
        or not all(_is_bare(context.environment, test) for test in args[1:2])
    ):
        given: Iterator[Any] = FILTERS[name](context, value, *args, **values)
        return given
    passes = cast(Callable[..., Any], context.environment.tests[args[1]] if len(args) > 1 else bool)
    return _passing(context.environment, value, args[0], passes, args[2:], wanted)


def _is_bare(environment: Environment, test: object) -> bool:
    """Whether this is the name of one of Jinja's tests, and one that wants to be handed nothing but the values."""
    known = TESTS.get(test) if isinstance(test, str) else None
    return known is not None and environment.tests.get(str(test)) is known and not hasattr(known, "jinja_pass_arg")


def _passing(
    environment: Environment,
    value: Iterable[Any],
    attribute: str,
    passes: Callable[..., Any],
    others: tuple[Any, ...],
    wanted: bool,
) -> Iterator[Any]:
    if not value:
        return
    for item, held in _each(environment, value, attribute):
        if bool(passes(held, *others)) is wanted:
            yield item


SIEVES: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {"map": mapped, "unique": unique, "selectattr": selectattr, "rejectattr": rejectattr}
)
"""The filters by the names that they have in Jinja."""
