"""The Nu HTML checker finds no error in any page, drawing or style sheet of the publication, in any theme."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import needed, needed_package
from tests.figures.conftest import SAMPLE, THEMES, Site

NEWER = re.compile(r"CSS: “(?:anchor-name|inset-block-start)”: (?:Property “anchor-name”|.*anchor\(|Parse Error)")
"""Anchors of style sheets, by which notes stand beside the text: they are newer than the checker."""


def complaints(*paths: Path) -> list[str]:
    """What the checker says of files, but for what it is too old to know."""
    jar = needed_package("vnu-jar/build/dist/vnu.jar")
    command = [needed("java"), "-Xss8m", "-jar", jar, "--also-check-css", "--also-check-svg", "--format", "json"]
    ran = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False, timeout=500)
    messages = json.loads(ran.stderr or '{"messages": []}')["messages"]
    return [
        f"{message['url']}: {message['message']}"
        for message in messages
        if (message["type"] != "info" or message.get("subType") == "warning") and not NEWER.match(message["message"])
    ]


def test_a_sample_is_valid(sites: Callable[[str], Site]) -> None:
    folders = [sites(theme).folder for theme in THEMES]
    paths = [folder / path / "index.html" for folder in folders for path in SAMPLE.values()]
    paths += [path for folder in folders for path in sorted(folder.glob("static/*.*")) if path.suffix != ".js"]
    paths += sorted(folders[0].glob("media/**/*.svg"))
    assert complaints(*paths) == []


@pytest.mark.soak
@pytest.mark.parametrize("theme", THEMES)
def test_every_page_drawing_and_style_sheet_is_valid(sites: Callable[[str], Site], theme: str) -> None:
    folder = sites(theme).folder
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in (".html", ".svg", ".css")]
    assert {path.suffix for path in paths} == {".html", ".svg", ".css"}
    assert complaints(*paths) == []


def test_the_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<!doctype html><html lang=en><title>a</title><p><div id=x id=y></div>", encoding="utf-8")
    sheet = tmp_path / "a.css"
    sheet.write_text("p { colour: red }", encoding="utf-8")
    found = complaints(page, sheet)
    assert any("Duplicate attribute" in one for one in found)
    assert any("colour" in one for one in found)
