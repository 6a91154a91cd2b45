"""What references are looked up in, and what they come to."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from generator.errors import Problem
from generator.model import Asset
from generator.site.nearest import Files, Names
from generator.site.urls import Urls


class Use(Struct, frozen=True, order=True):
    """A file that a published page refers to, and the decoded address it is copied to."""

    address: str
    path: str
    widths: tuple[int, ...] = ()
    """Of the smaller pictures that are made of it, in pixels."""


class Base(Struct, frozen=True):
    """Where a reference stands."""

    path: str
    """The file that holds it."""
    address: str
    """The decoded address of the page that shows it; files beside it are copied below."""


class Target(Struct, frozen=True):
    """Something of this publication that can be linked to."""

    address: str
    title: str
    anchors: Callable[[str], bool]
    """Whether it has an anchor of that name."""
    known: tuple[str, ...] = ()
    """Its headings' anchors, for a hint."""


class Answer(Struct, frozen=True):
    """What a reference resolves to."""

    url: str = ""
    width: int = 0
    height: int = 0
    title: str = ""
    srcset: str = ""
    use: Use | None = None
    problem: Problem | None = None


NOTHING = Answer()
"""The answer to a reference whose target could not be read: no second mistake."""


class Unread(Struct, frozen=True, kw_only=True):
    """What could not be read, as far as references may mean it."""

    paths: frozenset[str]
    slugs: frozenset[str]
    """Of pieces."""
    addresses: frozenset[str]
    """Decoded, of standing pages."""
    has_pieces: bool
    """Then tags, authors and years may be missing that readers would have."""

    def may_be(self, address: str) -> bool:
        """Whether a decoded address may belong to something that could not be read."""
        whole = address.rstrip("/") + "/"
        if self.has_pieces and whole.startswith(("/tags/", "/authors/", "/archive/", "/page/")):
            return True
        return whole in self.addresses or whole.split("/")[-2] in self.slugs


class Tables(Struct, frozen=True, kw_only=True):
    """Everything that references are looked up in; paths and addresses in NFC."""

    urls: Urls
    widths: tuple[int, ...]
    """Of smaller pictures, in pixels; none where none are made."""
    assets: Mapping[str, Asset]
    """Path to file."""
    targets: Mapping[str, Target]
    """Path to what readers get of it."""
    owners: Mapping[str, str]
    """Decoded address to the path of its text, hidden ones included."""
    slugs: Mapping[str, str]
    """Slug to the path of its piece, hidden ones included."""
    bundles: Mapping[str, str]
    """Folder to the address of its published piece."""
    hidden: Mapping[str, str]
    """Path to what readers do not get: "a piece that is a draft"."""
    unread: Unread
    addresses: frozenset[str]
    """Every decoded address of the site that no path stands for."""
    near_slugs: Names
    near_addresses: Names
    files: Files
    """Files and texts by their names."""
