"""Jobs become pages; a mistake in a template names its line and one page; nothing leaks from page to page."""

import pickle
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from generator.engine.store import Lost
from generator.errors import Place, Problem, Stop
from generator.model import Card, Html, Job, KeptArticle, PageView, SiteView
from generator.settings import Settings
from generator.theme.press import Press
from generator.theme.render import one_page_each, render

MakePress = Callable[[Mapping[str, str]], Press]
MakeJob = Callable[..., Job]
MakePage = Callable[..., PageView]

PRINTED = [
    # what article.html says . what it makes
    ("{{ newer.title }}", "Title of <em>n</em> &amp; more"),
    ("{{ text }}", "&lt;b&gt; &amp; &#34;quoted&#34; &#39;too&#39;"),
    ("<p title='{{ text }}'>", "<p title='&lt;b&gt; &amp; &#34;quoted&#34; &#39;too&#39;'>"),
    ("{{ text|upper }}", "&lt;B&gt; &amp; &#34;QUOTED&#34; &#39;TOO&#39;"),
    ("{{ text ~ newer.title }}", "&lt;b&gt; &amp; &#34;quoted&#34; &#39;too&#39;Title of <em>n</em> &amp; more"),
    ("{{ newer.title|upper }}|{{ newer.title|striptags }}", "TITLE OF <EM>N</EM> &AMP; MORE|Title of n &amp; more"),
    (
        "{{ newer.title.html }}|{{ newer.title.plain }}",
        "Title of &lt;em&gt;n&lt;/em&gt; &amp;amp; more|Title of n &amp; more",
    ),
    (
        "{{ 'of' in newer.title }} {{ newer['slug'] }} {{ newer['title'] ~ '' }}",
        "True n Title of <em>n</em> &amp; more",
    ),
    (
        "{{ newer.title|replace('&amp;', text) }}",
        "Title of <em>n</em> &lt;b&gt; &amp; &#34;quoted&#34; &#39;too&#39; more",
    ),
    ("{% set x %}{{ text }}{% endset %}{{ x }}", "&lt;b&gt; &amp; &#34;quoted&#34; &#39;too&#39;"),
    (
        "{% macro m(t) %}<i>{{ t }}</i>{% endmacro %}{{ m(text) }}",
        "<i>&lt;b&gt; &amp; &#34;quoted&#34; &#39;too&#39;</i>",
    ),
    ("{{ nothing }}{{ newer.updated }}|", "|"),
    ("{{ 'x' if not text }}|", "|"),
    ("{{ newer.words }} {{ true }} {{ 1.5 }}", "0 True 1.5"),
    ("{% if older is defined %}a{% else %}b{% endif %}", "b"),
    ("{% if text %}\n  a\n  {% endif %}\nb", "  a\nb"),
    (
        "{{ _('skip') }}|{{ _('series.part', part=text, total=2) }}",
        "Skip to the text|Part &lt;b&gt; &amp; &#34;quoted&#34; &#39;too&#39; of 2",
    ),
    ("{{ _('supersedes', title=newer.title) }}", "This piece replaces Title of <em>n</em> &amp; more"),
    ("{{ _('pieces', n=1234) }} {{ _('pieces', n=1) }} {{ _('pieces', n=0) }}", "1,234 pieces 1 piece No pieces"),
    ("{{ newer.date|date }} {{ newer.date|date('iso') }}", "May 17, 2024 2024-05-17T09:30:00+02:00"),
    ("{{ newer.url|absolute }} {{ 1234|number }}", "https://example.org/press/n/ 1,234"),
    (
        "{{ [newer.title, text]|join(', ') }}",
        "Title of <em>n</em> &amp; more, &lt;b&gt; &amp; &#34;quoted&#34; &#39;too&#39;",
    ),
    ("{% from 'm.html' import greet %}{{ greet(text) }}", "<b>Home &lt;b&gt; &amp; &#34;quoted&#34; &#39;too&#39;</b>"),
]


