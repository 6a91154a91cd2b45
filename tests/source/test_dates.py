"""Dates as people write them to instants."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.notation import Findings, open_mapping
from generator.source.dates import NotADateError, instant, read_instant, zone_of

PARIS = ZoneInfo("Europe/Paris")

WRITTEN = [
    # as written, in Paris . the instant in UTC
    ("2024-05-17", "2024-05-16 22:00:00"),
    ("2016-1-29", "2016-01-28 23:00:00"),
    ("2024/05/17", "2024-05-16 22:00:00"),
    ("2024-05-17 09:30", "2024-05-17 07:30:00"),
    ("2024-05-17  9:30", "2024-05-17 07:30:00"),
    ("2024-05-17T09:30:00Z", "2024-05-17 09:30:00"),
    ("2024-05-17t09:30z", "2024-05-17 09:30:00"),
    ("2024-05-17T09:30:15.250Z", "2024-05-17 09:30:15"),
    ("2024-05-17 09:30 UTC", "2024-05-17 09:30:00"),
    ("2024-05-17 09:30 GMT", "2024-05-17 09:30:00"),
    ("2024-05-17 09:30 +01:00", "2024-05-17 08:30:00"),
    ("2024-05-17 09:30+01", "2024-05-17 08:30:00"),
    ("2024-05-17 09:30 UTC+2", "2024-05-17 07:30:00"),
    ("2013-07-15 10:33:15 -0400", "2013-07-15 14:33:15"),
    ("2011-11-28 8:32:24 -0400", "2011-11-28 12:32:24"),
    ("2024-02-29", "2024-02-28 23:00:00"),
    # a time that the change to summer time skips, and one that the change back repeats
    ("2024-03-31 02:30", "2024-03-31 01:30:00"),
    ("2024-10-27 02:30", "2024-10-27 00:30:00"),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_a_date_is_read_as_it_was_meant(text: str, expected: str) -> None:
    assert instant(text, PARIS) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


IMPOSSIBLE = [
    # as written . the reason (its beginning)
    ("last tuesday", "write it as"),
    ("", "write it as"),
    ("17/05/2024", "write it as"),
    ("2024-5", "write it as"),
    ("20240517", "write it as"),
    ("2024-05-17 CEST", "write it as"),
    ("2024-02-30", "that month has 29 days"),
    ("2023-02-29", "that month has 28 days"),
    ("2024-13-01", "months go from 1 to 12"),
    ("2024-00-01", "months go from 1 to 12"),
    ("2024-01-00", "that month has 31 days"),
    ("2024-05-17 25:00", "hours go from 0 to 23"),
    ("2024-05-17 24:00", "hours go from 0 to 23"),
    ("2024-05-17 10:60", "minutes and seconds"),
    ("2024-05-17 10:00:60", "minutes and seconds"),
    ("2024-02-30T10:00:00Z", "that month has 29 days"),
    ("2024-05-17T24:00:00Z", "hours go from 0 to 23"),
    ("9999-05-17T10:00:00Z", "years go from 1000 to 9998"),
    ("2024-05-17 10:00 +25:00", "a zone is at most 24 hours away"),
    ("0001-01-01", "years go from"),
    ("9999-12-31 23:59 -0500", "years go from"),
    ("२०२४-०५-१७", "write it as"),
]


@pytest.mark.parametrize(("text", "reason"), IMPOSSIBLE)
def test_what_is_no_date_says_why(text: str, reason: str) -> None:
    with pytest.raises(NotADateError) as caught:
        instant(text, PARIS)
    assert str(caught.value).startswith(reason)
    assert "write it as 2024-05-17 or 2024-05-17 09:30" in str(caught.value)


def test_a_wrong_date_is_told_in_the_form_of_all_messages() -> None:
    findings = Findings("date: last tuesday", path="a.md", first_line=4)
    assert read_instant(open_mapping(findings.text, findings, name="it"), "date", UTC) is None
    problem = findings.problems[0]
    assert (str(problem.place), problem.message) == ("a.md:4:7", "date is 'last tuesday', which is not a date")
    assert (problem.frame, problem.width) == ("date: last tuesday", 12)
    assert problem.hint == "write it as 2024-05-17 or 2024-05-17 09:30"


@pytest.mark.parametrize("name", ["UTC", "Asia/Shanghai"])
def test_a_zone_is_found_by_its_name(name: str) -> None:
    assert str(zone_of(name)) == name


@given(st.datetimes(min_value=datetime(1001, 1, 1), max_value=datetime(9998, 12, 30), timezones=st.just(UTC)))
def test_an_instant_comes_back_from_its_iso_form(when: datetime) -> None:
    assert instant(when.isoformat(), PARIS) == when.replace(microsecond=0)


@given(st.text(st.sampled_from("0123456789-/:TZ +.UTCG "), max_size=30))
def test_any_text_is_a_date_or_says_why_not(text: str) -> None:
    try:
        when = instant(text, PARIS)
    except NotADateError:
        return
    assert when.tzinfo is UTC
