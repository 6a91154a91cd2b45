"""Every field of everything that a page holds is part of its fingerprint: whatever changes there, it is made again."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields, replace

from generator.build import site
from generator.build.look import look
from generator.build.survey import survey
from generator.build.versions import versions
from generator.engine.files import Files
from generator.engine.ledger import Ledger
from generator.model import (
    Address,
    Alternate,
    Byline,
    Card,
    Correction,
    FeedView,
    Html,
    Job,
    KeptArticle,
    KeptComments,
    KeptText,
    Label,
    Link,
    LlmsView,
    NewsView,
    Page,
    Pager,
    PageView,
    Person,
    Picture,
    RedirectView,
    Reference,
    Series,
    SeriesView,
    SitemapView,
    SiteView,
    Term,
    Year,
)
from generator.theme.bind import Binder
from tests.proof.bench import Bench, generous, silent
from tests.proof.publication import whole

HELD = (
    *(KeptArticle, KeptText, KeptComments, Card, Byline, Person, Label, Term, Year, SeriesView, Series, Pager),
    *(PageView, SiteView, Alternate, Link, Picture, Correction, Reference, FeedView, SitemapView, Address),
    RedirectView,
    NewsView,
    LlmsView,
)
"""What pages are made of."""

PORT = "content/articles/port.md"
SOURCES = "sources: [{id: a, title: A source, url: 'https://example.org/a', author: B, publisher: P, date: '2024'}]"

Spot = tuple[str, str, str, str]
"""Maker or template, name, type, field."""


def everything() -> dict[str, str]:
    """The publication with one of each thing that a piece can have."""
    files = whole()
    files[PORT] = files[PORT].replace(
        "---\nA port", f"corrections: [{{date: 2025-06-02, kind: correction, text: No.}}]\n{SOURCES}\n---\nA port"
    )
    return files


def bound(bench: Bench) -> tuple[Binder, tuple[Page, ...]]:
    """The binder of a build, which hands pages all that is offered, and its pages."""
    request = bench.request()
    ledger = Ledger(request.ledger, versions=versions(), files=Files())
    found: list[Binder] = []
    pages: list[Page] = []
    with pytest.MonkeyPatch.context() as patch, generous():
        surveyed = survey(request, ledger, look(request, ledger), progress=silent)
        real = Binder.bind

        def bind(self: Binder, page: Page) -> Job:
            found.append(self)
            pages.append(page)
            return real(self, page)

        patch.setattr(Binder, "bind", bind)
        site.bound(surveyed)
    ledger.close()
    return found[0], tuple(pages)


def other(value: Any) -> Any:
    """Something else of the same type."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return value + "x"
        case bytes():
            return value + b"x"
        case datetime():
            return value + timedelta(seconds=1)
        case Html():
            return Html(value.html + "x")
        case Mapping():
            return {**value, "another": "x"}
        case tuple():
            return (*value, "x") if not value else value[:-1]
        case None:
            return "x"
    return None


def variants(value: Any, depth: int = 0) -> Iterator[tuple[type, str, Any]]:
    """A value with one field of something in it changed, each in turn; of a list, only in the last."""
    if isinstance(value, Struct) and not isinstance(value, Html):
        for field in fields(value):
            inner = getattr(value, field.name)
            yield type(value), field.name, replace(value, **{field.name: other(inner)})
            for shape, name, changed in variants(inner, depth + 1):
                yield shape, name, replace(value, **{field.name: changed})
    elif isinstance(value, tuple) and value:
        for shape, name, changed in variants(value[-1], depth + 1):
            yield shape, name, (*value[:-1], changed)


def overlooked(folder: Path) -> tuple[list[Spot], set[tuple[type, str]]]:
    """Fields that may change without a page being made again, and the fields that were tried."""
    binder, pages = bound(Bench(folder, everything()))
    tried: set[Spot] = set()
    seen: set[tuple[type, str]] = set()
    missed: list[Spot] = []
    for page in pages:
        if page.maker in ("copy", "bytes"):
            continue
        usual = binder.bind(page).fingerprint
        held = binder.bind(page).held
        for name in held:
            for shape, field, changed in variants(page.names[name]):
                spot = (page.template or page.maker, name, shape.__name__, field)
                if spot in tried:
                    continue
                tried.add(spot)
                seen.add((shape, field))
                if binder.bind(replace(page, names={**page.names, name: changed})).fingerprint == usual:
                    missed.append(spot)
    return missed, seen


def test_a_page_depends_on_every_field_of_all_that_it_holds(folder: Path) -> None:
    missed, seen = overlooked(folder)
    assert missed == []
    wanted = {(shape, field.name) for shape in HELD for field in fields(shape)}
    assert {f"{shape.__name__}.{field}" for shape, field in wanted - seen} == set(), "never tried"
    assert {shape for shape, _ in seen} - {*HELD} == set(), "held, and not on the list"


@pytest.mark.control
@pytest.mark.parametrize(("shape", "field"), [(Card, "words"), (Person, "bio"), (PageView, "dir"), (Pager, "last")])
def test_a_field_that_is_overlooked_is_seen(
    shape: type, field: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Binder.bind

    def blanked(value: Any) -> Any:
        if isinstance(value, shape):
            return replace(value, **{field: None})
        return tuple(map(blanked, value)) if isinstance(value, tuple) else value

    def bind(self: Binder, page: Page) -> Job:
        return real(self, replace(page, names={name: blanked(value) for name, value in page.names.items()}))

    monkeypatch.setattr(Binder, "bind", bind)
    missed, _seen = overlooked(folder)
    assert {(found[2], found[3]) for found in missed} >= {(shape.__name__, field)}
