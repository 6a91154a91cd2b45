"""A folder on another machine, worked on in place by rsync, in an order that is never half."""

from collections.abc import Collection, Sequence

from generator.deploy.goal import Parcel
from generator.deploy.host import Earlier, Expect, Found, Sent, There
from generator.deploy.hosts.remote import Remote, somebody_else
from generator.engine.digest import digest_bytes
from generator.engine.manifest import NAME, STAGE, read_manifest
from generator.errors import Fault

_TIDY = 'cd "$1" && rm -rf .byline-stage'
"""A killed rsync leaves drafts behind."""


class Rsync:
    """A folder that readers look into while it is written; a shell there is welcome, and not needed."""

    keeps = False
    at_once = False

    def __init__(self, remote: Remote, folder: str, *, shell: bool) -> None:
        self.place = f"{remote.host}:{folder}"
        self._remote, self._folder, self._shell = remote, folder, shell
        self._declared = ""
        self._expect: Expect = lambda _known_as: None

    def dress(self, path: str, digest: str) -> str:
        return digest

    def standing(self) -> There:
        data = self._remote.text(f"{self._folder}/{NAME}")
        return There(digest_bytes(data), read_manifest(data)) if data is not None else There("", None)

    def compare(self, parcels: Sequence[Parcel]) -> dict[str, Found]:
        return self._remote.compare(parcels, self._folder)

    def fetch(self, paths: Collection[str], folder: str) -> None:
        self._remote.fetch(paths, self._folder, folder)

    def begin(self, there: There, *, release: str, manifest: bytes, expect: Expect) -> None:
        self._expect = expect
        if self.standing().id != there.id:
            raise somebody_else(self.place)
        self._remote.send_bytes(b"", self._folder, f"{STAGE}/draft")
        self._declare(manifest)

    def send(self, parcels: Sequence[Parcel], sent: Sent) -> None:
        self._remote.send(parcels, self._folder, sent, drafts=STAGE)

    def declare(self, manifest: bytes) -> None:
        if self.standing().id != self._declared:
            raise somebody_else(self.place)
        self._declare(manifest)

    def delete(self, paths: Sequence[str]) -> None:
        self._remote.delete(paths, self._folder, shell=self._shell)

    def finish(self, manifest: bytes, *, words: str) -> None:
        """The manifest comes last of all, without the stage: what is finished is not looked at again."""
        if self.standing().id != self._declared:
            raise somebody_else(self.place)
        self._expect(digest_bytes(manifest))
        if self._shell:
            self._remote.run(_TIDY, self._folder)
        else:
            self._remote.delete([f"{STAGE}/draft"], self._folder, shell=False)
        self._remote.send_bytes(manifest, self._folder, NAME)

    def earlier(self) -> Earlier | None:
        return None

    def put_back(self, earlier: Earlier, *, expect: Expect) -> None:
        raise Fault(f"{self.place} keeps no releases")

    def close(self) -> None:
        self._remote.close()

    def _declare(self, manifest: bytes) -> None:
        self._expect(digest_bytes(manifest))
        self._remote.send_bytes(manifest, self._folder, NAME, drafts=STAGE)
        self._declared = digest_bytes(manifest)
