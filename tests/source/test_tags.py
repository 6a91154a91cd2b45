"""What tags.yaml says of tags."""

import pytest

from generator.model import Mark, TagNote
from generator.source.tags import read_tags


def test_a_tag_is_read_in_full() -> None:
    text = "nato: {name: NATO, slug: alliance, description: The *pact*., synonyms: [OTAN, N.A.T.O.]}\nC++:\n"
    assert read_tags(text) == (
        (
            TagNote(
                name="NATO",
                slug="alliance",
                description="The *pact*.",
                synonyms=("NATO", "OTAN", "N.A.T.O."),
                mark=Mark(1, 1, 4),
            ),
            TagNote(name="C++", slug="c-plus-plus", mark=Mark(2, 1, 3)),
        ),
        (),
    )


MISTAKES = [
    # tags.yaml . place . message
    ("- nato", "1:1", "the file is a list"),
    ("nato: x", "1:7", "nato is a text, not a mapping"),
    ("nato: {nmae: x}", "1:8", "nmae is not a key known here in nato"),
    ("nato: {slug: '!'}", "1:1", "nato gives no address"),
    ("nato: {synonyms: [otan]}\notan: {name: x}", "2:1", "'otan' belongs to two tags"),
    ("nato: {slug: x}\nNATO: {slug: y}", "2:1", "'nato' belongs to two tags"),
    ("a: {slug: x}\nb: {slug: X}", "2:1", "'x' belongs to two tags"),
]


@pytest.mark.parametrize(("text", "place", "message"), MISTAKES)
def test_a_mistake_is_told_once_with_its_place(text: str, place: str, message: str) -> None:
    _, problems = read_tags(text)
    assert [(f"{problem.place.line}:{problem.place.column}", problem.message) for problem in problems] == [
        (place, message)
    ]


def test_a_clash_gives_both_places() -> None:
    _, problems = read_tags("nato: {synonyms: [otan]}\notan:\n")
    assert str(problems[0].other) == "content/tags.yaml:1:1"
