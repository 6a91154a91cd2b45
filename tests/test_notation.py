"""YAML to values that know their places, and mistakes to messages that an editor can act on."""

import pytest

from generator.errors import STRUCTURE
from generator.notation import (
    Fields,
    Findings,
    nearest,
    open_mapping,
    plain_value,
)
from generator.notation.speech import spoken


def opened(text: str, *, first_line: int = 1) -> Fields:
    return open_mapping(text, Findings(text, path="a.md", first_line=first_line), name="the front matter")


def told(text: str) -> list[tuple[str, str]]:
    """Place and message of everything wrong with a text that has `title`, `tags`, `date` and `draft`."""
    fields = opened(text)
    fields.required("title", free=True)
    fields.texts("tags", commas=True)
    fields.text("date")
    fields.flag("draft")
    fields.done()
    return [(f"{problem.place.line}:{problem.place.column}", problem.message) for problem in fields.findings.problems]


TURNED = [
    # what YAML cuts or turns . where . what is said (its beginning)
    ("title: Xi: the call", "1:10", "the value of title has a second colon"),
    ("title: Why:", "1:11", "the value of title has a second colon"),
    ("title: Issue #4", "1:14", "YAML cuts the value here"),
    ("title: #4 in line", "1:8", "YAML cuts the value here"),
    ("title: My piece # the working title", "1:17", "YAML cuts the value here"),
    ("title: My\n  piece #4", "2:9", "YAML cuts the value here"),
    ("title: &c", "1:8", "the value begins with '&', which YAML takes for the name of an anchor"),
    ("title: & co", "1:8", "the value begins with '&'"),
    ("title: &a [b]", "1:8", "the value begins with '&'"),
    ("title: *x", "1:8", "the value begins with '*', which YAML takes for a reference"),
    ("title: *so* it is", "1:8", "the value begins with '*'"),
    ("title: @x", "1:8", "the value begins with '@', which YAML keeps for itself"),
    ("title: %x", "1:8", "the value begins with '%'"),
    ("title: `x`", "1:8", "the value begins with '`', which YAML keeps for itself"),
    ("title: ! x", "1:8", "the value begins with '!', which YAML takes for a tag"),
    ("title: !important x", "1:8", "the value begins with '!'"),
    ("title: !a!b x", "1:8", "the value begins with '!'"),
    ("title: | x", "1:8", "the value begins with '|'"),
    ("title: > x", "1:8", "the value begins with '>'"),
    ("title: - x", "1:8", "the value begins with '-', which YAML takes for an entry of a list"),
    ("title: ? x", "1:8", "the value begins with '?', which YAML takes for a key"),
    ("title: ]", "1:8", "the value begins with ']'"),
    ("title: ,x", "1:8", "the value begins with ','"),
    ("title: [a] b", "1:12", "text goes on after the closing bracket"),
    ("title: {a} b", "1:12", "text goes on after the closing brace"),
    ('title: "a" b', "1:12", "text goes on after the closing quote"),
    ("title: 'It's'", "1:12", "text goes on after the closing quote"),
    ("title: [a]", "1:8", "title is a list, not a text"),
    ("title: {a}", "1:8", "title is a mapping, not a text"),
    ("title: {{ x }}", "1:9", "a key is a text, and this is none"),
    ("tags: [C #, b]\ntitle: x", "1:10", "YAML takes this for a comment, so the bracket before it is never closed"),
    ("tags: [a, b\ntitle: x", "1:7", "the bracket that opens here is never closed"),
    ("title: x\ntags:\n  - F #1", "3:7", "YAML cuts the value here"),
    ("title: x\ndraft: true #TODO", "2:13", "YAML cuts the value here"),
    ('title: "a\\d"', "1:10", "a backslash in double quotes means something else"),
    ("title: x\n%y: z", "2:1", "the value begins with '%'"),
]


@pytest.mark.parametrize(("text", "place", "message"), TURNED)
def test_a_value_that_yaml_turns_is_told_once_with_its_place(text: str, place: str, message: str) -> None:
    problems = told(text)
    assert [where for where, _ in problems] == [place]
    assert problems[0][1].startswith(message)


@pytest.mark.parametrize(("text", "place", "message"), [case for case in TURNED if "YAML takes" in case[2]])
def test_a_value_taken_for_notation_is_to_be_quoted(text: str, place: str, message: str) -> None:
    fields = opened(text)
    fields.required("title", free=True)
    assert "quote" in fields.findings.problems[0].hint


