"""Bodies in Markdown to HTML with references, contents and problems."""

import re

import pytest

from generator.errors import Problem, show
from generator.model import Text
from generator.settings import Reading
from generator.source.markdown import LINES, NESTING, parser, render, render_inline


def read(text: str, *, html: str = "false", language: str = "en") -> Text:
    return render(text, path="content/articles/a.md", first_line=11, reading=Reading(html=html, language=language))


def shown(html: str) -> str:
    """Markers of references made visible, and what every picture carries taken off."""
    marked = re.sub("\x02([0-9]+)([=@]?)\x03", r"{\1\2}", html)
    return marked.replace(' loading="lazy" decoding="async"', "").strip()


def told(problem: Problem) -> str:
    return f"{problem.place.line}:{problem.place.column}+{problem.width} {problem.rule} {problem.message}"


HTML = [
    ("emphasis and code", "*a* **b** `c<` ~~d~~", "<p><em>a</em> <strong>b</strong> <code>c&lt;</code> <s>d</s></p>"),
    ("a link elsewhere", "[a](https://e.org/é?b=c)", '<p><a href="https://e.org/%C3%A9?b=c">a</a></p>'),
    (
        "mail and telephone",
        "[a](mailto:a@b.c) [b](tel:+1)",
        '<p><a href="mailto:a@b.c">a</a> <a href="tel:+1">b</a></p>',
    ),
    ("a link to a file", "[a](../2025/b.md#c)", '<p><a href="{0}">a</a></p>'),
    ("a link by slug", "[[b]] [[b|c *d*]]", '<p><a href="{0}">{0@}</a> <a href="{1}">c <em>d</em></a></p>'),
    (
        "a code block",
        "```python x\nlen < b\n```",
        '<pre tabindex="0"><code class="language-python"><span class="code-name">len</span> &lt; b\n</code></pre>',
    ),
    ("raw HTML is text", "a <b>c</b>\n\n<div>", "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n<p>&lt;div&gt;</p>"),
    (
        "a figure",
        '![x](p.jpg "The *c*."){credit="A. \\"B\\"" license="CC" #f .wide}',
        '<figure id="f" class="wide"><img src="{0}" alt="x"{0=}><figcaption>The <em>c</em>. '
        '<span class="credit">A. &quot;B&quot;</span> <span class="license">CC</span></figcaption></figure>',
    ),
    ("a figure that is a link", "[![x](p.jpg)](/a/)", '<figure><a href="{0}"><img src="{1}" alt="x"{1=}></a></figure>'),
    ("a picture in a text", 'a ![x](p.jpg "t"){credit=C}', '<p>a <img src="{0}" alt="x" title="t (C)"{0=}></p>'),
    ("a size of its own", "a ![x](p.jpg){width=9 height=8}", '<p>a <img src="{0}" alt="x" width="9" height="8"></p>'),
    ("a picture elsewhere", "a ![x](https://e.org/p.jpg)", '<p>a <img src="https://e.org/p.jpg" alt="x"></p>'),
    ("attributes of a block", "{.lead lang=ar}\nText", '<p class="lead" lang="ar">Text</p>'),
    ("attributes of a link", "[a](b){.c}", '<p><a href="{0}" class="c">a</a></p>'),
    ("attributes of code", "a `b`{.c}", '<p>a <code class="c">b</code></p>'),
    ("attributes of a span", "[a]{lang=zh dir=ltr}", '<p><span lang="zh" dir="ltr">a</span></p>'),
    ("braces that are none", "a {b} {c=\n\n{d}\n", "<p>a {b} {c=</p>\n<p>{d}</p>"),
    ("no link in a link", "[a <https://b.c>](d)", '<p><a href="{0}">a https://b.c</a></p>'),
    (
        "a table",
        "|a|b| |\n|-|-:|-|\n|c|d|e|",
        '<div class="table" role="region" aria-label="Table 1" tabindex="0">\n<table>\n<thead>\n<tr>\n'
        '<th scope="col">a</th>\n<th scope="col" class="align-right">b</th>\n<td></td>\n</tr>\n'
        '</thead>\n<tbody>\n<tr>\n<td>c</td>\n<td class="align-right">d</td>\n<td>e</td>\n'
        "</tr>\n</tbody>\n</table>\n</div>",
    ),
    (
        "a line break between Han characters",
        "然后\n我们 *去*\n`x`\nhere",
        "<p>然后我们 <em>去</em>\n<code>x</code>\nhere</p>",
    ),
    ("a line break in Korean", "한국\n어", "<p>한국\n어</p>"),
    ("an undefined note", "a[^1]", "<p>a[^1]</p>"),
    ("a control character by entity", "a&#12;b &#2;0&#3;", "<p>a�b �0�</p>"),
    ("a marker in the text", "a\x020\x03", "<p>a�0�</p>"),
    ("line ends of all kinds", "a\r\nb\rc", "<p>a\nb\nc</p>"),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in HTML], ids=[row[0] for row in HTML])
