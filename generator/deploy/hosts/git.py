"""A branch of a Git repository, from which a host of pages serves the site; nothing is ever forced."""

import os
from collections.abc import Collection, Mapping, Sequence

from generator.deploy.goal import Parcel
from generator.deploy.host import Earlier, Expect, Found, Sent, There
from generator.deploy.programs import Call, call, failed
from generator.deploy.secrets import secrets_in, without_secrets
from generator.engine.files import Files
from generator.engine.manifest import NAME, Manifest, read_manifest
from generator.errors import Fault, Place, Problem, Stop

_BLOB = "100644"
_NOTHING = "0" * 40
_STANDS_FOR = "Byline-Stands-For: "
_THERE = "refs/byline/there"
"""The branch as it was last fetched."""

_DOORS = r"^(http\..*|credential\..*|url\..*|core\.sshcommand)$"
"""Settings of Git that say how to reach a remote."""

_DEPTH = 200
"""Commits that are looked through for an earlier release."""


class Git:
    """A branch that is fetched into a bare repository below `.byline/`, added to there, and pushed."""

    keeps = True
    at_once = True

    def __init__(self, *, remote: str, branch: str, cname: str, project: str, work: str, files: Files) -> None:
        self._remote = _address(remote, project)
        self._branch, self._cname = branch, cname
        self._git_dir = f"{work}/git"
        self._index = f"{work}/index"
        self._files = files
        self._who = _identity(project)
        doors = _doors(project)
        self._doors = _as_variables(doors)
        self._secrets = tuple(word for _key, value in doors for word in (value, *value.split()))
        self._expect: Expect = lambda _known_as: None
        self._head = ""
        self.place = f"{without_secrets(self._remote, secrets_in(os.environ))} ({branch})"

    def dress(self, path: str, digest: str) -> str:
        return digest

    def standing(self) -> There:
        if not os.path.isfile(f"{self._git_dir}/HEAD"):
            self._files.make_folder(self._git_dir)
            self._git("init", "--quiet", "--bare", what="cannot make a repository in .byline")
        self._head = self._fetch()
        manifest = self._manifest(self._head) if self._head else None
        if self._head and manifest is None and self._entries(self._head, "content/site.yaml"):
            raise Stop(
                Problem(
                    place=Place("content/site.yaml"),
                    message=f"the branch {self._branch} holds the sources of a site, not a site",
                    hint="name a branch of its own under deploy, such as gh-pages",
                )
            )
        return There(self._head, manifest)

    def compare(self, parcels: Sequence[Parcel]) -> dict[str, Found]:
        standing = self._entries(self._head) if self._head else {}
        folders = {above for path in standing for above in _above(path)}
        met = [parcel for parcel in parcels if parcel.path in standing]
        names = self._hash(met, write=False)
        found = {
            parcel.path: Found.SAME if standing[parcel.path] == name else Found.OTHER
            for parcel, name in zip(met, names, strict=True)
        }
        for parcel in parcels:
            if parcel.path in folders or any(above in standing for above in _above(parcel.path)):
                found[parcel.path] = Found.OTHER
        return found

    def fetch(self, paths: Collection[str], folder: str) -> None:
        raise Fault("a branch keeps its own releases")

    def begin(self, there: There, *, release: str, manifest: bytes, expect: Expect) -> None:
        self._expect = expect
        self._files.remove(self._index)
        if self._head:
            self._git("read-tree", self._head, what="cannot read the branch")
        self._add({".nojekyll": b"", **({"CNAME": f"{self._cname}\n".encode()} if self._cname else {})})

    def send(self, parcels: Sequence[Parcel], sent: Sent) -> None:
        names = self._hash(parcels, write=True)
        self._put({parcel.path: name for parcel, name in zip(parcels, names, strict=True)})
        for parcel in parcels:
            sent(parcel)

    def declare(self, manifest: bytes) -> None:
        pass

    def delete(self, paths: Sequence[str]) -> None:
        self._put(dict.fromkeys(paths, _NOTHING))

    def finish(self, manifest: bytes, *, words: str) -> None:
        self._add({NAME: manifest})
        self._push(words)

    def earlier(self) -> Earlier | None:
        if not self._head:
            return None
        standing = self._manifest(self._head)
        for commit in self._line(self._stood_for(self._head)):
            manifest = self._manifest(commit)
            if manifest is not None and manifest.state == "finished" and manifest != standing:
                return Earlier(commit, manifest)
        return None

    def put_back(self, earlier: Earlier, *, expect: Expect) -> None:
        self._expect = expect
        listed = self._manifest(self._head)
        wanted = self._entries(earlier.id)
        self._files.remove(self._index)
        self._git("read-tree", self._head, what="cannot read the branch")
        self._put(dict.fromkeys(listed.paths if listed else (), _NOTHING))
        self._put({path: wanted[path] for path in (*earlier.manifest.paths, NAME) if path in wanted})
        words = f"Roll back to {earlier.id[:12]}\n\n{_STANDS_FOR}{self._stood_for(earlier.id)}"
        self._push(words)

    def close(self) -> None:
        pass

    # ------------------------------------------------------------ how

    def _fetch(self) -> str:
        """The branch as it is there now; empty where there is none."""
        found = self._run("ls-remote", "--heads", self._remote, f"refs/heads/{self._branch}")
        if found.code:
            raise failed(f"cannot reach {self.place}", found)
        if not found.out.strip():
            return ""
        self._files.before("git fetch", self.place)
        refspec = f"+refs/heads/{self._branch}:{_THERE}"
        self._git("fetch", "--quiet", "--no-tags", self._remote, refspec, what=f"cannot fetch from {self.place}")
        return self._git("rev-parse", _THERE, what="cannot read the branch").strip()

    def _push(self, words: str) -> None:
        tree = self._git("write-tree", what="cannot write a tree").strip()
        parents = ["-p", self._head] if self._head else []
        commit = self._git("commit-tree", tree, *parents, given=words.encode(), what="cannot make a commit").strip()
        self._expect(commit)
        self._files.before("git push", self.place)
        found = self._run("push", "--quiet", self._remote, f"{commit}:refs/heads/{self._branch}")
        if found.code:
            rejected = any(word in found.said for word in ("non-fast-forward", "fetch first", "rejected"))
            hint = " (somebody else pushed meanwhile; run byline deploy again to see what)" if rejected else ""
            raise failed(f"cannot push to {self.place}{hint}", found)
        self._head = commit

    def _hash(self, parcels: Sequence[Parcel], *, write: bool) -> list[str]:
        """The names that Git gives to files."""
        if not parcels:
            return []
        self._files.before("git hash-object", self.place)
        given = "".join(f"{parcel.file}\n" for parcel in parcels).encode()
        words = ["hash-object", "--no-filters", "--stdin-paths", *(["-w"] if write else [])]
        return self._git(*words, given=given, what="cannot read the files to send").split()

    def _add(self, contents: Mapping[str, bytes]) -> None:
        """Put small files of this host's own into the next tree."""
        names = {
            path: self._git("hash-object", "-w", "--stdin", given=data, what=f"cannot keep {path}").strip()
            for path, data in contents.items()
        }
        self._put(names)

    def _put(self, names: Mapping[str, str]) -> None:
        """Put files into the next tree by their names, or take them out."""
        lines = [
            f"{_BLOB} {name}\t{path}\0" if name != _NOTHING else f"0 {_NOTHING}\t{path}\0"
            for path, name in sorted(names.items(), key=lambda item: (item[1] != _NOTHING, item[0]))
        ]
        if lines:
            self._git(
                "update-index", "-z", "--add", "--index-info", given="".join(lines).encode(), what="cannot make a tree"
            )

    def _entries(self, commit: str, *paths: str) -> dict[str, str]:
        """Every file of a commit, to its name."""
        out = self._git("ls-tree", "-r", "-z", commit, "--", *paths, what="cannot read the branch")
        rows = (row.partition("\t") for row in out.split("\0") if row)
        return {path: head.split()[2] for head, _tab, path in rows}

    def _manifest(self, commit: str) -> Manifest | None:
        found = self._run("cat-file", "blob", f"{commit}:{NAME}")
        return read_manifest(found.out) if found.code == 0 else None

    def _line(self, commit: str) -> list[str]:
        """The commits before one, newest first."""
        words = ("rev-list", "--first-parent", f"--max-count={_DEPTH}", commit)
        return self._git(*words, what="cannot read the branch").split()[1:]

    def _stood_for(self, commit: str) -> str:
        """The deploy that a rollback returned to; a deploy stands for itself."""
        words = self._git("log", "-1", "--format=%B", commit, what="cannot read the branch")
        lines = [line for line in words.splitlines() if line.startswith(_STANDS_FOR)]
        return lines[-1].removeprefix(_STANDS_FOR).strip() if lines else commit

    def _git(self, *words: str, given: bytes = b"", what: str) -> str:
        found = self._run(*words, given=given)
        if found.code:
            raise failed(what, found)
        return found.out.decode(errors="surrogateescape")

    def _run(self, *words: str, given: bytes = b"") -> Call:
        environment = {
            "GIT_DIR": self._git_dir,
            "GIT_INDEX_FILE": self._index,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"),
            **self._who,
            **self._doors,
        }
        called = ("git", "-c", "core.quotePath=false", "-c", "gc.auto=0", *words)
        return call(called, given=given, environment=environment, secrets=self._secrets)


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]


