"""A small press for tests of the engine: pages in, a published folder out, and a hand that fails or dies on request."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.engine.digest import digest_bytes
from generator.engine.files import Files
from generator.engine.ledger import Account, Claim, Ledger
from generator.engine.output import claim_folder, fresh
from generator.engine.publish import Edition, Made, Published, publish, staging

SITE = "https://example.org/"


class Rig(Files):
    """Counts what is done, and does `harm` ahead of one of it."""

    def __init__(self, at: int = 0, harm: Callable[[], None] = lambda: None) -> None:
        self.done: list[tuple[str, str]] = []
        self._at, self._harm = at, harm

    def before(self, verb: str, path: str) -> None:
        self.done.append((verb, path))
        if len(self.done) == self._at:
            self._harm()


class Press:
    """A project whose pages are given as bytes, and which makes only what it must."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.theme = b"made of "
        """Enters every fingerprint, and no byte of a page."""

    def build(self, pages: dict[str, bytes], files: Files | None = None) -> Published:
        files = files or Files()
        ledger = Ledger(f"{self.folder}/.byline/ledger.sqlite", versions="1", files=files)
        try:
            output = claim_folder(str(self.output), project=str(self.folder), precious=[str(self.folder / "content")])
            found = fresh(ledger.pages(), output)
            kept = [
                path for path, claim in found.claims.items() if claim.fingerprint == self._fingerprint(pages.get(path))
            ]
            with staging(output, memory=f"{self.folder}/.byline", files=files) as stage:
                made = tuple(
                    Made(path, stage.write(path, data, files), self._fingerprint(data), Account({"page": "1"}, "new"))
                    for path, data in pages.items()
                    if path not in kept
                )
                edition = Edition(site=SITE, drafts=False, future=False, made=made, kept=tuple(kept))
                return publish(edition, output=output, fresh=found, stage=stage, ledger=ledger, files=files)
        finally:
            ledger.close()

    def _fingerprint(self, data: bytes | None) -> str:
        return digest_bytes(self.theme + data) if data is not None else ""

    def claims(self) -> dict[str, Claim]:
        """What the ledger claims, as another process sees it."""
        ledger = Ledger(f"{self.folder}/.byline/ledger.sqlite", versions="1", files=Files())
        try:
            return ledger.pages()
        finally:
            ledger.close()

    def tree(self) -> dict[str, bytes]:
        """Every file of the output but the manifest; a link by what it says."""
        found = {}
        for path in self.output.rglob("*"):
            if path.is_symlink():
                found[path.relative_to(self.output).as_posix()] = b"-> " + os.readlink(path).encode()
            elif path.is_file() and path.name != ".byline-manifest":
                found[path.relative_to(self.output).as_posix()] = path.read_bytes()
        return found

    def folders(self) -> set[str]:
        return {path.relative_to(self.output).as_posix() for path in self.output.rglob("*") if path.is_dir()}

    def manifest(self) -> str:
        return (self.output / ".byline-manifest").read_text()


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path)


@pytest.fixture
def make_press(tmp_path: Path) -> Callable[[str], Press]:
    """Presses in folders of their own."""

    def make(name: str) -> Press:
        folder = tmp_path / name
        folder.mkdir()
        return Press(folder)

    return make


@pytest.fixture
def rig() -> type[Rig]:
    return Rig


@pytest.fixture
def dies() -> Callable[[], None]:
    """Ends the process at once, as a power cut to it would."""
    return lambda: os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def in_child() -> Callable[[Callable[[], None]], int]:
    """Runs a function in a child process: its exit code, or minus the signal that ended it; 3 for a Fault."""
    from generator.errors import BylineError

    def run(work: Callable[[], None]) -> int:
        child = os.fork()
        if child == 0:
            code = 99
            try:
                work()
                code = 0
            except BylineError as error:
                code = error.exit_code
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    return run


@pytest.fixture
def nobody() -> Iterator[Callable[[], None]]:
    """Turns a child process into one without rights; root's would make a test of permissions vacuous."""
    if os.getuid() != 0:
        yield lambda: None
    else:
        yield lambda: (os.setgroups([]), os.setgid(65534), os.setuid(65534))[0]
