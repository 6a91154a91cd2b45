"""A folder of this machine that is a link to the present release, so that readers see a whole release at a time."""

import os
import re
from collections.abc import Collection, Sequence

from generator.deploy.goal import Parcel
from generator.deploy.host import Earlier, Expect, Found, Sent, There
from generator.deploy.hosts.folder import Folder
from generator.deploy.hosts.ground import put, put_bytes, stands, strangers, take_away
from generator.deploy.memory import KEPT
from generator.engine.digest import digest_bytes
from generator.engine.files import Files, read, told
from generator.engine.manifest import NAME, STAGE, read_manifest
from generator.errors import Fault

_RELEASE = re.compile(r"(?P<number>\d{6})-[0-9a-f]{8}")


def can_be_linked(folder: str) -> bool:
    """Whether a target is a link of Byline's, or can become one: there is nothing yet, and links can be made there."""
    if os.path.islink(folder):
        return os.readlink(folder).startswith(f"{os.path.basename(folder)}.releases/")
    return not os.path.lexists(folder)


class Linked:
    """A link beside the folder of releases that it points into."""

    keeps = True
    at_once = True

    def __init__(self, link: str, *, files: Files) -> None:
        self.place = link
        self._releases = f"{link}.releases"
        self._next = f"{self._releases}/next"
        self._files = files
        self._expect: Expect = lambda _known_as: None
        self._release = ""
        self._began_at = ""

    def dress(self, path: str, digest: str) -> str:
        return digest

    def standing(self) -> There:
        present = self._present()
        if not present or not os.path.isfile(f"{present}/{NAME}"):
            return There("", None)
        data = read(f"{present}/{NAME}")
        return There(digest_bytes(data), read_manifest(data))

    def compare(self, parcels: Sequence[Parcel]) -> dict[str, Found]:
        present = self._present()
        return stands(present, parcels) if present else {}

    def fetch(self, paths: Collection[str], folder: str) -> None:
        Folder(self.place, files=self._files).fetch(paths, folder)

    def begin(self, there: There, *, release: str, manifest: bytes, expect: Expect) -> None:
        self._expect, self._release, self._began_at = expect, release, self._present()
        if self.standing().id != there.id:
            raise self._between()
        key = f"{os.path.basename(self._began_at)} {release}\n".encode()
        for name in self._names():
            if os.path.basename(self._began_at) < name:
                self._files.remove_tree(f"{self._releases}/{name}")  # never shown, or gone back from
        if not _says(f"{self._releases}/next.of", key):
            self._files.remove(f"{self._releases}/next.of")
            self._files.remove_tree(self._next)
            self._copy_present()
            self._files.write(f"{self._releases}/next.of", key)
        self._files.remove_tree(f"{self._next}/{STAGE}")

    def send(self, parcels: Sequence[Parcel], sent: Sent) -> None:
        here = stands(self._next, parcels)
        missing = [parcel for parcel in parcels if here.get(parcel.path) is not Found.SAME]
        for parcel in parcels:
            if here.get(parcel.path) is Found.SAME:
                sent(parcel)
        put(self._next, missing, sent, self._files)

    def declare(self, manifest: bytes) -> None:
        if self._present() != self._began_at:
            raise self._between()

    def delete(self, paths: Sequence[str]) -> None:
        take_away(self._next, paths, self._files)

    def finish(self, manifest: bytes, *, words: str) -> None:
        put_bytes(self._next, NAME, manifest, self._files)
        self._files.remove_tree(f"{self._next}/{STAGE}")
        self.declare(manifest)
        self._files.remove(f"{self._releases}/next.of")
        name = f"{self._number() + 1:06}-{self._release[:8]}"
        self._files.rename(self._next, f"{self._releases}/{name}")
        self._expect(digest_bytes(manifest))
        self._show(name)
        for old in self._names()[: -KEPT - 1]:
            self._files.remove_tree(f"{self._releases}/{old}")

    def earlier(self) -> Earlier | None:
        present = os.path.basename(self._present())
        for name in reversed([name for name in self._names() if name < present]):
            manifest = read_manifest(read(f"{self._releases}/{name}/{NAME}"))
            if manifest.state == "finished":
                return Earlier(name, manifest)
        return None

    def put_back(self, earlier: Earlier, *, expect: Expect) -> None:
        folder, present = f"{self._releases}/{earlier.id}", self._present()
        for path, digest in earlier.manifest.paths.items():
            if digest_bytes(read(f"{folder}/{path}")) != digest:
                raise Fault(f"{folder}/{path} was changed since it was deployed, so that it cannot be put back")
        listed = self.standing().manifest
        self._carry(present, folder, known=set(listed.paths) if listed else set())
        expect(digest_bytes(read(f"{folder}/{NAME}")))
        self._show(earlier.id)

    def close(self) -> None:
        pass

    # ------------------------------------------------------------ how

    def _present(self) -> str:
        """The folder of the present release; empty where there is none."""
        if not os.path.islink(self.place):
            return ""
        return f"{self._releases}/{os.path.basename(os.readlink(self.place))}"

    def _number(self) -> int:
        match = _RELEASE.fullmatch(os.path.basename(self._present()))
        return int(match["number"]) if match else 0

    def _names(self) -> list[str]:
        if not os.path.isdir(self._releases):
            return []
        with told("read", self._releases):
            return sorted(name for name in os.listdir(self._releases) if _RELEASE.fullmatch(name))

    def _copy_present(self) -> None:
        """Begin with all that the present release holds, by second names: what is not Byline's goes along."""
        self._files.make_folder(self._next)
        if self._began_at:
            self._carry(self._began_at, self._next, known=set())

    def _carry(self, source: str, folder: str, *, known: set[str]) -> None:
        """Give what lies in one folder, but for what is `known`, a second name in another that lacks it."""
        for path, is_folder in strangers(source, known):
            here = f"{folder}/{path}"
            if is_folder:
                if not known or _holds_strangers(f"{source}/{path}", path, known):
                    self._files.make_folder(here)
            elif not os.path.lexists(here):
                self._files.link(f"{source}/{path}", here)

    def _show(self, name: str) -> None:
        draft = f"{self._releases}/link"
        self._files.remove(draft)
        self._files.symlink(f"{os.path.basename(self._releases)}/{name}", draft)
        self._files.rename(draft, self.place)

    def _between(self) -> Fault:
        return Fault(f"somebody else deployed to {self.place} at the same time; run byline deploy again")


def _says(place: str, data: bytes) -> bool:
    return os.path.isfile(place) and read(place) == data


def _holds_strangers(folder: str, path: str, known: set[str]) -> bool:
    """Whether something in a folder, or in the folders below it, is not known."""
    return any(not is_folder and f"{path}/{inner}" not in known for inner, is_folder in strangers(folder, set()))
