"""Whoever binds the pages of a site, and on however many cores, their jobs are the same."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.build import site, survey
from generator.build.inspect import surveyed
from generator.build.survey import Survey
from generator.errors import Stop
from generator.site.related import Node, related
from tests.build.test_work import SITE
from tests.press import Press


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Survey]:
    """A small site that is large enough to be bound by two."""
    monkeypatch.setattr(site, "HALVED", range(8, 1000))
    with surveyed(Press.of(SITE, tmp_path).request(), progress=lambda *_: None) as (found, _ledger):
        yield found


def test_jobs_that_two_cores_bind_are_those_of_one(found: Survey) -> None:
    alone, together = site.bound(found), site.bound(found, cores=2)
    assert len(alone) > 8
    assert together == alone
    assert all(job.prints for job in together)


def test_related_pieces_that_two_processes_find_are_those_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "HALVED", 8)
    nodes = [Node((f"{number % 3}", f"{number % 5}"), "en") for number in range(120)]
    assert survey._related(nodes) == related(nodes)
    monkeypatch.setattr(survey, "_related_later", lambda nodes: ["later"])
    assert survey._related(nodes) == [*related(nodes)[:60], "later"]


def test_each_core_digests_half(found: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = site.bound(found)
    monkeypatch.setattr(site, "_printed", lambda given: [site.Prints(page.path, ("?",)) for page in given[1]])
    odd = [job.fingerprint == job.path for job in site.bound(found, cores=2)]
    assert [kind for kind, _ in itertools.groupby(odd)] == [False, True]
    assert abs(sum(odd) - len(alone) / 2) < 1


def test_so_many_that_memory_counts_are_bound_by_one(found: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "HALVED", range(1, 8))
    monkeypatch.delattr(site, "Aside")
    assert site.bound(found, cores=2) == site.bound(found)


@pytest.mark.parametrize(("size", "order"), [(1, ["noted", "rendered"]), (1000, ["rendered", "noted"])])
def test_who_shows_what_is_noted_before_there_are_workers_if_memory_counts(
    size: int, order: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    holders, spread = site.holders, site.spread

    def noted(*given: Any) -> Any:
        seen.append("noted")
        return holders(*given)

    def rendered(*given: Any, **named: Any) -> Any:
        seen.append("rendered")
        return spread(*given, **named)

    monkeypatch.setattr(site, "HALVED", range(1, size))
    monkeypatch.setattr(site, "holders", noted)
    monkeypatch.setattr(site, "spread", rendered)
    press = Press.of(SITE, tmp_path)
    press.build()
    assert seen == order


def test_a_template_that_is_missing_is_told_by_the_other_core_as_well(found: Survey) -> None:
    *pages, last = found.plan.pages
    strange = replace(
        found, plan=replace(found.plan, pages=(*pages, replace(last, template="no.html", maker="template")))
    )
    with pytest.raises(Stop, match=r"the theme has no template 'no.html'"):
        site.bound(strange, cores=2)
