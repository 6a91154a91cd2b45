"""The site as it is served at one instant: a table of built addresses, and what answers at an address of a request."""

import re
from collections.abc import Mapping
from unicodedata import normalize
from urllib.parse import quote, unquote_to_bytes

from msgspec import Struct, field

_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_HIDDEN = re.compile(rb"%(?:2[fF]|5[cC]|00)")
"""Escaped separators: no address of a site has one."""

_INDEX = "index.html"
_WELL_KNOWN = ".well-known"

_LOADED = (".html", ".xml", ".json", ".txt")
"""Endings of files that no page shows as a part of itself."""

MISSING = "404.html"
"""What is shown where there is nothing."""


class Leaf(Struct, frozen=True):
    """A file of the site."""

    key: str
    """The digest of its bytes, under which they lie in the store of prints or, copied, in the folder of copies."""
    copied: bool = False
    mark: str = ""
    """What readers would not see of it, as `Draft`; empty for most."""


class Edition(Struct, frozen=True, kw_only=True):
    """The whole site at one instant."""

    number: int
    """Counted from the start of the server."""
    prefix: str
    """Of every address: empty, or `/press`."""
    leaves: Mapping[str, Leaf]
    """By path below the output folder."""
    moves: Mapping[str, str] = field(default_factory=dict)
    """Paths that were, to those where the same piece lies now."""
    changed: Mapping[str, int] = field(default_factory=dict)
    """Paths of pictures and the like, to the number of the edition in which they last changed."""

    def url(self, path: str) -> str:
        """The address of a path."""
        shown = path.removesuffix(_INDEX) if path.endswith(f"/{_INDEX}") or path == _INDEX else path
        return quote(f"{self.prefix}/{shown}")


class Found(Struct, frozen=True):
    """What is at an address."""

    path: str = ""
    """Of a file of the site; empty where there is none."""
    leads: str = ""
    """The address that it leads to instead."""
    wanted: str = ""
    """The path that the address would have, were it there."""


def find(edition: Edition, target: bytes) -> Found:
    """What is at the path of a request's target, still encoded. Only the table is asked, never the disk."""
    address = decoded(target)
    if address is None:
        return Found()
    if edition.prefix and address in ("/", edition.prefix):
        return Found(leads=edition.url(_INDEX))
    if not address.startswith(f"{edition.prefix}/"):
        return Found()
    path = address.removeprefix(f"{edition.prefix}/")
    path = f"{path}{_INDEX}" if not path or path.endswith("/") else path
    if path in edition.leaves:
        return Found(path)
    for other in (path, f"{path}/{_INDEX}"):
        heir = other if other in edition.leaves else edition.moves.get(other, "")
        if heir in edition.leaves:
            return Found(leads=edition.url(heir))
    return Found(wanted=path if "." in path.rpartition("/")[2] else f"{path}/{_INDEX}")


def _key(leaves: Mapping[str, Leaf], path: str) -> str:
    leaf = leaves.get(path)
    return leaf.key if leaf else ""


def decoded(target: bytes) -> str | None:
    """The address that a target's path spells; None for one that no page of a site can have."""
    if not target.startswith(b"/") or target.startswith(b"//") or _ESCAPE.search(target) or _HIDDEN.search(target):
        return None
    try:
        address = normalize("NFC", unquote_to_bytes(target).decode())
    except UnicodeDecodeError:
        return None
    if "\\" in address or any(char < " " or char == "\x7f" for char in address):
        return None
    segments = address.split("/")[1:]
    if any(segment.startswith(".") and segment != _WELL_KNOWN for segment in segments):
        return None
    return address


def edition_after(
    last: Edition | None, leaves: Mapping[str, Leaf], *, moved: Mapping[str, str], prefix: str
) -> Edition:
    """The edition with these leaves; the last one if it is the same. `moved`: paths that are gone, to their heirs'."""
    if last is None:
        return Edition(number=1, prefix=prefix, leaves=leaves)
    if last.leaves == leaves and last.prefix == prefix:
        return last
    number = last.number + 1
    known = {**{path: moved.get(heir, heir) for path, heir in last.moves.items()}, **moved}
    new = [path for path, leaf in leaves.items() if not path.endswith(_LOADED) and _key(last.leaves, path) != leaf.key]
    return Edition(
        number=number,
        prefix=prefix,
        leaves=leaves,
        moves={path: heir for path, heir in known.items() if heir in leaves and path not in leaves},
        changed={**last.changed, **dict.fromkeys(new, number)},
    )