MALFORMED = [
    # text . where . what is said (its beginning)
    ("title: x\ntags:\n\t- a", "3:1", "a tab stands where YAML allows only blanks"),
    ("title: x\n\tdate: y", "2:1", "a tab stands where YAML allows only blanks"),
    ('title: "never\ndate: 2024-01-01', "1:8", "the quote that opens here is never closed"),
    ('title: "never\ndate: "2024"', "1:8", "the quote that opens here is never closed"),
    ("title: 'tis the season\ndate: 2024-01-01", "1:8", "the quote that opens here is never closed"),
    ("date: 2024\ntitle My piece", "2:1", "this line is not `key: value`"),
    ("date: 2024\ntitle My piece\ndraft: true", "2:1", "this line is not `key: value`"),
    ("title My piece", "1:1", "this line is not `key: value`"),
    ("title My piece\ndate: 2024", "1:1", "this line is not `key: value`"),
    ("title:My piece\ndate: 2", "1:6", "a blank is missing after the colon"),
    ("date: 2\ntitle:My piece", "2:6", "a blank is missing after the colon"),
    ("title:\u00a0x\ndate: 2", "1:7", "the blank after title: is not a plain one"),
    ("title：x\ndate: 2", "1:6", "the colon after title is not the plain one"),
    ("title: x\n  date: y", "2:3", "this line is indented as if it belonged to the value above"),
    ("title: x\n- b", "2:1", "this line does not continue what stands above it"),
    ("title: x\n---\ntitle: y", "2:1", "a second YAML document begins here"),
    ("title: x\ntitle: y", "2:1", "title is given twice"),
    ("titel: x", "1:1", "titel is not a key known here"),
    ("date: 2024", "1:0", "title is missing"),
    ("title:", "1:1", "title is empty"),
    ('title: ""', "1:1", "title is empty"),
    ("- title", "1:1", "the front matter is a list"),
    ("title: x\ndraft: perhaps", "2:8", "draft is 'perhaps', which is neither true nor false"),
    ("title: x\ntags: {a: b}", "2:7", "tags is a mapping, not a list"),
    ("title: x\ntags: [[a]]", "2:8", "tags holds a list where a text belongs"),
    ("? [a]\n: b\ntitle: x", "1:3", "a key is a text, and this is none"),
    ("title: a\x07b", "1:9", "a control character (U+0007) stands here"),
    ('title: "a\\x02b"', "1:8", "the text holds a control character (U+0002)"),
    ("title: a\ud800b", "1:9", "a control character (U+D800) stands here"),
]


@pytest.mark.parametrize(("text", "place", "message"), MALFORMED)
def test_a_mistake_is_told_once_with_its_place(text: str, place: str, message: str) -> None:
    problems = told(text)
    assert [where for where, _ in problems] == [place]
    assert problems[0][1].startswith(message)


FINE = [
    # text . title
    ("title: No", "No"),
    ("title: null", "null"),
    ("title: ~", "~"),
    ("title: 1:30", "1:30"),
    ("title: 2024", "2024"),
    ("title: 012", "012"),
    ("title: 2024-02-30", "2024-02-30"),
    ("title: =", "="),
    ("title: <<", "<<"),
    ("title: -5 degrees", "-5 degrees"),
    ("title: ?x", "?x"),
    ("title: x # ".rstrip(" #") + "#y", "x#y"),
    ("title: a:b", "a:b"),
    ("title: https://example.org/#a", "https://example.org/#a"),
    ('title: "Xi: the call #4" # a remark', "Xi: the call #4"),
    ("title: 'It''s'", "It's"),
    ("title: |\n  a: b #4\n", "a: b #4"),
    ("title: >-  # folded\n  a\n  b\n", "a b"),
    ("title : x", "x"),
    ("# first\ntitle: x\n# last", "x"),
    ("title: x\ndraft: true  # until Monday", "x"),
    ("title: x\ntags:  # of the first kind\n  - a # b\n", "x"),
    ("{title: x, tags: [a, b]}", "x"),
    ("\ufefftitle: x", "x"),
    ("title: x\r\ntags: [a]\r\n", "x"),
    ("title: x\n...\n", "x"),
    ("title: 甲：乙", "甲：乙"),
]