def test_html(text: str, expected: str) -> None:
    assert shown(read(text).html) == expected


TARGETS = [
    ("a path", "a [b](../2025/c.md#d)", "link ../2025/c.md#d 11:7+14"),
    ("in angles", "a [b](<c d.md>)", "link c d.md 11:8+6"),
    ("an entity", "[b](c&amp;d)", "link c&d 11:5+7"),
    ("by slug", "x\n\n> y [[z#w]]", "title article:z#w 13:7+3"),
    ("by scheme", "[b](article:c#d)", "link article:c#d 11:5+11"),
    ("an anchor of its own", "[[#c|d]]", "link #c 11:3+2"),
    ("a picture", "- x\n\n  ![b](c.jpg)", "picture c.jpg 13:8+5"),
    ("by definition", "[b] [b]\n\n[b]: <c d>", "link c d 13:7+3, link c d 13:7+3"),
    ("the same one twice", "[a](b) [a](b)", "link b 11:5+1, link b 11:12+1"),
    ("in equal cells", "|x|x|\n|-|-|\n|[a](b)|[a](b)|", "link b 13:6+1, link b 13:13+1"),
    ("in a later line", "x\n  y [a](b)", "link b 12:9+1"),
    ("in a note", "x[^1]\n\n[^1]:\n    y [a](b)", "link b 14:11+1"),
    ("in emphasis that is not plain", "*x [a](b)*", "link b 11:8+1"),
    ("in a heading", "## x [a](b) ##", "link b 11:10+1"),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in TARGETS], ids=[row[0] for row in TARGETS])
def test_references_know_their_place(text: str, expected: str) -> None:
    refs = read(text).refs
    assert expected == ", ".join(
        f"{ref.kind} {ref.target} {ref.mark.line}:{ref.mark.column}+{ref.mark.width}" for ref in refs
    )


