"""Blocks beyond CommonMark: callouts, definition lists, captions of tables, code in colours."""

import pytest

from generator.settings import Reading
from generator.source import markdown_code, markdown_html
from generator.source.markdown import render
from generator.source.markdown_callouts import LABELS
from generator.source.rules.callouts import KINDS


def html(text: str, *, language: str = "en", safe: bool = False) -> str:
    reading = Reading(language=language, html="safe" if safe else "false")
    shown = render(text, path="a.md", first_line=1, reading=reading)
    assert shown.problems == ()
    return shown.html.replace("\n", "")


def note(kind: str, title: str, rest: str) -> str:
    return f'<div class="callout callout-{kind}" role="note"><p class="callout-title">{title}</p>{rest}</div>'


T = "<dt>T</dt>"
SAID = "<blockquote><p>a</p></blockquote>"
QUOTED = f"<blockquote>{note('tip', 'Tip', '<p>a</p>')}<p>b</p></blockquote>"
BLOCKS = [
    # what . written . shown
    ("a callout", "> [!NOTE]\n> A *b*\n>\n> c", note("note", "Note", "<p>A <em>b</em></p><p>c</p>")),
    ("in lower case", "> [!caution]\n> a", note("caution", "Caution", "<p>a</p>")),
    ("with a title of its own", "> [!TIP] Why *not*\n> a", note("tip", "Why <em>not</em>", "<p>a</p>")),
    ("with a paragraph apart", "> [!TIP]\n>\n> a", note("tip", "Tip", "<p>a</p>")),
    ("of nothing but its mark", "> [!TIP]", note("tip", "Tip", "")),
    ("of a list", "> [!TIP]\n>\n> - a", note("tip", "Tip", "<ul><li>a</li></ul>")),
    ("in a quotation", "> > [!TIP]\n> > a\n>\n> b", QUOTED),
    ("no callout", "> [!SHOUT]\n> a", "<blockquote><p>[!SHOUT]a</p></blockquote>"),
    ("not at the beginning", "> a\n> [!TIP]", "<blockquote><p>a[!TIP]</p></blockquote>"),
    ("no quotation", "[!TIP]\na", "<p>[!TIP]a</p>"),
    ("a definition", "T *x*\n: d `y`", "<dl><dt>T <em>x</em></dt><dd>d <code>y</code></dd></dl>"),
    ("several", "T\n: d\n: e\n\nU\n: f", f"<dl>{T}<dd>d</dd><dd>e</dd><dt>U</dt><dd>f</dd></dl>"),
    ("a definition of blocks", "T\n: d\n\n  e\n\nf", "<dl><dt>T</dt><dd><p>d</p><p>e</p></dd></dl><p>f</p>"),
    ("a definition that goes on", "T\n: d\ne", "<dl><dt>T</dt><dd>de</dd></dl>"),
    ("a list in it", "T\n: - a\n  - b", "<dl><dt>T</dt><dd><ul><li>a</li><li>b</li></ul></dd></dl>"),
    ("quoted in it", "T\n: > a\nU\n: b", f"<dl>{T}<dd>{SAID}</dd><dt>U</dt><dd>b</dd></dl>"),
    ("in a list", "- T\n  : d\n- x", "<ul><li><dl><dt>T</dt><dd>d</dd></dl></li><li>x</li></ul>"),
    ("two lines are no term", "a\nb\n: c", "<p>ab: c</p>"),
    ("a colon without a blank", "a\n:b", "<p>a:b</p>"),
    ("a colon without words", "a\n: ", "<p>a:</p>"),
    ("classes of a definition list", "{.terms}\nT\n: d", '<dl class="terms"><dt>T</dt><dd>d</dd></dl>'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), [case[1:] for case in BLOCKS], ids=[case[0] for case in BLOCKS])
def test_a_block(text: str, shown: str) -> None:
    assert html(text) == shown
    assert html(text, safe=True) == shown


@pytest.mark.parametrize("language", LABELS)
def test_every_kind_of_callout_is_called_something_in_every_language(language: str) -> None:
    said = [html(f"> [!{kind}]\n> a", language=language) for kind in KINDS]
    assert all(f">{LABELS[language][kind]}</p>" in shown for kind, shown in zip(KINDS, said, strict=True))


def test_an_unknown_language_calls_it_in_english() -> None:
    assert ">Note</p>" in html("> [!NOTE]\n> a", language="tlh")


def test_a_mistake_in_a_callout_is_told_at_its_line() -> None:
    text = render("> [!NOTE]\n> a\n> ![](x.svg)", path="a.md", first_line=1, reading=Reading())
    assert [(problem.rule, problem.place.line) for problem in text.problems] == [("missing-alt", 3)]


def test_a_note_and_a_link_in_a_definition_count() -> None:
    text = render("T[^1]\n: [b](b.md)\n\n[^1]: n", path="a.md", first_line=1, reading=Reading())
    assert "fn-1" in text.anchors
    assert [ref.target for ref in text.refs] == ["b.md"]


TABLE = "| a |\n|---|\n| 1 |\n"


def test_a_table_is_a_region_with_a_name() -> None:
    shown = html(f'{{title="The *sums*"}}\n{TABLE}\n{TABLE}', language="fr")
    named = '<div class="table" role="region" aria-label="The sums" tabindex="0">'
    assert shown.startswith(f"{named}<table><caption>The <em>sums</em></caption>")
    assert '<div class="table" role="region" aria-label="Tableau 2" tabindex="0"><table><thead>' in shown


CODE = [
    # language . code . shown
    ("python", "# <x>\n", '<span class="code-comment"># &lt;x&gt;</span>\n'),
    ("python", "x = 'a'", 'x = <span class="code-string">&#x27;a&#x27;</span>'),
    ("sql", "select 1", '<span class="code-keyword">select</span> <span class="code-number">1</span>'),
    ("diff", "-a\n+b\n", '<span class="code-deleted">-a</span>\n<span class="code-inserted">+b</span>\n'),
]


@pytest.mark.parametrize(("language", "code", "shown"), CODE)
def test_words_of_code_are_classed(language: str, code: str, shown: str) -> None:
    assert markdown_code.highlighted(code, language).replace("'", "&#x27;").replace("\n</span>", "</span>\n") == shown


@pytest.mark.parametrize("language", ["", "no-such-language", "text"])
def test_code_of_no_known_language_is_shown_as_it_is(language: str) -> None:
    written = f"```{language}\n\n  <a> & b\n\n```"
    shown = render(written, path="a.md", first_line=1, reading=Reading()).html
    assert ">\n  &lt;a&gt; &amp; b\n\n</code></pre>" in shown
    assert "<span" not in shown


def test_code_that_is_too_long_is_shown_as_it_is() -> None:
    assert markdown_code.highlighted("x = 1\n" * 10_000, "python") == ""


def test_without_pygments_code_is_shown_and_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (markdown_code, markdown_html):
        monkeypatch.setattr(module, "can_highlight", lambda: False)
    text = render("```python\nx\n```\n\n```\ny\n```", path="a.md", first_line=7, reading=Reading())
    assert '<code class="language-python">x\n</code>' in text.html
    told = [(problem.rule, problem.place.line, problem.hint) for problem in text.problems]
    assert told == [("plain-code", 7, "install byline[code], which brings Pygments")]
