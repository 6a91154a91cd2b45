"""A theme is studied once, by whichever process, with the same result."""

from generator.theme.offered import OFFERED
from generator.theme.study import study

FILES = {
    "templates/article.html": "{% extends 'base.html' %}{% block main %}{{ newer.title }}{{ nothing }}{% endblock %}",
    "templates/base.html": "{{ site.title }}{% block main %}{% endblock %}{{ 'a.css'|asset }}",
    "static/a.css": "p {}",
}


def test_another_process_finds_the_same_and_this_one_does_something_else_meanwhile(make_theme):
    theme = make_theme(FILES)
    kept, done = [], []

    def find(recalled=None, **values):
        return study(theme, offered=OFFERED, filters=["b", "a"], recalled=recalled, keep=kept.append, **values)

    here = find()
    there = find(meanwhile=lambda: done.append(1))
    assert there == here
    assert [problem.message for problem in here.problems] == ["`nothing` is not the name of anything"]
    assert here.asked["article.html"]["newer"] == frozenset(["title"])
    assert find(kept[1]) == here
    assert done == [1]
    assert find(kept[0], meanwhile=lambda: done.append(2)) == here
    assert len(kept) == 2
    assert done == [1]


def test_a_theme_that_changed_is_studied_again(make_theme):
    kept = []
    for text in ("{{ newer.title }}", "{{ newer.url }}"):
        theme = make_theme({**FILES, "templates/article.html": text})
        study(theme, offered=OFFERED, filters=[], recalled=kept[-1] if kept else None, keep=kept.append)
    assert len(kept) == 2
    assert kept[0] != kept[1]
