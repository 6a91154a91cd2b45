"""`byline build` and `byline check`: options to a report, and a report to lines."""

import json
from argparse import Namespace
from pathlib import Path
from time import perf_counter
from typing import Any

from generator.baseline import PATH as BASELINE
from generator.baseline import write_baseline
from generator.build.request import Request
from generator.build.start import build as build_site
from generator.cli.console import Console, counted
from generator.cli.project import request, shown
from generator.engine.files import Files
from generator.errors import STRUCTURE, Problem, Stop
from generator.model import Report

_MOST_REASONS = 4


def build(options: Namespace, console: Console) -> int:
    """Build the site; 1 where something needs mending."""
    asked = request(options)
    if options.next_change:
        return _next_change(options, console)
    since = perf_counter()
    try:
        report = build_site(asked, clean=options.clean, progress=console.progress, files=Files())
    except Stop as stop:  # something of others' stands where a file must go
        report = Report(problems=stop.problems)
    seconds = perf_counter() - since
    if options.json:
        console.result(json.dumps(_as_json(report, seconds), ensure_ascii=False, indent=2))
    console.problems(report.problems)
    if any(problem.severity == "error" for problem in report.problems):
        console.insist(f"nothing was published; {shown(asked.output)} is as it was")
        return 1
    if not options.json:
        _tell(report, seconds, asked, console)
    if options.profile:
        _profile(report, console)
    if options.verify:
        from generator.build.verify import verify

        return _verified(verify(asked, progress=console.progress), console)
    return 0


def check(options: Namespace, console: Console) -> int:
    """Tell what needs mending and build nothing; 1 where there is a mistake."""
    from generator.build.inspect import inspect

    asked = request(options)
    if options.write_baseline:
        return _write_baseline(asked, console)
    found = inspect(asked, baseline=True, progress=console.progress)
    if options.json:
        console.result(json.dumps([_problem(problem) for problem in found.problems], ensure_ascii=False, indent=2))
    else:
        console.problems(found.problems)
    errors = any(problem.severity == "error" for problem in found.problems)
    if not found.problems:
        console.say(f"{counted(found.pieces, 'article')} checked, nothing to mend")
    return 1 if errors else 0


def _write_baseline(asked: Request, console: Console) -> int:
    """Silence what may be silenced; 1 where something else stands."""
    from generator.build.inspect import inspect

    found = inspect(asked, baseline=False, progress=console.progress).problems
    silenced = [problem for problem in found if problem.rule != STRUCTURE]
    text = write_baseline(silenced)
    Files().write(str(Path(asked.project, BASELINE)), text.encode())
    console.say(f"{BASELINE} now silences {counted(len(silenced), 'problem')}")
    left = [problem for problem in found if problem.rule == STRUCTURE]
    console.problems(left)
    return 1 if left else 0


def _next_change(options: Namespace, console: Console) -> int:
    from generator.build.inspect import inspect

    found = inspect(request(options), baseline=True, progress=console.progress)
    errors = [problem for problem in found.problems if problem.severity == "error"]
    if errors:
        console.problems(errors)
        return 1
    console.result(found.next_change.isoformat().replace("+00:00", "Z") if found.next_change else "")
    return 0


def _tell(report: Report, seconds: float, asked: Request, console: Console) -> None:
    reasons = [f"{number:,} {why}" for why, number in report.reasons[:_MOST_REASONS]]
    if len(report.reasons) > _MOST_REASONS:
        reasons.append(f"{sum(number for _why, number in report.reasons[_MOST_REASONS:]):,} for other reasons")
    told = f" ({', '.join(reasons)})" if reasons else ""
    copied = f", copied {report.copied:,}" if report.copied else ""
    console.say(
        f"read {report.read:,}, rendered {report.rendered:,} of {counted(report.pages, 'page')}{told}"
        f"{copied}, removed {report.removed:,}"
    )
    for path, at in report.waiting:
        console.say(f"scheduled: {path} appears at {asked.moment.told(at)}")
    if report.foreign:
        names = ", ".join(report.foreign[:5]) + (" …" if len(report.foreign) > 5 else "")
        console.say(f"not Byline's, and left alone in {shown(asked.output)}: {names}")
    console.say(f"{shown(asked.output)} is finished ({seconds:.2f} s)")


def _profile(report: Report, console: Console) -> None:
    whole = sum(seconds for _verb, seconds in report.verbs) or 1.0
    for verb, seconds in report.verbs:
        console.insist(f"{verb:<10} {seconds:8.3f} s  {seconds / whole:4.0%}")


def _verified(differences: tuple[str, ...], console: Console) -> int:
    for difference in differences:
        console.insist(difference)
    console.insist(
        f"{counted(len(differences), 'file')} differ from a clean build"
        if differences
        else "verified: a clean build is the same"
    )
    return 1 if differences else 0


def _as_json(report: Report, seconds: float) -> dict[str, Any]:
    return {
        "read": report.read,
        "pages": report.pages,
        "rendered": report.rendered,
        "copied": report.copied,
        "removed": report.removed,
        "reasons": dict(report.reasons),
        "waiting": [{"path": path, "at": at.isoformat().replace("+00:00", "Z")} for path, at in report.waiting],
        "foreign": list(report.foreign),
        "problems": [_problem(problem) for problem in report.problems],
        "verbs": {verb: round(seconds, 4) for verb, seconds in report.verbs},
        "seconds": round(seconds, 4),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "path": problem.place.path,
        "line": problem.place.line or None,
        "column": problem.place.column or None,
        "severity": problem.severity,
        "rule": problem.rule,
        "message": problem.message,
        "hint": problem.hint,
        "also": str(problem.other) if problem.other else None,
    }
