"""A link on another machine to the present release, so that readers see a whole release at a time."""

from collections.abc import Collection, Sequence

from generator.deploy.goal import Parcel
from generator.deploy.host import Earlier, Expect, Found, Sent, There
from generator.deploy.hosts.remote import Remote, somebody_else
from generator.deploy.memory import KEPT
from generator.engine.digest import digest_bytes
from generator.engine.manifest import NAME, read_manifest
from generator.engine.output import holds
from generator.errors import Fault

PROBE = r"""p=$1
if [ -L "$p" ]; then printf 'byline link %s\n' "$(readlink "$p")"
elif [ -d "$p" ]; then echo byline folder
elif [ -e "$p" ]; then echo byline file
else
  d=$(dirname "$p"); while [ ! -d "$d" ]; do d=$(dirname "$d"); done
  if [ -w "$d" ] && command -v rsync >/dev/null; then echo byline nothing; else echo byline closed; fi
fi"""
"""Tells what stands at a path; whoever gives no shell does not answer."""

_BEGIN = r"""set -e
link=$1 present=$2 key=$3 releases=$1.releases
mkdir -p "$releases"; cd "$releases"
for name in [0-9][0-9][0-9][0-9][0-9][0-9]-*; do
  if [ -d "$name" ] && expr "$name" '>' "${present:-0}" >/dev/null; then rm -rf "$name"; fi
done
if [ ! -d next ] || [ "$(cat next.of 2>/dev/null)" != "$key" ]; then
  rm -rf next next.of; mkdir next
  if [ -n "$present" ]; then
    rsync -a --link-dest="../$present/" --exclude="/.byline-manifest" "$present/" next/
  fi
  printf '%s\n' "$key" > next.of
fi"""

_SHOW = r"""set -e
link=$1 present=$2 name=$3 kept=$4 made=$5
now=$(readlink "$link" 2>/dev/null || true)
[ "${now##*/}" = "$present" ] || { echo 'somebody else deployed' >&2; exit 9; }
cd "$link.releases" 2>/dev/null || cd "$(dirname "$link")/$(basename "$link").releases"
if [ "$made" = made ]; then rm -f next.of; mv next "$name"; fi
releases=$(basename "$link").releases
rm -f link; ln -s "$releases/$name" link
mv -fT link "../$(basename "$link")" 2>/dev/null || mv -fh link "../$(basename "$link")"
if [ "$made" = made ]; then
  ls -d [0-9][0-9][0-9][0-9][0-9][0-9]-* | sort -r | tail -n "+$kept" | while IFS= read -r old; do rm -rf "$old"; done
fi"""

_CARRY = r"""set -e
cd "$1.releases"
rsync -a --prune-empty-dirs --ignore-existing --link-dest="../$2/" --exclude-from=- "$2/" "$3/" """

_SUMS = 'cd "$1" && xargs -0 sha256sum --'
"""The digests of files, of which Byline's are the beginnings, where the machine has the program for it."""


