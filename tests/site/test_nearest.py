"""A misspelt name to the nearest known one."""

import pytest

from generator.site.nearest import Files, Names

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


def test_a_file_is_near_by_its_name_wherever_it_lies() -> None:
    files = Files(["content/media/b/Port.jpg", "content/media/a/port.jpg", "content/articles/dawn.md"])
    assert files.near("prot.jpg", cutoff=0.75) == "content/media/a/port.jpg"
    assert files.near("dawn.mdx", cutoff=0.75) == "content/articles/dawn.md"
    assert files.near("xyzzy", cutoff=0.75) == ""
    assert Files([]).near("a", cutoff=0.75) == ""