@pytest.mark.parametrize(("source", "made"), PRINTED, ids=[row[0] for row in PRINTED])
def test_a_template_prints(
    make_small_press: MakePress, job: MakeJob, card: Callable[..., Card], source: str, made: str
) -> None:
    macros = "{% macro greet(x) %}<b>{{ _('home') }} {{ x }}</b>{% endmacro %}"
    press = make_small_press({"article.html": source, "m.html": macros})
    held = {"newer": card("n"), "text": "<b> & \"quoted\" 'too'", "nothing": None}
    assert render(press, job("article.html", **held)).decode() == made + "\n"


@pytest.mark.parametrize("ending", ["html", "xml", "txt", "html.j2"])
def test_everything_is_escaped_whatever_the_ending(make_small_press: MakePress, job: MakeJob, ending: str) -> None:
    press = make_small_press({"article.html": f"{{% include 'part.{ending}' %}}", f"part.{ending}": "{{ text }}"})
    assert render(press, job("article.html", text="<script>")) == b"&lt;script&gt;\n"


def stopped(press: Press, job: Job) -> Problem:
    with pytest.raises(Stop) as stop:
        render(press, job)
    (problem,) = stop.value.problems
    return problem


WRONG = [
    # article.html . line:column . message . hint
    ("<p>\n{{ newer.titel }}", "2:10", "a Card has no `titel`", "did you mean `title`? offered are: url, slug,"),
    ("{{ site.extra.lst }}", "1:15", "this mapping has no `lst`", "did you mean `list`? offered are: list"),
    ("{{ older.title }}", "1:4", "`older` is not offered to this page", "it is offered to: article"),
    ("{% if older %}{% endif %}", "1:7", "`older` is not offered to this page", ""),
    ("{% for x in oldr %}{% endfor %}", "1:13", "`oldr` is not the name of anything", "did you mean `older`?"),
    ("{{ newer }}", "1", "this is a Card, which is no text", "write one of its: url, slug"),
    ("{{ newer.date }}", "1", "this is a point in time", "write it as a date"),
    ("{{ newer.tags }}", "1", "this is a list, which is no text", ""),
    ("{{ newer.updated.year }}", "1:18", "nothing (none) has no `year`", ""),
    ("{{ 1 / 0 }}", "1", "this cannot be done: division by zero", ""),
    ("{{ newer.title + 1 }}", "1", "this cannot be done: ", ""),
    ("{{ _(newer.slug) }}", "1", "no sentence has the key `n`", ""),
    ("{{ _('page_of', number=1) }}", "1", "the sentence `page_of` needs a value for `total`", ""),
    ("{{ newer.date|date('lng') }}", "1", "`date` has no form 'lng'", "it has: long, short"),
    ("{{ newer.slug|date }}", "1:15", "`date` was handed 'n', which is no date", ""),
    ("{{ newer.slug|asset }}", "1", "the theme has no static file 'n'", ""),
    ("{% include newer.slug %}", "1", "the theme has no template 'n'", ""),
    (
        "{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}",
        "1",
        "this goes round in a ring, or is nested too deeply",
        "",
    ),
    ("{% from 'm.html' import broken %}\n{{ broken(newer) }}", "m.html:2:9", "a Card has no `nam`", ""),
    ("{% extends 'base.html' %}{% block b %}\n{{ newer.nam }}{% endblock %}", "2:10", "a Card has no `nam`", ""),
]


@pytest.mark.parametrize(("source", "place", "message", "hint"), WRONG, ids=[row[0] for row in WRONG])
def test_a_mistake_names_the_line_and_a_page(
    make_small_press: MakePress,
    job: MakeJob,
    card: Callable[..., Card],
    site: SiteView,
    source: str,
    place: str,
    message: str,
    hint: str,
) -> None:
    macros = "{% macro broken(x) %}\n<b>{{ x.nam }}</b>\n{% endmacro %}"
    press = make_small_press({"article.html": source, "m.html": macros, "base.html": "{% block b %}{% endblock %}"})
    problem = stopped(press, job("article.html", newer=card("n"), site=site))
    place = place if "html" in place else f"article.html:{place}"
    told = str(problem.place) if place.count(":") > 1 else f"{problem.place.path}:{problem.place.line}"
    assert told.removeprefix("themes/small/templates/") == place
    assert problem.message.startswith(message)
    assert hint in problem.hint
    assert problem.other == Place("content/articles/a.md")


