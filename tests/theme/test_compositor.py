"""The code that Byline has templates turned into prints what Jinja's own does, and fails at the same lines."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import TemplateAssertionError

from generator.model import Html, Label, StandingText
from generator.theme.environment import Letterpress, environment

SHEETS = {
    "base.html": "{% block title %}base {{ text }}{% endblock %}{% block main %}{% endblock %}",
    "middle.html": "{% extends 'base.html' %}{% block title %}middle {{ super() }}{% endblock %}",
    "part.html": "({{ text }}{{ n }}{% if inner is defined %}{{ inner }}{% endif %})",
    "blocks.html": "{% block title %}of the part{% endblock %}",
    "macros.html": "{% set sign = '&' %}{% macro b(x, y='<') %}<b>{{ x }}{{ y }}{{ sign }}</b>{% endmacro %}loose",
    "sets.html": "{% set text = 'own' %}{{ text }}{% set n = 8 %}",
    "breaks.html": "{% for n in items %}{{ n }}{% endfor %}{{ n }}{% autoescape false %}{{ text }}{% endautoescape %}",
    "borrows.html": "{% with %}{% from 'macros.html' import b %}{{ b(text) }}{% endwith %}{{ n }}{{ b is defined }}",
    "lends.html": "{% from 'macros.html' import b %}{{ b(text) }}",
    "within.html": "{% with %}{% block title %}of the part{% endblock %}{% endwith %}",
    "asked.html": "{% macro m() %}{{ text }}{{ n }}{% endmacro %}",
}
VALUES: Mapping[str, Any] = {
    "text": "<&>",
    "n": 7,
    "rich": Label("a<b", "a", "/a/"),
    "html": {"held": Html("<i>x</i>")},
    "piece": StandingText(title="a<b", body=Html("<i>x &amp; y</i>")),
    "bare": StandingText(title="", body=Html("")),
    "items": ("a", "b", "c"),
    "tree": [{"name": "a", "below": [{"name": "b", "below": []}]}, {"name": "c", "below": []}],
    "mapping": MappingProxyType({"title": "by key", "items": "its own method stands first"}),
    "part": "part.html",
    "no": None,
}
SAME = [
    "",
    "{# nothing #}",
    "{{ text }} {{ n }} {{ rich.name }}{{ rich['url'] }} {{ mapping.title }} {{ html.held }} {{ 1.5 }}",
    "{{ rich.name|upper }}{{ mapping.items().__len__() }}{{ html.held|upper }}{{ rich.name.upper().lower()[0] }}",
    "{% for x in items %}{{ loop.index }}{{ x }}{% if not loop.last %}, {% endif %}{% else %}none{% endfor %}",
    "{% for x in items if x != 'b' %}{{ x }}{% endfor %}{% for x in () %}{% else %}none{% endfor %}",
    "{% for x in tree recursive %}{{ x.name }}[{{ loop(x.below) }}]{{ loop.depth }}{% endfor %}",
    "{% set x = 1 %}{% for y in items %}{% set x = y %}{{ x }}{% endfor %}{{ x }}",
    "{% set s = namespace(n=0) %}{% for y in items %}{% set s.n = s.n + 1 %}{% endfor %}{{ s.n }}",
    "{% set x %}<p>{{ text }}</p>{% endset %}{{ x }}{% set y | upper %}{{ text }}q{% endset %}{{ y }}",
    "{% filter upper %}a{{ text }}{% include 'part.html' %}{% endfilter %}",
    "{% with x = text, y = n %}{{ x }}{{ y }}{% endwith %}",
    "{% autoescape false %}{{ text }}{{ rich.name }}{% endautoescape %}{{ text }}",
    "{% macro m(a, b='x') %}{{ a }}{{ b }}{{ varargs|join }}{{ kwargs|length }}{% endmacro %}{{ m(1, 2, 3, c=4) }}",
    "{% macro m(a, b='x', c='y') %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1, c=2) }}{{ m(b=1, a=2) }}{{ m(1, 2, 3) }}",
    "{% macro m(a) %}<{{ a }}|{{ caller(text) }}>{% endmacro %}{% call(t) m(n) %}{{ t }}!{% endcall %}",
    "{% macro m(n) %}{% if n %}{{ n }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}{{ m(b=1) if no }}",
    "{% from 'macros.html' import b, sign %}{{ b(text) }}{{ b(x=text, y=sign) }}",
    "{% import 'macros.html' as m %}{{ m.b(n) }}{{ m.sign }}{{ m }}",
    "{% from 'asked.html' import m with context %}{{ m() }}",
    "{% set inner = 'i' %}{% include 'part.html' %}{% for inner in items %}{% include part %}{% endfor %}",
    "{% include 'macros.html' without context %}",
    "{% include 'gone.html' ignore missing %}{% include ['gone.html', 'part.html'] %}",
    "{% include items ignore missing %}{% include ('gone.html', part) %}{% include [part] + [] %}",
    "{% autoescape n == 7 %}{{ text }}{{ text ~ n }}{% set x %}{{ text }}{% endset %}{{ x }}{% endautoescape %}",
    "{% include 'sets.html' %}{{ text }}{{ n }}{% include 'breaks.html' %}{{ text }}{{ n }}",
    "{% include 'borrows.html' %}{{ b is defined }}{% for n in items %}{% include 'borrows.html' %}{% endfor %}",
    "{% include 'lends.html' %}{% block a %}{{ b is defined }}{% endblock %}",
    "{% include 'borrows.html' %}{% block a %}{{ b is defined }}{% include 'within.html' %}{% endblock %}",
    "{% extends 'base.html' %}{% block main %}{% include 'within.html' %}{% endblock %}",
    "{% with %}{% from 'macros.html' import b %}{% include 'part.html' %}{{ b(n) }}{% endwith %}{{ b is defined }}",
    "{% autoescape false %}{% include 'part.html' %}{% include 'sets.html' %}{{ text }}{% endautoescape %}",
    "{% set text = 'outer' %}{% include 'part.html' %}{% include 'sets.html' %}{{ text }}{% set n = 9 %}",
    "{% block b %}{% set n = 9 %}{% include 'part.html' %}{% endblock %}{% include 'part.html' %}",
    "{% include 'middle.html' %}{% include 'blocks.html' %}",
    "{% extends 'base.html' %}ignored{% block main %}main {{ text }}{% endblock %}",
    "kept{% extends 'middle.html' %}{% block title %}{{ super.super() }} own {{ super() }}{% endblock %}",
    "{% extends 'middle.html' %}{% set inner = 'i' %}{% block main %}{% include 'part.html' %}{% endblock %}",
    "{% if n %}{% extends 'base.html' %}{% endif %}gone{% block main %}main{% endblock %}",
    "{% if no %}{% extends 'base.html' %}{% endif %}stays{% block main %}main{% endblock %}",
    "{% block a %}{% block b %}{{ text }}{% endblock %}{{ n }}{% endblock %}{{ self.b() }}{{ self.a()|upper }}",
    "{% for x in items %}{% block one scoped %}{{ x }}{{ loop.index }}{% endblock %}{% endfor %}",
    "{% extends 'blocks.html' %}{% block title %}{% set x = 1 %}{{ x }}{% include 'part.html' %}{% endblock %}",
    "{{ piece.body }}{{ piece.body.html }}{{ piece.body.plain }}{{ piece.body.html|upper }}{{ piece.body.plain[:1] }}",
    "{{ piece.body|striptags }}{{ (piece.body|striptags)[:1] }}{{ text|striptags }}{{ piece.body|striptags|upper }}",
    "{{ piece.body|upper }}{{ piece.body.upper() }}{{ piece.body ~ text }}{{ piece.body == '<i>x &amp; y</i>' }}",
    "{% if piece.body %}a{% endif %}{% if bare.body %}b{% endif %}{% if not bare.body or piece.body %}c{% endif %}",
    "{{ 'a' if piece.body and not bare.body else 'b' }}{{ (piece.body or text)|upper }}{{ bare.body or piece.body }}",
    "{% for x in items if piece.body and not bare.body %}{{ x }}{% endfor %}{{ piece.body if piece.body else 1 }}",
    "{% autoescape false %}{{ piece.body }}{{ piece.title }}{{ piece.body.html }}{% endautoescape %}",
    "{% autoescape n == 7 %}{{ piece.body }}{{ piece.title }}{% endautoescape %}",
    "{{ mapping.title }}{{ mapping.get('gone', 1) }}{{ mapping.gone is defined }}{{ mapping.title is defined }}",
    "{{ 'é' }}{{ text }}–{{ piece.title }}{{ '' }}{{ 1 }}{{ text }}{{ '<' }}",
    "{{ range(3)|list|join(', ') }}{{ dict(a=1).a }}{{ cycler('a', 'b').next() }}{{ joiner('|')() }}",
    "{{ [text, rich.name]|map('upper')|join(text) }}{{ items|length }}{{ (items|first) ~ text }}{{ 'a' if n }}",
]
WRONG = [
    "a\n{{ gone }}",
    "{{ text }}\n{{ rich.nam }}\n{{ text }}",
    "{{ text }}\n\n{{ rich.name.nam.e }}",
    "{% for x in items %}\n{{ x }}{{\n x.nothing }}\n{% endfor %}",
    "{{ text }}\n{{ piece.bodi }}{{\n piece.body.htm }}",
    "{{ text }}{{ piece.body }}\n{{ piece.body.html.nothing }}",
    "{% if piece.body %}\n{% if not piece.bodi %}{% endif %}{% endif %}",
    "{{ text }}\n{{ mapping.gone }}",
    "{% if mapping.title %}\n{% if mapping.gone.more %}{% endif %}{% endif %}",
    "{% if n %}\n{% if gone %}{% endif %}{% endif %}",
    "{% set x %}\n{{ 1 / 0 }}{% endset %}",
    "{% macro m(a) %}\n{{ a.b }}{% endmacro %}\n\n{{ m(n) }}",
    "{% macro m(a) %}{% endmacro %}\n{{ m(1, 2) }}",
    "{% macro m(a) %}\n{{ a }}{% endmacro %}\n{{ m() }}",
    "{% macro m(a, b) %}{{ a }}{% endmacro %}\n{{ m(1, c=2) }}",
    "{% macro m(a, b) %}{{ a }}{% endmacro %}\n{{ m(1, a=2) }}",
    "{% macro m(a, b) %}{{ b }}{% endmacro %}\n{{ m(b=1) }}{{ m(a=1) }}",
    "{% macro m(a, b) %}{{ b }}{% endmacro %}\n{% call m(1, 2) %}{% endcall %}",
    "{% from 'macros.html' import gone %}\n{{ gone() }}",
    "{% extends 'base.html' %}\n{% block main %}\n{{ text }}\n{{ super.super() }}{% endblock %}",
    "{% extends 'base.html' %}\n{% extends 'base.html' %}",
    "{% block a required %}{% endblock %}",
    "\n{% include 'gone.html' %}",
    "\n{{ n() }}",
    "\n{{ text|date }}",
    "{% if n %}\n{{ text|unheard }}{% endif %}",
]


def printing(source: str, *, code: type[CodeGenerator] | None = None) -> Environment:
    """An environment with the page; `code`: what turns templates into code there."""
    made = environment(DictLoader({**SHEETS, "page.html": source}))
    assert isinstance(made, Letterpress)
    if code is not None:
        made.code_generator_class = code
    return made


def printed(source: str, **how: Any) -> str:
    return printing(source, **how).get_template("page.html").render(VALUES)


@pytest.mark.parametrize("source", SAME)
def test_it_prints_what_jinja_prints(source: str) -> None:
    assert printed(source) == printed(source, code=CodeGenerator)


def failure(source: str, **how: Any) -> tuple[str, str, list[tuple[str, int]]]:
    """How a page fails: the error, and the lines of templates that were running."""
    with pytest.raises(Exception) as caught:  # noqa: PT011
        printed(source, **how)
    lines = [
        (entry.path, entry.lineno + 1)
        for entry in caught.traceback
        if str(entry.path).endswith((".html", "<template>"))
    ]
    return type(caught.value).__name__, str(caught.value), [(str(path), line) for path, line in lines]


@pytest.mark.parametrize("source", WRONG)
def test_it_fails_where_jinja_fails(source: str) -> None:
    mine, jinjas = failure(source), failure(source, code=CodeGenerator)
    assert mine[:2] == jinjas[:2]
    assert mine[2]
    assert mine[2][-1] == jinjas[2][-1]


def test_a_block_that_is_there_twice_is_told() -> None:
    with pytest.raises(TemplateAssertionError, match="block 'a' defined twice") as caught:
        printed("{% block a %}{% endblock %}\n{% block a %}{% endblock %}")
    assert caught.value.lineno == 2
