"""Cards are what workers look at most, so what they hold lies together, and once where it is the same."""

from generator.model import Html
from generator.site.catalogue import catalogue
from tests.site.values import NOW, inventory, piece, settings


def say(_language: str, key: str) -> str:
    return key


def texts(kind: str) -> list[str]:
    """Of several words, each a value of its own, as a decoder gives them."""
    return [" ".join([kind, "in", "several", "words"]) for _ in "ab"]


def test_the_texts_of_a_card_are_equal_to_its_pieces_and_are_not_the_same_values() -> None:
    one = piece("quay-in-several-words", title=Html(texts("Quay")[0]), summary=Html(texts("<em>Why</em>")[0]))
    library = catalogue(inventory(one), settings(), moment=NOW, say=say).library
    card = library.filed[0].card
    assert (card.slug, card.title, card.summary) == (one.slug, one.title, one.summary)
    assert card.slug is not one.slug
    assert card.title.html is not one.title.html
    assert card.summary.html is not one.summary.html


def test_kinds_and_languages_of_all_cards_are_the_same_values() -> None:
    kinds, languages = texts("analysis"), texts("en")
    pieces = [piece(slug, kind=kinds[at], lang=languages[at]) for at, slug in enumerate("ab")]
    first, second = (
        entry.card for entry in catalogue(inventory(*pieces), settings(), moment=NOW, say=say).library.filed
    )
    assert first.kind == kinds[0]
    assert first.kind is second.kind
    assert first.lang is second.lang
