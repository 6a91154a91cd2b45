"""`byline theme`: which themes there are, a new one, and what a parent changed in files that a theme replaces."""

import json
from argparse import Namespace
from pathlib import Path

from generator.build.request import SETTINGS
from generator.cli.console import Console, counted
from generator.cli.project import find_project
from generator.engine.files import told
from generator.errors import Stop
from generator.scaffold.themes import Change, Known, changes, known_themes, new_theme, record
from generator.settings import Settings, load_settings


def theme(options: Namespace, console: Console) -> int:
    """Do what `byline theme` was asked for; 1 where a theme is behind its parents."""
    project = find_project(options)
    settings = _settings(project)
    match options.command:
        case "theme list":
            return _list(project, settings, console, as_json=options.json)
        case "theme new":
            for path in new_theme(project, options.name, extends=options.extends, files=options.override):
                console.result(str(path.relative_to(project)))
            console.say(f"now: write theme: {options.name} in {SETTINGS}")
            return 0
    return _diff(project, options.name or settings.theme, console, is_record=options.record)


def _settings(project: Path) -> Settings:
    with told("read", SETTINGS):
        text = (project / SETTINGS).read_text(encoding="utf-8", errors="replace")
    settings, problems = load_settings(text)
    if settings is None:
        raise Stop(*problems)
    return settings


def _list(project: Path, settings: Settings, console: Console, *, as_json: bool) -> int:
    themes = known_themes(project, settings)
    if as_json:
        rows = [
            {
                "name": known.name,
                "extends": known.extends or None,
                "place": "project" if known.own else "byline",
                "chosen": known.chosen,
                "replaces": known.replaces,
            }
            for known in themes
        ]
        console.result(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for known in themes:
        console.result(f"{known.name:<16} {_described(known)}")
    return 0


def _described(known: Known) -> str:
    parts = ["of this project" if known.own else "came with Byline"]
    if known.extends:
        parts.append(f"extends {known.extends}, of which it replaces {counted(len(known.replaces), 'file')}")
    if known.chosen:
        parts.append("the site's")
    return "; ".join(parts)


def _why(change: Change) -> str:
    if not change.parent:
        return "no parent has such a file any more"
    return f"{change.parent} changed since" if change.recorded else f"unknown what of {change.parent} it was made from"


def _diff(project: Path, name: str, console: Console, *, is_record: bool) -> int:
    if is_record:
        noted = record(project, name)
        for path in noted:
            console.result(path)
        console.say(f"{counted(len(noted), 'file')} noted as up to date")
        return 0
    found = changes(project, name)
    for change in found:
        console.result(f"{change.path}: {_why(change)}")
        for line in change.lines:
            console.result(line)
    if found:
        console.say(f"bring {name} up to date, then: byline theme diff {name} --record")
    else:
        console.say(f"{name} is up to date with its parents")
    return 1 if found else 0
