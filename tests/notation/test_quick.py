"""What is read without libyaml is what libyaml reads, and anything that is not plain and simple is left to it."""

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.notation import Findings, Items, Mapping
from generator.notation.parse import _compose
from generator.notation.quick import read_quickly
from generator.source.front_matter import split

CONTENT = Path(__file__).parents[2] / "content"

SIMPLE = [
    "title: War",
    "---\ntitle: War\n",
    "---\ntitle: War and  peace  \n",
    "title: \"War: a piece #1 'so' [it] is\"\ndate: 2015-01-01T08:00:00Z\n",
    "title: 'The \"so-called\" war'  \n",
    "title: \"\"\nsummary: ''\n",
    r'title: "The \"so-called\" war, with a \\ in it"',
    r'title: "\\"',
    "url: https://example.org/a?b=c,d\ntime: 09:30\nzone: UTC+1\n",
    "title: What? (no; yes!) a=b, c [d] {e} \"f\" 'g' & h * i | j > k % l @ m `n`\n",
    'title: 战争与和平：一\nsummary: "“السلام” — ‘so’ \u00a0\u202f"\n',
    "title: 𝔚ar\ndate: 2015\n",
    "title: \u00e9t\u00e9\u00a0\u3000\ntags: [中, \"عربي\", 'é']\n",
    "tags: []\nextra: {}\n",
    "tags: [ ]\nextra: { }\n",
    'authors: ["author-3"]\ntags: ["tag 10", \'tag 22\', tag 3 , 4]  \n',
    'series: {name: "A, b", part: 2, url: https://example.org/}\n',
    "updated:\npublish:  \ntitle: War\n",
    "title: War\nupdated:",
    "title:   War\ndate:  '2015'\na: b\n",
    "image: {src:   a.jpg ,  alt:  'A'}\ntags: [  a ,  'b'  , \"c\"]\n",
    "tags:\n  - war\n  - \"peace\"\n  - 'c'\n  - [d, e]\ntitle: War\n",
    "tags:\n- war\n- peace\ntitle: War\n",
    "image:\n  tags:\n  - a\n  - b\n  src: c\n",
    "image:\n  src: a.jpg\n  alt: A port\ntitle: War\n",
    "image:\n    src: a.jpg\n    alt:\n\n\n  \ntitle: War\n",
    'comments:\n  - author: "A"\n    date: 2015-01-01\n    text: "So."\n\n  - author: B\n    text: c\n',
    "comments:\n-   author: A\n    text: b\n-   author: B\n    replies:\n    - author: C\n      text: d\n",
    'sources:\n  - {id: a, title: B}\n  - {id: c, title: "D: e"}\n',
    "comments:\n  status: open\n  list:\n    - author: A\n      text: b\n",
    "- author: A\n  text: b\n- author: B\n  replies:\n    - author: C\n",
    "---\n- a\n- b",
    "# one\ntitle: War\n\n# two\n    # three\ntags:\n  # four\n  - a\n# five\n  - b\n#six\n",
    "title: War\nupdated: # never\nextra:  # some\n  a: b\n",
    "  title: War\n  date: 2015\n",
    "a:\n - b:\n    c: d\n\n\n",
    "_a-b_C9: 1\n9: 2\n",
    "a: '--- x'\nb: \"...\"\n",
]
"""Read without libyaml."""

OTHER = [
    "",
    "\n",
    "---",
    "---\n",
    "# nothing",
    "War",
    "title: Xi: the call",
    "title: Why:",
    "title: Issue #4",
    "title: C# and more",
    "title: a :b: c",
    "title:War",
    "title : War",
    "title: -5",
    "title: - a",
    "title: &a b",
    "title: *a",
    "title: !a b",
    "title: ? a",
    "title: |\n  War\n",
    "title: >-\n  War\n",
    "title: War\n  and peace\n",
    "title:\n  War\n",
    'title: "War\n  and peace"\n',
    "title: 'War\n  and peace'\n",
    "title: 'It''s war'",
    r'title: "a\nb"',
    r'title: "a\"',
    'title: "a" b',
    'title: "a" # b',
    'title: "a": b',
    "title: War\n...\n",
    "title: War\n---\n",
    "title: War\n--- \ntitle: Peace\n",
    "%YAML 1.1\n---\ntitle: War\n",
    "title: War\ntitle: Peace\n",
    "image:\n  src: a\n  src: b\n",
    "image: {src: a, src: b}",
    "image: {src}",
    "image: {src: }",
    "image: {src:a}",
    "image: {src: {a: b}}",
    "tags: [a, [b]]",
    "tags: [a: b]",
    "tags: [a,, b]",
    "tags: [a, b,]",
    "tags: [,]",
    "tags: [a, - b]",
    "tags: [a?]",
    "tags: [a\n, b]",
    "tags: [a",
    "tags: [a}",
    "tags: [a] b",
    'tags: ["a" b]',
    'tags: ["a]"]',
    "tags:\n  - a\n - b\n",
    "tags:\n  - a\n- b\n",
    "tags:\n  - a\n  b: c\n",
    "tags:\n  - a\n    b\n",
    "tags:\n  -\n  - a\n",
    "tags:\n  - - a\n",
    "tags:\n  -a\n",
    "image:\n  src: a\n alt: b\n",
    "image: a\n  alt: b\n",
    "- a\nb: c\n",
    "a: b\n- c\n",
    "a: b\n- c: d\n",
    "- a\n  - b\n",
    "image: {src: a: b}",
    "title: a\x85",
    "- a: b\n c: d\n",
    "title: a\tb",
    "title: a\t\n",
    "\ttitle: a",
    "title: a\r\n",
    "title: \ufeffa",
    "\ufefftitle: a",
    "title: a\x85b: c",
    "title: a\u2028b: c",
    "title: 'a\u2029b'",
    "title: \x00",
    "title: \x7f",
    "title: \ud800",
    "title: \uffff",
    "名: War",
    '"title": War',
    "? title\n: War",
    "<<: a",
    "a" * 62 + ": b",
    " " * 21 + "a: b",
]
"""Left to libyaml."""


