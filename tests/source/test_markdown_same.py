"""The short cuts give what markdown-it-py gives: on awkward cases, on texts of the usual kind, and on anything."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.settings import Reading
from generator.source.markdown import render
from generator.source.rules.cjk import cjk_emphasis
from generator.source.rules.link_parts import PlacedParts
from generator.source.rules.quick_blocks import quick_blocks
from generator.source.rules.quick_inline import LinkOpener, Referrer, kind_by_kind, mark_by_mark, quick_inline
from generator.source.rules.quick_renderer import QuickRenderer, quick_rendering

Reader = Callable[[str, LinkOpener, Referrer | None], str | None]

OPTIONS = {"maxNesting": 64}
STOCK = MarkdownIt("commonmark", OPTIONS).enable(["table", "strikethrough"])
QUICK = MarkdownIt("commonmark", OPTIONS, renderer_cls=QuickRenderer).enable(["table", "strikethrough"])
for parser in (STOCK, QUICK):
    parser.use(cjk_emphasis)
QUICK.use(quick_rendering).use(quick_blocks)
vars(QUICK)["helpers"] = PlacedParts

AWKWARD = """
*a b* | * a* | *a * | a*b* | *a*b | (*a*) | *(a)* | *a.* b | *a.*b | "*a*" | *a*, | *a*" | *a*— | **a**
**a*b** | **a* b | **a *b* c** | **a *b* *c* d** | **a *b*** | ***a*** | ***a** b* | *a **b*** | **a**b
**a.**b | **a** **b** | ****a**** | * * | _a_ | a_b_c | _a_b | _a b_ | __a__ | __a_b__ | _a_, | (_a_) | _(a)_
a _ b | a__b | _ a_ | snake_case_name | *a_b* | _a*b_ | ~~a~~ | ~a~ | a~b | ~~a~ b | ~~~a~~~ | ~~a~~b | ~ 5
`a` | `a | ``a`` | `a``b` | ` a ` | `  ` | `a\\` b` | `*a*` | *`a*` | `<a>` | [a](b) | [a](b c) | [a]( b )
[a](<b c>) | [a](b "c") | [a] (b) | [a]() | [](b) | ![a](b) | ![a] | [a][b] | [a] | [a]: b | [*a*](b)
[a](b)[c](d) | [a [b](c)](d) | [[a](b)](c) | [a](b(c)d) | [a](b_c_d) | [a](b*c) | [a](é) | [a](b%20c)
[a](b&amp;c) | [^a](b) | [a](http://b.c/d?e=f&g) | [a](http://b:80/c) | [a](#b) | [a](?b) | [a](//b) | [a](b){c}
`a`{b} | a [b | a ] b | a ](b) | [a!](b) | !`a` | & | &amp; | &#35; | & a | a &b | &b; | a < b | a<b | a <b> c
<a@b.c> | <http://a.b> | < a | <= | <- | > | a > b | <!-- a --> | </b> | \\* | a\\ | \\a | \\[a](b) | a  \nb
a \nb | a\n  b | a\\\nb | a\nb | "a\nb" | é\né | a\n\tb | "a" | "*a*" b | 'a' | "[a](b)" | a: *b* | # a | a\n# b
a\n- b | a\n1. b | a\n2. b | a\n> b | a\n--- | a\n=== | a\n*** | a\n``` | a\n<b> | a\n[b]: c | a\n    b | a
b\n-|- | - a\n- b | - a\n\n  b | - a\nb | - > a\nb | > a\nb | > a\n\nb | 1. a\n   b\n\n   c
- a\n  - b\n\n    c | -   a\n\n    b | - a\n b\n  c | > - a\n> b | > a\n>\n> b | - a\n\n\n  b | a\n\n    b | \ta
a\n\n\n\nb | - a\n\n- b\nc | 10) a\nb | > # a\nb | a\u00a0*b* | *b*\u00a0a | \u3000a | a | b | c\n- | - | -\nd
e | a\n:-: | a\n| - | +a\n+ b | = a | a\n= | : a | {a} | a\n{b} | ~~~\na | |a|\n|-|\n|b *c* [d](e)| | a\n|b
""".strip()
CASES = [case.strip(" ") for line in AWKWARD.split("\n") for case in line.replace("\\n", "\n").split(" | ")]


@pytest.mark.parametrize("text", CASES)
def test_awkward_cases(text: str) -> None:
    for around in ("{}", "x {} y", "- {}", "> {}\n\nz", "[a]: /r\n\n{}", "*{}*", "**x {} y**"):
        whole = around.format(text.replace("{", "{{").replace("}", "}}")) if "{" in text else around.format(text)
        assert QUICK.render(whole) == STOCK.render(whole), whole


PIECES = [
    *"*_~`[]()<>!&\\\"'|#-+={}:.,1中。é",
    *(
        "**",
        "__",
        "~~",
        "***",
        "``",
        "![",
        "](",
        "](u)",
        "[r]",
        "\n",
        "\n\n",
        "  \n",
        "    ",
        "\t",
        "- ",
        "> ",
        "1. ",
        "# ",
    ),
    *(
        "a",
        "b c",
        " ",
        " ",
        "word ",
        "\n|-|\n",
        "\n---\n",
        "\n===\n",
        "```\n",
        "<a>",
        "<http://x.y>",
        "&amp;",
        "[r]: /x\n\n",
    ),
    *("*a*", "**b**", " *c d* ", "[e](/f)", "(", ") ", "a_b", "\u00a0", "?"),
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_anything_made_of_markup(text: str) -> None:
    assert QUICK.render(text) == STOCK.render(text)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    assert QUICK.render(text) == STOCK.render(text)