PROBLEMS = [
    ("a script", "a [b](javascript:c)", "11:7+12 link-scheme the link's address begins with 'javascript:'"),
    ("by entity", "[b](java&#115;cript&colon;c)", "11:5+23 link-scheme the link's address begins with 'javascript:'"),
    ("in capitals", "[b](JaVaScRiPt:c)", "11:5+12 link-scheme the link's address begins with 'JaVaScRiPt:'"),
    ("with a tab", "[b](<java\tscript:c>)", "11:6+13 link-scheme the link's address"),
    ("with a control character", "[b](<\x0bjavascript:c>)", "11:6+13 link-scheme"),
    ("a blob", "[b](blob:c)", "11:5+6 link-scheme the link's address begins with 'blob:'"),
    ("an office document", "<ms-word:ofe|u|x>", "11:2+15 link-scheme the link's address begins with 'ms-word:'"),
    ("another site by two slashes", "[b](//evil.org)", "11:5+10 link-scheme"),
    ("by a slash and a backslash", "[b](/\\\\evil.org)", "11:5+11 link-scheme"),
    ("data", "![b](data:image/png;base64,x)", "11:6+23 link-scheme the link's address begins with 'data:'"),
    ("http without a host", "[b](http:c)", "11:5+6 link-scheme"),
    ("by definition", "[b]\n\n[b]: javascript:c", "13:6+12 link-scheme"),
    ("no address", "[b]()", "11:1+1 broken-link this link has no address"),
    ("no alternative text", "a ![](b.png)", "11:7+5 missing-alt this picture has no alternative text"),
    ("a style", "[a]{style=b}", "11:5+5 unknown-key 'style' is not an attribute here"),
    ("a handler", "![a](b){onclick=c}", "11:9+7 unknown-key 'onclick' is not an attribute here"),
    ("a credit of no picture", "[a](b){credit=c}", "11:8+6 unknown-key 'credit' is not an attribute here"),
    ("a width in words", "a ![x](y){width=wide}", "11:11+6 structure width is 'wide'"),
    ("an id twice", "# a {#x}\n\n# b {#x}", "13:6+2 structure the id 'x' is taken already"),
    ("the page's own id", "# a {#comments}", "11:6+9 structure the id 'comments' is taken already"),
    ("an unused note", "a\n\n[^b]: c", "13:1+4 structure nothing refers to the footnote 'b'"),
    ("a note twice", "a[^b]\n\n[^b]: c\n\n[^b]: d", "15:1+4 structure there is a footnote 'b' already"),
    ("quotations too deep", "x\n\n" + ">" * (NESTING + 1) + "y", f"13:1+{NESTING + 2} structure blocks are nested"),
    ("lists too deep", "".join("  " * n + "- a\n" for n in range(33)), "26:31+3 structure blocks are nested"),
    ("too many lines", "a\n" * (LINES + 1), f"{LINES + 11}:1+1 structure the text has more than"),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in PROBLEMS], ids=[row[0] for row in PROBLEMS])
def test_problems(text: str, expected: str) -> None:
    problems = read(text).problems
    assert len(problems) == 1
    assert told(problems[0]).startswith(expected)


def test_a_link_that_is_not_allowed_is_its_text() -> None:
    assert read("a [*b*](javascript:c) ![d](data:e) d").html == "<p>a <em>b</em> d d</p>\n"


def test_a_problem_shows_its_line() -> None:
    assert show(read("x\n\na [b](blob:c)").problems[0]).split("\n")[1:3] == [
        "    13 | a [b](blob:c)",
        "       |       ^^^^^^",
    ]


HEADINGS = [
    ("as they are", "## a\n\n### b\n\n## c", "2 a, 3 b, 2 c"),
    ("an h1 goes below the page's own", "# a\n\n## b\n\n# c", "2 a, 3 b, 2 c"),
    ("no level is left out", "#### a\n\n## b\n\n##### c\n\n### d", "2 a, 2 b, 3 c, 3 d"),
    ("never below six", "# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f", "2 a, 3 b, 4 c, 5 d, 6 e, 6 f"),
    ("underlined", "a\n===\n\nb\n---", "2 a, 3 b"),
    ("the same again", "## a b\n\n## A *b*\n\n## a b 2\n\n## a b", "2 a-b, 2 a-b-2, 2 a-b-2-2, 2 a-b-3"),
    ("any script", "## 谈判\n\n## مرحبا\n\n## Él", "2 谈判, 2 مرحبا, 2 él"),
    ("no letters", "## !\n\n## ?", "2 section, 2 section-2"),
    ("an id of its own wins", "## a\n\n## b {#a}", "2 a-2, 2 a"),
    ("the page's own ids are kept", "## Comments\n\n## fn 1", "2 comments-2, 2 section-fn-1"),
    ("nothing at all", "##\n\n## a", "2 a"),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in HEADINGS], ids=[row[0] for row in HEADINGS])
def test_headings(text: str, expected: str) -> None:
    done = read(text)
    assert ", ".join(f"{heading.level} {heading.id}" for heading in done.toc) == expected
    assert re.findall(r'<h(\d) id="([^"]*)">', done.html) == [(str(h.level), h.id) for h in done.toc]
    assert sorted(done.anchors) == sorted(heading.id for heading in done.toc)


