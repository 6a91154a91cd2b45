"""A misspelt name to the nearest known one."""

import pytest

from generator.site.nearest import Names

KNOWN = Names([f"piece-{number}-of-many" for number in range(5000)] + ["the-call-for-peace", "margins-of-error"])


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("the-call-for-paece", "the-call-for-peace"),
        ("teh-call-for-peace", "the-call-for-peace"),
        ("the-kall-for-peace", "the-call-for-peace"),
        ("margins", "margins-of-error"),
        ("margin-of-error", "margins-of-error"),
        ("xyzzy", ""),
        ("", ""),
    ],
)
def test_near(name: str, near: str) -> None:
    assert KNOWN.near(name) == near


def test_nothing_is_near_where_nothing_is_known() -> None:
    assert Names([]).near("a") == ""
