"""Modules named in the settings to plugins, checked when they are loaded."""

from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from markdown_it import MarkdownIt

from generator.errors import Place, Stop
from generator.model import Html, Mark, Page, Piece
from generator.plugins import Plugins, load_plugins

HEAD = "from generator.plugins import Plugin\n"
PIECE = Piece(path="content/articles/a.md", slug="a", title=Html("A"), date=datetime(2024, 5, 17, tzinfo=UTC))
MARKS = {"plugins.0": Mark(5, 11, 5), "plugins.1": Mark(5, 18, 5)}


def load(project: Path, *sources: str) -> Plugins:
    """The plugins of modules `one`, `two` … with these sources."""
    names = ("one", "two")[: len(sources)]
    for name, source in zip(names, sources, strict=True):
        file = project / "plugins" / f"{name}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(source, encoding="utf-8")
    return load_plugins(names, project=project, marks=MARKS)


def test_every_seam_is_offered_in_the_order_of_the_settings(tmp_path: Path) -> None:
    one = (
        HEAD
        + "from msgspec.structs import replace\n"
        + "from generator.model import Page\n"
        + "plugin = Plugin(\n"
        + "    markdown=lambda parser: parser.append('one'),\n"
        + "    article=lambda piece: replace(piece, slug=piece.slug + '1'),\n"
        + "    pages=lambda library: (Page(path=library, maker='text', names={}),),\n"
        + "    names={'colours': ['red', {'dark': 1}]},\n"
        + "    filters={'shout': str.upper},\n"
        + ")\n"
    )
    two = one.replace("'one'", "'two'").replace("'1'", "'2'").replace("colours", "sizes").replace("shout", "hush")
    plugins = load(tmp_path, one, two)
    assert plugins.problems == ()
    taught: list[str] = []
    plugins.teach(cast(MarkdownIt, taught))
    assert taught == ["one", "two"]
    assert plugins.rewritten(PIECE).slug == "a12"
    assert plugins.pages("x") == (Page(path="x", maker="text", names={}),) * 2
    assert plugins.names == {"colours": ["red", {"dark": 1}], "sizes": ["red", {"dark": 1}]}
    assert plugins.filters["hush"]("a") == "A"


REFUSED = [
    # the module . what is said (its beginning)
    ("x = 1", "the module holds no values of the type Plugin"),
    ("a = Plugin()\nb = Plugin(names={'x': 1})", "the module holds 2 values of the type Plugin"),
    ("plugin = Plugin(on_build=1)", "on_build is not a seam; there are markdown, article, pages, names, filters"),
    ("plugin = Plugin(articles=1)", "articles is not a seam; did you mean article?"),
    ("def (", "SyntaxError in line 2: invalid syntax"),
    ("\n1 / 0", "ZeroDivisionError in line 3: division by zero"),
    ("raise SystemExit(0)", "SystemExit in line 2"),
    ("import nowhere_at_all", "ModuleNotFoundError in line 2"),
    ("plugin = Plugin(article=3)", "article is a int and no function"),
    ("plugin = Plugin(article=lambda: 3)", "article does not take one value"),
    ("plugin = Plugin(pages=lambda a, b: 3)", "pages does not take one value"),
    ("async def f(x): ...\nplugin = Plugin(article=f)", "article is not a plain function"),
    ("def f(x): yield x\nplugin = Plugin(pages=f)", "pages is not a plain function"),
    (
        "import jinja2\n@jinja2.pass_context\ndef f(c, x): ...\nplugin = Plugin(filters={'g': f})",
        "the filter g asks for",
    ),
    (
        "import jinja2\n@jinja2.pass_environment\ndef f(c, x): ...\nplugin = Plugin(filters={'g': f})",
        "the filter g asks",
    ),
    ("plugin = Plugin(filters={'date': str})", "it offers the filter date, which Byline has already"),
    ("plugin = Plugin(filters={'a b': str})", "its filters are not a mapping from names"),
    ("plugin = Plugin(names={'latest': 1})", "it offers the name latest, which Byline has already"),
    ("plugin = Plugin(names={'x': object()})", "the name x holds a object"),
    ("plugin = Plugin(names={'x': [{1: 2}]})", "the name x holds a key that is not a text"),
    ("plugin = Plugin(names=[1])", "its names are not a mapping from names"),
]


@pytest.mark.parametrize(("source", "message"), REFUSED)
def test_a_plugin_that_cannot_be_used_is_told_at_its_place(tmp_path: Path, source: str, message: str) -> None:
    plugins = load(tmp_path, HEAD + source)
    assert plugins.loaded == ()
    assert [problem.place for problem in plugins.problems] == [Place("content/site.yaml", 5, 11)]
    assert plugins.problems[0].message.startswith(f"the plugin one: {message}")
    assert plugins.problems[0].width == 5


def test_two_plugins_do_not_offer_one_name(tmp_path: Path) -> None:
    plugins = load(tmp_path, HEAD + "a = Plugin(names={'x': 1})", HEAD + "b = Plugin(names={'x': 2})")
    assert [problem.message for problem in plugins.problems] == [
        "the plugin two: it offers the name x, as the plugin one does"
    ]


def test_a_module_is_looked_for_in_the_project(tmp_path: Path) -> None:
    (tmp_path / "tools" / "deep").mkdir(parents=True)
    (tmp_path / "tools" / "deep" / "__init__.py").write_text(
        f"{HEAD}from .part import value\nplugin = Plugin(names=value)"
    )
    (tmp_path / "tools" / "deep" / "part.py").write_text("value = {'x': 1}")
    assert load_plugins(("tools.deep",), project=tmp_path, marks={}).names == {"x": 1}
    missing = load_plugins(("nowhere.at_all",), project=tmp_path, marks={}).problems[0]
    assert missing.message == "the plugin nowhere.at_all: there is no such module, neither in plugins/ nor installed"


def test_the_digest_is_of_the_sources(tmp_path: Path) -> None:
    first = load(tmp_path, HEAD + "a = Plugin(names={'x': 1})")
    same = load(tmp_path, HEAD + "a = Plugin(names={'x': 1})")
    other = load(tmp_path, HEAD + "a = Plugin(names={'x': 2})")
    assert first.digest == same.digest
    assert first.digest != other.digest
    assert (first.names, other.names) == ({"x": 1}, {"x": 2})
    assert load_plugins((), project=tmp_path, marks={}).digest == ""
    (tmp_path / "plugins" / "two.py").write_bytes((tmp_path / "plugins" / "one.py").read_bytes())
    assert load_plugins(("two",), project=tmp_path, marks={}).digest != other.digest


FAILING = [
    # the plugin . what is said
    ("article=lambda piece: 1 / 0", "article failed: ZeroDivisionError: division by zero"),
    ("article=lambda piece: None", "article gave a NoneType, not a Piece"),
]


@pytest.mark.parametrize(("seam", "message"), FAILING)
def test_a_plugin_that_fails_at_work_is_told_with_the_piece(tmp_path: Path, seam: str, message: str) -> None:
    plugins = load(tmp_path, f"{HEAD}plugin = Plugin({seam})")
    with pytest.raises(Stop) as caught:
        plugins.rewritten(PIECE)
    problem = caught.value.problems[0]
    assert (problem.message, problem.other) == (f"the plugin one: {message}", Place(PIECE.path))


def test_pages_are_pages(tmp_path: Path) -> None:
    plugins = load(tmp_path, f"{HEAD}plugin = Plugin(pages=lambda library: [1])")
    with pytest.raises(Stop, match="something else than a tuple of Pages"):
        plugins.pages(None)
