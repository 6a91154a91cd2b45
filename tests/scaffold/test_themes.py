"""`byline theme`: a new theme builds, and what its parent changes in a file that it replaces is told."""

import json
from collections.abc import Callable

import pytest

from generator.cli import main
from tests.press import SITE, Press

Capture = pytest.CaptureFixture[str]

PIECE = "-- content/articles/a.md --\n---\ntitle: A title\ndate: 2024-05-17\n---\n\nA text.\n"


@pytest.fixture
def inside(press: Callable[[str], Press], monkeypatch: pytest.MonkeyPatch) -> Press:
    made = press(PIECE)
    monkeypatch.chdir(made.folder)
    return made


def called(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_new_theme_extends_broadsheet_and_builds(inside: Press, capsys: Capture) -> None:
    code, out, err = called(capsys, "theme", "new", "gazette")
    assert (code, "now: write theme: gazette" in err) == (0, True)
    assert out.splitlines() == [
        "themes/gazette/theme.yaml",
        "themes/gazette/templates/base.html",
        "themes/gazette/static/gazette.css",
        "themes/gazette/based_on/templates/base.html",
    ]
    inside.write("content/site.yaml", SITE.replace("plain", "gazette"))
    report = inside.built()
    assert report.problems == ()
    page = inside.page("a/")
    assert page.index("/static/broadsheet.") < page.index("/static/gazette.")


def test_a_copy_of_a_parents_file_is_told_of_when_the_parent_changes(inside: Press, capsys: Capture) -> None:
    assert called(capsys, "theme", "new", "mine", "--extends", "plain", "--override", "home.html")[0] == 0
    assert called(capsys, "theme", "diff", "mine") == (0, "", "mine is up to date with its parents\n")

    inside.edit("themes/mine/templates/home.html", "{% extends", "{# mine #}{% extends")
    assert called(capsys, "theme", "diff", "mine")[0] == 0

    inside.edit("themes/plain/templates/home.html", "{% block", "<!-- new -->\n{% block")
    code, out, err = called(capsys, "theme", "diff", "mine")
    assert code == 1
    assert out.startswith("themes/mine/templates/home.html: themes/plain/templates/home.html changed since\n")
    assert "\n+<!-- new -->\n" in out
    assert "mine #}" not in out
    assert "--record" in err

    assert called(capsys, "theme", "diff", "mine", "--record")[1] == "themes/mine/templates/home.html\n"
    assert called(capsys, "theme", "diff", "mine")[0] == 0


def test_an_override_of_unknown_origin_is_told_until_it_is_noted(inside: Press, capsys: Capture) -> None:
    called(capsys, "theme", "new", "mine", "--extends", "plain")
    inside.write("themes/mine/templates/404.html", "{% extends 'base.html' %}\n")
    code, out, _ = called(capsys, "theme", "diff", "mine")
    assert code == 1
    assert "unknown what of themes/plain/templates/404.html it was made from" in out
    called(capsys, "theme", "diff", "mine", "--record")
    assert called(capsys, "theme", "diff", "mine")[0] == 0


def test_a_parents_file_that_is_gone_is_told(inside: Press, capsys: Capture) -> None:
    called(capsys, "theme", "new", "mine", "--extends", "plain", "--override", "cards.html")
    (inside.folder / "themes/plain/templates/cards.html").unlink()
    code, out, _ = called(capsys, "theme", "diff", "mine")
    assert code == 1
    assert out.startswith("themes/mine/templates/cards.html: no parent has such a file any more")


def test_a_file_of_the_themes_own_is_nobodys_business(inside: Press, capsys: Capture) -> None:
    called(capsys, "theme", "new", "mine", "--extends", "plain")
    inside.write("themes/mine/templates/parts.html", "x")
    assert called(capsys, "theme", "diff", "mine")[0] == 0


def test_the_list_says_whence_and_what(inside: Press, capsys: Capture) -> None:
    called(capsys, "theme", "new", "mine", "--extends", "plain", "--override", "templates/home.html")
    code, out, _ = called(capsys, "theme", "list")
    assert code == 0
    assert "mine             of this project; extends plain, of which it replaces 1 file\n" in out
    assert "plain            of this project; the site's\n" in out
    assert "broadsheet       came with Byline\n" in out
    rows = {row["name"]: row for row in json.loads(called(capsys, "theme", "list", "--json")[1])}
    assert rows["mine"] == {
        "name": "mine", "extends": "plain", "place": "project", "chosen": False, "replaces": ["templates/home.html"]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "plain"], "there is a theme 'plain' already"),
        (["new", "../x"], "'../x' is no name for a theme"),
        (["new", "mine", "--extends", "broadshet"], "there is no theme 'broadshet'; did you mean broadsheet?"),
        (["new", "mine", "--override", "hom.html"], "broadsheet has no file 'hom.html'; did you mean home.html?"),
        (["diff", "plane"], "there is no theme 'plane'; did you mean plain?"),
    ],
)
def test_a_wrong_call_says_what_would_be_right(inside: Press, capsys: Capture, arguments: list[str], said: str) -> None:
    code, out, err = called(capsys, "theme", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert not (inside.folder / "themes" / "mine").exists()


def test_a_theme_whose_parent_is_missing_is_a_mistake_at_its_place(inside: Press, capsys: Capture) -> None:
    inside.write("themes/orphan/theme.yaml", "name: orphan\nbyline: 1\nextends: nobody\n")
    code, _, err = called(capsys, "theme", "diff", "orphan")
    assert code == 1
    assert err.startswith("themes/orphan/theme.yaml: there is no theme 'nobody'")
    assert called(capsys, "theme", "list")[0] == 0
