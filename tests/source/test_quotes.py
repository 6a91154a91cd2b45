"""Straight quotation marks to those of a language."""

from collections.abc import Callable

import pytest

from generator.source.quotes import MARKS, quoted
from tests.press import SITE, Press

CASES = [
    # language . written . shown
    ("en", "&quot;A&quot; and 'b', it's", "“A” and ‘b’, it’s"),
    ("en", "the '90s and the ministers' trip", "the ’90s and the ministers’ trip"),
    ("en", "(&quot;a&quot;) &quot;'b' c&quot;", "(“a”) “‘b’ c”"),
    ("en", "<em>&quot;a&quot;</em>&quot;", "<em>“a”</em>”"),
    ("en", "&quot;<a href=\"x'y\">a</a>&quot;", "“<a href=\"x'y\">a</a>”"),
    ("en", "<p>a</p><p>&quot;b&quot;</p>", "<p>a</p><p>“b”</p>"),
    ("en", "<code>'a' &quot;</code>'s", "<code>'a' &quot;</code>’s"),
    ("en", "<pre><code><i>'</i></code></pre><p>'a'</p>", "<pre><code><i>'</i></code></pre><p>‘a’</p>"),
    ("en", "a\x020\x03 &quot;\x021@\x03&quot;", "a\x020\x03 “\x021@\x03”"),
    ("de", "&quot;A 'b'&quot; ist's", "„A ‚b’“ ist’s"),
    ("fr", "&quot;a&quot; l'an", "«\u202fa\u202f» l’an"),
    ("ru-RU", "&quot;a&quot;", "«a»"),
    ("ar", "&quot;a&quot;", "«a»"),
    ("zh", "&quot;数&quot;", "“数”"),
    ("ja", "&quot;a&quot;", "「a」"),
    ("tlh", "&quot;a&quot;", "“a”"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "written", "shown"), CASES)
def test_marks(language: str, written: str, shown: str) -> None:
    assert quoted(written, language) == shown


@pytest.mark.parametrize("language", MARKS)
def test_what_is_set_already_stays(language: str) -> None:
    for text in ("<p>no marks</p>", quoted("<p>&quot;a&quot;, 'b' and c's</p>", language)):
        assert quoted(text, language) == text


FILES = """-- content/articles/a.md --
---
title: Say "one"
date: 2024-05-17
summary: The "standfirst"
image: {src: /media/p.svg, alt: 'a "b"', caption: 'It"s'}
---
## The "heading"

It's "said" in `"code"`.
-- content/articles/b.md --
---
title: Le "mot"
date: 2024-05-18
lang: fr
---
L'an "deux".
-- content/pages/c.md --
---
title: A "page"
---
"Text"
-- content/media/p.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>
"""


def test_a_publication_that_asks_for_it_has_the_marks_of_each_piece(press: Callable[[str], Press]) -> None:
    made = press(FILES)
    made.write("content/site.yaml", SITE.replace("plain", "broadsheet") + "markdown: {quotes: true}\n")
    made.built()
    page = made.page("a/")
    for shown in ("Say “one”</h1>", "The “standfirst”", "The “heading”</h2>", "It’s “said” in <code>&quot;code&quot;"):
        assert shown in page, shown
    assert 'alt="a &#34;b&#34;"' in page
    assert "Le «\u202fmot\u202f»</h1>" in made.page("b/")
    assert "L’an «\u202fdeux\u202f»." in made.page("b/")
    assert "A “page”</h1>" in made.page("c/")
    made.write("content/site.yaml", SITE.replace("plain", "broadsheet"))
    made.built()
    assert "It's &quot;said&quot;" in made.page("a/")
