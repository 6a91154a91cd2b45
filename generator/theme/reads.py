"""What the pages of a template can depend on: the one idea's static half. Jinja comes along only for a survey."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.errors import Problem
from generator.theme.offered import OFFERED

if TYPE_CHECKING:
    from generator.theme.mentions import Parse
from generator.theme.templates import Theme


class Reads(Struct, frozen=True, kw_only=True):
    """All that the pages of one template can depend on, besides the edition."""

    names: frozenset[str]
    """Of what is offered to this kind of page; every one where `dynamic`."""
    assets: frozenset[str] | None
    """Names of static files; None where any may be named while rendering."""
    digest: str
    """Of every template that can be reached; of all where `dynamic`."""
    dynamic: bool
    """Whether a template is chosen while rendering."""
    templates: tuple[str, ...]
    """Names of the templates that can be reached, sorted."""


def reads(
    theme: Theme,
    *,
    offered: Mapping[str, frozenset[str]] = OFFERED,
    filters: Iterable[str] = (),
    parse: "Parse | None" = None,
) -> tuple[dict[str, Reads], tuple[Problem, ...]]:
    """What each page template (`article.html` …) can read; and the theme's mistakes, as errors and warnings.

    `offered` is the names that each kind of page offers, `filters` the names of the filters that plugins add, `parse`
    what reads templates for others as well.
    """
    from generator.theme.survey import survey  # only here: what it found before is remembered without Jinja

    return survey(theme, offered=offered, filters=filters, parse=parse)
