"""A place in a file to the address that opens an editor there."""

import pytest

from generator.preview.editors import editor_of, usual_editor


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("vscode", "vscode://file/press/a%20b.md:3:7"),
        ("code --wait", "vscode://file/press/a%20b.md:3:7"),
        ("/usr/local/bin/cursor", "cursor://file/press/a%20b.md:3:7"),
        ("subl -w", "subl://open?url=file:///press/a%20b.md&line=3&column=7"),
        ("idea", "idea://open?file=/press/a%20b.md&line=3&column=7"),
        ("mine://{path}?l={line}", "mine:///press/a%20b.md?l=3"),
    ],
)
def test_the_address_of_a_place(name: str, link: str) -> None:
    editor = editor_of(name)
    assert editor
    assert editor.link("/press/a b.md", 3, 7) == link


@pytest.mark.parametrize("name", ["vim", "ed", "", "x://{path}{oops}", "x://{path}{0}"])
def test_what_no_address_opens(name: str) -> None:
    assert editor_of(name) is None


def test_an_unknown_line_is_the_first() -> None:
    editor = editor_of("zed")
    assert editor
    assert editor.link("/a.md", 0, 0) == "zed://file/a.md:1:1"


@pytest.mark.parametrize(
    ("environment", "has_one"),
    [
        ({}, False),
        ({"VISUAL": "vim"}, False),
        ({"VISUAL": "vim", "EDITOR": "code -w"}, True),
        ({"VISUAL": "zed"}, True),
    ],
)
def test_the_usual_editor(environment: dict[str, str], has_one: bool) -> None:
    assert bool(usual_editor(environment).pattern) is has_one
