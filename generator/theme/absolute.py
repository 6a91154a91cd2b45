"""Markup whose addresses are relative to its page to markup whose addresses hold anywhere."""

import re
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(r"""(?<=[\s"'/])([^\s"'<>/=]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_ADDRESSES = frozenset(["href", "src", "poster", "cite", "action", "formaction", "data"])
_SETS = frozenset(["srcset", "imagesrcset"])
_CANDIDATE = re.compile(r"[\s,]*([^\s,](?:\S*[^\s,])?)(\s+[^,\s][^,]*)?,?")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def absolute_address(address: str, page: str) -> str:
    """An address as it stands on a page (an absolute one), so that it holds anywhere."""
    address = address.strip()
    if address.startswith("/") and not address.startswith("//"):
        return _host(page) + address
    if _SCHEME.match(address):
        return address
    if address.startswith("#"):
        return page.partition("#")[0] + address
    try:
        return urljoin(page, address)
    except ValueError:  # an address such as //[x is of nobody's making
        return page


@lru_cache(maxsize=1024)
def _host(page: str) -> str:
    parts = urlsplit(page)
    return f"{parts.scheme}://{parts.netloc}"


def absolute_markup(html: str, page: str) -> str:
    """The markup with every address in its tags made absolute."""
    if "=" not in html:  # there is no attribute in it
        return html

    def in_tag(tag: re.Match[str]) -> str:
        return _ATTRIBUTE.sub(of_attribute, tag[0]) if "=" in tag[0] else tag[0]

    def of_attribute(match: re.Match[str]) -> str:
        name = match[1].lower()
        if name not in _ADDRESSES and name not in _SETS:
            return match[0]
        value = unescape(match[2][1:-1] if match[2][0] in "\"'" else match[2])
        made = _set(value, page) if name in _SETS else absolute_address(value, page)
        return f'{match[1]}="{escape(made)}"'

    return _TAG.sub(in_tag, html)


def _set(candidates: str, page: str) -> str:
    """The pictures of a `srcset`."""
    return ", ".join(
        absolute_address(match[1], page) + (match[2] or "").rstrip() for match in _CANDIDATE.finditer(candidates)
    )
