"""A list of cards to the pages it fills."""

from collections.abc import Callable, Sequence

from generator.model import Card, Pager


def paginate(
    cards: Sequence[Card], address: Callable[[int], str], *, per_page: int
) -> list[tuple[int, tuple[Card, ...], Pager]]:
    """Number, cards and pager of every page, from 1; even nothing fills one. `address` gives the URL of a page."""
    total = max(1, -(-len(cards) // per_page))
    urls = [address(number) for number in range(1, total + 1)]
    return [
        (
            number,
            tuple(cards[(number - 1) * per_page : number * per_page]),
            Pager(
                number=number,
                total=total,
                newer=urls[number - 2] if number > 1 else "",
                older=urls[number] if number < total else "",
                first=urls[0],
                last=urls[-1],
            ),
        )
        for number in range(1, total + 1)
    ]
