"""The filters that pick values by an attribute give what Jinja's give, and fail as they do."""

from collections.abc import Mapping
from typing import Any

import pytest
from jinja2.filters import FILTERS

from generator.model import Html, Label, StandingText
from generator.theme.environment import environment
from generator.theme.sieves import SIEVES

LABELS = (
    Label("Canals", "canals", "/a/"),
    Label("canals", "canals", "/b/"),
    Label("Ports", "ports", ""),
    Label("", "none", "/a/"),
)
VALUES: Mapping[str, Any] = {
    "labels": LABELS,
    "mixed": [{"name": "x", "n": 1}, {"name": "X", "n": 2}, {"name": Html("x"), "n": 1}, {"name": None, "n": True}],
    "nested": [{"of": label} for label in LABELS],
    "texts": (StandingText(title="a", body=Html("<i>")), StandingText(title="A", body=Html(""))),
    "none": (),
    "no": None,
}
SOURCES = [
    "labels|unique(attribute='name')|map(attribute='url')|list",
    "labels|unique(true, 'name')|map(attribute='url')|list",
    "labels|unique(attribute='url', case_sensitive=true)|map(attribute='name')|list",
    "mixed|unique(attribute='name')|map(attribute='n')|list",
    "mixed|unique(attribute='n')|list|length",
    "nested|unique(attribute='of.slug')|list|length",
    "'aAb'|unique|list",
    "[[1, 2], [1, 3]]|unique(attribute=0)|list",
    "none|unique(attribute='name')|list",
    "labels|selectattr('name')|map(attribute='url')|list",
    "labels|rejectattr('name')|map(attribute='url')|list",
    "labels|rejectattr('slug', 'equalto', 'canals')|map(attribute='url')|list",
    "labels|selectattr('slug', 'in', ['ports', 'none'])|map(attribute='url')|list",
    "labels|rejectattr('url', '==', '/a/')|map(attribute='name')|list",
    "mixed|selectattr('n', 'gt', 1)|map(attribute='name')|list",
    "mixed|selectattr('n', 'odd')|list|length",
    "mixed|selectattr('nothing', 'defined')|list",
    "mixed|rejectattr('nothing', 'defined')|list|length",
    "nested|selectattr('of.slug', 'eq', 'ports')|list|length",
    "mixed|rejectattr('n', 'filter')|list|length",
    "none|selectattr('x', 'y')|list",
    "no|selectattr('x')|list",
    "labels|map(attribute='name')|list",
    "'/b/' in labels|map(attribute='url')",
    "mixed|map(attribute='nothing', default=1)|list",
    "nested|map(attribute='of.slug')|list",
    "labels|map('length')|list",
    "['a', 'B']|map('upper')|join",
    "none|map(attribute='x')|list",
    "no|map(attribute='x')|list",
    "texts|map(attribute='body')|map('upper')|list",
    "texts|selectattr('body')|map(attribute='title')|list",
    "texts|rejectattr('body', 'equalto', '<i>')|map(attribute='title')|list",
    "texts|unique(attribute='body')|map(attribute='body')|map('length')|list",
    "texts|selectattr('nothing', 'defined')|list",
    # and what goes wrong
    "texts|map(attribute='bodi')|list",
    "texts|unique(attribute='bodi')|list",
    "texts|rejectattr('bodi')|list",
    "labels|map(attribute='nam')|list",
    "labels|map(attribute='name', defaults=1)|list",
    "labels|map()|list",
    "labels|unique(attribute='nam')|list",
    "labels|selectattr('nam', 'equalto', 1)|list",
    "labels|selectattr('nam')|list",
    "labels|selectattr()|list",
    "labels|rejectattr('name', 'unheard')|list",
    "labels|rejectattr('name', 'equalto')|list",
    "labels|selectattr('name', 'gt', 1)|list",
    "labels|selectattr('name', 'equalto', b=1)|list",
    "[[{}]]|unique(attribute=0)|list",
]


def told(source: str, filters: Mapping[str, Any]) -> str:
    """What an expression gives with these filters, or how it fails."""
    made = environment(filters=filters)
    try:
        return repr(made.compile_expression(source, undefined_to_none=False)(**VALUES))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("source", SOURCES)
def test_they_give_what_jinjas_give(source: str) -> None:
    assert told(source, SIEVES) == told(source, {name: FILTERS[name] for name in SIEVES})


def test_they_take_values_only_as_they_are_asked_for() -> None:
    page = environment(filters=SIEVES).from_string("{{ (labels|selectattr('url')|first).name }}")
    assert page.render(labels=iter(LABELS)) == "Canals"
