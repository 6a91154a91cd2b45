"""What filters make of values."""

import json
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date, format_datetime, format_skeleton
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from generator.model import Html
from generator.sentences import Unsayable, load_sentences
from generator.theme.assets import StaticFile
from generator.theme.filters import (
    DATE_FORMS,
    Voice,
    Wrong,
    as_json,
    date_text,
    filters_for,
    plain,
    sentence_for,
    single_blanks,
    striptags,
)

MORNING = datetime(2024, 5, 17, 7, 30, tzinfo=UTC)
EVENING = datetime(2023, 12, 31, 23, 30, tzinfo=UTC)
MIDNIGHT = datetime(2024, 5, 16, 22, 0, tzinfo=UTC)

DATES = [
    # value . form . locale . zone . text
    (MORNING, "long", "en", "UTC", "May 17, 2024"),
    (MORNING, "short", "en", "UTC", "May 17, 2024"),
    (MORNING, "short", "de", "UTC", "17. Mai 2024"),
    (MORNING, "month", "fr", "UTC", "mai 2024"),
    (MORNING, "month", "zh", "UTC", "2024年5月"),
    (MORNING, "day", "ar", "UTC", "2024-05-17"),
    (MORNING, "iso", "en", "Asia/Shanghai", "2024-05-17T15:30:00+08:00"),
    (MORNING, "time", "de", "Europe/Paris", "09:30"),
    (MORNING, "d MMMM y 'at' HH:mm", "en", "Europe/Paris", "17 May 2024 at 09:30"),
    (MORNING, "EEEE", "es", "UTC", "viernes"),
    (EVENING, "long", "en", "Asia/Shanghai", "January 1, 2024"),
    (EVENING, "y", "en", "America/New_York", "2023"),
    (MIDNIGHT, "iso", "en", "Europe/Paris", "2024-05-17"),
    (date(2024, 5, 17), "iso", "en", "Asia/Shanghai", "2024-05-17"),
    (date(2024, 5, 17), "long", "en", "America/New_York", "May 17, 2024"),
]


@pytest.mark.parametrize(("value", "form", "locale", "zone", "text"), DATES)
def test_a_date_is_written_in_a_language_and_a_zone(value: date, form: str, locale: str, zone: str, text: str) -> None:
    assert date_text(value, form, locale, zone) == text


@given(
    st.one_of(
        st.datetimes(datetime(1999, 12, 28), datetime(2000, 1, 4)),
        st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)),
    ),
    st.sampled_from(
        ["long", "medium", "full", "short", "month", "EEEE d MMM y", "w. 'h' Y", "d MMM HH:mm", "y-MM-dd'T'HH"]
    ),
    st.sampled_from(["en", "de", "ar", "zh"]),
    st.sampled_from(["UTC", "Pacific/Kiritimati", "America/New_York"]),
)
def test_a_day_reads_the_same_whenever_it_is(value: datetime, form: str, locale: str, zone: str) -> None:
    local = value.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    skeletons = {"short": "yMMMd", "month": "yMMMM"}
    if form in skeletons:
        wanted = format_skeleton(skeletons[form], local, tzinfo=ZoneInfo(zone), locale=locale)
    elif form in DATE_FORMS:
        wanted = format_date(local, form, locale=locale)
    else:
        wanted = format_datetime(local, form, tzinfo=ZoneInfo(zone), locale=locale)
    assert date_text(value, form, locale, zone) == wanted


@pytest.mark.parametrize("value", [MORNING, EVENING, MORNING.replace(tzinfo=None), MORNING.date(), None])
def test_a_date_that_was_written_reads_the_same_again(value: date | None) -> None:
    written = filters_for(voice())["date"]
    for form in ("long", "iso", "short", "long", "iso"):
        assert written(value, form) == (date_text(value, form, "en", "UTC") if value else "")
    assert written(value) == written(value, form="long") == written(value, "long")


@pytest.mark.parametrize("value", ["2024-05-17", 7, ["a", "list"], {}])
def test_what_is_no_date_is_told(value: object) -> None:
    for _ in range(2):
        with pytest.raises(Wrong, match="which is no date"):
            filters_for(voice())["date"](value)


