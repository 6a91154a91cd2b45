"""A reader who follows every link of a site, and tells which leads to nothing."""

import re
from collections.abc import Callable
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urldefrag

SITE = "https://example.org/"

_HTML = re.compile(rb"""(?:href|src)="([^"]*)\"""")
_XML = re.compile(rb"https://example\.org/[^<\"'\s&\\]*")
_CSS = re.compile(rb"""url\(["']?([^"')]*)["']?\)""")
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)

Get = Callable[[str], bytes | None]
"""A path to the bytes that a reader gets now; None where there is nothing."""

DOORS = ("index.html", "feed.xml", "feed.json", "sitemap.xml")
"""Where readers and machines come in."""


def refers(path: str, data: bytes) -> list[str]:
    """The files of the site that a file refers to."""
    if path.endswith(".html"):
        found = _HTML.findall(data)
    elif path.endswith((".xml", ".json", "robots.txt")):
        found = _XML.findall(data)
    else:
        found = _CSS.findall(data) if path.endswith(".css") else []
    return sorted({file for word in found if (file := _file(path, word.decode()))})


def _file(path: str, reference: str) -> str:
    address = urldefrag(reference)[0]
    if address.startswith(SITE):
        address = address[len(SITE) - 1 :]
    if not address or _ELSEWHERE.match(address):
        return ""
    address = unquote(address)
    whole = address.lstrip("/") if address.startswith("/") else normpath(join(dirname(path), address))
    return f"{whole}index.html" if not whole or address.endswith("/") else whole


def dead_ends(get: Get) -> list[tuple[str, str]]:
    """Each file that a reader can reach, with a file that it refers to and that is not there; empty where all is well.

    A page that has changed since it was read is read again: what an older page said is no fault of the present one.
    """
    known: set[str] = set(DOORS)
    todo = [path for path in DOORS if get(path) is not None]
    amiss: list[tuple[str, str]] = []
    while todo:
        path = todo.pop()
        for reference in _reliable(path, get):
            if reference not in known:
                known.add(reference)
                if get(reference) is not None:
                    todo.append(reference)
                elif reference in _reliable(path, get):
                    known.discard(reference)
                    if get(reference) is None and reference in _reliable(path, get):
                        amiss.append((path, reference))
    return amiss


def _reliable(path: str, get: Get) -> list[str]:
    data = get(path)
    return refers(path, data) if data is not None else []
