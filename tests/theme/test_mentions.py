"""What templates can ask a value for, and what makes that impossible to tell."""

import pytest

from generator.theme.environment import environment
from generator.theme.mentions import mentions

TOLD = [
    # template . attributes among words, minutes, summary that it can show
    ("{{ card.words }}", {"words"}),
    ("{% for card in listing %}{{ card.summary }}{% endfor %}", {"summary"}),
    ("{{ card['minutes'] }}", {"minutes"}),
    ("{{ listing[0].minutes }}{{ listing[1:2] }}", {"minutes"}),
    ("{{ listing|map(attribute='words')|join }}", {"words"}),
    ("{{ listing|sum('minutes') }}", {"minutes"}),
    ("{{ listing|sum(attribute='authors.words', start=()) }}", {"words"}),
    ("{{ listing|rejectattr('url', 'equalto', other.summary)|list }}", {"summary"}),
    ("{{ card|attr('words') }}", {"words"}),
    ("{% set name = 'minutes' %}{{ card.title }}", {"minutes"}),
    ("{{ _('words.count', n=3) }}", set()),
    ("{{ items[loop.index0].title }}", set()),
    ("words minutes summary", set()),
]

HIDDEN = [
    "{{ card[name] }}",
    "{{ card['wo' ~ 'rds'] }}",
    "{{ card|attr(name) }}",
    "{{ listing|map(attribute=name)|list }}",
    "{{ listing|map('attr', 'words')|list }}",
    "{{ listing|map(name)|list }}",
    "{{ listing|sort(false, false, name) }}",
    "{{ listing|selectattr(name)|list }}",
    "{{ listing|groupby(*names) }}",
    "{{ card|json }}",
    "{{ listing|map('string')|list }}",
    "{{ listing|pprint }}",
    "{{ unreadable",
]


@pytest.mark.parametrize(("template", "expected"), TOLD)
def test_mentions_are_every_attribute_that_can_be_asked_for(template: str, expected: set[str]) -> None:
    found = mentions([template], environment().parse, strange=frozenset())

    assert found is not None
    assert found & {"words", "minutes", "summary"} == expected


@pytest.mark.parametrize("template", HIDDEN)
def test_a_name_only_known_while_rendering_may_be_any(template: str) -> None:
    assert mentions(["{{ card.title }}", template], environment().parse, strange=frozenset()) is None


def test_a_plugins_filter_may_ask_for_anything() -> None:
    parsing = environment()
    parsing.filters["teaser"] = str

    assert mentions(["{{ card|teaser }}"], parsing.parse, strange=frozenset(["teaser"])) is None
    assert mentions(["{{ listing|map('teaser')|list }}"], parsing.parse, strange=frozenset(["teaser"])) is None
    assert mentions(["{{ card.title }}"], parsing.parse, strange=frozenset(["teaser"])) == {"title"}
