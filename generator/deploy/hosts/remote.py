"""A machine that is reached over ssh: commands run there, and files sent there by rsync."""

import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Callable, Collection, Sequence

from msgspec import Struct

from generator.deploy.goal import Parcel
from generator.deploy.host import Found, Sent
from generator.deploy.programs import Call, call, failed
from generator.engine.files import Files
from generator.errors import Fault

_LISTED = re.compile(r"(?P<kind>\S)\S{9}\S?\s+[\d,.]+\S*\s+\S+\s+\S+\s(?P<name>.*)")
_PLAIN = re.compile(r"[A-Za-z0-9_./~+@%-]*")
_UNREACHED = 255
_MISSING = 23


_DELETE = r"""cd "$1" || exit 1
while IFS= read -r path; do
  rm -f "./$path" || exit 1
  while path=$(dirname "$path") && [ "$path" != . ]; do rmdir "./$path" 2>/dev/null || break; done
done"""


class Entry(Struct, frozen=True):
    """Something that stands there."""

    path: str
    kind: str
    """`-` for a file, `d` for a folder, `l` for a link."""


class Remote:
    """A folder on a machine that is reached over ssh."""

    def __init__(self, *, host: str, user: str, port: int, work: str, files: Files) -> None:
        self.host = f"{user}@{host}" if user else host
        self._port = port
        self._files = files
        self._stage = f"{work}/stage"
        self._sockets = tempfile.mkdtemp(prefix="byline-")
        self._ssh = self._command()

    def run(self, script: str, *words: str, given: bytes = b"") -> Call:
        """Run a shell script there. Raises Fault where the machine cannot be reached."""
        self._files.before("ssh", words[0] if words else "")
        command = " ".join(shlex.quote(word) for word in ("sh", "-c", script, "sh", *words))
        found = call([*self._ssh, self.host, command], given=given)
        if found.code == _UNREACHED:
            raise failed(f"cannot reach {self.host}", found)
        return found

    def must(self, script: str, *words: str, what: str) -> str:
        """What a script printed. Raises Fault where it fails."""
        found = self.run(script, *words)
        if found.code:
            raise failed(f"{what} on {self.host}", found)
        return found.out.decode(errors="surrogateescape")

    def text(self, path: str) -> bytes | None:
        """The bytes of a file there, by rsync alone; None where there is none."""
        folder = f"{self._stage}.read"
        self._files.remove_tree(folder)
        self._files.make_folder(folder)
        found = self._rsync(["-L"], [self._there(path), f"{folder}/file"])
        if found.code == _MISSING:
            return None
        if found.code:
            raise failed(f"cannot read {self.host}:{path}", found)
        with open(f"{folder}/file", "rb") as file:
            return file.read()

    def entries(self, folder: str) -> dict[str, Entry]:
        """Everything below a folder there, by path; nothing where there is no folder."""
        listed: dict[str, Entry] = {}

        def hear(line: str) -> None:
            match = _LISTED.fullmatch(line)
            if match and match["name"] != ".":
                name = match["name"].split(" -> ")[0] if match["kind"] == "l" else match["name"]
                listed[name] = Entry(name, match["kind"])

        found = self._rsync(["-r", "--links", "--list-only", "--no-h"], [self._there(f"{folder}/")], line=hear)
        if found.code not in (0, _MISSING):
            raise failed(f"cannot look into {self.host}:{folder}", found)
        return listed

    def compare(self, parcels: Sequence[Parcel], folder: str) -> dict[str, Found]:
        """What stands below a folder there where files are to go; links are seen as links."""
        if not parcels:
            return {}
        standing = self.entries(folder)
        found: dict[str, Found] = {}
        ask: list[Parcel] = []
        for parcel in parcels:
            entry = standing.get(parcel.path)
            if any(above in standing and standing[above].kind != "d" for above in _above(parcel.path)):
                found[parcel.path] = Found.OTHER
            elif entry is not None:
                found[parcel.path] = Found.OTHER
                if entry.kind == "-":
                    ask.append(parcel)
        for line in self._transfer(ask, folder, ["-n", "-ii", "--out-format=%i %n"]):
            flags, _blank, path = line.partition(" ")
            if flags[1:2] == "f" and flags[2:3] not in ("c", "+"):
                found[path.strip() if path.strip() in found else path] = Found.SAME
        return found

    def send(self, parcels: Sequence[Parcel], folder: str, sent: Sent, *, drafts: str = "") -> None:
        """Send files to below a folder there; each is put in place whole."""
        waiting = {parcel.path: parcel for parcel in parcels}

        def hear(path: str) -> None:
            if path in waiting:
                sent(waiting.pop(path))

        options = ["--out-format=%n", *([f"--temp-dir={drafts}"] if drafts else [])]
        self._transfer(parcels, folder, options, line=hear)
        for parcel in list(waiting.values()):
            sent(parcel)  # it was there already

    def send_bytes(self, data: bytes, folder: str, name: str, *, drafts: str = "") -> None:
        """Put one small file in place."""
        self._files.write(f"{self._stage}.bytes", data)
        self.send([Parcel(name, f"{self._stage}.bytes", "")], folder, lambda parcel: None, drafts=drafts)

    def fetch(self, paths: Collection[str], folder: str, here: str) -> None:
        """Copy files from below a folder there to below one here."""
        self._files.make_folder(here)
        self._files.write(f"{self._stage}.list", "".join(f"{path}\0" for path in paths).encode())
        found = self._rsync(
            ["-r", "-c", f"--files-from={self._stage}.list", "--from0"], [self._there(f"{folder}/"), f"{here}/"]
        )
        if found.code not in (0, _MISSING):
            raise failed(f"cannot fetch from {self.host}:{folder}", found)

    def delete(self, paths: Collection[str], folder: str, *, shell: bool) -> None:
        """Remove files below a folder there; with a shell, the folders that this empties as well."""
        if not paths:
            return
        if shell:
            found = self.run(_DELETE, folder, given="".join(f"{path}\n" for path in paths).encode())
        else:
            found = self._delete_by_rsync(paths, folder)
        if found.code:
            raise failed(f"cannot delete files from {self.host}:{folder}", found)

    def _delete_by_rsync(self, paths: Collection[str], folder: str) -> Call:
        """Remove files, then the folders above them that are empty, one storey at a time from the top of the tree."""
        found = self._drop(paths, folder)
        storeys: dict[int, set[str]] = {}
        for above in {above for path in paths for above in _above(path)}:
            storeys.setdefault(above.count("/"), set()).add(above)
        for depth in sorted(storeys, reverse=True):
            if found.code:
                break
            self._drop(storeys[depth], folder)  # it ends with an error where one of them holds something, which stays
        return found

    def _drop(self, paths: Collection[str], folder: str) -> Call:
        """What is listed and is not here, rsync removes there; the folders above it must be here."""
        self._files.remove_tree(self._stage)
        for above in {path.rpartition("/")[0] for path in paths}:
            self._files.make_folder(f"{self._stage}/{above}")
        self._files.write(f"{self._stage}.list", "".join(f"{path}\0" for path in sorted(paths)).encode())
        options = ["-r", "--omit-dir-times", "--delete-missing-args", f"--files-from={self._stage}.list", "--from0"]
        return self._rsync(options, [f"{self._stage}/", self._there(f"{folder}/")])

    def close(self) -> None:
        """Let go of the connection."""
        if os.listdir(self._sockets):
            call([*self._ssh, "-O", "exit", self.host])
        shutil.rmtree(self._sockets, ignore_errors=True)

    # ------------------------------------------------------------ how

    def _transfer(
        self,
        parcels: Sequence[Parcel],
        folder: str,
        options: Sequence[str],
        *,
        line: Callable[[str], None] | None = None,
    ) -> list[str]:
        """Let rsync send files, or compare them; the lines it prints."""
        lines: list[str] = []
        for root, group in self._by_root(parcels).items():
            self._files.write(f"{self._stage}.list", "".join(f"{parcel.path}\0" for parcel in group).encode())
            words = ["-r", "-t", "-c", "--omit-dir-times", f"--files-from={self._stage}.list", "--from0", *options]
            found = self._rsync(words, [f"{root}/", self._there(f"{folder}/")], line=line or lines.append)
            if found.code:
                raise failed(f"cannot send to {self.host}:{folder}", found)
        return lines

    def _by_root(self, parcels: Sequence[Parcel]) -> dict[str, list[Parcel]]:
        """Parcels by the folder below which they lie as they are to lie there; those of none are laid out first."""
        groups: dict[str, list[Parcel]] = {}
        for parcel in parcels:
            root = parcel.file.removesuffix(f"/{parcel.path}")
            groups.setdefault(root if root != parcel.file else self._stage, []).append(parcel)
        if self._stage in groups:
            self._files.remove_tree(self._stage)
            for parcel in groups[self._stage]:
                self._files.link(parcel.file, f"{self._stage}/{parcel.path}")
        return groups

    def _rsync(
        self, options: Sequence[str], places: Sequence[str], *, line: Callable[[str], None] | None = None
    ) -> Call:
        self._files.before("rsync", places[-1])
        quoting = [] if all(map(_PLAIN.fullmatch, (place.rpartition(":")[2] for place in places))) else ["-s"]
        words = ["rsync", "-8", *quoting, "-e", shlex.join(self._ssh), *options, "--", *places]
        found = call(words, line=line, environment={"LC_ALL": "C.UTF-8"})
        if found.code == _UNREACHED:
            raise failed(f"cannot reach {self.host}", found)
        return found

    def _there(self, path: str) -> str:
        return f"{self.host}:{path}"

    def _command(self) -> list[str]:
        """The call of ssh, which a variable of rsync's may replace; one connection serves all."""
        given = shlex.split(os.environ.get("RSYNC_RSH") or "ssh")
        shared = ("ControlMaster=auto", f"ControlPath={self._sockets}/%C", "ControlPersist=60")
        patience = ("BatchMode=yes", "ConnectTimeout=20", "ServerAliveInterval=15")
        options = [word for option in (*patience, *shared) for word in ("-o", option)]
        return [*given, *options, *(["-p", str(self._port)] if self._port else [])]


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]


def somebody_else(place: str) -> Fault:
    """What to say when the target changed while a deploy was at work."""
    return Fault(f"somebody else deployed to {place} at the same time; look at its state, then run byline deploy again")
