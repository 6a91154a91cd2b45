"""A text whose references are unresolved, and what they resolve to, to the finished markup; see `model.Content`."""

import re
from collections.abc import Sequence
from html import escape

_MARKER = re.compile(r' href="\x02(\d+)\x03"|\x02(\d+)([=@]?)\x03')


def weave(
    html: str, addresses: Sequence[str], *, sizes: Sequence[tuple[int, int]] = (), titles: Sequence[str] = ()
) -> str:
    """The markup with its addresses, sizes (pixels) and titles put in; a link that leads nowhere loses its `href`."""
    if "\x02" not in html:
        return html

    def put(match: re.Match[str]) -> str:
        if match[1]:
            address = addresses[int(match[1])]
            return f' href="{escape(address)}"' if address else ""
        number = int(match[2])
        if match[3] == "=":
            width, height = sizes[number] if sizes else (0, 0)
            return f' width="{width}" height="{height}"' if width and height else ""
        if match[3] == "@":
            return escape(titles[number] if titles else addresses[number])
        return escape(addresses[number])

    return _MARKER.sub(put, html)