class RsyncLinked:
    """A link on another machine beside the folder of releases that it points into."""

    keeps = True
    at_once = True

    def __init__(self, remote: Remote, link: str, *, work: str) -> None:
        self.place = f"{remote.host}:{link}"
        self._remote, self._link, self._work = remote, link, work
        self._next = f"{link}.releases/next"
        self._expect: Expect = lambda _known_as: None
        self._release = self._began_at = ""

    def dress(self, path: str, digest: str) -> str:
        return digest

    def standing(self) -> There:
        data = self._remote.text(f"{self._link}/{NAME}")
        return There(digest_bytes(data), read_manifest(data)) if data is not None else There("", None)

    def compare(self, parcels: Sequence[Parcel]) -> dict[str, Found]:
        return self._remote.compare(parcels, self._link) if self._present() else {}

    def fetch(self, paths: Collection[str], folder: str) -> None:
        self._remote.fetch(paths, self._link, folder)

    def begin(self, there: There, *, release: str, manifest: bytes, expect: Expect) -> None:
        self._expect, self._release, self._began_at = expect, release, self._present()
        if self.standing().id != there.id:
            raise somebody_else(self.place)
        key = f"{self._began_at} {release}"
        self._remote.must(_BEGIN, self._link, self._began_at, key, what="cannot prepare a release")

    def send(self, parcels: Sequence[Parcel], sent: Sent) -> None:
        self._remote.send(parcels, self._next, sent)

    def declare(self, manifest: bytes) -> None:
        if self._present() != self._began_at:
            raise somebody_else(self.place)

    def delete(self, paths: Sequence[str]) -> None:
        self._remote.delete(paths, self._next, shell=True)

    def finish(self, manifest: bytes, *, words: str) -> None:
        self._remote.send_bytes(manifest, self._next, NAME)
        name = f"{int(self._began_at[:6] or 0) + 1:06}-{self._release[:8]}"
        self._expect(digest_bytes(manifest))
        self._show(name, made=True)

    def earlier(self) -> Earlier | None:
        script = 'cd "$1.releases" 2>/dev/null && ls -d [0-9][0-9][0-9][0-9][0-9][0-9]-* 2>/dev/null; exit 0'
        names = self._remote.must(script, self._link, what="cannot look for releases").split()
        present = self._present()
        for name in sorted((name for name in names if name < present), reverse=True):
            data = self._remote.text(f"{self._link}.releases/{name}/{NAME}")
            manifest = read_manifest(data) if data is not None else None
            if manifest is not None and manifest.state == "finished":
                return Earlier(name, manifest)
        return None

    def put_back(self, earlier: Earlier, *, expect: Expect) -> None:
        folder = f"{self._link}.releases/{earlier.id}"
        self._check(earlier)
        self._began_at = self._present()
        listed = self.standing().manifest
        excluded = ["/" + NAME, *(f"/{_escaped(path)}" for path in (listed.paths if listed else ()))]
        given = "".join(f"{line}\n" for line in excluded).encode()
        found = self._remote.run(_CARRY, self._link, self._began_at, earlier.id, given=given)
        if found.code:
            raise Fault(f"cannot prepare {earlier.id} on {self.place}: {found.said}")
        expect(digest_bytes(self._remote.text(f"{folder}/{NAME}") or b""))
        self._show(earlier.id, made=False)

    def close(self) -> None:
        self._remote.close()

    # ------------------------------------------------------------ how

    def _present(self) -> str:
        """The name of the present release; empty where there is none."""
        script = 'if [ -L "$1" ]; then readlink "$1"; fi'
        return self._remote.must(script, self._link, what="cannot look at the link").strip().rpartition("/")[2]

    def _show(self, name: str, *, made: bool) -> None:
        words = (self._link, self._began_at, name, str(KEPT + 2), "made" if made else "kept")
        found = self._remote.run(_SHOW, *words)
        if found.code == 9:
            raise somebody_else(self.place)
        if found.code:
            raise Fault(f"cannot show the release on {self.place}: {found.said}")

    def _check(self, earlier: Earlier) -> None:
        """Raises Fault where a kept release is not as it was deployed."""
        folder, wanted = f"{self._link}.releases/{earlier.id}", earlier.manifest.paths
        given = "".join(f"{path}\0" for path in wanted).encode()
        found = self._remote.run(_SUMS, folder, given=given)
        if found.code == 0:
            rows = (line.partition("  ")[::2] for line in found.out.decode(errors="replace").splitlines())
            sums = {path: digest for digest, path in rows}
            amiss = [
                path
                for path, digest in wanted.items()
                if sums.get(path, "")[: len(digest)] != digest and "\\" not in path
            ]
        else:
            self._remote.fetch(wanted, folder, f"{self._work}/check")
            amiss = [path for path, digest in wanted.items() if not holds(f"{self._work}/check/{path}", digest)]
        if amiss:
            raise Fault(f"{amiss[0]} of the release {earlier.id} is not as it was deployed: it cannot be put back")


def _escaped(path: str) -> str:
    """A path as rsync's patterns mean it literally."""
    return "".join(f"\\{letter}" if letter in "*?[\\" else letter for letter in path)
