"""Words, reading time and the lead of a text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.renderer import RendererHTML

from generator.model import Text
from generator.settings import Reading
from generator.source.markdown import render
from generator.source.markdown_words import _CJK, _CJK_MARKS, HAN_A_MINUTE, WORDS_A_MINUTE, count_words


def read(text: str) -> Text:
    return render(text, path="a.md", first_line=1, reading=Reading())


WORDS = [
    ("nothing", "", 0, 0),
    ("words", "one *two* [three](https://a.b/c) four-five", 4, 1),
    ("a dash is no word", "one — two – three - four", 4, 1),
    ("Han characters", "谈判打破了僵局。", 7, 1),
    ("both", "The 谈判 of 2024, in 北京。", 8, 1),
    ("kana and Hangul", "ひらカナ 한국", 6, 1),
    ("a long text", "word " * 1100, 1100, 5),
    ("a long text in Chinese", "字" * 2000, 2000, 5),
    ("code and tables", "```\na b\n```\n\n|c|d|\n|-|-|\n|e|f|", 6, 1),
]


@pytest.mark.parametrize(("text", "words", "minutes"), [row[1:] for row in WORDS], ids=[row[0] for row in WORDS])
def test_words(text: str, words: int, minutes: int) -> None:
    done = read(text)
    assert (done.words, done.minutes) == (words, minutes)


def counted(html: str) -> tuple[int, int]:
    """The words of some HTML, and minutes to read it, in as few thoughts as possible."""
    text, han = re.subn(_CJK, " ", re.sub("<[^<>]*>", "", html))
    if han:
        text = _CJK_MARKS.sub(" ", text)
    words = len(text.split()) - sum(text.count(dash) for dash in (" — ", " – ", " - "))
    return words + han, max(1, round(words / WORDS_A_MINUTE + han / HAN_A_MINUTE)) if words + han else 0


BLANKS = [" ", " ", " ", "  ", "\n", "\n", "\n\n", "\t", "\v", "\f", "\x1c", "\x1f", "\x85", "\xa0", "\u3000", ""]
WORDED = [
    "a",
    "b.",
    "-",
    "-",
    "—",
    "–",
    "-c",
    "…",
    "。",
    "字",
    "é",
    "7",
    '"',
    "&",
    "&amp;",
    "&#28;",
    "&#11;",
    "<",
    ">",
    "]",
]
STARTS = ["# ", "- ", "> ", "1. ", "|", "    ", "```\n", "![", "[^n]: ", "---", "{.a}", "<b>", "\\"]
MARKED = [
    f"{before}{within}{after}"
    for before, after in [
        ("*", "*"),
        ("**", "**"),
        ("_", "_"),
        ("~~", "~~"),
        ("`", "`"),
        ("[", "](/u)"),
        ("<b>", "</b>"),
    ]
    for within in [
        "a",
        "-",
        " - ",
        "- a",
        "a -",
        " a",
        "a ",
        "a\t",
        "\x1ca",
        "a - b",
        "字",
        "a *b* -",
        "-a-",
        "a *- b*",
        "–",
        "— a",
        "a –",
        "a –*b* —",
        "a\u2003",
        "\xa0a",
        "…",
    ]
] + ["[^n]", "[^q]", "[a](/u)[-](/u)", "**a *b* -**", "*a **b** -*"]
PARTS = st.tuples(st.sampled_from(WORDED + MARKED + MARKED + STARTS), st.sampled_from(BLANKS)).map("".join)


@settings(max_examples=1500, deadline=None)
@given(st.lists(PARTS, max_size=12).map("".join), st.booleans())
def test_words_are_those_of_the_html(text: str, spaced: bool) -> None:
    text = f"z {text.replace('字', 'é') if spaced else text}\n\n[^n]: a - b\n"
    for reading in (Reading(), Reading(html="safe"), Reading(html="true")):
        done = render(text, path="a.md", first_line=1, reading=reading)
        assert (done.words, done.minutes) == counted(done.html)


@pytest.mark.parametrize("around", ["z {} y", "z {}y", "z{} y", "{}", "é {} y", "é {}\n\n字", "é {}\n\n- 字"])
def test_words_of_what_is_marked(around: str) -> None:
    for marked in MARKED:
        done = read(around.format(marked))
        assert done.words == counted(done.html)[0], marked


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=12).map("".join))
def test_words_of_texts_without_markup(text: str) -> None:
    text = "".join(letter for letter in text if letter.isascii() and letter not in "<>")
    assert count_words("", [(text, "")]) == count_words(text) == counted(text)
    assert count_words("<p>字\n</p>", [(line, "") for line in text.split("\n")]) == counted(f"<p>字\n</p>{text}")


@pytest.mark.parametrize("between", ["{}", "-{}-", " -{}- ", " - {} - ", "{} - {}", " -{}-{}- ", " -{}。{}- ", "–{}–"])
def test_words_among_those_without_blanks(between: str) -> None:
    for run in ("", "字", "字字", "いろは", "𠀀 字", "字—字字", "a字b"):
        for html in (f"é a{between.format(run, run)}b", f"<p>{between.format(run, run)}</p>\n<p>a - b</p>\n"):
            assert count_words(html) == counted(html), html


@pytest.mark.parametrize("dashes", ["a - b", "a - b - c", "- - -", "a -b", "- a", "a -", "a-b - c-d"])
def test_dashes_alone_are_looked_for_in_each_text(dashes: str) -> None:
    for texts in ([dashes], ["a", dashes, "b-c"], [dashes, dashes], ["é", dashes]):
        for html in ("", "<td>-2</td>", f"<p>{dashes}</p>"):
            together = "\n".join([*texts, html])
            assert count_words(html, [(text, text) for text in texts]) == counted(together), (texts, html)


LONG = "The bank kept its rate at four per cent on Thursday, as the U.S. economy slowed. " * 6
LEADS = [
    ("the first paragraph", "# a\n\n![b](c)\n\nd *e* [f](g)[^1] `h`\n\ni\n\n[^1]: j", "d <em>e</em> f <code>h</code>"),
    ("nothing", "# a", ""),
    ("not of a quotation", "> a\n\nb", "b"),
    ("cut at a sentence", LONG, (LONG[:81] * 3)[:-1]),
    ("cut at a sentence in Chinese", "谈判打破了僵局。" * 60, "谈判打破了僵局。" * 37),
    ("one that is hardly longer", "word " * 78, ("word " * 78).strip()),
    ("no sentence", "word " * 100, ("word " * 60).strip() + "…"),
    ("open elements are closed", "*" + "word " * 100 + "end*", None),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in LEADS], ids=[row[0] for row in LEADS])
def test_lead(text: str, expected: str | None) -> None:
    lead = read(text).lead.html
    if expected is None:
        assert lead.startswith("<em>word")
        assert lead.endswith("word…</em>")
    else:
        assert lead == expected


def test_a_plugin_may_bring_a_renderer_of_its_own():
    class Shouting(RendererHTML):
        def render(self, tokens, options, env):
            return f"<p>{' '.join(token.content.upper() for token in tokens if token.content)}</p>\n"

    def teach(md):
        md.renderer = Shouting(md)

    text = render("One *two*.\n\nThree.\n", path="a.md", first_line=1, reading=Reading(), teachers=(teach,))
    assert text.html == "<p>ONE *TWO*. THREE.</p>\n"
    assert text.words == 3