def composed(text: str) -> tuple[Items | Mapping | None, int]:
    """What libyaml reads, and how many problems are told."""
    findings = Findings(text, path="a")
    root = _compose(text, findings)
    assert root is None or isinstance(root, Items | Mapping)
    return root, len(findings.found)


def check(text: str) -> bool:
    """Whether a text is read without libyaml; what it gives is then the same, the order of the keys included."""
    quick = read_quickly(text)
    if quick is not None:
        assert repr((quick, 0)) == repr(composed(text))
    return quick is not None


@pytest.mark.parametrize("text", SIMPLE)
def test_simple_lines_are_read_as_libyaml_reads_them(text: str) -> None:
    assert check(text)
    assert check(text + "\n\n  # end")


@pytest.mark.parametrize("text", OTHER)
def test_anything_else_is_left_to_libyaml(text: str) -> None:
    assert read_quickly(text) is None


def test_what_it_reads_is_less_deep_than_the_bound() -> None:
    keys = [f"{' ' * column}a:\n" for column in range(20)]
    assert check("".join(keys) + " " * 20 + "-    a: [b]\n")
    dashed = [f"{' ' * column}- a:\n" for column in range(0, 21, 2)]
    assert check("".join(dashed[:-1]) + " " * 20 + "- a: {b: c}\n")


def test_the_publication_itself() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(CONTENT.rglob("*.yaml"))]
    for path in sorted(CONTENT.rglob("*.md")):
        halves = split(path.read_text(encoding="utf-8"))
        assert halves is not None
        texts.append(halves.head)
    assert sum(check(text) for text in texts) > len(texts) / 3


