"""A finished output to what is to stand on a target: every file, where its bytes lie here, and the manifest."""

import os
from collections.abc import Callable, Mapping

from msgspec import Struct

from generator.engine.digest import digest_bytes
from generator.engine.files import read
from generator.engine.manifest import Manifest, write_manifest
from generator.errors import Place, Problem, Stop

Dress = Callable[[str, str], str]
"""A path and the digest of its bytes to the digest under which a target lists it."""


class Parcel(Struct, frozen=True):
    """A file that may have to be sent."""

    path: str
    """Where it goes."""
    file: str
    """Where its bytes lie here; absolute."""
    digest: str
    """As the target's manifest is to tell it."""

    @property
    def size(self) -> int:
        """Bytes; 0 where the file is gone."""
        try:
            return os.lstat(self.file).st_size
        except OSError:
            return 0


class Goal(Struct, frozen=True, kw_only=True):
    """What is to stand on a target."""

    site: str
    parcels: Mapping[str, Parcel]
    """By path."""

    @property
    def manifest(self) -> bytes:
        """What the target is to say of itself in the end."""
        return finished(self.site, {path: parcel.digest for path, parcel in self.parcels.items()})

    @property
    def release(self) -> str:
        """The name of what is to stand there: the same files, the same name."""
        return digest_bytes(self.manifest)


def finished(site: str, paths: Mapping[str, str]) -> bytes:
    """The manifest of a target on which all is as it should be."""
    return write_manifest(Manifest(site=site, state="finished", drafts=False, future=False, paths=paths))


def underway(site: str, paths: Mapping[str, str]) -> bytes:
    """The manifest of a target on which a deploy is at work."""
    return write_manifest(Manifest(site=site, state="building", drafts=False, future=False, paths=paths))


def goal_of(manifest: Manifest, folder: str, *, dress: Dress) -> Goal:
    """The goal that an output folder and its manifest mean."""
    return Goal(
        site=manifest.site,
        parcels={
            path: Parcel(path, f"{folder}/{path}", dress(path, digest)) for path, digest in manifest.paths.items()
        },
    )


def check_bytes(parcel: Parcel, *, dress: Dress, name: str) -> None:
    """Raises Stop unless the file here has the bytes that it should have."""
    if dress(parcel.path, digest_bytes(read(parcel.file))) != parcel.digest:
        raise Stop(
            Problem(
                place=Place(f"{name}/{parcel.path}"),
                message="this file is not as the last build left it",
                hint="run byline build",
            )
        )
