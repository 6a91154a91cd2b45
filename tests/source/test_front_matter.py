"""A file to its front matter and its body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Html
from generator.source.front_matter import cleaned, open_front, shows, shows_markup, split

HALVES = [
    # file . the front matter's last line . body . line of the body
    ("---\ntitle: x\n---\nBody\n", "title: x", "Body\n", 4),
    ("---\r\ntitle: x\r\n---\r\nBody\r\n", "title: x", "Body\r\n", 4),
    ("\ufeff---\ntitle: x\n---\nBody", "title: x", "Body", 4),
    ("--- \t\ntitle: x\n---  \nBody", "title: x", "Body", 4),
    ("\n  \n---\ntitle: x\n---\nBody", "title: x", "Body", 6),
    ("---\ntitle: x\n...\nBody", "title: x", "Body", 4),
    ("---\ntitle: x\n---", "title: x", "", 3),
    ("---\n---\nBody", "---", "Body", 3),
    ("---\ntitle: |\n  ---\n---\nBody\n---\nmore", "  ---", "Body\n---\nmore", 5),
]


@pytest.mark.parametrize(("text", "last", "body", "line"), HALVES)
def test_a_file_is_cut_after_its_front_matter(text: str, last: str, body: str, line: int) -> None:
    halves = split(text)
    assert halves is not None
    assert halves.head.splitlines()[-1].rstrip() == last.rstrip()
    assert (halves.body, halves.body_line) == (body, line)


UNCUT = [
    # file . place . message
    ("", "a.md:1", "the file has no front matter"),
    ("Body only.\n", "a.md:1", "the file has no front matter"),
    ("----\ntitle: x\n----\n", "a.md:1", "the file has no front matter"),
    ("title: x\n---\nBody\n", "a.md:1:1", "the front matter does not begin with `---`"),
    ("Title: x\nDate: y\n\nBody\n", "a.md:1:1", "the front matter does not begin with `---`"),
    ("---\ntitle: x\n\nBody\n", "a.md:1", "the front matter is never closed"),
    ("\n\n---\ntitle: x\n", "a.md:3", "the front matter is never closed"),
    ("+++\ntitle = 'x'\n+++\n", "a.md:1:1", "the front matter is TOML, and Byline reads YAML"),
    ("---", "a.md:1", "the front matter is never closed"),
    ("---\ntitle: x\n ---\nBody\n", "a.md:1", "the front matter is never closed"),
]


@pytest.mark.parametrize(("text", "place", "message"), UNCUT)
def test_a_front_matter_amiss_is_told_once(text: str, place: str, message: str) -> None:
    fields, _ = open_front(text, path="a.md")
    fields.required("title")
    fields.done()
    assert [(str(problem.place), problem.message) for problem in fields.findings.problems] == [(place, message)]


def test_an_empty_front_matter_misses_what_is_required() -> None:
    fields, halves = open_front("---\n# nothing\n---\nBody", path="a.md")
    fields.required("title")
    fields.done()
    problem = fields.findings.problems[0]
    assert (str(problem.place), problem.message, problem.frame) == ("a.md:1", "title is missing", "---")
    assert halves.body == "Body"


@pytest.mark.parametrize("lead", ["", "\ufeff", "\n\n"])
def test_places_are_those_of_the_file(lead: str) -> None:
    fields, _ = open_front(f"{lead}---\ntitle: x\ndraft: perhaps\n---\n", path="a.md")
    fields.flag("draft")
    assert str(fields.findings.problems[0].place) == f"a.md:{3 + lead.count(chr(10))}:8"


CLEAN = [
    # as written . as readers see it
    ("Li Wei", "Li Wei"),
    ("  Li\tWei \n", "Li Wei"),
    ("李\u202e偉", "李偉"),
    ("a\u2066b\u2069\u200e\u200f\u061c", "ab"),
    ("a\x07b\x85c", "abc"),
    ("می‌خواهم", "می‌خواهم"),
    ("👩‍🚀", "👩‍🚀"),
    ("\ufeffA", "A"),
]


@pytest.mark.parametrize(("text", "expected"), CLEAN)
def test_names_hold_nothing_that_cannot_be_seen(text: str, expected: str) -> None:
    assert cleaned(text) == expected


MARKUP = st.lists(
    st.sampled_from(["<p>", "</p>", "<em>", "<", ">", "&#8203;", "&amp;", "\u200b", " ", "a", "0", "中", "\n"])
)


@given(MARKUP.map("".join))
def test_whether_html_shows_anything_is_whether_its_text_does(html: str) -> None:
    assert shows_markup(Html(html)) == shows(Html(html).plain)