@pytest.mark.parametrize("form", ["lng", "", "'at'", "jjjj"])
def test_a_form_that_there_is_not_is_refused(form: str) -> None:
    with pytest.raises(Wrong, match="has no form"):
        date_text(MORNING, form, "en", "UTC")


PLAIN = [
    (Html("A <em>b</em> &amp; &quot;c&quot;"), 'A b & "c"'),
    (Html("<p>a</p>\n <p>b</p>"), "a b"),
    ("1 < 2 &amp; <b>", "1 < 2 &amp; <b>"),
    ("a\n  b", "a b"),
    (None, ""),
    (2024, "2024"),
]


@pytest.mark.parametrize(("value", "text"), PLAIN)
def test_plain_takes_the_tags_off_markup_only(value: object, text: str) -> None:
    assert plain(value) == text


MARKUP = ["<p>a <!-- > --> b</p>\n&amp;&lt;i&gt;", "a < b", "<a href", "x > y <b>z</b> <!-- open", "", "&nbsp;é"]


@pytest.mark.parametrize("text", MARKUP)
def test_striptags_is_jinjas(text: str) -> None:
    assert striptags(text) == striptags(Html(text)) == Markup(text).striptags()


@given(st.text(alphabet=" \n\t\r\x1c\x85\xa0\u2028\u3000\u200bab<é\U0001f600"))
def test_blanks_are_single(text: str) -> None:
    assert single_blanks(text) == " ".join(text.split())


ABSOLUTE = [
    ("/press/a/", "https://example.org/press/a/"),
    ("https://other.example/x", "https://other.example/x"),
    ("//cdn.example/x", "https://cdn.example/x"),
    ("mailto:a@example.org", "mailto:a@example.org"),
    ("", ""),
]


def voice(**files: StaticFile) -> Voice:
    sentences = load_sentences("en", site="en", text={})
    url = "https://example.org/press/"
    return Voice(sentences=sentences, timezone="UTC", url=url, prefix="/press", files=files)


@pytest.mark.parametrize(("value", "address"), ABSOLUTE)
def test_an_address_is_made_absolute(value: str, address: str) -> None:
    assert filters_for(voice())["absolute"](value) == address


def test_an_asset_has_an_address_with_the_prefix() -> None:
    file = StaticFile(name="a b.css", output="static/a b.12.css", digest="12", size=1, path="")
    assert filters_for(voice(**{"a b.css": file}))["asset"]("a b.css") == "/press/static/a%20b.12.css"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(VALUES)
def test_json_is_json_and_cannot_leave_a_script(value: object) -> None:
    written = str(as_json(value))
    assert json.loads(written) == value
    assert not set(written) & set("<>&'\u2028\u2029")


def test_json_writes_byline_values() -> None:
    zone = timedelta(hours=2)
    value = {"when": MORNING, "day": date(2024, 5, 17), "html": Html("<i>"), "map": MappingProxyType({"a": (1, 2)})}
    assert json.loads(str(as_json(value))) == {
        "when": "2024-05-17T07:30:00+00:00",
        "day": "2024-05-17",
        "html": "<i>",
        "map": {"a": [1, 2]},
    }
    with pytest.raises(Wrong, match="timedelta"):
        as_json(zone)


def test_a_sentence_is_told_by_what_stands_in_it() -> None:
    files: dict[str, StaticFile] = {}
    sentences = load_sentences("en", site="en", text={"pieces": "{n}", "series.part": "{part} of {total}"})
    voice = Voice(sentences=sentences, timezone="UTC", url="https://example.org/", prefix="", files=files)
    say = sentence_for(voice)
    for _ in range(2):
        said = [say("pieces", n=value) for value in (1, True, "1", 1.0, "<", Markup("<"), Html("<"), None, (1,))]
        assert said == ["1", "True", "1", "1.0", "&lt;", "<", "<", "None", "(1,)"]
        assert say("series.part", part=1, total=2) == "1 of 2" == say("series.part", total=2, part=1)
        assert say("series.part", part=2, total=1) == "2 of 1"
    for key in ("skp", 1, None):
        with pytest.raises(Unsayable, match=str(key)):
            say(key)  # type: ignore[arg-type]