def test_the_same_mistake_on_many_pages_is_told_once(make_small_press: MakePress, job: MakeJob) -> None:
    press = make_small_press({"article.html": "{{ titel }}"})
    problems = [stopped(press, job("article.html", source=f"content/{name}.md")) for name in "abc"]
    assert [problem.other for problem in one_page_each(problems)] == [Place("content/a.md")]


LANGUAGES = [
    ("en", "Home May 17, 2024 1,234"),
    ("en-GB", "Home 17 May 2024 1,234"),
    ("de", "Startseite 17. Mai 2024 1.234"),
    ("zh", "首页 2024年5月17日 1,234"),
    ("zh-Hant", "首页 2024年5月17日 1,234"),
    ("ar", "الرئيسية 17 مايو 2024 1,234"),
    ("tlh", "Home May 17, 2024 1,234"),
    ("it", "Home 17 maggio 2024 1.234"),
]


@pytest.mark.parametrize(("lang", "made"), LANGUAGES)
def test_a_page_speaks_its_own_language_macros_too(
    make_small_press: MakePress, job: MakeJob, page: MakePage, card: Callable[..., Card], lang: str, made: str
) -> None:
    files = {
        "article.html": "{% from 'm.html' import line %}{{ line(newer) }}",
        "m.html": "{% macro line(x) %}{{ _('home') }} {{ x.date|date }} {{ 1234|number }}{% endmacro %}",
    }
    press = make_small_press(files)
    for _ in range(2):  # in a worker that has spoken another language before
        assert render(press, job("article.html", newer=card(), page=page(lang="fr"))).startswith(b"Accueil ")
        printed = render(press, job("article.html", newer=card(), page=page(lang=lang))).decode().strip()
        assert printed.replace("\N{NO-BREAK SPACE}", " ") == made


LEAKS = [
    # m.html, imported without context by every page
    "{% set c = cycler(1, 2, 3) %}{% macro next() %}{{ c.next() }}{% endmacro %}",
    "{% set ns = namespace(n=0) %}{% macro next() %}{% set ns.n = ns.n + 1 %}{{ ns.n }}{% endmacro %}",
    "{% set seen = [] %}{% macro next() %}{{ seen.append(1) }}{{ seen|length }}{% endmacro %}",
    "{% set _seen = {} %}{% macro next() %}{{ _seen.update({_seen|length: 1}) }}{{ _seen|length }}{% endmacro %}",
    "{% import 'n.html' as n %}{% macro next() %}{{ n.c.next() }}{% endmacro %}",
    "{% macro next(c=cycler(1, 2)) %}{{ c.next() }}{% endmacro %}",
]


@pytest.mark.parametrize("macros", LEAKS)
def test_no_page_is_changed_by_the_one_before(make_small_press: MakePress, job: MakeJob, macros: str) -> None:
    files = {
        "article.html": "{% from 'm.html' import next %}{{ next() }}",
        "m.html": macros,
        "n.html": "{% set c = cycler(1, 2) %}",
    }
    press = make_small_press(files)
    assert [render(press, job("article.html")) for _ in range(3)] == [b"1\n"] * 3


@pytest.mark.parametrize(
    "source",
    [
        "{{ site.extra.update({'a': 1}) }}",
        "{{ site.extra.list.append(1) }}",
        "{{ site.extra.list[1].update({'a': 1}) }}",
        "{{ site.publisher.policies.clear() }}",
        "{{ theme.pop('accent') }}",
        "{{ plugged[0].clear() }}",
    ],
)
def test_what_a_page_holds_cannot_be_changed(
    make_small_press: MakePress, job: MakeJob, site: SiteView, source: str
) -> None:
    press = make_small_press({"article.html": source})
    stopped(press, job("article.html", site=site, theme={"accent": "x"}, plugged=[{"a": 1}]))


