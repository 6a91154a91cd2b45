"""Templates are compiled once, and again only where something of them has changed."""

import pytest

from generator.theme.environment import Codes, environment

SOURCES = {
    "page.html": ("{% extends 'base.html' %}{% block main %}{{ words }}{% endblock %}", "themes/small/page.html"),
    "base.html": ("<p>{% block main %}{% endblock %}</p>", "themes/small/base.html"),
    "wrong.html": ("\n{{ nothing }}", "themes/small/wrong.html"),
}


def made(codes, name="page.html"):
    return environment(codes, filters={}).get_template(name).render(words="<b>")


def kept(sources=SOURCES, filters=()):
    codes = Codes(sources, filters=filters)
    codes.compile(sources)
    assert codes.are_new
    return codes.kept()


def test_what_was_kept_is_not_compiled_again(monkeypatch):
    data, there = kept(), made(Codes(SOURCES))
    monkeypatch.setattr(Codes, "_compiled", None)
    codes = Codes(SOURCES)
    assert codes.recall(data)
    assert made(codes) == there == "<p>&lt;b&gt;</p>"
    assert not codes.are_new


def test_some_that_were_kept_are_kept_on():
    few = Codes(SOURCES)
    few.compile(["base.html"])
    more = Codes(SOURCES)
    assert more.recall(few.kept())
    more.compile(["page.html"])
    assert more.are_new
    whole = Codes(SOURCES)
    assert whole.recall(more.kept())
    whole.compile(["page.html", "base.html"])
    assert not whole.are_new


def test_a_mistake_has_its_place_in_what_was_kept():
    codes = Codes(SOURCES)
    assert codes.recall(kept())
    with pytest.raises(Exception, match="nothing") as error:
        made(codes, "wrong.html")
    frames = [(entry.frame.code.path, entry.lineno + 1) for entry in error.traceback]
    assert any(str(path).endswith("themes/small/wrong.html") and line == 2 for path, line in frames)


CHANGED = [
    {**SOURCES, "base.html": ("<div>{% block main %}{% endblock %}</div>", "themes/small/base.html")},
    {**SOURCES, "base.html": (SOURCES["base.html"][0], "themes/other/base.html")},
    {**SOURCES, "new.html": ("", "themes/small/new.html")},
]


@pytest.mark.parametrize("sources", CHANGED)
def test_what_is_of_other_templates_is_not_recalled(sources):
    assert not Codes(sources).recall(kept())
    assert not Codes(SOURCES, filters=["shout"]).recall(kept())


@pytest.mark.parametrize("data", [None, b"", b"\xc1", kept()[:-9], b"\x93\x01\x02\x03"])
def test_what_cannot_be_read_is_not_recalled(data):
    codes = Codes(SOURCES)
    assert not codes.recall(data)
    assert made(codes) == "<p>&lt;b&gt;</p>"
