"""YAML within bounds, and its values with their places."""

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.notation import (
    DEPTH,
    LONGEST,
    Fields,
    Findings,
    Mapping,
    Scalar,
    open_items,
    open_mapping,
    parse,
)

ANCHOR = "the value begins with '&', which YAML takes for the name of an anchor"


def opened(text: str) -> Fields:
    return open_mapping(text, Findings(text, path="a.md"), name="the front matter")


def test_depth_is_bounded_without_a_crash() -> None:
    program = (
        "from generator.notation import *\n"
        "for opening in ('[', '{', '- ', '? ', '{a: ', '[[]'):\n"
        "    text = opening * 100_000\n"
        "    findings = Findings(text, path='a')\n"
        "    parse(text, findings)\n"
        "    print(len(findings.problems))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert [int(line) for line in done.stdout.split()] == [1, 1, 1, 1, 1, 1]


@pytest.mark.parametrize(("depth", "fine"), [(DEPTH, True), (DEPTH + 1, False)])
def test_depth_is_counted_from_the_outermost(depth: int, fine: bool) -> None:
    text = "a: " + "[" * (depth - 1) + "]" * (depth - 1)
    assert (opened(text).findings.problems == ()) is fine


@pytest.mark.parametrize(("size", "fine"), [(LONGEST, True), (LONGEST + 1, False)])
def test_length_is_bounded_in_bytes(size: int, fine: bool) -> None:
    filling = "é" * ((size - len("title: x")) // 2)
    text = f"title: {filling}" + "x" * (size - len("title: ") - 2 * len(filling))
    assert len(text.encode()) == size
    assert (opened(text).findings.problems == ()) is fine


def test_an_alias_is_refused_before_it_can_multiply_and_told_once() -> None:
    fields = opened("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n")
    assert [problem.message for problem in fields.findings.problems] == [ANCHOR]
    assert {entry.value.__class__.__name__ for entry in fields.entries.values()} == {"Broken"}


def test_references_to_nothing_and_anchors_of_texts_are_each_told() -> None:
    assert len(opened("a: *x\nb: &y\nc: &z t\nd: *z\n").findings.problems) == 3


def test_problems_of_one_text_are_bounded() -> None:
    assert len(opened("k: v\n" * 500).findings.problems) == 100


PLAIN = [
    # YAML . value
    ("true", True),
    ("false", False),
    ("null", None),
    ("12", 12),
    ("-3", -3),
    ("1.5", 1.5),
    ("True", "True"),
    ("No", "No"),
    ("1:30", "1:30"),
    ("012", "012"),
    ("1.50", "1.50"),
    ("1e5", "1e5"),
    ("0x10", "0x10"),
    ("1_000", "1_000"),
    ("nan", "nan"),
    ("2024-05-17", "2024-05-17"),
    ('"12"', "12"),
    ("'true'", "true"),
    ("", ""),
    ("[1, a]", [1, "a"]),
    ("{b: {c: 2}}", {"b": {"c": 2}}),
]


@pytest.mark.parametrize(("written", "value"), PLAIN)
def test_plain_values_are_what_prints_the_same_again(written: str, value: object) -> None:
    assert opened(f"extra: {{a: {written}}}" if written else "extra:\n  a:\n").extra("extra") == {"a": value}


def test_texts_between_commas_have_places_of_their_own() -> None:
    fields = opened("tags: war , peace,,  trade")
    marks = [fields.mark_of(value) for value in fields.scalars("tags", commas=True)]
    assert [(mark.column, mark.width) for mark in marks] == [(7, 3), (13, 5), (22, 5)]


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(st.characters(codec="utf-8"), max_size=30))
)
def test_every_value_knows_where_it_stands(values: dict[str, str]) -> None:
    lines = [f"{key}: '{value.translate(INVISIBLE)}'\n" for key, value in values.items()]
    text = "".join(lines)
    findings = Findings(text, path="a")
    root = parse(text, findings).root
    assert findings.problems == ()
    assert root is None or isinstance(root, Mapping)
    for number, (key, entry) in enumerate(root.entries.items() if root else ()):
        assert isinstance(entry.value, Scalar)
        assert entry.value.text == values[key].translate(INVISIBLE)
        assert findings.position(entry.value.start) == (number + 1, len(key) + 3)
        assert text[entry.value.start : entry.value.end] == f"'{entry.value.text}'"


INVISIBLE = dict.fromkeys((*range(32), *range(127, 160), 39, 8232, 8233, 65279, *range(55296, 57344), 65534, 65535))
"""What YAML does not take, would fold, or has to be doubled in single quotes."""

BITS = "title|tags|: |- |  |\n|\r\n|\t|[|]|{|}|\"|'|#|!|>|%|@|?|,|:|&a|*a|---|...|\\|\x85|\u2028|\ufeff|é|\x00|\ud800"
TEXTS = st.lists(st.one_of(st.sampled_from(BITS.split("|")), st.text(max_size=5)), max_size=40).map("".join)


@given(st.one_of(st.text(), TEXTS))
@example("title: \ud800")
@example("---\n---\n---")
@example("? ? ?")
@example("\ufeff\ufeff: a")
def test_any_text_gives_values_or_problems(text: str) -> None:
    findings = Findings(text, path="a")
    fields = open_mapping(text, findings, name="the text")
    fields.required("title", free=True)
    fields.scalars("tags", commas=True)
    fields.extra("extra")
    fields.mappings("comments")
    fields.done()
    open_items(text, findings, name="the text")
    lines = text.count("\n") + 1
    for problem in findings.problems:
        assert 1 <= problem.place.line <= lines
        assert problem.place.column <= len(problem.frame) + 1
        assert problem.width >= 1
        assert "\n" not in problem.message + problem.frame
