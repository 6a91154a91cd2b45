"""A content folder to the files in it."""

import os
from pathlib import Path

import pytest

from generator.source.scan import scan

LONG_AGO = 1_000_000_000_000_000_000
SOON = 4_000_000_000_000_000_000


def write(folder: Path, *paths: str) -> str:
    for path in ("content/site.yaml", *paths):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("x")
    return str(folder)


ROLES = [
    ("content/articles/a.md", "article"),
    ("content/articles/2024/a/index.md", "article"),
    ("content/articles/a.MD", "article"),
    ("content/articles/a.markdown", "article"),
    ("content/articles/a.comments.yaml", "sidecar"),
    ("content/articles/a/comments.yaml", "sidecar"),
    ("content/articles/a/p.png", "asset"),
    ("content/authors/li.md", "author"),
    ("content/authors/li.png", "asset"),
    ("content/pages/about/team.md", "page"),
    ("content/pages/about/p.png", "asset"),
    ("content/media/notes.md", "asset"),
    ("content/root/.well-known/x", "asset"),
    ("content/tags.yaml", "tags"),
    ("content/site.yaml", "settings"),
]


@pytest.mark.parametrize(("path", "role"), ROLES)
def test_what_a_file_is_for(tmp_path: Path, path: str, role: str) -> None:
    found = scan(write(tmp_path, path), now=SOON)
    assert {source.path: source.role for source in found.sources}[path] == role
    assert not found.problems


PASSED_OVER = [
    "articles/.hidden.md",
    "articles/a.md~",
    "articles/#a.md#",
    "articles/a.md.swp",
    "notes.txt",
    "README.md",
]


@pytest.mark.parametrize("path", PASSED_OVER)
def test_leftovers_and_notes_are_passed_over(tmp_path: Path, path: str) -> None:
    found = scan(write(tmp_path, f"content/{path}"), now=SOON)
    assert [source.path for source in found.sources] == ["content/site.yaml"]
    assert not found.problems


TOLD = [
    ("posts/a.md", "this text lies where Byline does not read it"),
    ("a.md", "this text lies where Byline does not read it"),
    ("authors/staff/li.md", "this text lies where Byline does not read it"),
    ("articles/a.comments.yml", "Byline reads no file of this name"),
    ("articles/a/comments.yml", "Byline reads no file of this name"),
    ("tags.yml", "Byline reads no file of this name"),
]


@pytest.mark.parametrize(("path", "message"), TOLD)
def test_what_would_be_passed_over_in_silence_is_told(tmp_path: Path, path: str, message: str) -> None:
    found = scan(write(tmp_path, f"content/{path}"), now=SOON)
    assert [(problem.place.path, problem.message) for problem in found.problems] == [(f"content/{path}", message)]


def test_links_are_followed_only_where_they_stay_inside(tmp_path: Path) -> None:
    project = write(tmp_path, "content/articles/a.md", "content/media/p.png", "outside/secret.md")
    links = {
        "content/articles/b.md": "a.md",
        "content/articles/secret.md": "../../outside/secret.md",
        "content/articles/passwd": "/etc/passwd",
        "content/articles/out": "../../outside",
        "content/articles/gone.md": "nothing.md",
        "content/articles/ring": "../articles",
        "content/pages": "media",
    }
    for path, target in links.items():
        os.symlink(target, tmp_path / path)
    found = scan(project, now=SOON)
    paths = {source.path for source in found.sources}
    assert paths == {"content/site.yaml", "content/media/p.png", "content/pages/p.png"} | {
        f"content/articles/{name}.md" for name in "ab"
    }
    assert {problem.place.path: problem.message for problem in found.problems} == {
        "content/articles/secret.md": "this link leads out of content/, or back into itself",
        "content/articles/passwd": "this link leads out of content/, or back into itself",
        "content/articles/out": "this link leads out of content/, or back into itself",
        "content/articles/gone.md": "this link leads to nothing",
        "content/articles/ring": "this link leads out of content/, or back into itself",
    }


def test_a_pipe_and_a_name_that_is_no_text_are_told_and_not_read(tmp_path: Path) -> None:
    project = write(tmp_path, "content/articles/a.md")
    os.mkfifo(tmp_path / "content/articles/pipe.md")
    with open(os.fsencode(tmp_path / "content/articles") + b"/\xff.md", "wb"):
        pass
    found = scan(project, now=SOON)
    assert [source.path for source in found.sources] == ["content/articles/a.md", "content/site.yaml"]
    assert {problem.message for problem in found.problems} == {
        "this is no file that can be read",
        "this file's name is not UTF-8",
    }


def test_a_hint_changes_with_the_file_and_is_withheld_while_it_may_still_change(tmp_path: Path) -> None:
    project = write(tmp_path)
    (first,) = scan(project, now=SOON).sources
    (again,) = scan(project, now=SOON).sources
    assert first.hint
    assert first == again
    (tmp_path / "content/site.yaml").write_text("xy")
    (changed,) = scan(project, now=SOON).sources
    assert changed.hint != first.hint
    (young,) = scan(project, now=LONG_AGO).sources
    assert not young.hint
