"""Links that take the title of what they lead to."""

from collections.abc import Callable

from tests.press import Press

SITE = """\
-- content/articles/a.md --
---
title: A
date: 2025-01-01
summary: Links.
---
See [[b]], [[b#one]] and [[b|these words]].
-- content/articles/b.md --
---
title: Bread & *salt*
date: 2025-01-02
---
Text.

## One
"""


def test_a_link_without_words_takes_the_title(press: Callable[[str], Press]) -> None:
    site = press(SITE)
    site.built()

    page = site.page("a/")
    assert '<a href="/b/">Bread &amp; salt</a>' in page
    assert '<a href="/b/#one">Bread &amp; salt</a>' in page
    assert '<a href="/b/">these words</a>' in page


def test_a_changed_title_renders_the_pages_that_take_it(press: Callable[[str], Press]) -> None:
    site = press(SITE)
    site.built()
    site.edit("content/articles/b.md", "Bread", "Bricks")
    site.built()

    assert '<a href="/b/">Bricks &amp; salt</a>' in site.page("a/")
