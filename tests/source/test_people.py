"""Authors' files to what they say of a person."""

import pytest

from generator.model import Profile
from generator.source.people import read_profile

PATH = "content/authors/li.md"


def test_an_author_is_read_in_full() -> None:
    found = read_profile(
        PATH,
        """---
name: Li Wei
role: Energy correspondent
photo: li.svg
url: https://example.org/li
links:
  - {label: Mastodon, url: "https://social.example/@li"}
  - {label: Write, url: "mailto:li@example.org"}
expertise: gas, shipping
location: Leiden
organization: The Press
email: li@example.org
gravatar: other@example.org
lang: zh-hant
extra: {pronouns: she}
---
She *writes*.
""",
    )
    assert found.problems == ()
    assert found.value is not None
    assert found.value == Profile(
        path=PATH,
        id="li",
        name="Li Wei",
        role="Energy correspondent",
        photo="li.svg",
        url="https://example.org/li",
        links=(("Mastodon", "https://social.example/@li"), ("Write", "mailto:li@example.org")),
        expertise=("gas", "shipping"),
        location="Leiden",
        organization="The Press",
        email="li@example.org",
        gravatar="other@example.org",
        lang="zh-Hant",
        extra={"pronouns": "she"},
        marks=found.value.marks,
    )
    assert found.value.marks.keys() == {"name", "photo", "url"}
    assert (found.body, found.body_line) == ("She *writes*.\n", 17)


@pytest.mark.parametrize(
    ("file", "ident"), [("li.md", "li"), ("李伟.md", "李伟"), ("Jose\u0301.md", "José"), ("j.s.md", "j.s")]
)
def test_the_file_names_the_author(file: str, ident: str) -> None:
    found = read_profile(f"content/authors/{file}", "---\nname: x\n---\n")
    assert found.value is not None
    assert found.value.id == ident


MISTAKES = [
    # front matter . place . message
    ("role: x", "1:0", "name is missing"),
    ("nmae: x", "2:1", "nmae is not a key known here"),
    ("name: [x]", "2:7", "name is a list, not a text"),
    ("name: x\nbio: y", "3:1", "bio is not a key known here"),
    (
        "name: x\nurl: 'javascript:y'",
        "3:6",
        "url is 'javascript:y', which has the scheme javascript",
    ),
    ("name: x\nlinks: [{label: a}]", "3:9", "the 1st link has no url"),
    ("name: x\nlinks: [{label: a, url: b}]", "3:25", "the 1st link's url is 'b', which is not an absolute address"),
    ("name: x\nemail: y", "3:8", "email is 'y', which is not an e-mail address"),
]


@pytest.mark.parametrize(("front", "place", "message"), MISTAKES)
def test_a_mistake_is_told_once_with_its_place(front: str, place: str, message: str) -> None:
    problems = read_profile(PATH, f"---\n{front}\n---\n").problems
    assert [f"{problem.place.line}:{problem.place.column}" for problem in problems] == [place]
    assert problems[0].message.startswith(message)


def test_where_a_biography_belongs_is_said() -> None:
    problem = read_profile(PATH, "---\nname: x\nbio: y\n---\n").problems[0]
    assert problem.hint == "the biography is the text below the front matter"


def test_a_file_that_names_nobody_is_told() -> None:
    assert read_profile("content/authors/!.md", "---\nname: x\n---\n").problems
