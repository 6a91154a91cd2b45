"""A project to one edition after the other, with the verbs of a build; what lies in `output/` is never touched."""

import os
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from generator.build.look import Look, look
from generator.build.make import Sheet
from generator.build.request import Progress, Request
from generator.build.settle import Settled
from generator.build.site import binder_of, bound
from generator.build.survey import Survey, survey
from generator.build.versions import versions
from generator.engine.collector import collector_at_rest
from generator.engine.files import NO_HINT, Files
from generator.engine.ledger import Claim, Ledger
from generator.engine.pool import Failed, spread
from generator.engine.store import Store
from generator.errors import Fault, Stop
from generator.model import Job
from generator.preview.edition import Leaf, edition_after
from generator.preview.marks import marks
from generator.preview.moves import moves
from generator.preview.prints import Changed, Printing, Prints, print_page
from generator.preview.quick import Fast, held_fast, touch
from generator.preview.resting import Made, awaken, forget, lay_to_rest, settled_token, token
from generator.preview.sameness import is_same
from generator.theme.press import Press, make_press
from generator.theme.render import one_page_each

_ALONE = 300
"""Pages that are made in this process: to start workers beside a server takes as long."""

_TRIES = 5
"""How often a build begins anew because files changed, or were lost, under it."""

_STILL = 2.5
"""Seconds without an edit after which everything is looked at, where only what an edit named was."""


class _AgainError(Exception):
    """Something was lost while it was being used."""


