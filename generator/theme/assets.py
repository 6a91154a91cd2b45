"""A theme's static files to their addresses, which change when a file, or one that it refers to, does."""

from collections.abc import Mapping
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import quote

from msgspec import Struct

from generator.engine.digest import digest_bytes
from generator.errors import Place, Problem
from generator.theme.folder import LARGEST_TEXT, Found, read_bytes, read_text
from generator.theme.stylesheets import named_in, renamed

_HASH = 10
"""Hexadecimal digits of a digest that a file's name bears."""


class StaticFile(Struct, frozen=True, kw_only=True):
    """A static file of a theme, as it is published."""

    name: str
    """Below the theme's `static/`: `fonts/text.woff2`."""
    output: str
    """Below the output folder: `static/fonts/text.0a1b2c3d4e.woff2`."""
    digest: str
    """Of what is published."""
    size: int
    """Bytes of what is published."""
    path: str
    """Where its bytes lie on the disk."""
    data: bytes | None = None
    """What is published, where that is not what lies on the disk."""
    refers: tuple[str, ...] = ()
    """Names of the files it refers to."""

    @property
    def url(self) -> str:
        """From the site's root, without its prefix."""
        return "/" + quote(self.output)


def static_files(found: Mapping[str, Found], *, problems: list[Problem]) -> dict[str, StaticFile]:
    """The published form of each file, by name."""
    raw = {name: digest_bytes(read_bytes(file)) for name, file in sorted(found.items())}
    sheets = {name: read_text(file, problems=problems) for name, file in sorted(found.items()) if name.endswith(".css")}
    refers = {name: _referred(name, text, found, problems) for name, text in sheets.items()}
    called = {name: _named(name, _digest_of(name, raw, refers)) for name in raw}
    return {name: _file(name, found[name], called, sheets.get(name), refers.get(name, ()), raw) for name in raw}


def reached(files: Mapping[str, StaticFile], names: frozenset[str]) -> frozenset[str]:
    """The files named, and all that they refer to in turn."""
    seen: set[str] = set()
    waiting = [name for name in names if name in files]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += files[name].refers
    return frozenset(seen)


def _referred(name: str, text: str, found: Mapping[str, Found], problems: list[Problem]) -> tuple[str, ...]:
    refers: list[str] = []
    for named in named_in(text, name=name):
        if named.asset in found:
            refers.append(named.asset)
        else:
            line = text.count("\n", 0, named.start) + 1
            start = text.rfind("\n", 0, named.start) + 1
            problems.append(
                Problem(
                    place=Place(found[name].shown, line, named.start - start + 1),
                    message=f"the theme has no static file '{named.asset}'",
                    frame=text[start:].split("\n", 1)[0],
                    width=named.end - named.start,
                )
            )
    return tuple(dict.fromkeys(refers))


def _digest_of(name: str, raw: Mapping[str, str], refers: Mapping[str, tuple[str, ...]]) -> str:
    """Of a file and all that it refers to in turn, rings included."""
    seen = {name}
    waiting = [name]
    while waiting:
        for other in refers.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    others = sorted(f"{other} {raw[other]}" for other in seen - {name})
    return digest_bytes("\n".join([raw[name], *others]).encode()) if others else raw[name]


def _named(name: str, digest: str) -> str:
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{digest[:_HASH]}{path.suffix}"))


def _file(
    name: str,
    found: Found,
    called: Mapping[str, str],
    sheet: str | None,
    refers: tuple[str, ...],
    raw: Mapping[str, str],
) -> StaticFile:
    make = partial(StaticFile, name=name, output=f"static/{called[name]}", path=str(found.path))
    if sheet is None or not refers or found.path.stat().st_size > LARGEST_TEXT:
        return make(digest=raw[name], size=found.path.stat().st_size)
    data = renamed(sheet, name=name, rename=lambda asset: called.get(asset, asset)).encode()
    return make(digest=digest_bytes(data), size=len(data), data=data, refers=refers)
