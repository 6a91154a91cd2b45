"""Patterns that repeat a choice and never go back: Python before 3.11.5 lets them take too much."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.source.markdown_raw import _ELEMENT
from generator.weave import _PICTURE

PACKAGE = Path(__file__).parents[1] / "generator"


@pytest.mark.parametrize("pattern", [_ELEMENT, _PICTURE], ids=["element", "picture"])
@pytest.mark.parametrize("tag", ["<img'>", '<img a=">', "<img '>", "<img a=\"'>", "<img a='b' c=\">"])
def test_a_tag_does_not_end_within_quotation_marks(pattern: re.Pattern[str], tag: str) -> None:
    assert pattern.match(tag) is None


@pytest.mark.parametrize("pattern", [_ELEMENT, _PICTURE], ids=["element", "picture"])
@pytest.mark.parametrize("tag", ["<img>", '<img a=">">', "<img a='\">' b>", '<img a="\'"/>'])
def test_a_tag_ends_after_them(pattern: re.Pattern[str], tag: str) -> None:
    found = pattern.match(tag + ">")
    assert found
    assert found[0] == tag


def texts(tree: ast.AST) -> Iterator[str]:
    """Every text in a module, those in pieces joined."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "_" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def repeats_a_choice(text: str) -> bool:
    """Whether a group with a choice in it is repeated possessively."""
    bare = re.sub(r"\\.|\[(?:\\.|[^\]\\])+\]", "_", text)  # without what is escaped, and sets of characters
    while True:
        if re.search(r"\([^()]*\|[^()]*\)[*+?]\+", bare):
            return True
        simpler = re.sub(r"\(([^()]*)\)", lambda group: "|" if "|" in group[1] else "_", bare)
        if simpler == bare:
            return False
        bare = simpler


@pytest.mark.parametrize(("text", "does"), [("(?:a|b)*+", True), ("(?:(a|b)c)++", True), ("(?:a[|]b)*+|c", False)])
def test_such_a_pattern_is_seen(text: str, does: bool) -> None:
    assert repeats_a_choice(text) is does


def test_there_is_none() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}: {text}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for text in texts(ast.parse(path.read_text(encoding="utf-8")))
        if repeats_a_choice(text)
    ]
    assert found == []
