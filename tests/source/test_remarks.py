"""Readers' comments: what stays, and what is defused."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.source import remarks
from generator.source.remarks import LONGEST, clean_name, render_remark, safe_website

REL = 'rel="nofollow ugc noopener"'
TEXTS = [
    ("emphasis", "*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>", 0),
    ("line breaks", "a\nb", "<p>a<br>\nb</p>", 0),
    ("lists and quotations", "- a\n\n> b", "<ul>\n<li>a</li>\n</ul>\n<blockquote>\n<p>b</p>\n</blockquote>", 0),
    ("code", "```\n<a>\n```", "<pre><code>&lt;a&gt;\n</code></pre>", 1),
    ("a link", "[a](https://b.c/d?e&f)", f'<p><a href="https://b.c/d?e&amp;f" {REL}>a</a></p>', 0),
    ("mail", "[a](mailto:b@c.d)", f'<p><a href="mailto:b@c.d" {REL}>a</a></p>', 0),
    ("addresses stay text", "https://a.b www.c.d", "<p>https://a.b www.c.d</p>", 0),
    ("a script", "[a](javascript:alert(1))", "<p>a</p>", 1),
    ("a script by entity", "[a](java&#115;cript:b)", "<p>a</p>", 1),
    ("a relative link", "[a](/b)", "<p>a</p>", 1),
    ("a name before the host", "[a](https://bank.com@evil.org/)", "<p>a</p>", 1),
    ("data", "[a](data:text/html,b)", "<p>a</p>", 1),
    ("HTML", "<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", 1),
    (
        "a handler",
        '<img src=x onerror="a">',
        "<p>&lt;img src=x onerror=&quot;a&quot;&gt;</p>".replace("&quot;", '"'),
        1,
    ),
    ("a picture", "![a](https://b.c/d.png)", "<p>a</p>", 1),
    ("headings and tables", "# a\n\n|b|\n|-|", "<p># a</p>\n<p>|b|<br>\n|-|</p>", 0),
    ("a turned direction", "a\u202eb\u2066c", "<p>abc</p>", 1),
    ("a tower of marks", "e" + "\u0301" * 500, "<p>e" + "\u0301" * 4 + "</p>", 1),
    ("control characters", "a\x00\x02\x1bb", "<p>ab</p>", 0),
    ("too deep", ">" * 30 + "a", "<p>" + "&gt;" * 30 + "a</p>", 1),
    ("too long", "*a* " * (LONGEST // 4 + 1), "<p>" + ("*a* " * (LONGEST // 4 + 1)) + "</p>", 1),
    ("nothing", "", "", 0),
    ("Chinese", "**对。**是", "<p><strong>对。</strong>是</p>", 0),
]


@pytest.mark.parametrize(("text", "html", "defused"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_texts(text: str, html: str, defused: int) -> None:
    done, told = render_remark(text)
    assert done.html.strip() == html
    assert len(told) == defused


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"<>\"'&;:/()[]!`*\\\n ", "javascript:", "a", "onclick=", "img", "script", "](", "http://x.y"])
    ).map("".join)
)
def test_nothing_gets_through(text: str) -> None:
    html = render_remark(text)[0].html
    tags = re.findall(r"<(/?[^>]*)>", html)
    allowed = (
        r'/?(?:a|blockquote|br|code|em|li|ol|p|pre|s|strong|ul)|a href="(?:https?://|mailto:)[^"<>]*" '
        + REL
        + r'|ol start="\d+"'
    )
    assert all(re.fullmatch(allowed, tag) for tag in tags), html
    assert "<" not in re.sub(r"<[^>]*>", "", html)


SITES = [
    ("a plain one", "https://example.org/a?b=c", "https://example.org/a?b=c"),
    ("blanks around", " http://a.b ", "http://a.b"),
    ("letters of any script", "https://例え.jp/é", "https://xn--r8jz45g.jp/%C3%A9"),
    ("a port", "http://a.b:8080/", "http://a.b:8080/"),
    ("a script", "javascript:alert(1)", ""),
    ("no scheme", "a.b", ""),
    ("no host", "https:///a", ""),
    ("a name before the host", "https://a.b@c.d", ""),
    ("quotation marks", 'https://a.b/"onclick="c', ""),
    ("tags", "https://a.b/<script>", ""),
    ("a turned direction", "https://a.b/\u202ec", ""),
    ("a line break", "https://a.b/\nc", ""),
    ("a port that is none", "https://a.b:99999/", ""),
    ("brackets", "https://[::1/", ""),
    ("endless", "https://a.b/" + "c" * 3000, ""),
]


@pytest.mark.parametrize(("url", "expected"), [row[1:] for row in SITES], ids=[row[0] for row in SITES])
def test_websites(url: str, expected: str) -> None:
    assert safe_website(url) == expected


NAMES = [
    ("as it is", "Åsa Ö", "Åsa Ö"),
    ("on one line", " a\n b\t", "a b"),
    ("a turned direction", "\u202enimda", "nimda"),
    ("endless", "a" * 500, "a" * 100),
    ("a tower", "z" + "\u0335" * 50, "z" + "\u0335" * 4),
]


@pytest.mark.parametrize(("name", "expected"), [row[1:] for row in NAMES], ids=[row[0] for row in NAMES])
def test_names(name: str, expected: str) -> None:
    assert clean_name(name) == expected


LETTERS = st.text(alphabet="ab1 “”‘’–—….,;:!?()/%$@-\"'\n*_`<&:!é", max_size=30)
ADDRESSES = """
https://a.bc https://a.bc/ http://a-b.c1.de/f_g/H-1 https://a.b https://a--b.cd https://A.bc https://a.bc/%20 //a.bc
https://a.bc:80/ https://a@b.cd https://1.2.3.4/ https://a.b1/ https://xn--a.bc/ https://a.bc/d.e https://a.bc/d?e=f
https://a.bc/d~ https://a.bc/#d javascript:a mailto:a@b.cd /a https://a.bc// https://a.bc/../d ftp://a.bc
"""
LINKS = st.builds(
    "{}[{}]({}){}".format,
    st.sampled_from(["", " ", "a ", "*", "**", "!", "(", "\\"]),
    st.sampled_from(["a", "a b", "*a*", "", "a’s", "a, b-c", "a]", "[a", "1"]),
    st.sampled_from(ADDRESSES.split()),
    st.sampled_from(["", " ", ".", " b", "*", "**", "(a)", "[a]", ":", "{.a}"]),
)
WORDY = st.lists(LETTERS | LINKS, max_size=3).map("".join)


@given(WORDY)
def test_the_short_cut_for_words_gives_what_the_parser_gives(text: str) -> None:
    quick = render_remark(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remarks, "_WORDS", re.compile("(?!)"))
        assert render_remark(text) == quick
