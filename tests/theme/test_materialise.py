"""What pages hold as templates see it: nothing of it can be changed, and persons are made once."""

from typing import Any

import pytest
from msgspec.structs import replace

from generator.model import Comments, KeptComments, Person, SiteView
from generator.theme import materialise
from generator.theme.materialise import Frozen, materialised

PERSON = Person(id="li", name="Li", url="", extra={"desk": "maps"})


def test_a_person_is_made_once() -> None:
    standing = Frozen()
    assert standing.of(PERSON) is standing.of(PERSON)
    assert standing.of(PERSON) == standing.of(replace(PERSON))


def test_what_passes_through_a_long_preview_is_let_go(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(materialise, "MOST", 3)
    standing = Frozen()
    for _ in range(10):
        assert standing.of(replace(PERSON)).extra == {"desk": "maps"}
        assert len(standing._made) <= 3


@pytest.mark.parametrize(
    "value", [PERSON, SiteView(title="The Review", url="/", home="/", language="en", extra={"a": 1})]
)
def test_nothing_that_is_held_can_be_changed(value: Any) -> None:
    seen = materialised(value, lambda _key: b"", Frozen())
    assert seen == value
    with pytest.raises(TypeError):
        seen.extra["desk"] = "rivers"


def test_a_discussion_is_seen_in_threads() -> None:
    kept = KeptComments(status="open", form="", remarks=())
    assert isinstance(materialised(kept, lambda _key: b"", Frozen()), Comments)
