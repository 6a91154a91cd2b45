"""Ids of a text keep away from those that pages give to parts of their own."""

import pytest

from generator.source.markdown_outline import Outline

TAKEN = ["_main", "_anything", "source-moreno", "comment-1", "comments", "top", "main", "fn-1", "fnref-1"]
GIVEN = [
    ("Source: Moreno", "section-source-moreno"),
    ("Comment 1", "section-comment-1"),
    ("Comments", "comments-2"),
    ("Sources", "sources"),
    ("Main", "main-2"),
]


@pytest.mark.parametrize("name", TAKEN)
def test_an_id_that_themes_use_cannot_be_taken(name: str) -> None:
    assert not Outline().take(name)
    assert Outline().take(f"my-{name}")


@pytest.mark.parametrize(("words", "name"), GIVEN)
def test_a_heading_gets_out_of_the_way(words: str, name: str) -> None:
    assert Outline().id_for(words) == name
