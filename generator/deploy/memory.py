"""What this side remembers of a target: how it was last known, and what is needed to put its last release back."""

import os
import re
from collections.abc import Collection, Mapping

from msgspec import DecodeError, Struct, json
from msgspec.structs import replace

from generator.deploy.goal import Goal, Parcel
from generator.engine.digest import digest_bytes
from generator.engine.files import Files, read
from generator.engine.manifest import Manifest, read_manifest
from generator.errors import Fault

KEPT = 5
"""Earlier releases that are kept of each target."""


class _State(Struct, frozen=True):
    """What was noted of a target."""

    seen: tuple[str, ...] = ()
    """How this side last left it, or may have left it if it was interrupted."""
    releases: tuple[str, ...] = ()
    """Names of the releases that were there, oldest first; the last is the present one."""


class Memory:
    """What lies in one target's folder below `.byline/`; losing it loses the way back, and nothing else."""

    def __init__(self, folder: str, *, name: str, place: str, files: Files) -> None:
        plain = re.sub(r"[^A-Za-z0-9_-]+", "-", name)
        self.folder = f"{folder}/deploy/{plain}-{digest_bytes(f'{name} {place}'.encode())[:8]}"
        self._files = files

    # ------------------------------------------------------------ how the target was last known

    @property
    def seen(self) -> tuple[str, ...]:
        """Under which names the target may be as this side left it; empty where it never deployed there."""
        return self._state().seen

    def expect(self, known_as: str) -> None:
        """Note that the target is about to be known by this name."""
        state = self._state()
        if known_as not in state.seen:
            self._put(replace(state, seen=(*state.seen, known_as)))

    def settle(self, known_as: str) -> None:
        """Note that the target is known by this name and no other."""
        if self._state().seen != (known_as,):
            self._put(replace(self._state(), seen=(known_as,)))

    # ------------------------------------------------------------ the way back

    def has(self, digest: str) -> bool:
        """Whether the bytes that a target lists under this digest are kept here."""
        return os.path.isfile(self._blob(digest))

    def adopt(self, file: str, digest: str) -> None:
        """Keep the bytes of a file below `.byline/`, by taking it away from there."""
        place = self._blob(digest)
        self._files.make_folder(os.path.dirname(place))
        self._files.rename(file, place)

    def note_release(self, release: str, manifest: bytes, *, after: str) -> None:
        """Note a release that is now present, and that it came `after` another one, or after none that is known."""
        self.note_manifest(release, manifest)
        past = _up_to(self._state().releases, after) or ((after,) if self._manifest(after) else ())
        if past[-1:] != (release,):
            past = (*past, release)
        self._put(replace(self._state(), releases=past[-KEPT - 1 :]))
        self._sweep()

    def note_return(self, release: str) -> None:
        """Note that a release is present again, and that those after it are not to be gone back to."""
        self._put(replace(self._state(), releases=_up_to(self._state().releases, release)))

    @property
    def latest(self) -> str:
        """The release that was last present; empty where none is known."""
        return (self._state().releases or ("",))[-1]

    def note_manifest(self, release: str, manifest: bytes) -> None:
        """Keep what a release consisted of."""
        self._write(f"manifests/{release}", manifest)

    def earlier(self, present: str) -> tuple[str, Manifest] | None:
        """The release before the present one, where it is known here; its name, and what it consisted of."""
        releases = self._state().releases
        past = _up_to(releases, present)[:-1] if present in releases else releases
        for name in reversed(past):
            manifest = self._manifest(name)
            if manifest is not None:
                return name, manifest
        return None

    def goal(self, manifest: Manifest, present: Mapping[str, str]) -> Goal:
        """A kept release as a goal. Raises Fault where bytes that the present one does not have are not kept here."""
        lost = [path for path, digest in manifest.paths.items() if present.get(path) != digest and not self.has(digest)]
        if lost:
            more = f" and {len(lost) - 1:,} more files" if lost[1:] else ""
            raise Fault(f"{lost[0]}{more} of the release before cannot be put back: their bytes are not kept here")
        parcels = {path: Parcel(path, self._blob(digest), digest) for path, digest in manifest.paths.items()}
        return Goal(site=manifest.site, parcels=parcels)

    # ------------------------------------------------------------ how

    def _blob(self, digest: str) -> str:
        return f"{self.folder}/files/{digest[:2]}/{digest}"

    def _manifest(self, release: str) -> Manifest | None:
        place = f"{self.folder}/manifests/{release}" if release else ""
        return read_manifest(read(place)) if os.path.isfile(place) else None

    def _state(self) -> _State:
        try:
            with open(f"{self.folder}/state.json", "rb") as file:
                return json.decode(file.read(), type=_State)
        except (OSError, DecodeError):
            return _State()

    def _put(self, state: _State) -> None:
        self._write("state.json", json.encode(state))

    def _write(self, name: str, data: bytes) -> None:
        place = f"{self.folder}/{name}"
        self._files.make_folder(os.path.dirname(place))
        self._files.write(f"{place}.new", data)
        self._files.rename(f"{place}.new", place)

    def _sweep(self) -> None:
        """Let go of what no kept release consists of."""
        kept = self._state().releases
        manifests = {name: self._manifest(name) for name in kept}
        wanted = {digest for manifest in manifests.values() if manifest for digest in manifest.paths.values()}
        self._clear("manifests", kept)
        for two in _names(f"{self.folder}/files"):
            self._clear(f"files/{two}", wanted)

    def _clear(self, below: str, wanted: Collection[str]) -> None:
        for name in _names(f"{self.folder}/{below}"):
            if name not in wanted:
                self._files.remove(f"{self.folder}/{below}/{name}")


def _up_to(releases: tuple[str, ...], release: str) -> tuple[str, ...]:
    """The releases as far as the last time that this one was present; none if it never was."""
    places = [place for place, name in enumerate(releases) if name == release]
    return releases[: places[-1] + 1] if places else ()


def _names(folder: str) -> list[str]:
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []
