"""Problems as they were found to those that count, each with its severity and its line of source."""

import os
from collections.abc import Iterable
from pathlib import Path

from generator.baseline import PATH as BASELINE
from generator.baseline import unsilenced
from generator.build.settle import text_of
from generator.errors import Problem, judged
from generator.settings import Settings
from generator.source.decode import framed


def judge(
    problems: Iterable[Problem], settings: Settings, project: str, *, baseline: bool, thorough: bool
) -> tuple[Problem, ...]:
    """The problems that count, by place; `thorough` tells what is off in a build too.

    Without `baseline`, what that file silences is told as well.
    """
    checks = {"comment": "warning", "lost-link": "warning", **settings.checks} if thorough else settings.checks
    kept = judged(problems, checks)
    silent = Path(project, BASELINE)
    if baseline and silent.is_file():
        kept = unsilenced(kept, text_of(project, BASELINE)[0] or "")
    texts: dict[str, str] = {}
    return tuple(_with_frame(problem, project, texts) for problem in kept)


def _with_frame(problem: Problem, project: str, texts: dict[str, str]) -> Problem:
    path = problem.place.path
    if problem.frame or not problem.place.line or not path.startswith("content/"):
        return problem
    if path not in texts:
        texts[path] = text_of(project, path)[0] or "" if os.path.isfile(f"{project}/{path}") else ""
    return framed(problem, texts[path])
