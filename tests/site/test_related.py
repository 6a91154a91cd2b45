"""Tagged pieces to those each is related to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.related import NEAREST, SHOWN, Node, related

CASES = [
    # title . nodes, newest first . related to the first
    ("nothing shared", [Node(("a",), "en"), Node(("b",), "en")], ()),
    ("a shared tag", [Node(("a",), "en"), Node(("b",), "en"), Node(("a",), "en")], (2,)),
    ("another language", [Node(("a",), "en"), Node(("a",), "fr")], ()),
    ("two shared tags before one", [Node(("a", "b"), "en"), Node(("a",), "en"), Node(("a", "b"), "en")], (2, 1)),
    (
        "a rare tag before a common one",
        [Node(("rare", "common"), "en"), *[Node(("common",), "en")] * 3, Node(("rare",), "en")],
        (4, 1, 2, 3),
    ),
    ("the nearer in time among equals", [Node(("a",), "en")] * 7, (1, 2, 3, 4)),
    ("pinned by hand first", [Node(("a",), "en", (3,)), Node(("a",), "en"), Node((), "en"), Node((), "en")], (3, 1)),
    ("pinned ones take no second place", [Node(("a",), "en", (2,)), Node(("a",), "en"), Node(("a",), "en")], (2, 1)),
    ("all that are pinned", [Node((), "en", (1, 2, 3, 4, 5)), *[Node((), "en")] * 5], (1, 2, 3, 4, 5)),
]


@pytest.mark.parametrize(("nodes", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_related(nodes: list[Node], expected: tuple[int, ...]) -> None:
    assert related(nodes)[0] == expected


@given(st.lists(st.lists(st.sampled_from("abcd"), unique=True, max_size=3), max_size=60))
def test_nobody_is_related_to_itself_nor_twice(tags: list[list[str]]) -> None:
    for position, found in enumerate(related([Node(tuple(each), "en") for each in tags])):
        assert position not in found
        assert len(set(found)) == len(found) <= SHOWN
        assert all(set(tags[other]) & set(tags[position]) for other in found)


@given(
    st.lists(st.lists(st.sampled_from("abcd"), unique=True, max_size=3), max_size=200),
    st.integers(0, 200),
    st.integers(0, 200),
)
def test_some_are_told_without_the_others(tags: list[list[str]], first: int, last: int) -> None:
    nodes = [Node(tuple(each), "en") for each in tags]
    assert related(nodes, first=first, last=last) == related(nodes)[first:last]


TAGGED = st.lists(
    st.tuples(
        st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6),
        st.sampled_from(["en", "en", "fr"]),
        st.lists(st.integers(0, 60), unique=True, max_size=2),
    ),
    max_size=60,
)


def longhand(nodes: list[Node], position: int) -> tuple[int, ...]:
    """The related pieces of one, found by looking at every candidate in every way that is asked."""
    node = nodes[position]
    shared: dict[int, list[int]] = {}
    for tag in node.tags:
        bearers = [other for other, each in enumerate(nodes) if tag in each.tags and each.lang == node.lang]
        low = max(0, min(bearers.index(position) - NEAREST // 2, len(bearers) - NEAREST - 1))
        for other in bearers[low : low + NEAREST + 1]:
            shared.setdefault(other, []).append(len(bearers))
    others = [other for other in shared if other not in (position, *node.pinned)]
    others.sort(key=lambda other: (-len(shared[other]), min(shared[other]), abs(other - position), other))
    return (*node.pinned, *others[: max(0, SHOWN - len(node.pinned))])


@given(TAGGED)
def test_the_best_are_chosen_as_if_all_were_compared(tagged: list[tuple[list[str], str, list[int]]]) -> None:
    nodes = [
        Node(tuple(tags), lang, tuple(other for other in pinned if other != position and other < len(tagged)))
        for position, (tags, lang, pinned) in enumerate(tagged)
    ]
    assert related(nodes) == [longhand(nodes, position) for position in range(len(nodes))]


def test_the_best_of_many_are_chosen_as_if_all_were_compared() -> None:
    tags = ["abcdefgh"[number % 7 :: 1 + number % 3][: 1 + number % 5] for number in range(300)]
    nodes = [Node(tuple(each), "en") for each in tags]
    assert related(nodes) == [longhand(nodes, position) for position in range(len(nodes))]


def test_candidates_are_bounded_and_the_nearest_in_time() -> None:
    nodes = [Node(("a",), "en")] * 500
    for position, found in enumerate(related(nodes)):
        assert len(found) == SHOWN
        assert all(abs(other - position) <= NEAREST for other in found)
    assert related(nodes)[250] == (249, 251, 248, 252)
