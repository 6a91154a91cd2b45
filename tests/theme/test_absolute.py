"""Addresses in a feed hold anywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.theme.absolute import absolute_address, absolute_markup

PAGE = "https://example.org/press/a/"

MARKUP = [
    ('<a href="/press/b/?x=1&amp;y">b</a>', '<a href="https://example.org/press/b/?x=1&amp;y">b</a>'),
    ('<a href="#fn1">1</a>', '<a href="https://example.org/press/a/#fn1">1</a>'),
    ("<a href='../b/'>b</a>", '<a href="https://example.org/press/b/">b</a>'),
    ('<a href="">b</a>', '<a href="https://example.org/press/a/">b</a>'),
    ('<img alt="href=&quot;/x&quot; > src=\'/y\'" src=/p.jpg>', None),
    ('<img src="//cdn.example/p.jpg">', '<img src="https://cdn.example/p.jpg">'),
    ('<img srcset="/a.jpg 1x, /b.jpg 2x">',
     '<img srcset="https://example.org/a.jpg 1x, https://example.org/b.jpg 2x">'),
    ('<img srcset="/a.jpg 100w,/b.jpg">', '<img srcset="https://example.org/a.jpg 100w, https://example.org/b.jpg">'),
    ('<a href="mailto:a@example.org">m</a>', '<a href="mailto:a@example.org">m</a>'),
    ('<a href="tel:+1">t</a><p>href="/x"</p>', '<a href="tel:+1">t</a><p>href="/x"</p>'),
    ('<a data-href="/x" href="//[x">t</a>', '<a data-href="/x" href="https://example.org/press/a/">t</a>'),
    ('<blockquote cite="/x">', '<blockquote cite="https://example.org/x">'),
    ("2 < 3 href='/x'", "2 < 3 href='/x'"),
]  # fmt: skip


@pytest.mark.parametrize(("given_", "made"), MARKUP)
def test_addresses_in_tags_are_made_absolute(given_: str, made: str | None) -> None:
    if made is None:
        made = given_.replace("src=/p.jpg", 'src="https://example.org/p.jpg"')
    assert absolute_markup(given_, PAGE) == made


@given(st.text(alphabet="<>a\"'= /#hrefsrc\n", max_size=60))
def test_markup_of_any_shape_is_taken(html: str) -> None:
    absolute_markup(html, PAGE)


@given(st.text())
def test_an_address_of_any_shape_is_taken(address: str) -> None:
    assert ":" in absolute_address(address, PAGE)
