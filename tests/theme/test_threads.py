"""Readers' remarks stand in threads, in an order that nothing but dates and ids decides."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.model import Comment, Html, KeptComments, Remark
from generator.theme.threads import DEEPEST, discussion, thread

MakeRemark = Callable[..., Remark]
Kept = Callable[..., KeptComments]


def drawn(threads: tuple[Comment, ...]) -> str:
    """`a(b(c)d)`: each comment's id and, in brackets, its replies."""
    return " ".join(comment.id + (f"({drawn(comment.replies)})" if comment.replies else "") for comment in threads)


THREADS = [
    # id>what it answers, by minute . the threads
    ("a b c", "a b c"),
    ("a b>a c>b d>a", "a(b(c) d)"),
    ("b>a a", "a(b)"),
    ("a>nobody b", "a b"),
    ("a>a b>a", "a(b)"),
    ("a>b b>a c>b", "a b(c)"),
    ("a>b b>c c>a d>a e", "a(d) b c e"),
]


@pytest.mark.parametrize(("written", "threads"), THREADS)
def test_replies_stand_below_what_they_answer(remark: MakeRemark, written: str, threads: str) -> None:
    remarks = [
        remark(name, reply_to=answered, minute=minute)
        for minute, (name, _, answered) in enumerate(part.partition(">") for part in written.split())
    ]
    assert drawn(thread(remarks, authors=frozenset())) == threads


def test_own_and_sidecar_remarks_are_merged_by_date_then_id(remark: MakeRemark, kept_comments: Kept) -> None:
    own = [remark("c", minute=2), remark("b", minute=1)]
    beside = [remark("d", minute=1), remark("a", reply_to="b", minute=3)]
    shown = discussion(kept_comments(own, beside))
    assert drawn(shown.threads) == "b(a) d c"
    assert (shown.count, shown.status, shown.form) == (4, "open", "mailto:desk@example.org")


@pytest.mark.parametrize("status", ["pending", "spam"])
def test_only_approved_remarks_are_shown_and_their_replies_rise(
    remark: MakeRemark, kept_comments: Kept, status: str
) -> None:
    shown = discussion(kept_comments([remark("a", status=status), remark("b", reply_to="a"), remark("c")]))
    assert drawn(shown.threads) == "b c"
    assert shown.count == 2
    assert "Reader a" not in repr(shown)


def test_one_remark_kept_twice_is_shown_once_and_ids_differ(remark: MakeRemark, kept_comments: Kept) -> None:
    other = remark("a", author="Somebody else", minute=5)
    shown = discussion(kept_comments([remark("a")], [remark("a"), other]))
    assert drawn(shown.threads) == "a a-2"


AUTHORS = [
    ({"email_digest": "d1"}, True),
    ({"author": "li"}, True),
    ({"email_digest": "d2"}, False),
    ({"email_digest": ""}, False),
    ({"author": "Li"}, False),
]


@pytest.mark.parametrize(("changed", "by_author"), AUTHORS)
def test_an_authors_own_remark_is_known(
    remark: MakeRemark, kept_comments: Kept, changed: dict[str, str], by_author: bool
) -> None:
    (comment,) = discussion(kept_comments([remark("a", **changed)], authors=("d1", "li", ""))).threads
    assert comment.by_author is by_author


def test_a_reader_who_signs_as_an_author_is_none(remark: MakeRemark, kept_comments: Kept) -> None:
    (comment,) = discussion(kept_comments([], [remark("a", author="li")], authors=("d1", "li"))).threads
    assert not comment.by_author


def test_a_remark_without_comments_is_none(kept_comments: Kept) -> None:
    assert discussion(kept_comments()).count == 0


def test_replies_are_flat_beyond_the_deepest_level(remark: MakeRemark) -> None:
    remarks = [remark(f"{n:04}", reply_to=f"{n - 1:04}" if n else "") for n in range(3000)]
    (comment,) = thread(remarks, authors=frozenset())
    levels = 1
    while comment.replies:
        levels, comment = levels + 1, comment.replies[0]
    assert levels == DEEPEST + 1


NAMES = st.sampled_from("abcdef")


@given(st.dictionaries(NAMES, st.one_of(NAMES, st.just(""))))
def test_every_remark_is_shown_exactly_once(written: dict[str, str]) -> None:
    day = datetime(2024, 1, 1, tzinfo=UTC)
    remarks = [
        Remark(id=name, author=name, date=day, text=Html(""), reply_to=answered) for name, answered in written.items()
    ]
    shown = drawn(thread(remarks, authors=frozenset()))
    assert sorted(shown.replace("(", " ").replace(")", " ").split()) == sorted(written)


def test_an_id_in_the_pieces_own_front_matter_is_shown_as_a_name(remark: MakeRemark, kept_comments: Kept) -> None:
    own = [remark("a", author="li"), remark("b", author="x", minute=1)]
    kept = replace(kept_comments(own, [own[0], remark("c", author="li")], authors=("li",)), names=(("li", "Li Wei"),))
    assert [comment.author for comment in discussion(kept).threads] == ["Li Wei", "li", "x"]
