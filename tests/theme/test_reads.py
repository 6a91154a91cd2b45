"""What a template can read is found without rendering it, and its mistakes are told at their place."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from generator.errors import Problem
from generator.theme.offered import OFFERED
from generator.theme.reads import Reads, reads
from generator.theme.templates import Theme, load_theme

MakeTheme = Callable[..., Theme]

PARTIAL = {
    "part.html": "{{ newer }}",
    "macros.html": "{% macro box(x) %}{{ x }}{{ caller() if caller else '' }}{% endmacro %}",
    "reader.html": "{{ older }}{% macro box() %}{% endmacro %}",
}

NAMES = [
    # what article.html says . what it reads
    ("{{ article.body }}", "article"),
    ("{% if article is defined %}{% endif %}", "article"),
    ("{% for item in related %}{{ item.title }}{% endfor %}", "related"),
    ("{% for series in related %}{{ series.title }}{% endfor %}", "related"),
    ("{% for series in related %}{% endfor %}{{ series }}", "related series"),
    ("{% set series = related %}{{ series }}", "related"),
    ("{{ series }}{% set series = related %}", "related series"),
    ("{% if newer %}{% set series = 1 %}{% endif %}{{ series }}", "newer series"),
    ("{% with series = older %}{{ series }}{% endwith %}", "older"),
    ("{% with series = older %}{% endwith %}{{ series }}", "older series"),
    ("{% macro m(series, other=older) %}{{ series }}{{ varargs }}{{ kwargs }}{{ caller() }}{% endmacro %}", "older"),
    ("{% macro m() %}{{ series }}{% endmacro %}", "series"),
    (
        "{% macro m() %}{{ caller(newer) }}{% endmacro %}{% call(series) m() %}{{ series }}{{ older }}{% endcall %}",
        "newer older",
    ),
    ("{% block main %}{{ series }}{{ self.main }}{{ super() }}{% endblock %}", "series"),
    ("{% set mine = newer %}{% block main %}{{ mine }}{% endblock %}", "newer"),
    ("{% set ns = namespace(n=0) %}{% set ns.n = related|length %}{{ ns.n }}", "related"),
    (
        "{% for item in related if item.url != article.url %}{{ loop.index }}{% else %}{{ newer }}{% endfor %}",
        "article newer related",
    ),
    ("{% filter upper %}{{ series }}{% endfilter %}{% set x %}{{ older }}{% endset %}{{ x }}", "older series"),
    ("{% include 'part.html' %}", "newer"),
    ("{% include ['none.html', 'part.html'] %}", "newer"),
    ("{% include 'none.html' ignore missing %}", ""),
    ("{% include 'part.html' if series else 'reader.html' %}", "newer older series"),
    ("{% import 'macros.html' as macros %}{{ macros.box(series) }}", "series"),
    ("{% from 'macros.html' import box with context %}{{ box(series) }}", "series"),
    ("{% from 'reader.html' import box with context %}{{ box() }}", "older"),
    ("{{ article.date|date }}", "article page"),
    ("{{ _('skip') }}", "page"),
    ("{{ related|map(attribute='date')|map('date')|join(',') }}", "page related"),
    ("{{ 5|number }}", "page"),
    ("{{ listing is defined }}", ""),
    ("{{ range(3)|join }}{{ dict(a=1).a }}{% set c = cycler(1, 2) %}{{ c.next() }}", ""),
]


def read(make_theme: MakeTheme, source: str, **more: str) -> tuple[Reads, tuple[Problem, ...]]:
    files = {f"templates/{name}": text for name, text in {**PARTIAL, "article.html": source, **more}.items()}
    found, problems = reads(make_theme(files))
    return found["article.html"], problems


@pytest.mark.parametrize(("source", "names"), NAMES, ids=[source for source, _ in NAMES])
def test_names_are_those_that_may_come_from_outside(make_theme: MakeTheme, source: str, names: str) -> None:
    found, problems = read(make_theme, source)
    assert found.names == set(names.split())
    assert not found.dynamic
    assert problems == ()


@pytest.mark.parametrize(
    "source", ["{% include article.slug %}", "{% extends 'a' ~ article.slug %}", "{% import article.slug as m %}"]
)
def test_a_template_chosen_while_rendering_reads_everything(make_theme: MakeTheme, source: str) -> None:
    found, problems = read(make_theme, source)
    assert found.dynamic
    assert found.names == OFFERED["article"]
    assert [problem.rule for problem in problems] == ["theme-cost"]


ASSETS = [
    ("{{ 'a.css'|asset }}", {"a.css"}),
    ("{{ ('a' ~ '.css')|asset }}", {"a.css"}),
    ("{{ article.slug|asset }}", None),
    ("{{ ['a.css']|map('asset')|join }}", None),
    ("{{ related|map(article.slug)|join }}", None),
    ("{% filter asset %}a.css{% endfilter %}", None),
    ("", set()),
]


@pytest.mark.parametrize(("source", "assets"), ASSETS)
def test_assets_named_by_constants_are_known(make_theme: MakeTheme, source: str, assets: set[str] | None) -> None:
    found, problems = reads(make_theme({"templates/article.html": source, "static/a.css": "p {}"}))
    assert found["article.html"].assets == assets
    assert problems == ()


def test_names_are_gathered_through_parents_and_blocks(make_theme: MakeTheme) -> None:
    base = "{{ site.title }}{% block main %}{{ latest }}{% endblock %}{% block foot %}{% endblock %}"
    found, _ = read(
        make_theme,
        "{% extends 'base.html' %}{% block main %}{{ article.body }}{% endblock %}",
        **{"base.html": base},
    )
    assert found.names == {"site", "latest", "article"}


def test_the_digest_follows_what_is_reached_and_nothing_else(make_theme: MakeTheme) -> None:
    def digests(part: str, other: str) -> list[str]:
        theme = make_theme(
            {
                "templates/article.html": "{% include 'part.html' %}",
                "templates/part.html": part,
                "templates/other.html": other,
            }
        )
        found, _ = reads(theme)
        return [found["article.html"].digest, found["home.html"].digest]

    first = digests("a", "a")
    assert digests("a", "b") == first
    assert digests("b", "a")[0] != first[0]
    assert digests("b", "a")[1] == first[1]


def lines(problems: Iterable[Problem]) -> list[str]:
    return [f"{problem.place}: {problem.message} [{problem.hint}]" for problem in problems]


WRONG = [
    # article.html . line:column . what is told . the hint
    ("{{ titel }}", "1:4", "`titel` is not the name of anything", "offered are: article, "),
    ("<p>\n{{ pages.url }}", "2:4", "`pages` is not the name of anything", "did you mean `page`? offered are"),
    ("{{ article.titel }}", "1:12", "`article` has no `titel`", "did you mean `title`? offered are: url, slug, title"),
    ("{{ article.image.src }}", "1:18", "`article.image` has no `src`", "offered are: url, alt, width"),
    ("{{ article.titel|default('') }}", "1:12", "`article` has no `titel`", "did you mean `title`?"),
    ("{{ theme.acent }}", "1:10", "the theme has no option `acent`", "did you mean `accent`? offered are: accent"),
    ("{{ loop.index }}", "1:4", "`loop` is not the name of anything", "offered are"),
    ("{{ 'b.css'|asset }}", "1:5", "the theme has no static file 'b.css'", "did you mean 'a.css'?"),
    ("{{ article.date|dat }}", "1:17", "there is no filter `dat`", "did you mean `date`?"),
    ("{{ [1]|random }}", "1:8", "there is no filter `random`", ""),
    ("{{ lipsum() }}", "1:4", "`lipsum` is not the name of anything", ""),
    ("{% if article is defind %}{% endif %}", "1:18", "there is no test `defind`", "did you mean `defined`?"),
    (
        "{{ _('comments.leaves') }}",
        "1:7",
        "no sentence has the key `comments.leaves`; the nearest is `comments.leave`",
        "",
    ),
    ("{% include 'par.html' %}", "1:13", "the theme has no template 'par.html'", "did you mean 'part.html'?"),
    ("{% extends 'article.html' %}", "1:4", "'article.html' extends itself", "extends 'PARENT/article.html'"),
    ("{% for %}", "1", "Expected an expression, got 'end of statement block'", ""),
    ("{% block a %}{% endblock %}\n{% block a %}{% endblock %}", "2", "block 'a' defined twice", ""),
    (
        "{% include 'part.html' without context %}",
        "part.html:1:4",
        "`newer` is not handed to this template, which is brought in without context",
        "say `with context`",
    ),
    (
        "{% from 'reader.html' import box %}{{ box() }}",
        "reader.html:1:4",
        "`older` is not handed to this template, which is brought in without context",
        "hand it to the macro",
    ),
]


@pytest.mark.parametrize(("source", "place", "message", "hint"), WRONG, ids=[row[0] for row in WRONG])
def test_mistakes_are_told_at_their_place(
    make_theme: MakeTheme, source: str, place: str, message: str, hint: str
) -> None:
    options = "options: {accent: {type: color, default: '#a00'}}"
    files = {
        "theme.yaml": f"name: NAME\nbyline: 1\n{options}\n",
        "templates/article.html": source,
        "static/a.css": "",
        **{f"templates/{name}": text for name, text in PARTIAL.items()},
    }
    _, problems = reads(make_theme(files))
    place = place if "html" in place else f"article.html:{place}"
    assert [(str(problem.place), problem.message) for problem in problems] == [
        (f"themes/small/templates/{place}", message)
    ]
    assert hint in problems[0].hint
    if problems[0].place.column:
        start = problems[0].place.column - 1
        assert problems[0].frame[start : start + problems[0].width] in message


RIGHT = [
    "{% if article.titel is defined %}{% endif %}",
    "{{ article.extra.anything }}{{ site.extra['x'] }}{{ site.publisher.name }}",
    "{{ theme.items() }}",
    "{% for card in related %}{% include 'uses-card.html' %}{% endfor %}",
    "{% set mine = 1 %}{% include 'uses-mine.html' %}",
    "{% extends 'layout.html' %}{% set wide = true %}",
    "{% extends 'scoped.html' %}{% block row scoped %}{{ item.title }}{{ loop.index }}{% endblock %}",
]


@pytest.mark.parametrize("source", RIGHT)
def test_what_templates_give_one_another_is_no_mistake(make_theme: MakeTheme, source: str) -> None:
    more = {
        "uses-card.html": "{{ card.title }}",
        "uses-mine.html": "{{ mine }}",
        "layout.html": "{% if wide %}{% endif %}{% block main %}{{ wide }}{% endblock %}",
        "scoped.html": "{% for item in related %}{% block row scoped %}{% endblock %}{% endfor %}",
    }
    _, problems = read(make_theme, source, **more)
    assert problems == ()


def test_a_page_template_that_lacks_is_named(write_theme: Callable[..., Path], tmp_path: Path) -> None:
    write_theme({f"templates/{kind}.html": "" for kind in OFFERED if kind != "year"}, whole=False)
    _, problems = reads(load_theme("small", [tmp_path / "themes"]))
    assert [problem.message for problem in problems] == ["the theme has no 'year.html'"]


def test_reading_a_list_on_every_article_is_said_to_cost(make_theme: MakeTheme) -> None:
    files = {"templates/base.html": "\n{{ latest }}", "templates/article.html": "{% extends 'base.html' %}"}
    _, problems = reads(make_theme(files))
    assert [(str(p.place), p.rule, p.message) for p in problems] == [
        (
            "themes/small/templates/base.html:2:4",
            "theme-cost",
            "`article.html` reads `latest`, so every article page is written again when it changes",
        )
    ]


def test_several_mistakes_are_told_at_once_each_once(make_theme: MakeTheme) -> None:
    base = {"templates/base.html": "{{ sitee }}\n{{ site.titel }}"}
    pages = {f"templates/{kind}.html": "{% extends 'base.html' %}" for kind in OFFERED}
    _, problems = reads(make_theme({**base, **pages}))
    assert [str(problem.place) for problem in problems] == [
        "themes/small/templates/base.html:1:4",
        "themes/small/templates/base.html:2:9",
    ]


def test_a_filter_of_a_plugin_is_known(make_theme: MakeTheme) -> None:
    theme = make_theme({"templates/article.html": "{{ article.title|shout }}"})
    assert reads(theme, filters=["shout"])[1] == ()
    assert [problem.message for problem in reads(theme)[1]] == ["there is no filter `shout`"]


def test_the_nearest_filter_may_be_a_plugins(make_theme: MakeTheme) -> None:
    theme = make_theme({"templates/article.html": "{{ article.title|shuot }}"})
    assert [problem.hint for problem in reads(theme, filters=["shout"])[1]] == ["did you mean `shout`?"]


BASE = "{% block head %}{% endblock %}{% block main %}{% block inner %}{% endblock %}{% endblock %}{{ self.late() }}"

BLOCKS = [
    # article.html of the child . what is told
    ("{% extends 'base.html' %}{% block main %}{% endblock %}{% block inner %}{% endblock %}", []),
    ("{% extends 'base.html' %}\n{% block mian %}{% endblock %}", ["2:10 mian [did you mean `main`? there are: "]),
    ("{% extends 'base.html' %}{% block main %}{% block more %}{% endblock %}{% endblock %}", []),
    ("{% extends 'base.html' %}{% block late %}{% endblock %}", []),
    ("{% block more %}{% endblock %}", []),
    ("{% if article %}{% extends 'base.html' %}{% endif %}{% block more %}{% endblock %}", []),
    ("{% extends article.slug %}{% block more %}{% endblock %}", []),
    ("{% extends 'plain.html' %}{% block head %}{% endblock %}{% block heed %}{% endblock %}", ["1:66 heed [did you"]),
    ("{% extends 'parent/article.html' %}{% block kicker %}{% endblock %}", []),
]


def child_of(write_theme: Callable[..., Path], **templates: str) -> tuple[Problem, ...]:
    parent = {"base.html": BASE, "plain.html": "{% block head %}{% endblock %}"}
    parent["article.html"] = "{% extends 'base.html' %}{% block main %}{% block kicker %}{% endblock %}{% endblock %}"
    write_theme({f"templates/{name}": text for name, text in parent.items()}, name="parent")
    files = {"theme.yaml": "name: NAME\nbyline: 1\nextends: parent\n"}
    files |= {f"templates/{name}.html": text for name, text in templates.items()}
    return reads(load_theme("child", [write_theme(files, name="child", whole=False).parent]))[1]


@pytest.mark.parametrize(("article", "wrong"), BLOCKS, ids=[row[0] for row in BLOCKS])
def test_a_block_that_no_parent_has_is_told(write_theme: Callable[..., Path], article: str, wrong: list[str]) -> None:
    problems = [problem for problem in child_of(write_theme, article=article) if problem.rule == "structure"]
    found = [
        f"{p.place.line}:{p.place.column} {p.message.removeprefix('no template above has a block ')[1:-1]} [{p.hint}"
        for p in problems
    ]
    assert len(found) == len(wrong)
    assert all(told.startswith(start) for told, start in zip(found, wrong, strict=True))


def test_a_child_may_do_without_blocks_of_its_parents_base(write_theme: Callable[..., Path]) -> None:
    less = "{% block head %}{% endblock %}"
    (problem,) = child_of(write_theme, base=less, article="{% extends 'parent/base.html' %}")
    assert (problem.rule, problem.hint) == ("unused-template", "include it, extend it, or take it away")
    assert child_of(write_theme, base=less, home="{% extends 'base.html' %}") == ()


def test_a_template_that_no_page_comes_to_is_told(write_theme: Callable[..., Path]) -> None:
    problems = child_of(write_theme, artcle="", row="", article="{% include 'row.html' %}", **{"p/zzz": ""})
    assert [(str(p.place), p.rule, p.message, p.hint) for p in problems] == [
        (
            "themes/child/templates/artcle.html",
            "unused-template",
            "no page comes to the template 'artcle.html'",
            "did you mean 'article.html'?",
        ),
        (
            "themes/child/templates/p/zzz.html",
            "unused-template",
            "no page comes to the template 'p/zzz.html'",
            "include it, extend it, or take it away",
        ),
    ]