class Workshop:
    """Makes editions, each from the last one; belongs to one thread."""

    def __init__(self, request: Request, *, clock: Callable[[], datetime], progress: Progress) -> None:
        """`clock` tells the instant to build for."""
        self._request = request
        self._clock = clock
        self._progress = progress
        self._files = Files()
        self._ledger = self._opened()
        self._texts = Store(request.texts, self._files)
        self.prints = Prints(f"{request.memory}/prints", self._files)
        self._claims = self._recalled()
        self._made = Made()
        self._jobs: Mapping[str, Job] = {}
        self._fast: Fast | None = None
        self._looked: Look | None = None
        self._press: tuple[str, Press] | None = None
        self._kept = ""
        """The token of the edition that rests in the ledger."""
        self._unchecked = 0.0
        """When something was last made without a look at everything."""

    @property
    def last(self) -> Made:
        """What was made last."""
        return self._made

    def close(self) -> None:
        """Let go of the ledger."""
        self._ledger.close()

    def resume(self) -> Made | None:
        """The last edition of an earlier server, if nothing has changed since."""
        request = self._asked()
        mark = token(request, look(request, self._ledger))
        made = awaken(self._ledger, mark=mark, now=request.moment.now)
        if made is None or made.edition is None:
            return None
        if any(self._claims.get(path, _NONE).digest != leaf.key for path, leaf in made.edition.leaves.items()):
            return None
        self._made, self._kept = made, mark
        return made

    def make(self, noticed: Callable[[], None] = lambda: None, *, named: Collection[str] | None = None) -> Made:
        """Make what has changed in the whole project, or in the files below it that are `named`.

        `noticed` hears as soon as anything is seen to have changed. Raises Fault where the machine fails.
        """
        with collector_at_rest():
            for _ in range(_TRIES):
                try:
                    made = self._quickly(named) if named is not None else None
                    self._made = made or self._wholly(noticed)
                except (Changed, _AgainError):
                    named = None
                    continue
                return self._made
        raise Fault("the files of this project change faster than they can be read, or the disk loses them")

    def forget(self) -> None:
        """Trust nothing that was made: something of it is lost."""
        self._claims = {}
        self._fast = self._looked = None
        self._kept = ""

    # ------------------------------------------------------------ the whole of it

    def _wholly(self, noticed: Callable[[], None]) -> Made:
        request = self._asked()
        if not os.path.isfile(request.ledger):  # somebody threw the memory away
            self._ledger.close()
            self._ledger = self._opened()
            self.forget()
        looked, last = look(request, self._ledger), self._made
        mark = token(request, looked)
        if self._is_as_it_was(request, looked):
            if not self._unchecked:
                self._rest(mark, request)
                return replace(last, read=0, rendered=0)
            if time.monotonic() - self._unchecked < _STILL:
                return replace(last, read=0, rendered=0)
        elif not mark or mark != self._kept:
            noticed()
        return self._surveyed(request, looked, mark)

    def _surveyed(self, request: Request, looked: Look, mark: str) -> Made:
        last = self._made
        self._fast = self._looked = None
        surveyed = survey(request, self._ledger, looked, progress=self._progress)
        self._unchecked = 0.0
        if not surveyed.is_sound or surveyed.settled.theme is None:
            return Made(edition=last.edition, problems=surveyed.problems, read=surveyed.intake.read)
        binder = binder_of(surveyed.settled)
        try:
            jobs = bound(surveyed, binder)
            rendered = self._print(jobs, surveyed.settled)
        except Stop as stop:
            problems = (*surveyed.problems, *one_page_each(stop.problems))
            return Made(edition=last.edition, problems=problems, read=surveyed.intake.read)
        self._looked = looked
        self._fast = held_fast(surveyed, request, self._ledger, texts=self._texts, binder=binder)
        made = self._laid_out(jobs, surveyed, request, rendered=rendered)
        self._rest(mark, request, made)
        return made

    def _is_as_it_was(self, request: Request, looked: Look) -> bool:
        """Whether what was last made is what would be made now."""
        last, due = self._looked, self._made.next_change
        if last is None or self._fast is None or (due is not None and request.moment.now >= due):
            return False
        if settled_token(request, last) != settled_token(request, looked):
            return False
        if not is_same(last.scanned.sources, looked.scanned.sources, self._fast.digests, desk=self._fast.desk):
            return False
        self._looked = looked
        return True

    def _rest(self, mark: str, request: Request, made: Made | None = None) -> None:
        """Keep the edition for the next start, once no file is too young to be known again."""
        if mark and mark != self._kept:
            lay_to_rest(self._ledger, made or self._made, mark=mark, since=request.moment.now)
        elif not mark and self._kept:
            forget(self._ledger)
        self._kept = mark

    def _laid_out(self, jobs: Sequence[Job], surveyed: Survey, request: Request, *, rendered: int) -> Made:
        by_path = {job.path: job for job in jobs}
        gone = self._claims.keys() - by_path.keys()
        if gone:
            self._ledger.withdraw(gone)
            self._claims = {path: claim for path, claim in self._claims.items() if path not in gone}
        marked = marks(jobs, surveyed.intake.known, request.moment)
        leaves = {
            job.path: Leaf(self._claims[job.path].digest, job.maker == "copy", marked.get(job.path, "")) for job in jobs
        }
        moved = moves(self._jobs, by_path)
        edition = edition_after(self._made.edition, leaves, moved=moved, prefix=surveyed.settings.prefix)
        self._jobs = by_path
        return Made(
            edition=edition,
            problems=surveyed.problems,
            read=surveyed.intake.read,
            rendered=rendered,
            pages=sum(not leaf.copied for leaf in leaves.values()),
            next_change=surveyed.library.next_change,
        )

    # ------------------------------------------------------------ an edit or two

    def _quickly(self, named: Collection[str]) -> Made | None:
        """What comes of edits that reach only a few pages; None where everything has to be looked at."""
        last, due, fast = self._made, self._made.next_change, self._fast
        if fast is None or last.edition is None or (due is not None and self._clock() >= due):
            return None
        touched = touch(fast, named, self._ledger)
        if touched is None:
            return None
        if touched.fast is fast:
            return replace(last, read=touched.read, rendered=0)
        self._unchecked = time.monotonic()
        self._fast = None
        try:
            rendered = self._print(touched.jobs, fast.surveyed.settled)
        except Stop:
            return None
        self._fast = touched.fast
        leaves = dict(last.edition.leaves)
        for job in touched.jobs:
            leaves[job.path] = replace(leaves[job.path], key=self._claims[job.path].digest)
        self._jobs = {**self._jobs, **{job.path: job for job in touched.jobs}}
        edition = edition_after(last.edition, leaves, moved={}, prefix=last.edition.prefix)
        return replace(last, edition=edition, read=touched.read, rendered=rendered)

    # ------------------------------------------------------------ pages

    def _print(self, jobs: Sequence[Job], settled: Settled) -> int:
        """Make what is stale and claim it; how many were made. Raises Stop with all that went wrong."""
        claims = self._claims
        stale = [job for job in jobs if job.path not in claims or claims[job.path].fingerprint != job.fingerprint]
        fresh = [self._taken(job) for job in stale if job.maker in ("copy", "bytes")]
        fresh += self._printed([job for job in stale if job.maker not in ("copy", "bytes")], settled)
        if fresh:
            self._ledger.claim(fresh, accounts={})
            self._claims = {**claims, **{claim.path: claim for claim in fresh}}
        return len(stale)

    def _taken(self, job: Job) -> Claim:
        if job.maker == "bytes":
            return _claimed(job, self.prints.keep(job.held["data"]))
        self.prints.take_copy(os.path.join(self._request.project, job.held["file"]), job.held["digest"])
        return _claimed(job, job.held["digest"])

    def _printed(self, stale: Sequence[Job], settled: Settled) -> list[Claim]:
        cores = self._request.cores if len(stale) > _ALONE else 1
        if cores > 1:
            self._texts.load()  # before there are workers, so that they inherit it
        sheets = spread(
            print_page,
            stale,
            common=Printing(press=self._press_for(settled), prints=self.prints.pages),
            cores=cores,
            result=Sheet,
            done=lambda done: self._progress("rendering", done, len(stale)),
        )
        failed = [problem for sheet in sheets if isinstance(sheet, Failed) for problem in sheet.problems]
        if failed:
            raise Stop(*failed)
        made = [sheet for sheet in sheets if isinstance(sheet, Sheet)]
        if any(sheet.lost for sheet in made):  # the store of texts is not whole, so all of them are read again
            self._ledger.drop_sources(list(self._ledger.sources()))
            raise _AgainError
        return [_claimed(job, sheet.digest) for job, sheet in zip(stale, made, strict=True)]

    def _press_for(self, settled: Settled) -> Press:
        """The press of a theme, its templates compiled once."""
        assert settled.theme is not None
        key = f"{settled.theme.digest} {settled.plugins.digest} {settled.settings!r}"
        if self._press is None or self._press[0] != key:
            press = make_press(settled.theme, settled.settings, self._texts, filters=settled.plugins.filters)
            self._press = (key, press)
        return self._press[1]

    # ------------------------------------------------------------ memory

    def _opened(self) -> Ledger:
        return Ledger(self._request.ledger, versions=versions(), files=self._files)

    def _asked(self) -> Request:
        moment = replace(self._request.moment, now=self._clock())
        return replace(self._request, moment=moment, scanned=time.time_ns())

    def _recalled(self) -> dict[str, Claim]:
        """What an earlier server made, as far as it is still there."""
        kept = self.prints.all_keys()
        claims = {path: claim for path, claim in self._ledger.pages().items() if claim.digest in kept}
        self.prints.sweep(frozenset(claim.digest for claim in claims.values()))
        return claims


_NONE = Claim("", "", "", NO_HINT)


def _claimed(job: Job, key: str) -> Claim:
    return Claim(job.path, job.fingerprint, key, NO_HINT)