def _address(remote: str, project: str) -> str:
    """A remote's address: of the project's own remote by that name, or as written; a path is the project's."""
    if "/" not in remote and ":" not in remote:
        found = call(["git", "-C", project, "remote", "get-url", "--push", remote])
        if found.code == 0:
            return found.out.decode().strip()
    if ":" not in remote:
        place = os.path.join(project, remote)
        if os.path.isdir(place):
            return os.path.abspath(place)
        raise Fault(f"the project has no Git remote named {remote}, and there is no such folder")
    return remote


def _doors(project: str) -> list[tuple[str, str]]:
    """The project's own settings of how to reach remotes, such as the header that a workflow's checkout leaves there.

    They go from one environment to another, and into no file.
    """
    found = call(["git", "-C", project, "config", "--local", "--includes", "--null", "--get-regexp", _DOORS])
    rows = found.out.decode(errors="surrogateescape").split("\0") if found.code == 0 else []
    return [(key, value) for key, newline, value in (row.partition("\n") for row in rows) if newline]


def _as_variables(settings: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Settings of Git as an environment hands them over, after those that are in it already."""
    before = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    told = {"GIT_CONFIG_COUNT": str(before + len(settings))}
    for place, (key, value) in enumerate(settings, start=before):
        told |= {f"GIT_CONFIG_KEY_{place}": key, f"GIT_CONFIG_VALUE_{place}": value}
    return told


def _identity(project: str) -> dict[str, str]:
    """Who makes the commits: as the project's own Git says, else Byline."""
    told = {}
    for variable, key, fallback in (("NAME", "user.name", "Byline"), ("EMAIL", "user.email", "byline@localhost")):
        found = call(["git", "-C", project, "config", key])
        value = found.out.decode(errors="replace").strip() if found.code == 0 else ""
        for role in ("AUTHOR", "COMMITTER"):
            name = f"GIT_{role}_{variable}"
            told[name] = os.environ.get(name) or value or fallback
    return told
