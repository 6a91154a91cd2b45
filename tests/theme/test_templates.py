"""A theme is found, read with its parents, and never read from outside its folder."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import Place, Stop
from generator.theme.templates import Theme, find_theme, load_theme, theme_folders

Write = Callable[..., Path]


def child(extends: str, more: str = "") -> str:
    return f"name: NAME\nbyline: 1\nextends: {extends}\n{more}"


def told(name: str, folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(Stop) as stop:
        load_theme(name, [folder / "themes"], place=Place("content/site.yaml", 4, 8))
    return [(str(problem.place), problem.message) for problem in stop.value.problems]


def test_the_nearest_childs_template_is_taken(write_theme: Write, tmp_path: Path) -> None:
    write_theme({"templates/a.html": "c", "templates/b.html": "c", "templates/p/x.html": "c"}, name="c", whole=False)
    write_theme({"theme.yaml": child("c"), "templates/b.html": "b"}, name="b", whole=False)
    write_theme({"theme.yaml": child("b"), "templates/a.html": "a"}, name="a", whole=False)
    theme = load_theme("a", [tmp_path / "themes"])
    assert theme.chain == ("a", "b", "c")
    assert {name: source.text for name, source in theme.templates.items()} == {
        "a.html": "a",
        "b.html": "b",
        "p/x.html": "c",
        "a/a.html": "a",
        "a/b.html": "b",
        "a/p/x.html": "c",
        "b/a.html": "c",
        "b/b.html": "b",
        "b/p/x.html": "c",
        "c/a.html": "c",
        "c/b.html": "c",
        "c/p/x.html": "c",
    }
    assert theme.templates["a.html"].path == "themes/a/templates/a.html"


def test_the_project_comes_before_what_byline_brings(write_theme: Write, tmp_path: Path) -> None:
    folder = write_theme({}, name="broadsheet")
    assert find_theme("broadsheet", theme_folders(tmp_path)) == folder
    assert load_theme("broadsheet", theme_folders(tmp_path / "elsewhere")).templates["base.html"].text


def test_a_theme_is_called_as_its_folder(write_theme: Write, tmp_path: Path) -> None:
    write_theme({"theme.yaml": "name: Small\nbyline: 1\n"})
    assert told("small", tmp_path) == [("themes/small/theme.yaml:1:7", "name is 'Small', but the folder is 'small'")]


def test_a_folder_without_a_theme_yaml_is_told_as_that(write_theme: Write, tmp_path: Path) -> None:
    (write_theme({}) / "theme.yaml").unlink()
    assert told("small", tmp_path) == [("content/site.yaml:4:8", "the folder of the theme 'small' has no theme.yaml")]


RINGS = [
    ("a", [("themes/b/theme.yaml:3:10", "themes extend one another in a ring: a → b → a")]),
    ("c", [("themes/c/theme.yaml:3:10", "there is no theme 'none'")]),
    ("d", [("content/site.yaml:4:8", "there is no theme 'd'")]),
    ("../themes/a", [("content/site.yaml:4:8", "there is no theme '../themes/a'")]),
    ("", []),
]


@pytest.mark.parametrize(("name", "problems"), RINGS[:-1])
def test_a_chain_that_does_not_end_well_is_told(
    write_theme: Write, tmp_path: Path, name: str, problems: list[tuple[str, str]]
) -> None:
    for theme, parent in (("a", "b"), ("b", "a"), ("c", "none")):
        write_theme({"theme.yaml": child(parent)}, name=theme, whole=False)
    assert told(name, tmp_path) == problems


LINKS = [
    # link . where it leads . what is told
    ("templates/x.html", "../../../secret.html", "this link leads out of the theme, or nowhere"),
    ("templates/x.html", "/etc/hostname", "this link leads out of the theme, or nowhere"),
    ("templates/x.html", "none.html", "this link leads out of the theme, or nowhere"),
    ("templates/x.html", "x.html", "this link leads out of the theme, or nowhere"),
    ("static/x.css", "../../../secret.html", "this link leads out of the theme, or nowhere"),
    ("static/x", "../..", "this is a link to a folder, which is not followed"),
    ("static/x", "../templates", "this is a link to a folder, which is not followed"),
]


@pytest.mark.parametrize(("link", "target", "message"), LINKS)
def test_a_link_out_of_the_theme_is_refused(
    write_theme: Write, tmp_path: Path, link: str, target: str, message: str
) -> None:
    (tmp_path / "secret.html").write_text("secret")
    path = write_theme({"static/a.css": ""}) / link
    path.symlink_to(target)
    assert told("small", tmp_path) == [(f"themes/small/{link}", message)]


def test_a_link_within_the_theme_is_followed(write_theme: Write, tmp_path: Path) -> None:
    folder = write_theme({"templates/base.html": "base"})
    (folder / "templates/x.html").symlink_to("base.html")
    assert load_theme("small", [tmp_path / "themes"]).templates["x.html"].text == "base"


@pytest.mark.parametrize("below", ["", "templates", "static"])
def test_a_folder_that_is_a_link_out_is_refused(write_theme: Write, tmp_path: Path, below: str) -> None:
    folder = write_theme({"static/a.css": ""})
    outside = tmp_path / "outside"
    os.rename(folder / below, outside)
    (folder / below if below else folder).symlink_to(outside)
    (problem,) = told("small", tmp_path)
    assert problem[1] in ("there is no theme 'small'", "this link leads out of the theme, or nowhere")


def test_what_is_no_plain_file_is_refused(write_theme: Write, tmp_path: Path) -> None:
    os.mkfifo(write_theme({"static/a.css": ""}) / "static" / "pipe")
    assert told("small", tmp_path) == [("themes/small/static/pipe", "this is no plain file")]


def test_a_template_that_is_not_utf_8_is_told_with_its_line(write_theme: Write, tmp_path: Path) -> None:
    (write_theme({}) / "templates/x.html").write_bytes(b"a\nb\n\xff")
    assert told("small", tmp_path) == [("themes/small/templates/x.html:3", "this line is not UTF-8")]


def test_a_folder_called_like_a_theme_is_told(write_theme: Write, tmp_path: Path) -> None:
    write_theme({}, name="parent")
    write_theme({"theme.yaml": child("parent"), "templates/parent/x.html": ""}, name="small")
    assert [place for place, _ in told("small", tmp_path)] == ["themes/small/templates/parent/x.html"]


def test_hidden_files_and_editors_copies_are_passed_over(write_theme: Write, tmp_path: Path) -> None:
    write_theme({"templates/.x.html": "", "templates/x.html~": "", "static/.git/x": ""})
    theme = load_theme("small", [tmp_path / "themes"])
    assert not any("x" in name for name in theme.templates if not name.startswith("small/"))
    assert theme.files == {}


def test_line_ends_and_byte_order_marks_do_not_matter(write_theme: Write, tmp_path: Path) -> None:
    (write_theme({}) / "templates/base.html").write_bytes(b"\xef\xbb\xbfa\r\nb\rc")
    assert load_theme("small", [tmp_path / "themes"]).templates["base.html"].text == "a\nb\nc"


CHANGES = [
    {"templates/base.html": "x"},
    {"static/a.css": "x"},
    {"theme.yaml": "name: NAME\nbyline: 1\noptions: {a: {type: text, default: x}}\n"},
    {"templates/new.html": ""},
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_digest_follows_whatever_is_in_it(make_theme: Callable[..., Theme], change: dict[str, str]) -> None:
    before = make_theme({"static/a.css": ""})
    assert make_theme({"static/a.css": ""}).digest == before.digest
    assert make_theme(change).digest != before.digest
