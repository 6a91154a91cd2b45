"""A list to the pages it fills."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.paginate import paginate


@pytest.mark.parametrize(
    ("count", "per_page", "sizes"), [(0, 20, [0]), (1, 20, [1]), (20, 20, [20]), (21, 20, [20, 1]), (5, 2, [2, 2, 1])]
)
def test_sizes(count: int, per_page: int, sizes: list[int]) -> None:
    pages = paginate(list(range(count)), str, per_page=per_page)  # type: ignore[arg-type]
    assert [len(cards) for _number, cards, _pager in pages] == sizes


@given(st.integers(0, 200), st.integers(1, 30))
def test_every_card_is_on_one_page_and_pages_know_their_neighbours(count: int, per_page: int) -> None:
    pages = paginate(list(range(count)), "/{}/".format, per_page=per_page)  # type: ignore[arg-type]
    assert [card for _number, cards, _pager in pages for card in cards] == list(range(count))
    for number, _cards, pager in pages:
        assert pager.number == number
        assert pager.total == len(pages)
        assert (pager.first, pager.last) == ("/1/", f"/{len(pages)}/")
        assert pager.newer == (f"/{number - 1}/" if number > 1 else "")
        assert pager.older == (f"/{number + 1}/" if number < len(pages) else "")
