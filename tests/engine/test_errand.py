"""A chunk of work, in steps or in one: what comes of it, in which order it is done, and what ends it."""

import pickle
from itertools import groupby

import pytest
from msgspec import Struct, msgpack

from generator.engine.errand import ROW, Steps, do
from generator.engine.pool import Bug, Failed, spread
from generator.errors import Fault, Place, Problem, Stop

ITEMS = [*range(3 * ROW + 5)]
BOTH = pytest.mark.parametrize("cores", [1, 2])


class Wrong(Struct, frozen=True):
    """The items at which a step goes wrong, and how."""

    stops: frozenset[int] = frozenset()
    faults: frozenset[int] = frozenset()
    bugs: frozenset[int] = frozenset()


def doubled(wrong, item):
    if item in wrong.stops:
        raise Stop(Problem(place=Place(f"{item}.md"), message="this is wrong"))
    return item, 2 * item


def told(wrong, value):
    item, twice = value
    if -item in wrong.stops:
        raise Stop(Problem(place=Place(f"{item}.md"), message="this turns out wrong"))
    if item in wrong.faults:
        raise Fault(f"no room for {item}")
    if item in wrong.bugs:
        return {}[item]
    return f"{item} {twice}"


WORK = Steps((doubled, told))


@BOTH
def test_steps_give_what_they_give_one_after_the_other(cores):
    results = spread(WORK, ITEMS, common=Wrong(), cores=cores, result=str)
    assert results == [f"{item} {2 * item}" for item in ITEMS] == [WORK(Wrong(), item) for item in ITEMS]


@BOTH
def test_an_item_that_stops_at_any_step_leaves_the_others_to_go_on(cores):
    results = spread(WORK, ITEMS, common=Wrong(stops=frozenset([7, -40])), cores=cores, result=str)
    stopped = {item: result.problems[0] for item, result in zip(ITEMS, results, strict=True) if type(result) is Failed}
    assert {item: problem.message for item, problem in stopped.items()} == {
        7: "this is wrong",
        40: "this turns out wrong",
    }
    assert [result for result in results if type(result) is str] == [
        f"{item} {2 * item}" for item in ITEMS if item not in stopped
    ]


@BOTH
def test_a_later_step_that_fails_ends_it_all_and_names_its_item(cores):
    with pytest.raises(Fault, match=r"^no room for 50$"):
        spread(WORK, ITEMS, common=Wrong(faults=frozenset([50])), cores=cores, result=str)
    with pytest.raises(Bug, match=r"^50: KeyError: 50$"):
        spread(WORK, ITEMS, common=Wrong(bugs=frozenset([50])), cores=cores, result=str)


def test_a_step_is_done_to_a_row_before_the_next_is_done_to_any():
    seen = []
    steps = Steps(tuple(lambda _common, item, name=name: seen.append(name) or item for name in "abc"))
    assert msgpack.decode(do(steps, None, ITEMS).values) == ITEMS
    runs = [(name, len([*same])) for name, same in groupby(seen)]
    assert runs == [(name, size) for size in (ROW, ROW, ROW, 5) for name in "abc"]


def test_steps_cross_to_another_process():
    assert pickle.loads(pickle.dumps(WORK)) == WORK