@pytest.mark.parametrize(("text", "title"), FINE)
def test_what_is_no_mistake_is_read_as_it_is_written(text: str, title: str) -> None:
    assert told(text) == []
    assert opened(text).required("title", free=True) == title


def test_all_mistakes_of_a_text_are_told_in_one_run() -> None:
    text = "title: Xi: the call\ndate: [2024]\ntitel: x\ntags: *a\ndraft: maybe\nauthor My name\ndate: 1\nlast: @b\n"
    assert sorted(place for place, _ in told(text)) == ["1:10", "2:7", "3:1", "4:7", "5:8", "6:1", "7:1", "8:7"]


def test_a_problem_has_its_line_of_source_and_the_width_of_the_value() -> None:
    fields = opened("title: x\r\ndraft: perhaps\r\n", first_line=7)
    fields.flag("draft")
    problem = fields.findings.problems[0]
    assert (str(problem.place), problem.frame, problem.width) == ("a.md:8:8", "draft: perhaps", 7)


def test_a_duplicate_key_gives_both_places() -> None:
    problem = opened("title: x\ndate: y\ntitle: z", first_line=2).findings.problems[0]
    assert (str(problem.place), str(problem.other)) == ("a.md:4:1", "a.md:2:1")


@pytest.mark.parametrize(
    ("key", "near"),
    [("titel", "title"), ("Title", "title"), ("tag", "tags"), ("autor", "author"), ("authors", "author"), ("zzz", "")],
)
def test_the_nearest_key_is_named(key: str, near: str) -> None:
    assert nearest(key, ["title", "tags", "author", "date"]) == near


def test_a_misspelt_key_that_must_be_there_is_no_matter_of_taste() -> None:
    def rule(text: str) -> str:
        fields = opened(text)
        fields.required("title")
        fields.text("tags")
        fields.done()
        return fields.findings.problems[0].rule

    assert rule("titel: x") == STRUCTURE
    assert rule("title: x\ntagz: y") == "unknown-key"


def test_what_others_call_a_key_is_known() -> None:
    fields = opened("categories: a")
    fields.texts("tags")
    fields.done(meant={"categories": "tags"})
    assert fields.findings.problems[0].hint == "did you mean tags?"


def test_a_broken_part_does_not_hide_the_rest() -> None:
    fields = opened("title: Xi: the call\ndate: 2024-05-17\n")
    assert fields.text("date") == "2024-05-17"
    assert plain_value(fields.entries["title"].value) == ""


CONSEQUENCES = [
    # title . text . message
    ("a tab and a second colon", "title:\tA: b\nx: y\n", "the value of title has a second colon"),
    ("nothing but a bracket", "a: [\n", "the bracket that opens here is never closed"),
    ("several missing", "x: y\n", "title, date and author are missing"),
]


@pytest.mark.parametrize(("text", "message"), [row[1:] for row in CONSEQUENCES], ids=[row[0] for row in CONSEQUENCES])
def test_what_follows_from_a_mistake_is_no_second_one(text: str, message: str) -> None:
    fields = open_mapping(text, Findings(text, path="a.md"), name="the front matter")
    if "title" not in text:
        for key in ("title", "date", "author"):
            fields.required(key)
    fields.done(known=["x", "title"])
    assert [problem.message.partition(", which")[0] for problem in fields.findings.problems] == [message]


def test_an_empty_author_is_told_with_its_article() -> None:
    fields = open_mapping("author: ''\n", Findings("author: ''\n", path="a.md"), name="the front matter")
    fields.required("author")
    assert [problem.hint for problem in fields.findings.problems] == ["write an author"]


SPOKEN = [
    # mapping . key . what an editor calls it
    ("", "title", "title"),
    ("image", "src", "image.src"),
    ("", "comments.0", "the 1st comment"),
    ("the 1st comment", "date", "the 1st comment's date"),
    ("the 1st comment", "replies.1", "the 1st comment's 2nd reply"),
    ("comments", "list.10", "the 11th comment"),
    ("", "menu.22", "the 23rd menu entry"),
]


@pytest.mark.parametrize(("where", "key", "words"), SPOKEN)
def test_a_key_is_called_what_an_editor_calls_it(where: str, key: str, words: str) -> None:
    assert spoken(where, key) == words
