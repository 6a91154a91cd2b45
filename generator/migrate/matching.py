"""Addresses and slugs of another system to the pieces that they mean now."""

import re
from collections.abc import Iterable
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from generator.build.discussion import Commentable
from generator.slugs import slugify

_ENDING = re.compile(r"(?:/index)?\.(?:html?|php|aspx?|md)$|/index$", re.IGNORECASE)
_DATED = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}-")


class Matcher:
    """Finds pieces: by their address, by an old one, by their slug."""

    def __init__(self, pieces: Iterable[Commentable], *, prefix: str) -> None:
        self._prefix = prefix.strip("/")
        held = tuple(pieces)
        self._addresses = {_folded(piece.address): piece for piece in reversed(held)}
        self._aliases = {_folded(alias): piece for piece in reversed(held) for alias in piece.aliases}
        self._slugs = {piece.slug: piece for piece in reversed(held)}

    def find(self, places: Iterable[str]) -> Commentable | None:
        """The piece that the first place which means one means."""
        paths = [_path(place) for place in places]
        for path in paths:
            for key in self._keys(path):
                if found := self._addresses.get(key) or self._aliases.get(key):
                    return found
        for path in paths:
            last = path.rpartition("/")[2]
            for slug in (last, slugify(last), slugify(_DATED.sub("", last))):
                if slug and (found := self._slugs.get(slug)):
                    return found
        return None

    def _keys(self, path: str) -> tuple[str, ...]:
        folded = _folded(path)
        inner = folded.removeprefix(f"{self._prefix}/") if self._prefix else folded
        return (folded, inner) if folded else ()


def _path(place: str) -> str:
    """The path of an address, or a slug, decoded, without slashes at its ends and what a server's files end in."""
    try:
        path = urlsplit(place.strip()).path
    except ValueError:
        path = place
    return _ENDING.sub("", normalize("NFC", unquote(path))).strip("/")


def _folded(path: str) -> str:
    return _ENDING.sub("", normalize("NFC", path)).strip("/").casefold()
