"""What a page is handed of other pieces."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from generator.model import Card
from generator.theme.bind import SPARABLE, _Trim, _Trimmed

LATER = datetime(2025, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize("unseen", [(), ("words",), ("featured", "words"), ("updated", "featured"), tuple(SPARABLE)])
def test_a_card_is_without_what_cannot_be_seen_of_it(unseen: tuple[str, ...], card: Callable[..., Card]) -> None:
    trimmed: _Trimmed = {}
    others = [_Trim(("words",), trimmed), _Trim(("summary", "words"), trimmed)]
    for given in (card("a"), card("b", words=5), card("c", words=5, featured=True, updated=LATER)):
        for trim in (*others, _Trim(unseen, trimmed), *others):
            trim.value(given)
        wanted = replace(given, **{name: SPARABLE[name] for name in unseen})
        assert _Trim(unseen, trimmed).value((given,)) == (wanted,)
        assert all(
            _Trim(unseen, trimmed).value(replace(given)) == wanted for _ in range(3)
        )  # none takes another's place


def test_what_two_templates_see_alike_is_one_card(card: Callable[..., Card]) -> None:
    trimmed: _Trimmed = {}
    home, tag = _Trim(("words",), trimmed), _Trim(("featured", "words"), trimmed)
    plain, lead = card("a", words=5), card("b", words=5, featured=True)
    assert home.value(plain) is tag.value(plain)
    assert home.value(lead) is not tag.value(lead)
    assert tag.value(card("c")) == card("c")