def test_a_press_crosses_processes_as_plain_values(
    make_small_press: MakePress, job: MakeJob, card: Callable[..., Card]
) -> None:
    press = make_small_press({"article.html": "{{ _('home') }} {{ newer.date|date('day') }}"})
    page_job = job("article.html", newer=card())
    assert render(pickle.loads(pickle.dumps(press)), page_job) == render(press, page_job) == b"Home 2024-05-17\n"


def test_an_article_is_fetched_and_woven(
    make_small_press: MakePress, job: MakeJob, kept: Callable[..., KeptArticle]
) -> None:
    press = make_small_press({"article.html": "{{ article.title|plain }}: {{ article.body }}"})
    html = '<a href="\x020\x03">\x020@\x03</a> <a href="\x021\x03">none</a> <img src="\x022\x03"\x022=\x03>'
    article = kept(
        html,
        addresses=("/press/b/?x=1&y", "", "/press/p.jpg"),
        titles=("A & B", "", ""),
        sizes=((0, 0), (0, 0), (3, 4)),
    )
    printed = render(press, job("article.html", article=article)).decode()
    assert printed == (
        'Title of a & more: <a href="/press/b/?x=1&amp;y">A &amp; B</a> <a>none</a> '
        '<img src="/press/p.jpg" width="3" height="4">\n'
    ).replace("a & more", "a &amp; more")


def test_a_text_that_is_gone_is_not_a_mistake_of_the_theme(
    make_small_press: MakePress, job: MakeJob, kept: Callable[..., KeptArticle]
) -> None:
    press = make_small_press({"article.html": "{{ article.body }}"})
    with pytest.raises(Lost):
        render(press, job("article.html", article=kept(content="0" * 32)))


def test_a_text_job_is_its_text(make_small_press: MakePress) -> None:
    made = Job(path="robots.txt", maker="text", held={"text": "User-agent: *\n"}, fingerprint="")
    assert render(make_small_press({}), made) == b"User-agent: *\n"


def test_sentences_of_the_site_are_used(
    make_small_press: MakePress, job: MakeJob, page: MakePage, settings: Settings
) -> None:
    from msgspec.structs import replace

    from generator.theme.press import make_press

    press = make_small_press({"article.html": "{{ _('comments.leave') }}"})
    own: dict[str, Any] = {"comments.leave": "Join <in>", "fr": {"comments": {"leave": "Venez"}}}
    press = make_press(press.theme, replace(settings, text=own), press.store)
    made = [render(press, job("article.html", page=page(lang=lang))).decode() for lang in ("en", "fr", "de", "it")]
    assert made == ["Join &lt;in&gt;\n", "Venez\n", "Kommentar schreiben\n", "Join &lt;in&gt;\n"]


def test_html_values_are_markup(make_small_press: MakePress, job: MakeJob) -> None:
    press = make_small_press({"article.html": "{{ x }}{{ x|plain }}{{ x|json }}"})
    assert render(press, job("article.html", x=Html("<i>&amp;</i>"))) == (
        b'<i>&amp;</i>&amp;"\\u003ci\\u003e\\u0026amp;\\u003c/i\\u003e"\n'
    )


def test_a_page_is_encoded_as_one_text(make_small_press: MakePress, job: MakeJob, card: Callable[..., Card]) -> None:
    press = make_small_press({"article.html": "é{{ text }}{% for x in text %}{{ x }}–{% endfor %}{{ newer.title }}"})
    texts = render(press, job("article.html", text="aß<字\N{GRINNING FACE}", newer=card("ü"))).decode()
    assert texts == "éaß&lt;字😀a–ß–&lt;–字–😀–Title of <em>ü</em> &amp; more\n"
    problem = stopped(press, job("article.html", text="a\ud800", newer=card("n")))
    assert problem.message.endswith("can't encode character '\\ud800' in position 2: surrogates not allowed")
