"""Hostile bodies end soon: time grows with length, and what is too much is told."""

import time

import pytest

from generator.settings import Reading
from generator.source.markdown import render, render_inline
from generator.source.markdown_html import MARKS
from generator.source.markdown_words import count_words
from generator.source.remarks import render_remark

SIZE = 30_000
UNITS = {
    "brackets": "[",
    "pictures": "![",
    "links": "[a](",
    "titles": '[a](b "',
    "good links": "[a](b) ",
    "bad links": "[a](javascript:b) ",
    "labels": "[a][",
    "definitions": "[a]: b\n",
    "wiki": "[[a|b",
    "notes": "[^",
    "note definitions": "[^a]: ",
    "stars": "*a **b_",
    "backticks": "`a``b",
    "tags": "<a ",
    "comments": "<!-- ",
    "instructions": "<?",
    "attributes": '[a](b){c="',
    "quotations": ">" * 60 + "a\n",
    "items": "- > ",
    "table": "|a|\n|-|\n",
    "headings": "# a\n",
    "entities": "&a&#",
    "Han": "中**。",
    "words": "a\n",
}


@pytest.mark.parametrize("name", UNITS)
@pytest.mark.parametrize("html", ["false", "true"])
def test_bodies(name: str, html: str) -> None:
    text = UNITS[name] * (SIZE // len(UNITS[name]))
    began = time.process_time()
    render(text, path="a.md", first_line=1, reading=Reading(html=html))
    assert time.process_time() - began < 2


def test_counting_words() -> None:
    began = time.process_time()
    count_words("<?" * 100_000)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("depth", [50, 5000])
def test_balanced_brackets(depth: int) -> None:
    began = time.process_time()
    render("[" * depth + "a" + "]" * depth + "(b)", path="a.md", first_line=1, reading=Reading())
    assert time.process_time() - began < 2


def test_too_much_markup_is_told_and_shown() -> None:
    text = "*_" * MARKS
    done = render(f"a\n\n{text}\n\n`b` \\*\n", path="a.md", first_line=1, reading=Reading())
    assert [(problem.place.line, problem.rule) for problem in done.problems] == [(3, "structure")]
    assert text in done.html


@pytest.mark.parametrize("name", UNITS)
def test_titles_and_comments(name: str) -> None:
    text = UNITS[name] * (SIZE // len(UNITS[name]))
    began = time.process_time()
    render_inline(text)
    render_inline(text[:15_000])
    render_remark(text)
    render_remark(text[:15_000])
    assert time.process_time() - began < 2
