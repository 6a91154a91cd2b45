"""`byline deploy` and `byline rollback`: a plan to lines, and what was done to a sentence."""

import json
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from generator.build.request import SETTINGS
from generator.cli.console import Console, counted
from generator.cli.project import request, shown
from generator.deploy.deploy import Ready, prepared
from generator.deploy.deploy import deploy as send_site
from generator.deploy.pieces import Pieces, told
from generator.deploy.plan import Plan
from generator.deploy.rollback import Way, roll_back
from generator.deploy.rollback import prepared as prepared_rollback
from generator.deploy.tally import sized
from generator.engine.files import Files
from generator.engine.files import told as told_files
from generator.errors import Problem, Stop
from generator.settings import load_settings

_NAMED = 20
"""Files that a plan names of each sort."""

INTERRUPTED = 130


def deploy(options: Namespace, console: Console) -> int:
    """Tell the plan, and carry it out; 1 where something speaks against it."""
    asked = request(Namespace(**vars(options), drafts=False, future=False))
    name = shown(asked.output).rstrip("/")
    with prepared(asked, options.target, output=name, progress=console.progress, files=Files()) as ready:
        refused = ready.refused(overruled=options.yes)
        if options.json:
            console.result(json.dumps(_as_json(ready, refused), ensure_ascii=False, indent=2))
        else:
            _tell(ready, console, every=options.plan)
        if options.plan:
            console.problems(refused)
            return 1 if refused else 0
        try:
            send_site(ready, overruled=options.yes)
        except KeyboardInterrupt:
            console.insist("stopped; what readers see is whole: run byline deploy again, and it goes on from here")
            return INTERRUPTED
        if not ready.survey.is_done:
            console.say(f"{ready.place} is what {name}/ is")
    return 0


def rollback(options: Namespace, console: Console) -> int:
    """Put the release before the present one back; 1 where there is none, or something speaks against it."""
    asked = request(Namespace(**vars(options), drafts=False, future=False))
    with told_files("read", SETTINGS), open(f"{asked.project}/{SETTINGS}", encoding="utf-8", errors="replace") as file:
        settings, problems = load_settings(file.read())
    if settings is None:
        raise Stop(*problems)
    with prepared_rollback(asked, settings, options.target, progress=console.progress, files=Files()) as way:
        if options.json:
            console.result(json.dumps(_way_as_json(way), ensure_ascii=False, indent=2))
        else:
            console.result(f"{way.place}: back to the release {way.release[:15]}")
            _tell_plan(way.plan, way.pieces, console, every=options.plan, size=way.survey is not None)
        if options.plan:
            return 0
        try:
            roll_back(way, overruled=options.yes)
        except KeyboardInterrupt:
            console.insist("stopped; what readers see is whole: run byline rollback again")
            return INTERRUPTED
        console.say(f"{way.place} is as it was before the last deploy")
    return 0


def _tell(ready: Ready, console: Console, *, every: bool) -> None:
    if ready.survey.is_done:
        console.result(f"{ready.place}: up to date")
        return
    console.result(f"{ready.place}: {told(ready.pieces)}")
    if ready.survey.there.manifest is not None and not ready.survey.is_whole:
        console.result("  the last deploy there was interrupted; this one goes on from there")
    _tell_plan(ready.survey.plan, ready.pieces, console, every=every, size=True)


def _tell_plan(plan: Plan, found: Sequence[Pieces], console: Console, *, every: bool, size: bool) -> None:
    verb = f"{counted(len(plan.sent), 'file')} to send"
    parts = [f"{verb}, {sized(plan.size)}" if size else f"{counted(len(plan.sent), 'file')} to change"]
    parts.append(f"{counted(len(plan.gone), 'file')} to delete")
    console.result(f"  {'; '.join(parts)}")
    if every:
        paths = (("new", [parcel.path for parcel in plan.new]), ("changed", [parcel.path for parcel in plan.changed]))
        for sort, names in (*paths, ("gone", list(plan.gone))):
            for name in names[:_NAMED]:
                console.result(f"  {sort:<8} {name}")
            if len(names) > _NAMED:
                console.result(f"  {sort:<8} and {len(names) - _NAMED:,} more")


def _as_json(ready: Ready, refused: Sequence[Problem]) -> dict[str, Any]:
    return {
        "target": ready.target.name,
        "kind": ready.target.kind,
        "place": ready.place,
        "site": ready.site,
        "release": ready.survey.goal.release,
        "up_to_date": ready.survey.is_done,
        "resumes": ready.survey.there.manifest is not None and not ready.survey.is_whole,
        **_plan_as_json(ready.survey.plan, ready.pieces),
        "refused": [{"message": problem.message, "hint": problem.hint} for problem in refused],
    }


def _way_as_json(way: Way) -> dict[str, Any]:
    return {"place": way.place, "release": way.release, **_plan_as_json(way.plan, way.pieces)}


def _plan_as_json(plan: Plan, found: Sequence[Pieces]) -> dict[str, Any]:
    return {
        "pieces": {piece.kind: {"changed": piece.changed, "new": piece.new, "gone": piece.gone} for piece in found},
        "bytes": plan.size,
        "new": [parcel.path for parcel in plan.new],
        "changed": [parcel.path for parcel in plan.changed],
        "gone": list(plan.gone),
    }
