"""theme.yaml is checked, and so is what a site says of its theme's options."""

from typing import Any

import pytest

from generator.errors import Place
from generator.model import Mark
from generator.theme.manifest import Option, option_values, read_manifest

HEAD = "name: T\nbyline: 1\n"

WRONG = [
    # theme.yaml . place . message
    ("byline: 1\n", "1", "name is missing"),
    ("name: T\n", "1", "byline is missing"),
    ("name: T\nbyline: 2\n", "2:9", "byline is 2, but this Byline keeps contract 1"),
    (HEAD + "extend: x\n", "3:1", "extend is not a key known here"),
    (HEAD + "options: {a: {type: colour, default: red}}", "3:21", "options.a.type is 'colour', which is not known"),
    (HEAD + "options: {a: {type: color, default: 12}}", "3:37",
     "options.a.default is '12', which is not a colour such as #a01c2e"),
    (HEAD + "options: {a: {type: flag, default: perhaps}}", "3:36",
     "options.a.default is 'perhaps', which is neither true nor false"),
    (HEAD + "options: {a: {type: choice, choices: [x, y], default: z}}", "3:55",
     "options.a.default is 'z', which is none of: x, y"),
    (HEAD + "options: {a: {type: text, choices: [x, y], default: x}}", "3:36",
     "options.a.choices are not for an option of the type text"),
    (HEAD + "options: {a: {type: text}}", "3:14", "options.a has no default"),
    (HEAD + "options: {items: {type: text, default: x}}", "3:18", "options.items is no name for an option"),
    (HEAD + "options: {A-b: {type: text, default: x}}", "3:16", "options.A-b is no name for an option"),
    (HEAD + "options: {a: x}", "3:14", "options.a is a text, not a mapping"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "message"), WRONG, ids=[row[2] for row in WRONG])
def test_mistakes_are_told_at_their_place(text: str, place: str, message: str) -> None:
    _, problems = read_manifest(text, path="theme.yaml")
    assert [(str(problem.place), problem.message) for problem in problems] == [(f"theme.yaml:{place}", message)]


def test_options_are_declared() -> None:
    text = HEAD + (
        "extends: broadsheet\n"
        "options:\n"
        "  accent: {type: color, default: '#a00', description: The colour.}\n"
        "  wide: {type: flag, default: yes}\n"
        "  columns: {type: number, default: 2}\n"
        "  face: {type: choice, choices: [serif, sans], default: sans}\n"
        "  motto: {default: ''}\n"
        "  parts: {type: list, default: []}\n"
    )
    manifest, problems = read_manifest(text, path="theme.yaml")
    assert problems == ()
    assert manifest.extends == "broadsheet"
    assert manifest.options == {
        "accent": Option(type="color", default="#a00", description="The colour."),
        "wide": Option(type="flag", default=True),
        "columns": Option(type="number", default=2),
        "face": Option(type="choice", default="sans", choices=("serif", "sans")),
        "motto": Option(type="text", default=""),
        "parts": Option(type="list", default=()),
    }


OPTIONS = {
    "accent": Option(type="color", default="#a00"),
    "wide": Option(type="flag", default=True),
    "columns": Option(type="number", default=2),
    "face": Option(type="choice", default="sans", choices=("serif", "sans")),
    "motto": Option(type="text", default=""),
    "parts": Option(type="list", default=()),
}

GIVEN = [
    ("parts", ["law", "sea"], ("law", "sea"), ""),
    ("parts", "law", ("law",), ""),
    ("parts", [["law"]], None, "theme.parts is no list of texts"),
    # what site.yaml gives . the value . what is told
    ("accent", "#0B0B0B", "#0B0B0B", ""),
    ("accent", "teal", "teal", ""),
    ("accent", "url(x)", None, "theme.accent is 'url(x)', which is not a colour such as #a01c2e"),
    ("wide", False, False, ""),
    ("wide", "no", False, ""),
    ("wide", 3, None, "theme.wide is '3', which is neither true nor false"),
    ("columns", 3, 3, ""),
    ("columns", "2.5", 2.5, ""),
    ("columns", "nan", None, "theme.columns is 'nan', which is not a number"),
    ("columns", True, None, "theme.columns is 'True', which is not a number"),
    ("face", "serif", "serif", ""),
    ("face", "mono", None, "theme.face is 'mono', which is none of: serif, sans"),
    ("motto", 12, "12", ""),
    ("motto", ["x"], None, "theme.motto is no text"),
    ("acent", "red", None, "the theme has no option 'acent'"),
]


@pytest.mark.parametrize(("name", "value", "made", "message"), GIVEN)
def test_a_sites_options_are_checked(name: str, value: Any, made: Any, message: str) -> None:
    marks = {f"theme.{name}": Mark(4, 9, 3)}
    values, problems = option_values(OPTIONS, {name: value}, path="content/site.yaml", marks=marks)
    assert [problem.message for problem in problems] == ([message] if message else [])
    assert [problem.place for problem in problems] == ([Place("content/site.yaml", 4, 9)] if message else [])
    if not message:
        assert values == {**{key: option.default for key, option in OPTIONS.items()}, name: made}
    with pytest.raises(TypeError):
        values["accent"] = "x"  # type: ignore[index]
