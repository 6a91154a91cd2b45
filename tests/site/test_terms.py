"""Tags as written to terms."""

import pytest

from generator.model import Mark, Piece, TagNote
from generator.site.terms import Terms, terms
from tests.site.values import piece

PATH = "content/tags.yaml"


def made(tags: list[tuple[str, ...]], *notes: TagNote) -> tuple[Terms, list[str]]:
    pieces: list[Piece] = [piece(f"p{number}", tags=each) for number, each in enumerate(tags)]
    found, problems = terms(pieces, notes, "/tags/{}/".format, notes_path=PATH)
    return found, [problem.message for problem in problems]


CASES = [
    # title . tags of pieces, oldest first . notes . slug to name
    ("one tag whatever its case and blanks", [("NATO",), ("nato ",), ("Nato",), ("NATO",)], (), {"nato": "NATO"}),
    ("the oldest decides among equals", [("sea lanes",), ("Sea  Lanes",)], (), {"sea-lanes": "sea lanes"}),
    ("C++ and C# differ", [("C++", "C#", "C")], (), {"c-plus-plus": "C++", "c-sharp": "C#", "c": "C"}),
    ("a note names it", [("nato",)], (TagNote(name="NATO"),), {"nato": "NATO"}),
    ("a note gives a slug", [("EU",)], (TagNote(name="EU", slug="europe"),), {"europe": "EU"}),
    ("synonyms are one", [("PRC", "China")], (TagNote(name="China", synonyms=("PRC",)),), {"china": "China"}),
    ("a tag that nothing bears has no term", [("a",)], (TagNote(name="b"),), {"a": "a"}),
    ("other scripts", [("欧洲",)], (), {"欧洲": "欧洲"}),
]


@pytest.mark.parametrize(("tags", "notes", "names"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_terms(tags: list[tuple[str, ...]], notes: tuple[TagNote, ...], names: dict[str, str]) -> None:
    found, problems = made(tags, *notes)
    assert {slug: label.name for slug, label in found.labels.items()} == names
    assert problems == []


def test_a_piece_bears_a_term_once_and_in_the_order_written() -> None:
    found, _ = made([("b", "PRC", "China", "a")], TagNote(name="China", synonyms=("PRC",)))
    assert [label.slug for label in found.of(("b", "PRC", "China", "a"))] == ["b", "china", "a"]


def test_two_notes_with_one_meaning_are_told() -> None:
    first, second = TagNote(name="China", mark=Mark(1, 1)), TagNote(name="PRC", synonyms=("china",), mark=Mark(5, 1))
    _, problems = made([("China",)], first, second)
    assert problems == ["'china' is already a name of the tag 'china'"]


def test_descriptions_are_by_slug() -> None:
    found, _ = made([("EU",)], TagNote(name="EU", slug="europe", description="The Union."))
    assert found.descriptions["europe"] == "The Union."
