"""What templates ask of one value, and where it goes out of sight."""

import pytest

from generator.theme.asked import asked
from generator.theme.environment import environment

PARTIAL = """
{% macro tongue(item, lang) %}{% if item.lang != lang %} lang="{{ item.lang }}"{% endif %}{% endmacro %}
{% macro card(item, lang) %}{{ item.words }} {{ item.summary }}{% endmacro %}
{% macro both(newer, older=none) %}{{ newer.title }}{{ tongue(older, 'en') }}{% endmacro %}
{% macro round(item) %}{{ item.url }}{{ around(item) }}{% endmacro %}
{% macro around(thing) %}{{ thing.date }}{{ round(thing) }}{% endmacro %}
{% macro any() %}{{ varargs }}{% endmacro %}
{% macro leaked(item) %}{{ item|json }}{% endmacro %}
"""

TOLD = [
    ("{{ newer.title }}{{ newer['url'] }}", {"title", "url"}),
    ("{% if newer and not older %}{{ newer.url }}{% endif %}", {"url"}),
    ("{{ newer.url if newer else '' }}{% if newer is defined %}{% elif newer %}{% endif %}", {"url"}),
    ("{{ newer.authors[0].name }}", {"authors"}),
    ("{{ tongue(newer, 'en') }}{{ card(older, 'en') }}", {"lang"}),
    ("{{ tongue(item=newer, lang='en') }}", {"lang"}),
    ("{% from 'p.html' import tongue as said %}{{ said(newer, 'en') }}", {"lang"}),
    ("{% import 'p.html' as p %}{{ p.tongue(newer, 'en') }}", {"lang"}),
    ("{{ both(newer, older) }}", {"title"}),
    ("{{ both(older, newer) }}", {"lang"}),
    ("{{ round(newer) }}", {"url", "date"}),
    ("{% block main %}{{ _('newer', name=newer.title) }}{% endblock %}", {"title"}),
    ("{% for piece in listing %}{{ piece.words }}{% endfor %}", set()),
    ("{% call card(newer, 'en') %}{{ newer.minutes }}{% endcall %}", {"words", "summary", "minutes"}),
    ("{% if newer.title == title|upper %}{% endif %}", {"title"}),
    ("{% macro own(x) %}{{ newer.kind }}{{ x.words }}{% endmacro %}{{ own(newer) }}", {"kind", "words"}),
]

UNTOLD = [
    "{{ newer }}",
    "{{ newer|json }}",
    "{{ newer[name] }}",
    "{% set other = newer %}{{ other.title }}",
    "{% set newer = older %}{{ newer.title }}",
    "{% for newer in listing %}{{ newer.title }}{% endfor %}",
    "{% for piece in [newer, older] %}{{ piece.words }}{% endfor %}",
    "{% with newer = older %}{{ newer.words }}{% endwith %}",
    "{{ (newer or older).words }}",
    "{{ unknown(newer) }}",
    "{{ any(newer) }}",
    "{{ leaked(newer) }}",
    "{{ tongue(*[newer, 'en']) }}",
    "{{ tongue(x, 'en', newer) }}",
    "{% if newer == older %}{% endif %}",
    "{% if newer is sameas older %}{% endif %}",
    "{{ _('newer', name=newer) }}",
    "{{ unreadable",
]


@pytest.mark.parametrize(("template", "words"), TOLD)
def test_what_is_asked_is_followed_through_macros(template: str, words: set[str]) -> None:
    assert asked([template, PARTIAL], environment().parse, names=["newer"]) == {"newer": words}


@pytest.mark.parametrize("template", UNTOLD)
def test_what_goes_out_of_sight_is_not_told(template: str) -> None:
    assert asked([template, PARTIAL], environment().parse, names=["newer"]) == {}


def test_every_template_of_a_page_is_looked_at() -> None:
    assert asked(["{{ newer.title }}", "{{ newer.words }}"], environment().parse, names=["newer"]) == {
        "newer": {"title", "words"}
    }
    assert asked(["{{ newer.title }}", "{{ newer }}"], environment().parse, names=["newer"]) == {}
