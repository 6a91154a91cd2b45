"""A piece and an instant to whether readers get it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.site.moment import NEWS, appears, is_news, is_waiting, next_change, why_hidden
from tests.site.values import NOW, piece, standing

EARLIER, LATER, LAST = (datetime(year, 1, 1, tzinfo=UTC) for year in (2025, 2027, 2028))
DAY = timedelta(days=1)

CASES = [
    # title . the piece . drafts . future . why it is hidden . whether it waits
    ("published", {}, False, False, "", False),
    ("a draft", {"draft": True}, False, False, "is a draft", False),
    ("a draft shown", {"draft": True}, True, False, "", False),
    ("dated later", {"date": LATER}, False, False, "appears at 2027-01-01 00:00 UTC", True),
    ("dated later, shown", {"date": LATER}, False, True, "", False),
    ("published later", {"publish": LATER}, False, False, "appears at 2027-01-01 00:00 UTC", True),
    ("published before its date", {"date": LATER, "publish": EARLIER}, False, False, "", False),
    ("a draft dated later", {"draft": True, "date": LATER}, False, False, "is a draft", False),
    (
        "a draft dated later, drafts shown",
        {"draft": True, "date": LATER},
        True,
        False,
        "appears at 2027-01-01 00:00 UTC",
        True,
    ),
    ("expired", {"expires": EARLIER}, False, False, "expired at 2025-01-01 00:00 UTC", False),
    ("expires this instant", {"expires": NOW.now}, False, False, "expired at 2026-01-01 00:00 UTC", False),
    ("expires later", {"expires": LATER}, False, False, "", False),
    (
        "expires before it appears",
        {"publish": LAST, "expires": LATER},
        False,
        False,
        "appears at 2028-01-01 00:00 UTC",
        False,
    ),
    ("this instant", {"date": NOW.now}, False, False, "", False),
]


@pytest.mark.parametrize(
    ("values", "drafts", "future", "why", "waits"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_hidden(values: dict[str, Any], drafts: bool, future: bool, why: str, waits: bool) -> None:
    moment = replace(NOW, drafts=drafts, future=future)
    assert why_hidden(piece(**values), moment) == why
    assert is_waiting(piece(**values), moment) is waits


def test_a_standing_page_is_hidden_only_as_a_draft() -> None:
    assert why_hidden(standing(), NOW) == ""
    assert why_hidden(standing(draft=True), NOW) == "is a draft"


NEXT = [
    ("nothing to come", [{}], None),
    ("the first to appear", [{"date": LAST}, {"publish": LATER}], LATER),
    ("an end", [{"expires": LATER}, {"date": LAST}], LATER),
    ("a draft never comes", [{"draft": True, "date": LATER}], None),
    ("what has ended", [{"expires": EARLIER}], None),
    ("what ends before it begins", [{"publish": LAST, "expires": LATER}], None),
    ("what is news until tomorrow", [{"date": NOW.now - DAY}, {"expires": LATER}], NOW.now + DAY),
    ("what is news, and ends before", [{"date": NOW.now, "expires": NOW.now + DAY}], NOW.now + DAY),
    ("what was news until now", [{"date": NOW.now - 2 * DAY}], None),
    ("what is news by its publication", [{"publish": NOW.now - DAY}], NOW.now + DAY),
    ("a draft is no news", [{"date": NOW.now - DAY, "draft": True}], None),
]


@pytest.mark.parametrize(("values", "instant"), [case[1:] for case in NEXT], ids=[case[0] for case in NEXT])
def test_next_change(values: list[dict[str, Any]], instant: datetime | None) -> None:
    pieces = [piece(f"p{number}", **each) for number, each in enumerate(values)]
    assert next_change(pieces, NOW) == instant
    if instant:  # and at that instant something is different indeed
        then = replace(NOW, now=instant)
        before = [(why_hidden(each, NOW), is_news(each, NOW)) for each in pieces]
        assert [(why_hidden(each, then), is_news(each, then)) for each in pieces] != before


def test_a_piece_of_tomorrow_that_is_shown_becomes_news_at_its_instant() -> None:
    shown = replace(NOW, future=True)
    assert not is_news(piece(date=LATER), shown)
    assert next_change([piece(date=LATER)], shown) == LATER
    assert is_news(piece(date=LATER), replace(shown, now=LATER))


def test_a_piece_appears_at_publish_or_else_at_its_date() -> None:
    assert appears(piece(publish=LATER)) == LATER
    assert appears(piece()) == piece().date


INSTANTS = st.none() | st.sampled_from(
    [instant + step * nudge for instant in (EARLIER, NOW.now, LATER) for step in (NEWS, -NEWS) for nudge in (0, 1)]
    + [NOW.now - NEWS + DAY / 2, NOW.now + DAY / 2]
)


@given(st.builds(dict, draft=st.booleans(), date=INSTANTS.filter(bool), publish=INSTANTS, expires=INSTANTS))
def test_the_next_change_is_the_next_instant_with_another_answer(values: dict[str, Any]) -> None:
    """Whether readers get a piece, and whether it is news, stays as it is until then."""
    one = piece(**values)

    def answer(now: datetime) -> tuple[bool, bool]:
        then = replace(NOW, now=now)
        shown = not why_hidden(one, then)
        return shown, shown and is_news(one, then)

    first = next_change([one], NOW)
    told = sorted(
        {instant + step for instant in (one.date, one.publish, one.expires) if instant for step in (0 * NEWS, NEWS)}
    )
    changes = [instant for instant in told if instant > NOW.now and answer(instant) != answer(instant - DAY / 1000)]
    assert not changes or (first is not None and first <= changes[0])
