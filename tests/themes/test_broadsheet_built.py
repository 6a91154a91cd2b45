"""What the default theme says on pages of a whole publication in two languages."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.press import SITE, Press

PRESS = SITE.replace("plain", "broadsheet").replace("example.org/", "example.org/press/")
FILES = """-- content/articles/a.md --
---
title: One
date: 2025-05-17
author: li
tags: [ports]
comments:
  - {author: li, date: 2025-05-18, text: Thanks., id: c1}
---
Text.
-- content/articles/b.md --
---
title: Un
date: 2025-05-18
lang: fr
translation_of: a
tags: [ports]
---
Texte.
-- content/articles/c.md --
---
title: Two
date: 2025-05-19
tags: [ports]
---
Text.
-- content/authors/li.md --
---
name: Li Wei
---
"""


class Landmarks(HTMLParser):
    """The names of a page's landmarks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("aria-label") or dict(attrs).get("aria-labelledby")
        if tag in ("nav", "aside", "section", "form", "search") and name:
            self.names.append(name)


@pytest.fixture
def press(tmp_path: Path) -> Press:
    made = Press.of(FILES, tmp_path)
    made.write("content/site.yaml", PRESS)
    return made


def menu(html: str) -> str:
    found = re.search(r'<nav class="menu".*?</nav>', html, re.DOTALL)
    assert found
    return found[0]


def test_the_menu_that_byline_makes_is_in_the_language_of_the_page(press: Press) -> None:
    press.built()
    assert "<ul>" in menu(press.page("b/"))
    assert "Accueil" in menu(press.page("b/"))


def test_the_menu_of_the_settings_is_in_the_language_of_the_site(press: Press) -> None:
    press.write("content/site.yaml", PRESS + "menu: [{label: Home, url: /}]\n")
    press.built()
    assert '<ul lang="en">' in menu(press.page("b/"))
    assert "<ul>" in menu(press.page("a/"))


def test_a_translation_is_linked_within_the_site(press: Press) -> None:
    press.built()
    html = press.page("a/")
    assert '<link rel="alternate" hreflang="fr" title="Un" href="https://example.org/press/b/">' in html
    assert '<a href="/press/b/" hreflang="fr"><bdi lang="fr">Un</bdi></a>' in html
    assert "https://" not in re.sub(r'<p class="address.*?</p>', "", html.partition("<main")[2])


def test_no_two_landmarks_bear_one_name(press: Press) -> None:
    press.built()
    for path in ("", "a/", "b/", "c/", "tags/ports/", "authors/li/", "archive/"):
        names = Landmarks(press.page(path)).names
        assert len(names) == len(set(names)), (path, names)


def test_an_author_who_comments_by_id_is_shown_by_name(press: Press) -> None:
    press.built()
    talk = press.page("a/").partition('id="comment-c1"')[2]
    assert "<bdi>Li Wei</bdi>" in talk
    press.edit("content/authors/li.md", "Li Wei", "Li Na")
    press.built()
    assert "<bdi>Li Na</bdi>" in press.page("a/")
