"""A static file's address changes when it, or a file that it refers to, does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import Stop
from generator.theme.assets import reached
from generator.theme.stylesheets import named_in, renamed
from generator.theme.templates import Theme

MakeTheme = Callable[..., Theme]

NAMED = [
    # css/site.css . the files of the theme that it names
    ("a { background: url(x.png) }", ["css/x.png"]),
    ('a { background: url( "x.png" ) }', ["css/x.png"]),
    ("a { background: url('../fonts/t.woff2?v=1#iefix') }", ["fonts/t.woff2"]),
    ('@import "base.css";@import url(more.css) print;', ["css/base.css", "css/more.css"]),
    ("/* url(x.png) */ a::before { content: 'url(y.png)' }", []),
    ("a { background: url(data:image/png;base64,AAAA) }", []),
    ("a { background: url(https://x.example/x.png), url(//x/y.png), url(/media/y.png), url(#id) }", []),
    ("a { background: URL(a%20b.png) }", ["css/a b.png"]),
    ("a { background: url() } /* open", []),
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_the_files_that_a_stylesheet_names(text: str, names: list[str]) -> None:
    assert [named.asset for named in named_in(text, name="css/site.css")] == names


def test_names_are_changed_where_they_stand() -> None:
    text = "a{b:url(../f/t.woff2?#i)}c{d:url('x.png')}"
    made = renamed(text, name="css/site.css", rename=lambda asset: asset.replace(".", ".00."))
    assert made == "a{b:url(../f/t.00.woff2?#i)}c{d:url('x.00.png')}"


def outputs(make_theme: MakeTheme, **files: str) -> dict[str, str]:
    theme = make_theme({f"static/{name}": text for name, text in {**FILES, **files}.items()})
    return {name: file.output for name, file in theme.files.items()}


FILES = {
    "site.css": "@import 'more.css'; a { b: url(x.svg) }",
    "more.css": "@import 'site.css'; a { b: url(y.svg) }",
    "plain.css": "a {}",
    "x.svg": "<svg/>",
    "y.svg": "<svg/>",
}

CHANGES = [
    ("plain.css", {"plain.css"}),
    ("x.svg", {"x.svg", "site.css", "more.css"}),
    ("y.svg", {"y.svg", "site.css", "more.css"}),
]


@pytest.mark.parametrize(("name", "changed"), CHANGES)
def test_an_address_follows_what_is_referred_to(make_theme: MakeTheme, name: str, changed: set[str]) -> None:
    before = outputs(make_theme)
    after = outputs(make_theme, **{name: "/* new */"})
    assert {key for key in before if before[key] != after[key]} == changed


def test_a_published_stylesheet_names_published_files(make_theme: MakeTheme) -> None:
    theme = make_theme({f"static/{name}": text for name, text in FILES.items()})
    files = theme.files
    data = files["site.css"].data
    assert data is not None
    assert data.decode() == (
        f"@import '{files['more.css'].output.removeprefix('static/')}'; "
        f"a {{ b: url({files['x.svg'].output.removeprefix('static/')}) }}"
    )
    assert files["site.css"].size == len(data)
    assert files["plain.css"].data is None
    assert files["plain.css"].output.startswith("static/plain.")
    assert reached(files, frozenset(["more.css"])) == {"more.css", "site.css", "x.svg", "y.svg"}


def test_a_file_that_lacks_is_told_in_the_stylesheet(make_theme: MakeTheme) -> None:
    with pytest.raises(Stop) as stop:
        make_theme({"static/css/site.css": "a {}\nb { c: url(../none.png) }"})
    (problem,) = stop.value.problems
    assert str(problem.place) == "themes/small/static/css/site.css:2:12"
    assert problem.message == "the theme has no static file 'none.png'"
    assert problem.frame[11 : 11 + problem.width] == "../none.png"


def test_a_childs_file_replaces_its_parents(write_theme: Callable[..., Path], make_theme: MakeTheme) -> None:
    write_theme({"static/a.css": "parent", "static/b.css": "b"}, name="parent")
    files = {"theme.yaml": "name: NAME\nbyline: 1\nextends: parent\n", "static/a.css": "child"}
    theme = make_theme(files, name="child")
    assert set(theme.files) == {"a.css", "b.css"}
    assert Path(theme.files["a.css"].path).read_text() == "child"
