"""Jobs to files that are kept, and to claims that say which: what has its fingerprint already is not made again."""

import os
from collections.abc import Collection, Mapping, Sequence

from generator.build.index import forget_index
from generator.build.make import Sheet, publishable
from generator.build.pictures import carded, resized
from generator.build.request import Progress, Request
from generator.build.settle import Settled
from generator.engine.files import NO_HINT, Files
from generator.engine.ledger import Claim, Ledger
from generator.engine.pool import Failed, spread
from generator.engine.store import Lost, Store
from generator.errors import Fault, Stop
from generator.model import Job
from generator.preview.prints import Changed, Printing, Prints, print_page
from generator.theme.press import Press, make_press

_ALONE = 300
"""Pages that are made in this process: to start workers beside a server takes as long."""

_TAKEN = ("copy", "bytes", "kept", "resize", "card")
"""Makers that render no page."""


class AgainError(Exception):
    """Something was lost while it was being used; what depends on it has been forgotten."""


class Printer:
    """Prints what is stale, and knows what is not."""

    def __init__(self, request: Request, prints: Prints, ledger: Ledger, *, progress: Progress) -> None:
        self._request = request
        self._prints = prints
        self._files = Files()
        self._progress = progress
        self._press: tuple[str, Press] | None = None
        self.texts = Store(request.texts, self._files)
        kept = prints.all_keys()
        self._claims: Mapping[str, Claim] = {
            path: claim for path, claim in ledger.pages().items() if claim.digest in kept
        }
        prints.sweep(self.live)

    @property
    def live(self) -> frozenset[str]:
        """The keys of all files of the site."""
        return frozenset(claim.digest for claim in self._claims.values())

    @property
    def press(self) -> str:
        """What tells the press from others; empty before anything was printed."""
        return self._press[0] if self._press else ""

    def key(self, path: str) -> str:
        """Of the file at a path; empty where there is none."""
        claim = self._claims.get(path)
        return claim.digest if claim else ""

    def forget(self) -> None:
        """Trust nothing that was made."""
        self._claims = {}

    def keep_only(self, paths: Collection[str], ledger: Ledger) -> None:
        """Forget all files but those at these paths."""
        gone = [path for path in self._claims if path not in paths]
        if gone:
            ledger.withdraw(gone)
            self._claims = {path: claim for path, claim in self._claims.items() if path in paths}

    def reread(self, ledger: Ledger) -> None:
        """The store of texts is not whole, so all of them are to be read again."""
        ledger.drop_sources(list(ledger.sources()))

    def print(self, jobs: Sequence[Job], settled: Settled, ledger: Ledger) -> int:
        """Make what is stale and claim it; how many were made. Raises Stop with all that went wrong,
        Changed or AgainError where it has to be begun anew."""
        claims = self._claims
        stale = [job for job in jobs if job.path not in claims or claims[job.path].fingerprint != job.fingerprint]
        try:
            fresh = [self._taken(job) for job in stale if job.maker in _TAKEN]
        except Lost as lost:  # of the search index, which is then made anew
            forget_index(ledger)
            raise AgainError from lost
        fresh += self._printed([job for job in stale if job.maker not in _TAKEN], settled, ledger)
        if fresh:
            ledger.claim(fresh, accounts={})
            self._claims = {**claims, **{claim.path: claim for claim in fresh}}
        return len(stale)

    def _taken(self, job: Job) -> Claim:
        """A file that nothing is rendered for."""
        if job.maker == "bytes":
            return _claimed(job, self._prints.keep(job.held["data"]))
        if job.maker == "kept":
            return _claimed(job, self._prints.keep(Store(self._request.index, self._files).get(job.held["key"])))
        if job.maker in ("resize", "card"):
            return _claimed(job, self._prints.keep(self._drawn(job)))
        try:
            picture = publishable(job, project=self._request.project)
        except Fault as error:
            raise Changed(job.held["file"]) from error
        if picture is not None:
            return _claimed(job, self._prints.keep_copy(picture))
        source = os.path.join(self._request.project, job.held["file"])
        return _claimed(job, self._prints.take_copy(source, job.held["digest"]))

    def _drawn(self, job: Job) -> bytes:
        """A picture made of others, or of words."""
        if job.maker == "card":
            return carded(job, folder=self._request.pictures, files=self._files)
        return resized(job, project=self._request.project, folder=self._request.pictures, files=self._files)

    def _printed(self, stale: Sequence[Job], settled: Settled, ledger: Ledger) -> list[Claim]:
        cores = self._request.cores if len(stale) > _ALONE else 1
        if cores > 1:
            self.texts.load()  # before there are workers, so that they inherit it
        sheets = spread(
            print_page,
            stale,
            common=Printing(
                press=self._press_for(settled),
                prints=self._prints.pages,
                project=self._request.project,
                pictures=self._request.pictures,
            ),
            cores=cores,
            result=Sheet,
            done=lambda done: self._progress("rendering", done, len(stale)),
        )
        failed = [problem for sheet in sheets if isinstance(sheet, Failed) for problem in sheet.problems]
        if failed:
            raise Stop(*failed)
        made = [sheet for sheet in sheets if isinstance(sheet, Sheet)]
        if any(sheet.lost for sheet in made):
            self.reread(ledger)
            raise AgainError
        return [_claimed(job, sheet.digest) for job, sheet in zip(stale, made, strict=True)]

    def _press_for(self, settled: Settled) -> Press:
        """The press of a theme, its templates compiled once."""
        assert settled.theme is not None
        key = f"{settled.theme.digest} {settled.plugins.digest} {settled.settings!r}"
        if self._press is None or self._press[0] != key:
            press = make_press(settled.theme, settled.settings, self.texts, filters=settled.plugins.filters)
            self._press = (key, press)
        return self._press[1]


def _claimed(job: Job, key: str) -> Claim:
    return Claim(job.path, job.fingerprint, key, NO_HINT)
