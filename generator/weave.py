"""A text whose references are unresolved, and what they resolve to, to the finished markup; see `model.Content`."""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape

IN_TEXT = "(min-width: 44rem) 42rem, 100vw"
"""How wide a picture stands in a text: as wide as the lines, or as the screen where that is narrower."""

_MARKER = re.compile(r"\x02(\d+)([=@]?)\x03")
_ADDRESS = re.compile(r"""([\s/"'])(?:href|src|poster)="\x02(\d+)\x03\"""")
_PICTURE = re.compile(r"""<img\b([^<>"']*+(?:(?:"[^"]*+"|'[^']*+')[^<>"']*+)*)>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=]+))""")


def weave(
    html: str,
    addresses: Sequence[str],
    *,
    sizes: Sequence[tuple[int, int]] = (),
    titles: Sequence[str] = (),
    srcsets: Sequence[str] = (),
) -> str:
    """The markup with its addresses, sizes (pixels), titles and smaller pictures put in.

    What leads nowhere loses its `href`, `src` or `poster`; of a picture that is nowhere, its words are left.
    """
    if "\x02" not in html:
        return html
    if "" in addresses:
        html = _without_nowhere(html, addresses)

    def put(match: re.Match[str]) -> str:
        number = int(match[1])
        if match[2] == "=":
            width, height = sizes[number] if sizes else (0, 0)
            sized = f' width="{width}" height="{height}"' if width and height else ""
            return (
                f'{sized} srcset="{escape(srcsets[number])}" sizes="{IN_TEXT}"'
                if any(srcsets[number : number + 1])
                else sized
            )
        if match[2] == "@":
            return escape(titles[number] if titles else addresses[number])
        return escape(addresses[number])

    return "".join(_replaced(html, put))


def _replaced(html: str, put: Callable[[re.Match[str]], str]) -> Iterator[str]:
    """What `_MARKER.sub` gives, in parts: markers are few, and a letter is found sooner than a pattern."""
    done, place = 0, html.find("\x02")
    while place >= 0:
        match = _MARKER.match(html, place)
        if match:
            yield html[done:place]
            yield put(match)
            done = match.end()
        place = html.find("\x02", match.end() if match else place + 1)
    yield html[done:]


def _without_nowhere(html: str, addresses: Sequence[str]) -> str:
    """The markup without pictures that are nowhere, and without attributes that would lead there."""

    def keep(match: re.Match[str]) -> str:
        return match[0] if addresses[int(match[2])] else match[1].strip()

    return _ADDRESS.sub(keep, _PICTURE.sub(lambda match: _picture(match, addresses), html))


def _picture(match: re.Match[str], addresses: Sequence[str]) -> str:
    """A picture as it is written; where its address leads nowhere, its alternative text."""
    given = {name.lower(): two or one or bare for name, two, one, bare in reversed(_ATTRIBUTE.findall(match[1]))}
    source = given.get("src", "")
    if not source.startswith("\x02") or addresses[int(source[1:-1])]:
        return match[0]
    return escape(unescape(given.get("alt", "")), quote=False)
