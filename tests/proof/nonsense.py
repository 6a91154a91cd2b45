"""Publications that nobody would write, by kind of file: what fuzzing puts over a small one."""

from hypothesis import strategies as st
from msgspec import json

from tests.proof.test_killed import SMALL

Files = st.SearchStrategy[dict[str, bytes]]


def among(listed: str, *more: str) -> st.SearchStrategy[str]:
    """One of the words that a list holds between dots."""
    return st.sampled_from([*listed.split("·"), *more])


def repeated(listed: str, *more: str) -> st.SearchStrategy[str]:
    """One of the words many times: what parsers are slow at, or run out of stack."""
    many = st.integers(1, 6000) | st.just(40_000)
    drawn = st.tuples(among(listed, *more), many, st.sampled_from(["", "a", "\n"]))
    return drawn.map(lambda word: word[0] * word[1] + word[2])


ODD = st.sampled_from(list("\0\x01\x02\x03\t\n\r\x1b\x7f\x85\xa0\u200b\u2028\ufeff\ud7ff\ufffd\U0001f600é中ع"))
MARKS = st.sampled_from(list("{}[]()<>:#&*!|>'\"%@`-?,~=^_\\/.+$ \n")) | among("---·{{·}}·{%·%}·]]·[[·  ", "\n\n")
YAML = among(
    "&a·*a·<<: *a·!!python/object:os.system·!!binary·? ·- ·: ·null·~·0x1f·1e400·.nan·2024-13-45·12:30:45·0001-01-01"
    "·9999-12-31 23:59:59 -2359·[[[[·{{·yes·é·'·\"",
    "|\n  x",
    ">-\n",
)
WORDS = st.text(max_size=20) | ODD | MARKS | YAML
VALUES = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda held: f"[{', '.join(held)}]")
        | st.lists(st.tuples(WORDS, inner), max_size=3).map(
            lambda held: "{" + ", ".join(f"{key}: {value}" for key, value in held) + "}"
        )
    ),
    max_leaves=8,
)

MARKUP = among(
    '> ·    code·[a](b)·[a][b]·![a](b "c"){credit=x}·[[two]]·[[two#x|y]]·[^1]·**·_·~~·`·``·<b>·<script>·<!--·&amp;·&#0;'
    "·\\·<https://x>·http://x·{#id .c a=b}·\x02·\x03·[a](javascript:x)·[a](/x/)·[a](#x)·[a](article:two#)·[a](//x)"
    "·[a](one.md)·![](/media/data.csv)",
    *(
        "# a\n",
        "## b {#b}\n",
        "* a\n",
        "  * b\n",
        "1. a\n",
        "```\n",
        "~~~ {.x}\n",
        "| a | b |\n|---|---|\n",
        "---\n",
        "\n\n",
    ),
    *("[b]: /c 'd'\n", "[^1]: n\n"),
)
DEEP = repeated(
    "[·![·(·*·_a_ ·**a·> ·>·- ·* ·1. ·`·``` ·<·<a ·&·&#·\\·[a](·[a][·]·[[·[^1]·|·|-·# ·{·{.a}·~~·![a](b){·'·\"·--·..."
    "·&lt;·<!--",
    *("[^a]: x\n", "a\n", "[a]: b\n", "\t"),
)
MARKDOWN = st.lists(MARKUP | WORDS | DEEP, max_size=12).map("".join)
QUOTED = MARKDOWN.map(lambda text: json.encode(text).decode())

JINJA = among(
    "{{ article.title }}·{{ nothing }}·{{ article.none }}·{% if x %}·{% endif %}·{% for a in article %}·{% endfor %}"
    "·{% block main %}·{% endblock %}·{% extends 'base.html' %}·{% include 'home.html' %}·{% include 'article.html' %}"
    "·{% import 'base.html' as b %}·{% macro m(a) %}·{% endmacro %}·{{ m(1) }}·{{ 1 / 0 }}·{{ 'a' * 10 ** 6 }}·{# · #}"
    "·{{ article|date }}·{{ article.date|date('Q') }}·{{ 'x'|asset }}·{{ _('x') }}·{{ _('pieces') }}·{{ article|json }}"
    "·{% set x = 1 %}·{% raw %}·{{ [1, 2][9] }}·{{ loop }}·{{ self.main() }}·{{ caller() }}·{% do %}·{{ none.x }}"
    "·{{ 'a'|nothing }}·{{ ''.__class__.__mro__ }}·{% include x %}·{{ range(10**7)|length }}·{{ x if }}·{{ (((·}}·%}"
)
TEMPLATE = st.lists(JINJA | WORDS | repeated("(·{{ ·{% if 1 %}·[·-·not ·{% for a in [1] %}"), max_size=8).map("".join)

FRONT = (
    "title·date·author·authors·kind·summary·tags·slug·aliases·updated·image·lang·translation_of·series·related·featured"
    "·draft·publish·expires·corrections·sources·supersedes·ai·editor·comments·extra"
)
SETTINGS = (
    "title·url·language·timezone·description·theme·permalink·per_page·menu·publisher·comments·feeds·markdown·kinds"
    "·checks·head·text·hosts·deploy·plugins·extra"
)
COMMENT = "author·date·text·url·email·id·reply_to·status·replies"

ONE = "content/articles/one.md"
REMARKS = "content/articles/one.comments.yaml"
SITE = "content/site.yaml"

