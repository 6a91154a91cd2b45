"""A stylesheet to the other files it names, and to the same stylesheet with those names changed."""

import re
from collections.abc import Callable, Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from msgspec import Struct

_TOKENS = re.compile(
    r"""/\*.*?(?:\*/|\Z)
    | @import\s+(?P<import>"[^"\n]*"|'[^'\n]*')
    | url\(\s*(?P<url>"[^"\n]*"|'[^'\n]*'|[^)"'\s]*)\s*\)
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|/|\#|$)", re.IGNORECASE)


class Named(Struct, frozen=True):
    """A place where a stylesheet names a file of the theme."""

    asset: str
    """The file's name below `static/`."""
    start: int
    """Of the part that is its path, without quotes, query and fragment."""
    end: int


def named_in(text: str, *, name: str) -> Iterator[Named]:
    """The files of the theme that the stylesheet `name` refers to; other sites and data are no such files."""
    for match in _TOKENS.finditer(text):
        group = match.lastgroup
        if group is None:
            continue
        start, end = match.span(group)
        if text[start : start + 1] in ("'", '"'):
            start, end = start + 1, end - 1
        path = re.split(r"[?#]", text[start:end], maxsplit=1)[0]
        if path and not _ELSEWHERE.match(path):
            yield Named(normpath(join(dirname(name), unquote(path))), start, start + len(path))


def renamed(text: str, *, name: str, rename: Callable[[str], str]) -> str:
    """The stylesheet with each file it names called by the last part of `rename(asset)`, beside where it was."""
    parts: list[str] = []
    done = 0
    for named in named_in(text, name=name):
        folder = text[named.start : named.end].rpartition("/")
        parts += [text[done : named.start], folder[0], folder[1], rename(named.asset).rpartition("/")[2]]
        done = named.end
    return "".join([*parts, text[done:]])
