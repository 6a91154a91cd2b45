"""A theme's theme.yaml to what it declares, and a site's options to the values that templates see."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from generator.errors import Place, Problem
from generator.model import Mark
from generator.notation import Fields, Findings, clip, nearest, open_mapping

CONTRACT = 1
"""The number of the contract between Byline and its themes."""

TYPES = ("text", "flag", "number", "color", "choice", "list")
"""What an option can be."""

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_COLOR = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\Z|[a-z]+\Z", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?\Z")
_TAKEN = frozenset(name for name in dir(MappingProxyType) if not name.startswith("_"))

Value = str | int | float | bool | tuple[str, ...]


class Option(Struct, frozen=True, kw_only=True):
    """Something a site may choose about a theme."""

    type: str
    """One of TYPES."""
    default: Value
    description: str = ""
    choices: tuple[str, ...] = ()


class Manifest(Struct, frozen=True, kw_only=True):
    """What theme.yaml declares."""

    name: str
    extends: str
    """The name of the parent theme, or empty."""
    extends_mark: Mark
    options: dict[str, Option]


def read_manifest(text: str, *, path: str, folder: str = "") -> tuple[Manifest, tuple[Problem, ...]]:
    """The declarations of one theme.yaml, and what is wrong with them; `folder` is the name of the one it lies in."""
    findings = Findings(text, path=path)
    fields = open_mapping(text, findings, name="theme.yaml")
    name = fields.required("name", free=True)
    if name and folder and name != folder:
        fields.wrong("name", f"is '{clip(name)}', but the folder is '{folder}'", hint=f"write name: {folder}")
    if "byline" not in fields:
        fields.require("byline")
    elif (number := fields.number("byline", default=CONTRACT)) != CONTRACT:
        fields.wrong("byline", f"is {number}, but this Byline keeps contract {CONTRACT}")
    extends = fields.text("extends")
    mark = fields.mark("extends")
    options: dict[str, Option] = {}
    declared = fields.mapping("options", shape="{accent: {type: color, default: '#a00'}}")
    for key in declared.entries if declared else ():
        option = _option(key, declared) if declared else None
        if option is not None:
            options[key] = option
    fields.done()
    return Manifest(name=name, extends=extends, extends_mark=mark, options=options), findings.problems


def _option(key: str, declared: Fields) -> Option | None:
    if not _NAME.match(key) or key in _TAKEN:
        declared.wrong(key, "is no name for an option", hint="use lower-case letters, digits and _")
        return None
    within = declared.mapping(key, shape="{type: text, default: …}")
    if within is None:
        return None
    if "default" not in within:
        within.require("default")
    kind = within.choice("type", TYPES, default="text")
    choices = within.texts("choices")
    if choices and kind != "choice":
        within.wrong("choices", f"are not for an option of the type {kind}", hint="write type: choice")
    description = within.text("description")
    default = within.texts("default") if kind == "list" else within.text("default")
    value, wrong = fitting(default, kind=kind, choices=choices)
    within.done()
    if wrong and "default" in within:
        within.wrong("default", wrong)
    return Option(type=kind, default=value, description=description, choices=choices)


def fitting(given: object, *, kind: str, choices: tuple[str, ...] = ()) -> tuple[Value, str]:
    """The value as its type has it, and why it is not of that type (empty where it is)."""
    text = str(given).strip()
    if kind == "list":
        return _list(given)
    if isinstance(given, Mapping | list | tuple):
        return "", f"is no {kind}"
    if kind == "flag":
        known = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}.get(text.lower())
        return (known, "") if known is not None else (False, f"is '{clip(text)}', which is neither true nor false")
    if kind == "number":
        if not _NUMBER.match(text):
            return 0, f"is '{clip(text)}', which is not a number"
        return (float(text) if "." in text else int(text)), ""
    if kind == "color" and not _COLOR.match(text):
        return "", f"is '{clip(text)}', which is not a colour such as #a01c2e"
    if kind == "choice" and text not in choices:
        return "", f"is '{clip(text)}', which is none of: {', '.join(choices)}"
    return text, ""


def _list(given: object) -> tuple[Value, str]:
    items = tuple(given) if isinstance(given, list | tuple) else () if given in (None, "") else (given,)
    if isinstance(given, Mapping) or any(isinstance(item, Mapping | list | tuple) for item in items):
        return (), "is no list of texts"
    return tuple(str(item).strip() for item in items), ""


def option_values(
    options: Mapping[str, Option], given: Mapping[str, Any], *, path: str, marks: Mapping[str, Mark]
) -> tuple[Mapping[str, Value], tuple[Problem, ...]]:
    """The value of each option of a theme, and what is wrong with what a site's settings (at `path`) say of them."""
    values = {name: option.default for name, option in options.items()}
    problems: list[Problem] = []
    for name, value in given.items():
        mark = marks.get(f"theme.{name}") or marks.get("theme") or Mark(0, 0)
        option = options.get(name)
        if option is None:
            near = nearest(name, options)
            known = ", ".join(options) or "none"
            hint = (f"did you mean {near}? " if near else "") + f"it has: {known}"
            problems.append(_at(mark, path, f"the theme has no option '{clip(name)}'", hint))
            continue
        values[name], wrong = fitting(value, kind=option.type, choices=option.choices)
        if wrong:
            problems.append(_at(mark, path, f"theme.{name} {wrong}", option.description))
    return MappingProxyType(values), tuple(problems)


def _at(mark: Mark, path: str, message: str, hint: str) -> Problem:
    return Problem(place=Place(path, mark.line, mark.column), message=message, hint=hint, width=mark.width)
