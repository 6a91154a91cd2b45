"""Equal digests for equal values only, and each shared value digested once."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from msgspec import Struct

from generator.engine import digest as module
from generator.engine.digest import Digests, digest_bytes
from generator.model import Byline, Card, Html, Label, Person, Series


class Text(Struct, frozen=True):
    html: str


class Sheet(Struct, frozen=True):
    held: Any = None
    named: Mapping[str, Any] = {}
    card: Card | None = None


def card(**changed):
    told = {
        "url": "/call/",
        "slug": "call",
        "title": Html("The <em>call</em>"),
        "kind": "analysis",
        "kind_label": "Analysis",
        "date": datetime(2024, 5, 17, tzinfo=UTC),
        "authors": (Byline(id="li", name="Li Wei"),),
        "tags": (Label("Trade", "trade", "/tags/trade/"),),
        "lang": "en",
        "dir": "ltr",
    }
    return Card(**{**told, **changed})


UTC_NOON = datetime(2024, 5, 17, 12, tzinfo=UTC)

DIFFERENT = [
    ("", None),
    ("1", 1),
    (1, 1.0),
    (True, 1),
    (b"a", "a"),
    ((), []),
    ((1, 2), [1, 2]),
    ((1, 2), (2, 1)),
    (("a",), ("a", "")),
    (("a", "b"), ("ab",)),
    ((("a",), "b"), ("a", ("b",))),
    ({"a": 1}, {"a": 2}),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ({"a": None}, {}),
    ({1, 2}, {1, 3}),
    ({"a"}, ("a",)),
    (Html("a"), "a"),
    (Html("a"), {"html": "a"}),
    (Html("a"), Text("a")),
    (2**70, 2**70 + 1),
    (2**70, str(2**70)),
    (UTC_NOON, UTC_NOON.isoformat()),
    (UTC_NOON, UTC_NOON.astimezone(timezone(timedelta(hours=8)))),
    (UTC_NOON, UTC_NOON.replace(tzinfo=None)),
    (date(2024, 5, 17), "2024-05-17"),
    (card(), card(words=1)),
    (card(), card(title=Html("The call"))),
    (card(), card(authors=(Byline(id="li", name="Li W."),))),
    (card(), card(series=Series("x", 1))),
    (Person(name="Li", extra={"a": 1}), Person(name="Li", extra={"a": "1"})),
    (Person(name="Li", extra={"a": Html("x")}), Person(name="Li", extra={"a": {"html": "x"}})),
    (Person(name="Li"), Byline(name="Li")),
    (Sheet(card=card()), Sheet(card=card(words=1))),
    (Sheet(named={"a": (1,)}), Sheet(named={"a": [1]})),
]


@pytest.mark.parametrize("shared", [(), (Card, Html)], ids=["none shared", "cards shared"])
@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_can_be_told_apart_is(one, other, shared):
    digests = Digests(shared)
    assert digests.of(one) != digests.of(other)
    assert digests.of((one,)) != digests.of((other,))
    assert digests.of({"held": one}) != digests.of({"held": other})
    assert digests.of(Sheet(held=one)) != digests.of(Sheet(held=other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a" + chr(98), "ab"),
        (card(), card()),
        ((card(), card(words=2)), (card(), card(words=2))),
        ({"a": 1}, MappingProxyType({"a": 1})),
        ({"a": 1, "b": 2}, OrderedDict([("a", 1), ("b", 2)])),
        (frozenset([0, 8]), frozenset([8, 0])),
        (Sheet(named=MappingProxyType({"a": 1})), Sheet(named={"a": 1})),
        (Person(name="Li", extra={"a": 2**70}), Person(name="Li", extra={"a": 2**70})),
    ],
)
def test_equal_values_have_equal_digests(one, other):
    assert Digests().of(one) == Digests().of(other)
    assert Digests((Card,)).of(one) == Digests((Card,)).of(other)


numbers = some.booleans() | some.integers() | some.floats(allow_nan=False)
values = some.recursive(
    some.none() | numbers | some.text() | some.builds(Html, some.text()),
    lambda inner: some.lists(inner) | some.lists(inner).map(tuple) | some.dictionaries(some.text(), inner),
    max_leaves=8,
)


@settings(deadline=None)
@given(values, values)
def test_digests_are_equal_exactly_where_values_are(one, other):
    digests = Digests()
    assert (digests.of(one) == digests.of(other)) == (repr(one) == repr(other))
    assert Digests((Html,)).of(one) == Digests((Html,)).of(one)


def test_a_shared_value_is_digested_once(monkeypatch):
    counted = []
    monkeypatch.setattr(module, "digest_bytes", lambda data: counted.append(data) or digest_bytes(data))
    digests, one = Digests((Card,)), card()
    for _ in range(3):
        digests.of(one)
        digests.of((one, one))
    assert sum(b"The <em>call</em>" in data for data in counted) == 1


def test_ids_are_not_mistaken_for_those_of_values_that_are_gone():
    digests = Digests((Card,))
    seen = {digests.of(card(words=number)) for number in range(3000)}
    assert len(seen) == 3000
    assert len({digests.of((number, "x")) for number in range(3000)}) == 3000


def test_what_is_met_again_and_again_stays_and_the_rest_goes():
    digests, everywhere = Digests(), tuple(range(50))
    for number in range(5000):
        digests.of(everywhere)
        digests.of((number,))
    lately = digests._lately
    assert len(lately.young) + len(lately.old) <= 2 * 512
    assert id(everywhere) in lately.young | lately.old


@pytest.mark.parametrize("value", [object(), 1j, Digests])
def test_what_nobody_can_digest_is_refused(value):
    with pytest.raises(TypeError, match="cannot be digested"):
        Digests().of((value,))