@pytest.mark.parametrize(
    "text",
    [
        "a: {}!",
        "a: b{}#",
        'a: "{}',
        "a: '{}",
        'a: "{}\\x"',
        "a: [{}!]",
        "a: [b{}!]",
        "a: [b, {}, c]",
        "a: {{b: {}!}}",
        "{}!",
        "-{}!",
        "a:{}!",
        "a: b\n{}",
    ],
)
@pytest.mark.parametrize("filling", [" ", "b", ":b", '\\"', "b,", "\n", "# \n", "  b: c\n"])
def test_no_text_takes_long(text: str, filling: str) -> None:
    begun = time.monotonic()
    read_quickly(text.format(filling * (200_000 // len(filling))))
    assert time.monotonic() - begun < 2


def among(listed: str) -> st.SearchStrategy[str]:
    return st.sampled_from(listed.split("·"))


BLANKS = among("· ·  ·    ·\t·\x85·\xa0·\u2028·\u2029·\ufeff·\u3000")
ODD = st.one_of(
    st.sampled_from(
        list(":#-?,[]{}&*!|>'\"%@`\\ \n\t\r\0\x01\x07\x1b\x7f\x85\xa0\u2028\u2029\ufeff\ufffe\uffff<=~.é中ع𝔚")
    ),
    among(
        ": · #·#·- ·? ·''·\\\"·\\\\·\\n·---·...·\n---\n·\n...\n·\n \n·\n- ·\n  ·\r\n·: |·: >\n·&a ·*a·!a ·: - ·,·, ·]·}"
    ),
    st.characters(),
)
KEYS = among("title·a·b·c·date·tags·author·text·a-b·9·_")
WORDS = among(
    "War·war and peace·2015-01-01T08:00:00Z·09:30·https://example.org/·what?·it's·a, b·中文·“السلام”·true·~·1.5· x "
)
TEXTS = st.lists(st.one_of(WORDS, ODD), max_size=3).map("".join)
QUOTED = st.one_of(TEXTS.map('"{}"'.format), TEXTS.map("'{}'".format))
EASY = st.one_of(WORDS, WORDS.map('"{}"'.format), WORDS.map("'{}'".format))
TRICKY = among(
    '"a \\"b\\""·"\\\\"·"a\\nb"·"\\x02"·"a\\"·\'it\'\'s\'·a\t·\ta·a\tb·"\t"·a\x85·a\u2028b'
    "·\ufeffa·a\ufeff·a #b·a#b·#b·a: b·a:·:a"
    "·-a·- a·--- a·&a·*a·!a·|·>·@a·`a·%a·?·? a·[·]·{·}·[a·[?a]·[a, ]·[,]·[a: b]·[-a]·[a#b]·{a}"
    '·{a: }·{a:b}·"a" b·\'a\' #b·"a": b·a\n  b·"a\n  b"·\n  a'
)
SCALARS = st.integers(0, 19).flatmap(lambda number: EASY if number else st.one_of(TRICKY, QUOTED, TEXTS))
BARE = among('a·b c·2015·中·09:30·https://a.b/·"a"·\'b, c\'·"é: d"')
ITEMS = st.lists(BARE, max_size=3).map(lambda held: f"[{', '.join(held)}]")
PAIRS = st.lists(st.tuples(KEYS, BARE), max_size=3).map(
    lambda held: "{" + ", ".join(f"{key}: {value}" for key, value in held) + "}"
)
FLOW = st.one_of(ITEMS, PAIRS)
BREAKS = among("\n·\n·\n·\n·\n·\n·\n\n·\n  \n·\n# a\n·\n    # a: b\n·  \n·\n\n\n")


@st.composite
def blocks(draw: st.DrawFn, column: int = 0, depth: int = 3) -> str:
    """A list or mapping as it is written, most often rightly, each line in a column."""
    listed = draw(st.booleans())
    keys = draw(st.lists(KEYS, min_size=1, max_size=3, unique=draw(st.integers(0, 19)) > 0))
    written: list[str] = []
    for key in keys:
        indent = " " * column if draw(st.integers(0, 59)) else " " * draw(st.integers(0, 6))
        dash = "-" + " " * draw(st.sampled_from([1, 1, 1, 2, 4])) if listed else ""
        kind = draw(st.integers(0, 9 if depth else 6))
        if kind < 5:
            held = draw(SCALARS)
        elif kind < 7:
            held = draw(FLOW)
        elif listed:
            deeper = column + len(dash)
            held = draw(blocks(deeper, depth - 1)).lstrip(" ")
            written.append(f"{indent}{dash}{held}")
            continue
        else:
            deeper = column + draw(st.sampled_from([0, 1, 2, 2, 2, 4]))
            held = draw(BREAKS) + draw(blocks(deeper, depth - 1)) if draw(st.integers(0, 5)) else ""
            written.append(f"{indent}{key}:{held}" + ("" if held else draw(BREAKS)))
            continue
        written.append(f"{indent}{dash or key + ': '}{held}{draw(BREAKS)}")
    return "".join(written)


LINES = st.lists(
    st.tuples(
        among("····  ·  ·    ·- ·  - · ").map(str),
        st.one_of(KEYS.map("{}: ".format), among("·-·:")),
        st.one_of(SCALARS, FLOW),
    ).map("".join),
    max_size=6,
).map("\n".join)


def changed(text: str, changes: list[tuple[int, int, str]]) -> str:
    """A text with something put in place of a few characters here and there."""
    for at, length, new in changes:
        place = at % (len(text) + 1)
        text = text[:place] + new + text[place + length :]
    return text


CHANGES = st.lists(
    st.tuples(st.integers(0, 400), st.sampled_from([0, 0, 1, 1, 2, 5]), st.one_of(ODD, BLANKS)), max_size=2
)
DOCUMENTS = st.builds(
    lambda opening, block, changes, end: opening + changed(block, changes) + end,
    among("---\n·---\n···\n·# a\n·--- \n"),
    st.one_of(blocks(), blocks(), blocks(), LINES),
    st.one_of(st.just([]), CHANGES),
    among("··\n·\n\n·# a·  ·...\n"),
)


@given(DOCUMENTS)
@settings(max_examples=400, deadline=None)
@example("a: b\x85c: d")
@example("a: 'b\u2028 c'")
@example("a: \ufeffb")
def test_it_reads_as_libyaml_reads_or_not_at_all(text: str) -> None:
    check(text)
