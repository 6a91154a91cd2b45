"""What a theme's option `sections` names to the sections of the front page: a tag, and its newest pieces."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from generator.errors import Place, Problem
from generator.model import Card, Mark, Section, Term
from generator.settings import Settings
from generator.site.nearest import Names
from generator.slugs import slugify

OPTION = "sections"
"""The option of a theme, a list, that names tags by name or slug."""

PIECES = 8
"""Of a section, the newest: more than a front page shows, since some of them may stand above already."""


def sections(theme: Mapping[str, Any], terms: Sequence[Term], cards: Sequence[Card]) -> tuple[Section, ...]:
    """The sections that the theme's options ask for, in their order; tags that no piece has are passed over."""
    named = dict.fromkeys(term for name in _named(theme) if (term := _term(name, terms)) is not None)
    return tuple(Section(tag=term, pieces=tuple(islice(_bearers(term, cards), PIECES))) for term in named)


def unknown_sections(settings: Settings, theme: Mapping[str, Any], terms: Sequence[Term]) -> Iterator[Problem]:
    """Tags that the theme's options name and no published piece has."""
    mark = settings.marks.get(f"theme.{OPTION}", Mark(1, 0))
    for name in _named(theme):
        if _term(name, terms) is None:
            near = Names(term.name for term in terms).near(name)
            yield Problem(
                place=Place("content/site.yaml", mark.line, mark.column),
                message=f"theme.{OPTION} names the tag '{name}', which no published piece has",
                hint=f"did you mean {near}?" if near else "",
                rule="unknown-key",
            )


def _bearers(term: Term, cards: Sequence[Card]) -> Iterator[Card]:
    return (card for card in cards if any(label.slug == term.slug for label in card.tags))


def _named(theme: Mapping[str, Any]) -> tuple[str, ...]:
    value = theme.get(OPTION)
    return value if isinstance(value, tuple) else ()


def _term(name: str, terms: Sequence[Term]) -> Term | None:
    slug = slugify(name)
    return next((term for term in terms if slug in (term.slug, slugify(term.name))), None)
