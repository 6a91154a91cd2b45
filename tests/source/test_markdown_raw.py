"""Raw HTML in Markdown, where it is allowed."""

import re
from html import unescape

import pytest

from generator.errors import RULES
from generator.model import Text
from generator.settings import Reading
from generator.source.markdown import render
from generator.source.markdown_notes import ARROW


def read(text: str, html: str) -> Text:
    return render(text, path="a.md", first_line=1, reading=Reading(html=html))


def shown(html: str) -> str:
    return re.sub("\x02([0-9]+)([=@]?)\x03", r"{\1\2}", html).strip()


SAFE = [
    ("what is allowed stays", '<b class="x">a</b>', '<p><b class="x">a</b></p>'),
    ("scripts go", "a<script>alert(1)</script>", "<p>a</p>"),
    ("handlers and styles go", '<b onclick="x" style="y">a</b>', "<p><b>a</b></p>"),
    ("frames go", '<iframe src="https://a.b"></iframe>c', "c"),
    ("links are resolved", '<a href="b.md#c">d</a>', '<p><a href="{0}">d</a></p>'),
    ("without quotation marks", "<a href=b.md>d</a>", '<p><a href="{0}">d</a></p>'),
    ("pictures are resolved, with their size", "d <img src='b.png' alt=c>", '<p>d <img src="{0}" alt="c"{0=}></p>'),
    ("markers of Markdown's own stay", "x ![a](b.png) [[c]]", "{markdown}"),
    ("what is open is closed", "<div><b>a\n\n</p></div></div>", "<div><b>a\n<p></p></b></div>"),
    ("comments go", "a <!-- b -->", "<p>a </p>"),
    ("a size that is forged", '<img src="https://a.b/c" alt="d" data-byline-size="7">', None),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in SAFE], ids=[row[0] for row in SAFE])
def test_safe(text: str, expected: str | None) -> None:
    html = shown(read(text, "safe").html)
    if expected == "{markdown}":
        assert '<img src="{0}" alt="a"{0=} loading="lazy" decoding="async">' in html
        assert '<a href="{1}">{1@}</a>' in html
    elif expected is None:
        assert "7" not in html
    else:
        assert html == expected


def test_safe_tells_what_it_drops_and_where() -> None:
    text = "a\n\nb <b>c</b> <IFRAME src=x></IFRAME>\n\n<div>\n<svg><path/></svg>\n</div>\n\n<style>p {}</style>"
    told = [(p.place.line, p.place.column, p.rule, p.message.partition(" ")[0]) for p in read(text, "safe").problems]
    assert told == [
        (3, 12, "raw-html", "<IFRAME>"),
        (6, 1, "raw-html", "<svg>"),
        (6, 6, "raw-html", "<path>"),
        (9, 1, "raw-html", "<style>"),
    ]
    assert read(text, "true").problems == ()
    assert RULES["raw-html"] == "warning"


def test_safe_keeps_what_markdown_makes() -> None:
    text = '# a {#b}\n\n![c](d.png "e"){credit=f}\n\nx[^1]\n\n|g|\n|-:|\n|h|\n\n```py\n1\n```\n\n[^1]: i'
    once, twice = read(text, "true"), read(text, "safe")
    assert twice.html.replace("\n", "") == once.html.replace("\n", "").replace("&quot;", '"').replace(
        ARROW, unescape(ARROW)
    )
    assert (once.refs, once.toc, once.anchors) == (twice.refs, twice.toc, twice.anchors)


def test_true_leaves_html_as_it_is() -> None:
    text = '<iframe src="https://a.b/c" onload="d"></iframe>\n<script>if (a < b) { x("<a href=\'y\'>") }</script>\n'
    assert read(text, "true").html == text


def test_true_resolves_addresses() -> None:
    done = read('<div id="x">\n<a class=y href="z.md">z</a><img src="p.png"/>\n</div>\n\n<a name=w></a>', "true")
    assert shown(done.html).startswith('<div id="x">\n<a class=y href="{0}">z</a><img src="{1}"{1=} />\n</div>')
    assert [(ref.kind, ref.target, ref.mark.line) for ref in done.refs] == [
        ("link", "z.md", 2),
        ("picture", "p.png", 2),
    ]
    assert done.anchors == ("x", "w")


def test_an_address_that_is_not_allowed_is_told() -> None:
    problems = read('<a href="java&#115;cript:alert(1)">x</a>', "true").problems
    assert [(problem.rule, problem.place.column) for problem in problems] == [("link-scheme", 10)]