@settings(max_examples=100, deadline=None)
@given(st.characters(), st.characters(), st.sampled_from(["*", "**", "_", "__", "~~", "`"]))
def test_any_character_beside_a_run(before: str, within: str, run: str) -> None:
    for text in (
        f"x{before}{run}{within}y{run} z",
        f"x {run}y{within}{run}{before}z",
        f"x {run}{within}{run} {before}",
    ):
        assert QUICK.render(text) == STOCK.render(text)


def sentence(chance: random.Random, *, rich: bool) -> str:
    """A sentence as pieces have it, with plain markup here and there."""
    known = ["policy", "market", "ceasefire", "bank", "growth", "port", *(["边境", "谈判"] if rich else [])]
    words = [chance.choice(known) for _ in range(12)]
    shapes = ["*{}*", "**{}**", "[{}](https://example.org/{}/7)", '"{}"', "{}"]
    if rich:
        shapes += [
            "`{}_x`",
            "~~{}~~",
            "**a *{}* b**",
            "“{}’s”",
            "{} — 3–4 %",
            "[{}](/a-{}/#comments)",
            "{}\n",
            "{}[^1]",
            "<b>{}</b>",
        ]
    for _ in range(3):
        place = chance.randrange(len(words))
        words[place] = chance.choice(shapes).replace("{}", words[place])
    return " ".join(words) + chance.choice([".", "?", "; so it goes."])


def piece(seed: int, *, rich: bool) -> str:
    chance = random.Random(seed)

    def paragraph() -> str:
        return " ".join(sentence(chance, rich=rich) for _ in range(chance.randint(2, 5)))

    blocks = [paragraph()]
    for _ in range(6):
        table = "| A | B |\n|---|--:|\n| " + sentence(chance, rich=False) + " | 3 |"
        items = "\n".join("- " + sentence(chance, rich=rich).replace("\n", " ") for _ in range(3))
        blocks += ["## " + chance.choice(["Aims", "What *next*", "谈判"]), paragraph()]
        blocks.append(
            chance.choice(["> " + paragraph(), table, items, paragraph(), "```py\nx < 1\n```", "---", "1. a\n2. b"])
        )
    return "\n\n".join(blocks) + "\n"


@pytest.mark.parametrize("rich", [False, True], ids=["plain", "mixed"])
def test_texts_of_the_usual_kind(rich: bool) -> None:
    for seed in range(20):
        text = piece(seed, rich=rich)
        assert QUICK.render(text) == STOCK.render(text)


def test_the_short_cut_is_taken() -> None:
    texts = [block for seed in range(20) for block in piece(seed, rich=False).split("\n\n") if block[0].isalpha()]
    taken = sum(quick_inline(text, lambda address, _: f'<a href="{address}">') is not None for text in texts)
    assert taken > 0.5 * len(texts)  # some hold emphasis around a link, or run over a list


