"""What every kind of target can do, whatever it is made of."""

from collections.abc import Callable, Collection, Sequence
from enum import Enum
from typing import Protocol

from msgspec import Struct

from generator.deploy.goal import Parcel
from generator.engine.manifest import Manifest

Sent = Callable[[Parcel], None]
"""Hears of each file that has arrived."""

Expect = Callable[[str], None]
"""Notes on this side how the target will be known, just before it is."""

UNKNOWN = "0" * 32
"""In the manifest of an unfinished target, the digest of a file whose bytes nobody knows."""


class Found(Enum):
    """What stands on a target where a file is to go."""

    SAME = "the same bytes"
    OTHER = "something else"


class There(Struct, frozen=True):
    """What a target says of itself."""

    id: str
    """Changes with everything that anybody deploys; empty where nobody ever did."""
    manifest: Manifest | None


class Earlier(Struct, frozen=True):
    """A release that can be put back."""

    id: str
    """How the one that keeps it knows it."""
    manifest: Manifest


class Host(Protocol):
    """A target. Everything raises Fault where the other side fails, and Stop where it must not be touched."""

    place: str
    """As messages name it."""
    keeps: bool
    """Whether earlier releases are kept there, or must be kept on this side."""
    at_once: bool
    """Whether readers see a whole release at a time."""

    def dress(self, path: str, digest: str) -> str:
        """How the target lists a file with these bytes: what else it sends readers with them may count too."""

    def standing(self) -> There:
        """What is deployed there."""

    def compare(self, parcels: Sequence[Parcel]) -> dict[str, Found]:
        """What stands where these are to go; where nothing does, a path is left out."""

    def fetch(self, paths: Collection[str], folder: str) -> None:
        """Copy files from there to below a folder here; those that are not there are left out."""

    def begin(self, there: There, *, release: str, manifest: bytes, expect: Expect) -> None:
        """Open the target for a release; `manifest` lists whatever may stand there until it is finished."""

    def send(self, parcels: Sequence[Parcel], sent: Sent) -> None:
        """Put files in place, each whole or not at all."""

    def declare(self, manifest: bytes) -> None:
        """Say that all files have arrived; raises Fault where somebody else came between."""

    def delete(self, paths: Sequence[str]) -> None:
        """Take files away, and folders that this empties."""

    def finish(self, manifest: bytes, *, words: str) -> None:
        """Say that the release is whole, and show it to readers where they have not seen it yet."""

    def earlier(self) -> Earlier | None:
        """The release before the present one, where the target keeps it."""

    def put_back(self, earlier: Earlier, *, expect: Expect) -> None:
        """Make a kept release the present one."""

    def close(self) -> None:
        """Let go of whatever was opened."""