def test_contents_hold_no_links_and_no_notes() -> None:
    title = read("## *a* [b](c) `d`[^1] ![e](f) [[g]]\n\n[^1]: x").toc[0].title
    assert title.html == "<em>a</em> b <code>d</code>  g"


def test_notes_are_numbered_as_they_are_referred_to_and_lead_back() -> None:
    done = read("a[^b] c[^a] d[^b]\n\n[^a]: A[^c]\n\n[^b]: B\n\n    - x\n\n[^C]: C", language="de-AT")
    html = done.html
    assert html.startswith(
        '<p>a<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup> '
        'c<sup class="footnote-ref"><a href="#fn-2" id="fnref-2" role="doc-noteref">2</a></sup> '
        'd<sup class="footnote-ref"><a href="#fn-1" id="fnref-1-2" role="doc-noteref">1</a></sup></p>\n'
        '<section class="footnotes" role="doc-endnotes" aria-label="Fußnoten">\n<ol>\n<li id="fn-1">\n<p>B</p>\n'
    )
    assert re.findall(r'<a href="#(fnref[^"]*)"[^>]*aria-label="([^"]*)"', html) == [
        ("fnref-1", "Zurück zur Fundstelle 1"),
        ("fnref-1-2", "Zurück zur Fundstelle 1.2"),
        ("fnref-2", "Zurück zur Fundstelle 2"),
        ("fnref-3", "Zurück zur Fundstelle 3"),
    ]
    assert set(done.anchors) == {"fn-1", "fn-2", "fn-3", "fnref-1", "fnref-1-2", "fnref-2", "fnref-3"}
    assert not done.problems


def test_deep_nesting_that_is_allowed_is_rendered() -> None:
    assert read("".join("  " * n + f"- a{n}\n" for n in range(15))).html.count("<li>") == 15
    assert read(">" * (NESTING - 1) + "word").html.count("<blockquote>") == NESTING - 1


def test_no_inline_styles() -> None:
    assert "style" not in read('|a|\n|:-:|\n|b|\n\n{style="x"}\nc').html


INLINE = [
    ("entities", "A &amp; B &mdash; C & D", "A &amp; B — C &amp; D"),
    ("backticks", "the `x < y` case", "the <code>x &lt; y</code> case"),
    ("arrows", "a <-> b", "a &lt;-&gt; b"),
    ("quotation marks", 'he said "x"', "he said &quot;x&quot;"),
    ("emphasis", "*a* **b** _c_", "<em>a</em> <strong>b</strong> <em>c</em>"),
    ("emphasis in Chinese", "这是**我想做的事。**所以", "这是<strong>我想做的事。</strong>所以"),
    ("a link is its text", "[a *b*](https://c.d) <https://e.f>", "a <em>b</em> &lt;https://e.f&gt;"),
    ("a picture is its words", "![a](b)", "a"),
    ("raw HTML is text", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("blocks are text", "# a - b", "# a - b"),
    ("a line break", "a\nb  \nc", "a b c"),
    ("a control character", "a\x02b", "a�b"),
    ("a number", "1. a", "1. a"),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in INLINE], ids=[row[0] for row in INLINE])
def test_inline(text: str, expected: str) -> None:
    assert render_inline(text).html == expected


def test_a_plugin_teaches_the_parser() -> None:
    def teach(md: object) -> None:
        def shout(state: object) -> None:
            for token in state.tokens:  # type: ignore[attr-defined]
                for child in token.children or []:
                    child.content = child.content.upper()

        md.core.ruler.push("shout", shout)  # type: ignore[attr-defined]

    done = render("a *b* [c](d)", path="a.md", first_line=1, reading=Reading(), teachers=(teach,))
    assert shown(done.html) == '<p>A <em>B</em> <a href="{0}">C</a></p>'
    assert parser("false") is parser("false")
