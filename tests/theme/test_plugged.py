"""Plugins from their module to the finished page: every seam, through a whole build."""

from pathlib import Path

import pytest

from generator.errors import Stop
from tests.press import SITE, Press

PIECE = "---\ntitle: Hello\ndate: 2025-05-17\n---\nSome ~ text.\n"
THEMED = SITE.replace("plain", "child")
FILES = f"""-- content/site.yaml --
{THEMED}plugins: [mine]
-- content/articles/a.md --
{PIECE}-- themes/child/theme.yaml --
name: child
byline: 1
extends: plain
"""
IMPORTS = (
    "from msgspec.structs import replace\n"
    "from generator.model import Html, Page\n"
    "from generator.plugins import Plugin\n"
)
README = 'plugin = Plugin(filters={"shout": str.upper}, names={"motto": "Slowly, and with sources."})\n'
SHOUT = "{{ motto|shout }} {{ [motto]|map('shout')|first }}"


def press(folder: Path, plugin: str, article: str = "{{ article.body }}", **more: str) -> Press:
    made = Press.of(FILES, folder)
    made.write("plugins/mine.py", IMPORTS + plugin)
    made.write("themes/child/templates/article.html", article)
    for name, text in more.items():
        made.write(f"themes/child/templates/{name}.html", text)
    return made


def messages(made: Press) -> list[str]:
    return [problem.message for problem in made.build().problems]


def test_a_filter_by_the_name_of_one_of_jinjas_is_handed_texts(tmp_path: Path) -> None:
    plugin = 'plugin = Plugin(filters={"striptags": lambda text: text.replace("Some", "No")})\n'
    assert press(tmp_path, plugin, "{{ article.body|striptags }}").built().problems == ()
    assert "No ~ text" in Press(tmp_path).page("a/")


def test_a_filter_and_a_name_are_used(tmp_path: Path) -> None:
    assert press(tmp_path, README, SHOUT).built().problems == ()
    assert Press(tmp_path).page("a/").count("SLOWLY, AND WITH SOURCES.") == 2


def test_a_filter_that_fails_is_told_in_the_template(tmp_path: Path) -> None:
    made = press(
        tmp_path, "def shout(text):\n    raise OSError('no voice')\n" + README.replace("str.upper", "shout"), SHOUT
    )
    (problem,) = made.build().problems
    assert problem.message == "the plugins' filter `shout` failed: OSError: no voice"
    assert (str(problem.place), problem.width) == ("themes/child/templates/article.html:1:10", 5)


def test_a_name_that_changed_is_shown(tmp_path: Path) -> None:
    made = press(tmp_path, README, SHOUT)
    made.built()
    made.edit("plugins/mine.py", "Slowly", "Quickly")
    made.built()
    assert "QUICKLY" in made.page("a/")


def test_a_piece_is_rewritten(tmp_path: Path) -> None:
    plugin = "plugin = Plugin(article=lambda piece: replace(piece, title=Html(piece.title.html + '!')))\n"
    made = press(tmp_path, plugin, "{{ article.title }}")
    made.built()
    assert made.page("a/") == "Hello!\n"


def test_the_parser_is_taught(tmp_path: Path) -> None:
    plugin = (
        "def dash(state):\n"
        "    for token in state.tokens:\n"
        "        for part in token.children or ():\n"
        "            part.content = part.content.replace('~', '–')\n"
        "plugin = Plugin(markdown=lambda parser: parser.core.ruler.push('dash', dash))\n"
    )
    made = press(tmp_path, plugin)
    made.built()
    assert made.page("a/").strip() == "<p>Some – text.</p>"


def pages(template: str) -> str:
    return (
        "def pages(library):\n"
        "    names = {'slugs': tuple(entry.card.slug for entry in library.filed)}\n"
        "    return (Page(path='map/index.html', maker='template', "
        f"template='{template}', names=names),)\n"
        "plugin = Plugin(pages=pages)\n"
    )


def test_a_page_is_added_with_a_template_of_its_own(tmp_path: Path) -> None:
    made = press(tmp_path, pages("map.html"), map="{{ site.title }}: {{ slugs|join(' ') }}")
    made.built()
    assert made.page("map/") == "Press: a\n"
    made.write("themes/child/templates/map.html", "{{ slugs|join(' ') }}")
    made.built()
    assert made.page("map/") == "a\n"


def test_a_page_with_a_template_that_the_theme_lacks_is_told(tmp_path: Path) -> None:
    made = press(tmp_path, pages("articel.html"))
    with pytest.raises(Stop) as stop:
        made.build()
    (problem,) = stop.value.problems
    assert problem.message == "the theme has no template 'articel.html', which a plugin wants for map/index.html"
    assert problem.hint == "did you mean 'article.html'?"


@pytest.mark.parametrize("article", [SHOUT, "{{ motto }}"])
def test_a_plugin_that_cannot_be_loaded_is_all_that_is_told(tmp_path: Path, article: str) -> None:
    made = press(tmp_path, README + "1 / 0\n", article)
    assert messages(made) == ["the plugin mine: ZeroDivisionError in line 5: division by zero"]
    made.write("plugins/mine.py", IMPORTS + "plugin = Plugin()\n")
    told = "there is no filter `shout`" if article == SHOUT else "`motto` is not the name of anything"
    assert messages(made) == [told]


def test_a_module_beside_a_plugin_is_imported_and_watched(tmp_path: Path) -> None:
    made = press(tmp_path, "from .words import motto\nplugin = Plugin(names={'motto': motto})\n", "{{ motto }}")
    for word in ("slow", "fast"):  # as long as one another, and within one second
        made.write("plugins/words.py", f"motto = '{word}'\n")
        made.built()
        assert made.page("a/") == f"{word}\n"
    assert not list((tmp_path / "plugins").rglob("*.pyc"))


def test_a_module_beside_a_plugin_is_imported_with_a_dot(tmp_path: Path) -> None:
    made = press(tmp_path, "from words import motto\nplugin = Plugin(names={'motto': motto})\n", "{{ motto }}")
    made.write("plugins/words.py", "motto = 1\n")
    assert messages(made) == [
        "the plugin mine: the module words lies beside it in line 4; write: from .words import …",
    ]