LINES = r"""
a *b* c|**a** b|*a*|*|**|* a|*a|***|_a_ b|__|___|`a` b|```|``` py|````|7 a|7. a|7.5 a|7.|2015|[a](/b) c|[a](/b): c
[a]: /b|[^n]: a|[^n]: a [b](c:d)|[^m]:b|[^m]: *b*|[^n]:|    a|[^n] b|[^m], [^n]|> a|> *b* c|> > a|>a|>|> - a|\t|  a
> ![a](/b)|> [!NOTE]|> [!NOTE] a|- a|- *b* c|- 7 a|- - a|- [a](/b)|-|--|---|- {a}|## a|### a {#b}|## a #|#a|{.a}|| a
{#b title="c"}|{width=4}|a{b}|![a](/b)|![](b "c")|![a](/b) c|!a|: a|= a|===|~~~|~~a~~ b|<b>|<b> a</b>|<!-- a|a {.b}
a  |\\a|+ a|1. a|2) a|a <b> c
"""
ROWS = r"""
/a/b/ /-/-/ /:-/-:/ /a/ /-/ // / /a/b/c/ /*a*/[b](c:d)/ /_a_/b_a/b -/- /a\/b/c/ //b/ / / /:-:/---/ /-/:/ /a/b/x >_/-/-/
/[^n]/a}/ _/a/b/ /_a_/_b_/_ /-/-_/
"""
KNOWN_LINES = [line.replace("\\t", "\t") for line in LINES.strip("\n").replace("\n", "|").split("|")]
KNOWN_ROWS = [row.replace("/", "|").replace("_", " ") for row in ROWS.split()]
BLOCKS = st.one_of(
    st.lists(st.sampled_from(KNOWN_LINES), min_size=1, max_size=3).map("\n".join),
    st.lists(st.sampled_from(KNOWN_ROWS), min_size=2, max_size=4).map("\n".join),
    st.sampled_from(["|a|b|\n|-|-:|\n|c|d|", "```py\na = `1`\n```", "[^n]: a\n[^m]: b", "> a\n> *b*", "- a\n- b"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(BLOCKS, st.sampled_from(["\n", "\n\n", "\n\n", "\n \n", ""])), max_size=7))
def test_blocks_that_may_be_plain(blocks: list[tuple[str, str]]) -> None:
    text = "".join(block + after for block, after in blocks)
    assert QUICK.render(text) == STOCK.render(text)
    for reading in (Reading(), Reading(html="safe", language="de")):
        taught = render(text, path="a.md", first_line=3, reading=reading, teachers=(_teach_nothing,))
        assert render(text, path="a.md", first_line=3, reading=reading) == taught


RUNS = st.builds(
    "{1}{0}{2}{3}{0}{4}".format,
    st.sampled_from(["*", "**", "~~", "_", "__"]),
    st.sampled_from(["", " ", "a", "中", "(", "。", "[x](/u)"]),
    st.sampled_from(["a", "中", "a *b* c", "a **b** *c*", "*b*", "。", "a\ufe00", "(a"]),
    st.sampled_from(["", "。", "b", ".", " ", "\ufe00", "”"]),
    st.sampled_from(["", " ", "a", "中", "ア", "한", ")", "。", "[^n]", "*", "~~", "\n"]),
)
NOTES = [
    "[^n]",
    "a[^m].",
    "[^q]",
    "![^n]",
    "[^n]:",
    "[^n](u)",
    "[^n][a]",
    "[^n]{.a}",
    "[[^n]]",
    "`a`[^n]",
    "[x](/u)[^m]",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(RUNS | st.sampled_from(NOTES) | st.sampled_from(PIECES), max_size=6).map("".join))
def test_text_that_may_be_plain(words: str) -> None:
    assert QUICK.render(words) == STOCK.render(words)
    text = f"x {words}\n\n[^n]: a [^m]\n\n[^m]: b\n"
    taught = render(text, path="a.md", first_line=1, reading=Reading(), teachers=(_teach_nothing,))
    assert render(text, path="a.md", first_line=1, reading=Reading()) == taught


MARKS = ["*a*", "**b c**", "*", "**", '"', "[d](/e_f?g)", "[h](i) ", "[^1]", "]", "[", "![", "&", "& ", "<", "< ", ">"]
MARKS += ["\n", "_", "`j`", "~", "\\", "{", "(", ")", " ", " ", "k", "l", ". ", "!", "。", "中", "\N{NO-BREAK SPACE}"]


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=12).map("".join), st.booleans())
def test_kinds_of_marks_in_turn_are_the_marks_in_turn(words: str, noted: bool) -> None:
    asked: list[list[tuple[str, int]]] = [[], []]

    def written(read: Reader, asked: list[tuple[str, int]]) -> str | None:
        def open_link(address: str, start: int) -> str:
            asked.append((address, start))
            return "" if address == "i" else f'<a href="[*{address}]">'

        return read(words, open_link, (lambda label: f"<sup>[{label}]</sup>") if noted else None)

    html = written(kind_by_kind, asked[0])
    if html is None:
        assert not asked[0]
    else:
        assert (html, asked[0]) == (written(mark_by_mark, asked[1]), asked[1])
        assert all(words.startswith(address, start) for address, start in asked[0])


def test_usual_marks_are_read_kind_by_kind() -> None:
    texts = ['a *b* "c" **d** [e](f) & < g', "a\nb *c*.[^1]", "a_b > [cd](/e_f)", "**价格。**各分"]
    for text in texts:
        assert kind_by_kind(text, lambda address, _: "", lambda label: "1") is not None, text


def test_the_short_cut_knows_pairs_within_pairs_notes_and_chinese() -> None:
    for text in ("**a *b* c**, *a **b** c*", "a.[^1]", "**价格。**各分", "各*格*限"):
        assert quick_inline(text, lambda address, _: "", refer=lambda label: "1") is not None, text


def _teach_nothing(md: MarkdownIt) -> None:
    """A plugin's parser takes no short cut for blocks."""
