"""Who gets which items."""

from collections.abc import Iterator
from itertools import cycle, pairwise

import pytest

from generator.engine.chunks import LARGEST, Chunks

SIDES = {"the first": [False], "the last": [True], "both ends": [False, True], "one more often": [False, False, True]}


def taken(chunks: Chunks, sides: list[bool]) -> Iterator[tuple[range, bool]]:
    for last in cycle(sides):
        chunk = chunks.take(last=last)
        if chunk is None:
            return
        yield chunk, last


@pytest.mark.parametrize("count", [0, 1, 2, 17, 1000, 12345])
@pytest.mark.parametrize("cores", [1, 2, 8])
@pytest.mark.parametrize("sides", SIDES.values(), ids=SIDES)
def test_all_are_given_once_and_the_last_calls_are_small(count: int, cores: int, sides: list[bool]) -> None:
    chunks = Chunks(count, cores)
    found = list(taken(chunks, sides))
    assert sorted(place for chunk, _ in found for place in chunk) == list(range(count))
    assert not chunks.are_left
    assert all(0 < len(chunk) <= LARGEST for chunk, _ in found)
    assert not found or len(found[-1][0]) == 1
    assert chunks.take() is None


def test_who_stays_at_one_end_gets_neighbours() -> None:
    found = list(taken(Chunks(1000, 2), [False, True]))
    ahead, back = [[chunk for chunk, last in found if last is side] for side in (False, True)]
    assert all(one.stop == two.start for one, two in pairwise(ahead))
    assert all(one.start == two.stop for one, two in pairwise(back))
    assert ahead[-1].stop == back[-1].start


@pytest.mark.parametrize("count", [1, 17, 1000, 12345])
def test_a_core_has_long_to_do_at_first_where_the_parent_is_busy(count: int) -> None:
    sizes = [len(chunk) for chunk, _ in taken(Chunks(count, 2, first=512), [False, True])]
    assert all(size <= LARGEST for size in sizes[2:])
    assert sizes[:2] == [512, 512] or count < 12345