GOOD_FRONT = {"title": "T", "date": "2024-01-01"}
GOOD_COMMENT = {"author": "A", "date": "2024-01-01", "text": "x"}
GOOD_PIECE = """\
---
title: T
date: 2024-01-01
authors: [{name: G, role: r}]
tags: [a, b]
image: {src: /media/data.csv, alt: a}
---
Text [a](two.md).
"""
GOOD_REMARKS = """\
- {author: A, date: 2024-01-02, text: Well said., status: approved, id: a}
- {author: B, date: 2024-01-03, text: So., reply_to: a}
"""


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def mapping(keys: str, least: dict[str, str]) -> st.SearchStrategy[str]:
    """A mapping with some of the keys, or others, and any values; mostly with the least that is needed."""
    pairs = st.lists(st.tuples(among(keys) | WORDS, VALUES), max_size=5)
    drawn = st.tuples(st.booleans(), pairs)
    return drawn.map(
        lambda held: "".join(f"{key}: {value}\n" for key, value in ([*least.items()] if held[0] else []) + held[1])
    )


def spoiled(path: str, text: str) -> Files:
    """A good text with a few places changed."""
    change = st.tuples(st.integers(0, len(text)), st.integers(0, 8), WORDS)

    def done(changes: list[tuple[int, int, str]]) -> dict[str, bytes]:
        made = text
        for at, length, word in changes:
            made = made[:at] + word + made[at + length :]
        return {path: encoded(made)}

    return st.lists(change, min_size=1, max_size=4).map(done)


def put(path: str, form: str, text: st.SearchStrategy[str]) -> Files:
    """A text in its place in a file."""
    return text.map(lambda drawn: {path: encoded(form.replace("HERE", drawn))})


def listed(keys: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A list of mappings."""
    return st.lists(keys, max_size=4).map(
        lambda held: "".join("- " + mapped.replace("\n", "\n  ") + "\n" for mapped in held)
    )


def together(*files: Files) -> Files:
    return st.tuples(*files).map(lambda drawn: {path: data for each in drawn for path, data in each.items()})


SVG = st.lists(
    WORDS
    | among(
        'width="1e999"·width="-1"·height="10"·viewBox="0 0 a b"·viewBox="0 0 1e308 1e308"·<!DOCTYPE svg ['
        "·<!ENTITY a 'b'>·]>·&a;·<svg>·<?xml version='1.0' encoding='utf-7'?>·xmlns='http://www.w3.org/2000/svg'· "
    ),
    max_size=9,
).map("".join)
CSS = st.lists(
    WORDS
    | among(
        "url(·url(a.css)·url('a.css')·url(../a.css)·url(../../../x)·url(data:x)·@import ·/*·*/·;·\\·)·@import 'a.css';"
    ),
    max_size=9,
).map("".join)
BYTES = st.tuples(
    among(f"{ONE}·{SITE}·{REMARKS}·content/tags.yaml·content/authors/a.md·content/media/a.svg·content/media/a.png"),
    st.binary(max_size=60),
)
OF_AN_AUTHOR = mapping("name·role·photo·links·url·email", {"name": "A"})
OF_A_THEME = mapping("name·byline·extends·options", {"name": "small", "byline": "1"})
COMMENTED = "---\ntitle: T\ndate: 2024-01-01\ncomments: [{author: A, date: 2024-01-01, text: HERE}]\n---\n"

KINDS: dict[str, Files] = {
    "front matter": put(ONE, "---\nHERE---\nText.\n", mapping(FRONT, GOOD_FRONT)) | spoiled(ONE, GOOD_PIECE),
    "bytes": BYTES.map(lambda drawn: {drawn[0]: drawn[1]}),
    "settings": put(SITE, SMALL[SITE] + "HERE", mapping(SETTINGS, {})) | spoiled(SITE, SMALL[SITE]),
    "Markdown": put(ONE, "---\ntitle: T\ndate: 2024-01-01\nsummary: s\n---\nHERE", MARKDOWN),
    "titles": put(ONE, "---\ntitle: HERE\ndate: 2024-01-01\n---\n", QUOTED),
    "comments": put(ONE, COMMENTED, QUOTED),
    "sidecars": put(REMARKS, "HERE", listed(mapping(COMMENT, GOOD_COMMENT))) | spoiled(REMARKS, GOOD_REMARKS),
    "tags and authors": together(
        put("content/tags.yaml", "HERE", mapping("a·b", {})),
        put("content/authors/a.md", "---\nHERE---\n", OF_AN_AUTHOR),
    ),
    "templates": put("themes/small/templates/article.html", "HERE", TEMPLATE)
    | spoiled("themes/small/templates/home.html", SMALL["themes/small/templates/home.html"]),
    "biographies and pages": put("content/authors/a.md", "---\nname: A\n---\nHERE", MARKDOWN)
    | put("content/pages/about.md", "---\ntitle: A\n---\nHERE", MARKDOWN),
    "pictures": together(
        put("content/media/a.svg", "<svg HERE></svg>", SVG) | put("content/media/a.svg", "HERE", SVG),
        st.just(
            {ONE: b"---\ntitle: T\ndate: 2024-01-01\nimage: {src: /media/a.svg, alt: a}\n---\n![a](/media/a.svg)\n"}
        ),
    ),
    "stylesheets": together(
        put("themes/small/static/a.css", "HERE", CSS),
        st.just({"themes/small/templates/home.html": b"{{ 'a.css'|asset }}"}),
    ),
    "baselines": put("content/baseline.tsv", "HERE", st.lists(WORDS | st.just("\t"), max_size=9).map("".join)),
    "themes": put("themes/small/theme.yaml", "HERE", OF_A_THEME),
}
"""What may be wrong with a publication, by kind of file."""
