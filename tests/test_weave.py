"""Markers in a kept text to addresses, sizes and titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.weave import _MARKER, _replaced, weave

CASES = [
    # title . html . addresses . sizes . titles . woven
    ("no marker", "<p>x</p>", (), (), (), "<p>x</p>"),
    ("an address", '<a href="\x020\x03">x</a>', ("/a/",), (), (), '<a href="/a/">x</a>'),
    ("a link to nothing", '<a href="\x020\x03">x</a>', ("",), (), (), "<a>x</a>"),
    (
        "what HTML needs escaped",
        '<a href="\x020\x03">x</a>',
        ('/a/?b=1&c="',),
        (),
        (),
        '<a href="/a/?b=1&amp;c=&quot;">x</a>',
    ),
    (
        "a size",
        '<img src="\x020\x03"\x020=\x03>',
        ("/p.png",),
        ((640, 480),),
        (),
        '<img src="/p.png" width="640" height="480">',
    ),
    ("no size", '<img src="\x020\x03"\x020=\x03>', ("/p.png",), (), (), '<img src="/p.png">'),
    ("half a size", '<img src="\x020\x03"\x020=\x03>', ("/p.png",), ((640, 0),), (), '<img src="/p.png">'),
    (
        "a title",
        '<a href="\x020\x03">\x020@\x03</a>',
        ("/a/",),
        (),
        ("War & peace",),
        '<a href="/a/">War &amp; peace</a>',
    ),
    (
        "a picture that is nowhere",
        'a <img src="\x020\x03" title="t alt=no" alt="A &lt;b&gt; &quot;c&quot;" class="x"\x020=\x03 loading="lazy"> b',
        ("",),
        ((640, 480),),
        (),
        'a A &lt;b&gt; "c" b',
    ),
    ("one without words", '<figure><IMG\nsrc="\x020\x03" /></figure>', ("",), (), (), "<figure></figure>"),
    ("words that are no markup", "<img alt='<i>' src=\"\x020\x03\">", ("",), (), (), "&lt;i&gt;"),
    (
        "one of two",
        '<img src="\x020\x03" alt="a"><img src="\x021\x03" alt="b">',
        ("", "/b.png"),
        (),
        (),
        'a<img src="/b.png" alt="b">',
    ),
    (
        "a film that is nowhere",
        '<video controls\nposter="\x020\x03" src="\x020\x03">x</video>',
        ("",),
        (),
        (),
        "<video controls>x</video>",
    ),
    (
        "a film that is there",
        '<video src="\x020\x03" poster="\x021\x03">x</video>',
        ("/f", "/p"),
        (),
        (),
        '<video src="/f" poster="/p">x</video>',
    ),
    ("a link to nothing on a line of its own", '<a\nhref="\x020\x03">x</a>', ("",), (), (), "<a>x</a>"),
    ("the second of two", "\x021@\x03 \x020@\x03", ("/a/", "/b/"), (), ("A", "B"), "B A"),
    ("the eleventh", "\x0210@\x03", ("",) * 11, (), ("",) * 10 + ("K",), "K"),
    (
        "text that looks like a marker inside an address",
        '<a href="\x020\x03">',
        ("/\x021\x03/", "/b/"),
        (),
        (),
        '<a href="/\x021\x03/">',
    ),
]


@pytest.mark.parametrize(
    ("html", "addresses", "sizes", "titles", "woven"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_weave(
    html: str, addresses: tuple[str, ...], sizes: tuple[tuple[int, int], ...], titles: tuple[str, ...], woven: str
) -> None:
    assert weave(html, addresses, sizes=sizes, titles=titles) == woven


@given(st.text(alphabet="\x02\x030=@1a\u2019"))
def test_markers_are_replaced_as_by_their_pattern(html: str) -> None:
    assert "".join(_replaced(html, lambda match: f"[{match[1]}{match[2]}]")) == _MARKER.sub(r"[\1\2]", html)
