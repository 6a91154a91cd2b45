"""Old HTML reads the same as limited Markdown, and what cannot be kept is told."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.migrate.markup import markdown_of
from generator.source.remarks import render_remark

CASES = [
    # HTML . Markdown . what is told
    ("Plain words.", "Plain words.", ()),
    ("One\ntwo\n\nthree", "One\ntwo\n\nthree", ()),
    ("<p>One</p><p>two<br />three</p>", "One\n\ntwo\nthree", ()),
    ("a <b>bold</b> and <i> slanted </i>end", "a **bold** and *slanted* end", ()),
    ("<del>gone</del> <s>too</s>", "~~gone~~ ~~too~~", ()),
    ("2 * 3 * 4 and snake_case _x_", r"2 \* 3 \* 4 and snake_case \_x\_", ()),
    ("1. not a list", r"1\. not a list", ()),
    ("- no item\n> no quote\n# fine", "\\- no item\n\\> no quote\n# fine", ()),
    ("[no](http://link.example)", r"\[no\](http://link.example)", ()),
    ("&lt;script&gt; &amp;amp; &eacute;", r"\<script> \&amp; é", ()),
    ('<a href="https://a.example/x">here</a>', "[here](https://a.example/x)", ()),
    ('<a href="https://a.example/">https://a.example/</a>', "<https://a.example/>", ()),
    ('<a href="//a.example/x_(y)">z</a>', "[z](<https://a.example/x_(y)>)", ()),
    ("<blockquote>One<br>two</blockquote>after", "> One\n> two\n\nafter", ()),
    ("<ul><li>a<li>b <b>c</b></ul>", "- a\n- b **c**", ()),
    ("<ol><li>a</li><li><p>b</p><p>c</p></li></ol>", "1. a\n2. b\n   \n   c", ()),
    ("<pre>x = `1`\n  y</pre>", "```\nx = `1`\n  y\n```", ()),
    ("use <code>a`b</code>", "use ``a`b``", ()),
    ("<b>a<i>b", "**a*b***", ()),
    ("", "", ()),
    ('<a href="javascript:alert(1)">x</a>', "x", ("a link to an address that is not allowed is kept as its text",)),
    (
        '<img src="https://a.example/p.png" alt="A cat">',
        "[A cat](https://a.example/p.png)",
        ("a picture is kept as a link to it",),
    ),
    ("a<script>alert(1)</script>b", "ab", ("<script> and what is in it is left out",)),
    ('<b onclick="x()">a</b>', "**a**", ("what was to happen at a click or the like is left out",)),
    ("<h2>Big</h2>small", "**Big**\n\nsmall", ("a heading is kept as a bold line",)),
    ("<u>a</u>", "a", ("<u> is left out, and its text kept",)),
    (
        '<iframe src="https://v.example/1"></iframe>',
        "<https://v.example/1>",
        ("what was embedded is kept as a link to it",),
    ),
    (
        "<table><tr><td>a</td><td>b</td></tr></table>",
        "a · b",
        ("a table is kept line by line",),
    ),
]


@pytest.mark.parametrize(("html", "markdown", "told"), CASES)
def test_markup(html: str, markdown: str, told: tuple[str, ...]) -> None:
    text, losses = markdown_of(html)
    assert re.sub(r" +$", "", text, flags=re.MULTILINE) == re.sub(r" +$", "", markdown, flags=re.MULTILINE)
    assert sorted(losses) == sorted(told)


def test_markdown_that_is_markdown_already_stays() -> None:
    assert markdown_of("*a* <b>b</b> `c` 1 < 2", plain=True) == ("*a* **b** `c` 1 < 2", ())
    assert markdown_of("*a* 1 < 2", plain=True) == ("*a* 1 < 2", ())


_JOINED = re.compile("[字—]\\s*\n\\s*[字—]")
"""A break between such letters is no blank."""

LETTERS = st.text(st.sampled_from("ab1 .*_`[]()<>&#+-=~!\\:;|'\"\n\té—字"), max_size=40)


@settings(deadline=None)
@given(LETTERS)
@example("字\n字")
def test_text_reads_the_same_whatever_signs_it_holds(text: str) -> None:
    from html import escape

    markdown, losses = markdown_of(escape(text))
    shown = render_remark(markdown)[0].plain
    assert "".join(shown.split()) == "".join(text.split())
    if not _JOINED.search(text):
        assert shown.split() == text.split()
    assert not losses


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<b>",
                "</b>",
                "<p>",
                "</p>",
                "<ul>",
                "<li>",
                "</ul>",
                "<blockquote>",
                "x",
                "<a href=y>",
                "</a>",
                "<pre>",
                "<!--",
                "<",
                "</x>",
                "<br>",
                "&#0;",
                "<script>",
                "</script>",
                "<svg onload=a()>",
            ]
        ),
        max_size=30,
    )
)
def test_no_html_is_too_broken(parts: list[str]) -> None:
    html = render_remark(markdown_of("".join(parts))[0])[0].html
    assert "<script" not in html
    assert "<svg" not in html


def test_depth_and_length_are_bounded() -> None:
    for html in (
        "<blockquote>" * 5000 + "x",
        "<b>" * 50_000,
        "x" * 200_000,
        "<p>" * 50_000,
        "<!" * 50_000,
        "&" * 100_000,
    ):
        markdown, _losses = markdown_of(html)
        assert len(markdown) <= 20_000
