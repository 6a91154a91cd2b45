"""A project that was looked at to the plan of its site: everything up to rendering, with every mistake there is."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from generator.build.judge import judge
from generator.build.look import Look, Watch
from generator.build.ready import desk_of
from generator.build.request import TAGS, Progress, Request
from generator.build.settle import Settled, speaker
from generator.engine.aside import Aside
from generator.engine.ledger import Ledger
from generator.errors import Problem
from generator.settings import Settings
from generator.site.catalogue import catalogue
from generator.site.inventory import Inventory
from generator.site.library import Library
from generator.site.plan import Plan, plan
from generator.site.related import Node, related
from generator.site.views import Views
from generator.source.intake import Intake, take_in

HALVED = 2048
"""Pieces of which two cores find the related ones, each for half of them."""


class Survey(Struct, frozen=True, kw_only=True):
    """A publication as it is to be rendered."""

    settled: Settled
    intake: Intake
    library: Library
    plan: Plan
    problems: tuple[Problem, ...]
    """With their severities, by place."""
    verbs: tuple[tuple[str, float], ...]
    """Each verb and the seconds it took."""

    @property
    def settings(self) -> Settings:
        return self.settled.settings

    @property
    def is_sound(self) -> bool:
        """Whether nothing stands against rendering."""
        return not any(problem.severity == "error" for problem in self.problems)


def survey(
    request: Request,
    ledger: Ledger,
    looked: Look,
    *,
    baseline: bool = True,
    thorough: bool = False,
    progress: Progress,
    meanwhile: Callable[[], None] | None = None,
) -> Survey:
    """Read, catalogue and plan; every problem that has been found is told.

    Without `baseline` what that file silences is told as well; `thorough` tells what readers wrote amiss.
    What may be done while many files are read is `meanwhile`.
    """
    watch = Watch()
    settled, scanned = looked.settled, looked.scanned
    intake = take_in(
        scanned.sources,
        ledger,
        desk_of(request, settled),
        cores=request.cores,
        done=lambda done, total: progress("reading", done, total),
        meanwhile=meanwhile,
    )
    watch.done("read")
    inventory = Inventory(known=intake.known, unread=intake.unread, tags=settled.tags, tags_path=TAGS)
    say = speaker(settled.settings)
    catalogued = catalogue(inventory, settled.settings, moment=request.moment, say=say)
    watch.done("catalogue")
    views = Views(catalogued.library, say=say, theme=settled.options, names=settled.plugins.names)
    planned = plan(
        catalogued.library,
        views,
        wanted=_wanted(settled),
        added=settled.plugins.pages,
        relate=_related if request.cores > 1 else related,
    )
    watch.done("plan")
    problems = (settled.problems, scanned.problems, intake.problems, catalogued.problems, planned.problems)
    found = [problem for stage in problems for problem in stage]
    return Survey(
        settled=settled,
        intake=intake,
        library=catalogued.library,
        plan=planned,
        problems=judge(found, settled.settings, request.project, baseline=baseline, thorough=thorough),
        verbs=(*looked.verbs, *watch.verbs),
    )


def _related(nodes: Sequence[Node]) -> Sequence[tuple[int, ...]]:
    """What `related` gives, by two processes where there are many."""
    if len(nodes) < HALVED:
        return related(nodes)
    later = Aside(_related_later, nodes, result=list[tuple[int, ...]])
    try:
        return [*related(nodes, last=len(nodes) // 2), *later.result()]
    finally:
        later.drop()


def _related_later(nodes: Sequence[Node]) -> list[tuple[int, ...]]:
    return related(nodes, first=len(nodes) // 2)


def _wanted(settled: Settled) -> frozenset[str]:
    """The names that the article's template reads: what it does not read need not be worked out."""
    read_by = settled.reads.get("article.html")
    return read_by.names if read_by else frozenset()
