"""Macros that are called again with the same values."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from markupsafe import Markup
from msgspec import Struct

from generator.model import Comment, Comments, Heading, Html, Label, Pager
from generator.theme.environment import environment
from generator.theme.once import EACH, Memory, Once
from generator.theme.rich import Rich

MACROS = "{% macro told(value, lang='en') %}{{ calls() }} {{ value|show }} {{ lang }}{% endmacro %}"
PAGE = "{% from 'macros.html' import told %}{{ told(value) }}"


def a_page(macros: str = MACROS, page: str = PAGE, *, room: int = 4_000_000) -> Environment:
    """A page that writes how often its macro has run, then what it was handed."""
    made = environment(DictLoader({"macros.html": macros, "page.html": page}), filters={"show": repr})
    made.once = Once(room=room)  # type: ignore[attr-defined]
    numbers: Iterator[int] = count(1)
    made.globals["calls"] = lambda: next(numbers)
    return made


def runs(made: Environment, *values: Any) -> list[int]:
    """After each page, how often the macro had run for what stands on it."""
    page = made.get_template("page.html")
    return [int(page.render(value=value).split()[0]) for value in values]


def test_the_same_values_are_one_call() -> None:
    label = Label("Canals", "canals", "/tags/canals/")
    assert runs(a_page(), "a", "a", "b", "a") == [1, 1, 2, 1]
    assert runs(a_page(), label, label, (label, label), (label, label)) == [1, 1, 2, 2]


LABEL = Label("Canals", "canals", "/tags/canals/")
ALIKE = {
    "numbers": (1, True, 1.0),
    "markup and text": ("a", Markup("a"), Rich("a")),
    "nothing": (None, 0, "", (), ""),
    "equal values of the model": (LABEL, Label("Canals", "canals", "/tags/canals/")),
    "a list and what is in it": (("a",), "a", ("a", None), (("a",),)),
    "a text that looks like another's telling": (1, (int, 1)),
}


@pytest.mark.parametrize("values", [pytest.param(values, id=name) for name, values in ALIKE.items()])
def test_what_only_looks_the_same_is_called_for_itself(values: tuple[Any, ...]) -> None:
    made = a_page()
    shown = [made.get_template("page.html").render(value=value).split(" ", 1)[1] for value in values]
    assert shown == [str(Markup.escape(repr(value))) + " en" for value in values]


SAID = Comment(id="1", author="Li", date=datetime(2024, 5, 17, tzinfo=UTC), text=Html("<p>So it is.</p>"))
OF_ONE_PAGE = {
    "a list's place": Pager(number=1, total=2, first="/", last="/2/"),
    "headings of a text": (Heading(2, "a", Html("A")), Heading(2, "b", Html("B"))),
    "a discussion": Comments(status="open", count=1, threads=(SAID,)),
    "a discussion with a feed": Comments(status="open", count=0, feed="/a/comments.xml"),
    "a long list": (LABEL,) * 9,
}


@pytest.mark.parametrize("value", OF_ONE_PAGE.values(), ids=OF_ONE_PAGE)
def test_what_is_of_one_page_takes_no_room(value: Any) -> None:
    assert runs(a_page(), LABEL, value, value, LABEL) == [1, 2, 3, 1]


def test_a_discussion_that_nobody_has_begun_is_one_call() -> None:
    begun, closed = Comments(status="open", count=0, threads=(SAID,)), Comments(status="closed", count=0)
    values = [Comments(status="open", count=0), Comments(status="open", count=0), closed, begun, begun]
    assert runs(a_page(), *values, closed) == [1, 1, 2, 3, 4, 2]


class Stranger(Struct):
    """A plugin's own."""

    name: str


def test_what_can_change_is_called_for_every_time() -> None:
    for value in ([1], {"a": 1}, Stranger("a"), 0.0, ([1],), iter("a")):
        assert runs(a_page(), value, value) == [1, 2]


def test_how_the_values_are_handed_matters() -> None:
    calls = "{{ told('a') }}\n{{ told(value='a') }}\n{{ told('a', 'fr') }}\n{{ told('a') }}"
    lines = a_page(page="{% from 'macros.html' import told %}" + calls).get_template("page.html").render().splitlines()
    assert [line.split()[0] for line in lines] == ["1", "2", "3", "1"]


def test_what_a_caller_writes_is_written_every_time() -> None:
    macros = "{% macro told(value) %}{{ value }} {{ caller() }}{% endmacro %}"
    page = "{% from 'macros.html' import told %}{% call told('a') %}{{ value }}{% endcall %}"
    page_ = a_page(macros, page).get_template("page.html")
    assert [page_.render(value=value) for value in "xyz"] == ["a x", "a y", "a z"]


OWN: dict[str, Callable[[], Environment]] = {
    "of the page": lambda: a_page(page="{% macro told(v) %}{{ calls() }}{{ value }}{% endmacro %}{{ told('a') }}"),
    "imported with context": lambda: a_page(
        macros="{% macro told(v) %}{{ calls() }}{{ value }}{% endmacro %}",
        page="{% from 'macros.html' import told with context %}{{ told('a') }}",
    ),
    "beside what can change": lambda: a_page(
        macros="{% set s = namespace(n=0) %}{% macro told(v) %}{% set s.n = s.n + 1 %}{{ s.n }}{% endmacro %}",
        page="{% from 'macros.html' import told %}{{ told('a') }}{{ told('a') }}{{ value }}",
    ),
}


@pytest.mark.parametrize(
    ("make", "wanted"), list(zip(OWN.values(), (["1x", "2y"], ["1x", "2y"], ["12x", "12y"]), strict=True))
)
def test_macros_that_see_more_are_called_every_time(make: Callable[[], Environment], wanted: list[str]) -> None:
    page = make().get_template("page.html")
    assert [page.render(value=value) for value in "xy"] == wanted


def test_when_the_room_is_full_the_oldest_go() -> None:
    made = a_page(room=40)
    assert runs(made, "a", "a", "b", "c", "d", "e", "a", "a") == [1, 1, 2, 3, 4, 5, 6, 6]


def test_what_is_asked_for_again_stays() -> None:
    made = a_page(room=5 * EACH)
    assert runs(made, *"abacadaeafab") == [1, 2, 1, 3, 1, 4, 1, 5, 1, 6, 1, 7]


def test_texts_without_a_letter_take_room_too() -> None:
    memory = Memory(room=4 * EACH)
    for number in range(10):
        memory.put(number, "", made_from=None)
    assert [memory.get(number) for number in (0, 5, 8, 9)] == [None, None, "", ""]


def test_where_nothing_is_escaped_nothing_is_kept() -> None:
    made = a_page(page="{% from 'macros.html' import told %}{% autoescape false %}{{ told(value) }}{% endautoescape %}")
    assert runs(made, "<", "<") == [1, 2]


PLAIN = st.deferred(
    lambda: st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-2, 2),
        st.sampled_from(["", "a", "1", "None", Markup("a"), Rich("a"), LABEL, Label("a", "a", "a")]),
        st.lists(PLAIN, max_size=3).map(tuple),
    )
)


@given(st.lists(PLAIN, max_size=12))
def test_pages_read_as_without_it(values: list[Any]) -> None:
    macros = MACROS.replace("{{ calls() }} ", "")
    with_it, without = a_page(macros), a_page(macros, room=0)
    without.once.call = lambda macro, eval_ctx, args, named: macro(eval_ctx, *args, **named)  # type: ignore[attr-defined]
    assert [page.render(value=value) for page in [with_it.get_template("page.html")] for value in values] == [
        page.render(value=value) for page in [without.get_template("page.html")] for value in values
    ]
