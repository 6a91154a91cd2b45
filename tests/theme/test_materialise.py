"""Persons as templates see them, made once."""

from msgspec.structs import replace

from generator.model import Person
from generator.theme import materialise
from generator.theme.materialise import Frozen

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
