"""A folder of this machine, worked on in place; readers see it change file by file, in an order that is never half."""

import os
from collections.abc import Collection, Sequence

from generator.deploy.goal import Parcel
from generator.deploy.host import Earlier, Expect, Found, Sent, There
from generator.deploy.hosts.ground import put, put_bytes, stands, take_away
from generator.engine.digest import digest_bytes
from generator.engine.files import Files, read
from generator.engine.manifest import NAME, STAGE, read_manifest
from generator.errors import Fault


class Folder:
    """A folder that readers look into while it is written."""

    keeps = False
    at_once = False

    def __init__(self, folder: str, *, files: Files) -> None:
        self.place = folder
        self._files = files
        self._declared = b""
        self._expect: Expect = lambda _known_as: None

    def dress(self, path: str, digest: str) -> str:
        return digest

    def standing(self) -> There:
        place = f"{self.place}/{NAME}"
        if not os.path.isfile(place):
            return There("", None)
        data = read(place)
        return There(digest_bytes(data), read_manifest(data))

    def compare(self, parcels: Sequence[Parcel]) -> dict[str, Found]:
        return stands(self.place, parcels)

    def fetch(self, paths: Collection[str], folder: str) -> None:
        for path in paths:
            if os.path.isfile(f"{self.place}/{path}"):
                self._files.copy(f"{self.place}/{path}", f"{folder}/{path}")

    def begin(self, there: There, *, release: str, manifest: bytes, expect: Expect) -> None:
        self._expect = expect
        if self.standing().id != there.id:
            raise _between(self.place)
        self._files.make_folder(self.place)
        self._files.remove_tree(f"{self.place}/{STAGE}")
        self._declare(manifest)

    def send(self, parcels: Sequence[Parcel], sent: Sent) -> None:
        put(self.place, parcels, sent, self._files)

    def declare(self, manifest: bytes) -> None:
        if self.standing().id != digest_bytes(self._declared):
            raise _between(self.place)
        self._declare(manifest)

    def delete(self, paths: Sequence[str]) -> None:
        take_away(self.place, paths, self._files)

    def finish(self, manifest: bytes, *, words: str) -> None:
        """The manifest comes last of all, without the stage: what is finished is not looked at again."""
        if self.standing().id != digest_bytes(self._declared):
            raise _between(self.place)
        self._expect(digest_bytes(manifest))
        self._files.remove_tree(f"{self.place}/{STAGE}")
        self._files.write(f"{self.place}/{NAME}.new", manifest)
        self._files.rename(f"{self.place}/{NAME}.new", f"{self.place}/{NAME}")

    def earlier(self) -> Earlier | None:
        return None

    def put_back(self, earlier: Earlier, *, expect: Expect) -> None:
        raise Fault(f"{self.place} keeps no releases")

    def close(self) -> None:
        pass

    def _declare(self, manifest: bytes) -> None:
        self._expect(digest_bytes(manifest))
        put_bytes(self.place, NAME, manifest, self._files)
        self._declared = manifest


def _between(place: str) -> Fault:
    return Fault(f"somebody else deployed to {place} at the same time; look at its state, then run byline deploy again")
