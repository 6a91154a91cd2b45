"""A project to one edition after the other, with the verbs of a build; what lies in `output/` is never touched."""

import os
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from generator.build.index import with_index
from generator.build.look import Look, look
from generator.build.pictures import with_fonts
from generator.build.ready import binder_of, desk_of
from generator.build.request import Progress, Request
from generator.build.site import bound
from generator.build.survey import Survey, survey
from generator.build.versions import versions
from generator.engine.collector import collector_at_rest, spare_what_is_here
from generator.engine.files import Files
from generator.engine.ledger import Ledger
from generator.engine.store import Lost
from generator.errors import Fault, Stop
from generator.model import Job
from generator.preview.edition import Leaf, edition_after
from generator.preview.marks import marks
from generator.preview.moves import moves
from generator.preview.printer import AgainError, Printer
from generator.preview.prints import Changed, Prints
from generator.preview.quick import Fast, held_fast, touch
from generator.preview.resting import Made, awaken, forget, lay_to_rest, settled_token, token
from generator.preview.sameness import is_same
from generator.source.read import Desk
from generator.theme.render import one_page_each

_TRIES = 5
"""How often a build begins anew because files changed, or were lost, under it."""

_STILL = 2.5
"""Seconds without an edit after which everything is looked at, where only what an edit named was."""


class _Sight(Struct, frozen=True):
    """What was last seen of the project, whatever came of it."""

    looked: Look
    desk: Desk
    digests: Mapping[str, str]
    """Of the bytes of files that were read, by path."""


class Workshop:
    """Makes editions, each from the last one; belongs to one thread."""

    def __init__(self, request: Request, *, clock: Callable[[], datetime], progress: Progress) -> None:
        """`clock` tells the instant to build for."""
        self._request = request
        self._clock = clock
        self._progress = progress
        self._files = Files()
        self._ledger = self._opened()
        self.prints = Prints(f"{request.memory}/prints", self._files)
        self._printer = Printer(request, self.prints, self._ledger, progress=progress)
        self._made = Made()
        self._jobs: Mapping[str, Job] = {}
        self._fast: Fast | None = None
        self._sight: _Sight | None = None
        self._spared = ""
        """The press that the collector was told to spare."""
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
        if any(self._printer.key(path) != leaf.key for path, leaf in made.edition.leaves.items()):
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
                except (Changed, AgainError):
                    named = None
                    continue
                return self._made
        raise Fault("the files of this project change faster than they can be read, or the disk loses them")

    def forget(self) -> None:
        """Trust nothing that was made: something of it is lost."""
        self._printer.forget()
        self._fast = self._sight = None
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
                self.prints.tidy(self._printer.live)
                return replace(last, read=0, rendered=0)
            if time.monotonic() - self._unchecked < _STILL:
                return replace(last, read=0, rendered=0)
        elif not mark or mark != self._kept:
            noticed()
        return self._surveyed(request, looked, mark)

    def _surveyed(self, request: Request, looked: Look, mark: str) -> Made:
        last = self._made
        self._fast = self._sight = None
        surveyed = survey(request, self._ledger, looked, progress=self._progress)
        digests = {path: row.digest for path, row in self._ledger.sources().items()}
        desk = replace(desk_of(request, surveyed.settled), store=self._printer.texts)
        self._sight, self._unchecked = _Sight(looked, desk, digests), 0.0
        if not surveyed.is_sound or surveyed.settled.theme is None:
            return Made(edition=last.edition, problems=surveyed.problems, read=surveyed.intake.read)
        binder = binder_of(surveyed.settled)
        try:
            surveyed = self._indexed(surveyed)
            jobs = bound(surveyed, binder)
            rendered = self._printer.print(jobs, surveyed.settled, self._ledger)
        except Stop as stop:
            problems = (*surveyed.problems, *one_page_each(stop.problems))
            return Made(edition=last.edition, problems=problems, read=surveyed.intake.read)
        self._fast = held_fast(surveyed, binder=binder)
        made = self._laid_out(jobs, surveyed, request, rendered=rendered)
        press = self._printer.press
        spare_what_is_here(clear=press != self._spared)  # an old press is a cycle
        self._spared = press
        self._rest(mark, request, made)
        return made

    def _indexed(self, surveyed: Survey) -> Survey:
        """With the files of the search index, if the publication has one, and fonts for its cards."""
        surveyed = with_fonts(surveyed, self._request.project)
        index, files = self._request.index, self._files
        try:
            return with_index(surveyed, self._ledger, self._printer.texts, index, progress=self._progress, files=files)
        except Lost as lost:
            self._printer.reread(self._ledger)
            raise AgainError from lost

    def _is_as_it_was(self, request: Request, looked: Look) -> bool:
        """Whether what was last made is what would be made now."""
        last, due = self._sight, self._made.next_change
        if last is None or (due is not None and request.moment.now >= due):
            return False
        if settled_token(request, last.looked) != settled_token(request, looked):
            return False
        if not is_same(last.looked.scanned.sources, looked.scanned.sources, last.digests, desk=last.desk):
            return False
        self._sight = replace(last, looked=looked)
        return True

    def _rest(self, mark: str, request: Request, made: Made | None = None) -> None:
        """Keep the edition for the next start, once no file is too young to be known again."""
        made = made or self._made
        if any(problem.severity == "error" for problem in made.problems):
            return
        if mark and mark != self._kept:
            lay_to_rest(self._ledger, made, mark=mark, since=request.moment.now)
        elif not mark and self._kept:
            forget(self._ledger)
        self._kept = mark

    def _laid_out(self, jobs: Sequence[Job], surveyed: Survey, request: Request, *, rendered: int) -> Made:
        by_path = {job.path: job for job in jobs}
        self._printer.keep_only(by_path, self._ledger)
        marked = marks(jobs, surveyed.intake.known, request.moment)
        leaves = {
            job.path: Leaf(self._printer.key(job.path), job.maker == "copy", marked.get(job.path, "")) for job in jobs
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
        sight = self._sight
        if not fast or not sight or last.edition is None or (due is not None and self._clock() >= due):
            return None
        touched = touch(fast, named, self._ledger, digests=sight.digests, desk=sight.desk)
        if touched is None:
            return None
        if touched.fast is fast:
            return replace(last, read=touched.read, rendered=0)
        self._unchecked = time.monotonic()
        self._fast = None
        try:
            rendered = self._printer.print(touched.jobs, fast.surveyed.settled, self._ledger)
        except Stop:
            return None
        self._fast = touched.fast
        self._sight = replace(sight, digests={**sight.digests, **touched.digests})
        leaves = dict(last.edition.leaves)
        for job in touched.jobs:
            leaves[job.path] = replace(leaves[job.path], key=self._printer.key(job.path))
        self._jobs = {**self._jobs, **{job.path: job for job in touched.jobs}}
        edition = edition_after(last.edition, leaves, moved={}, prefix=last.edition.prefix)
        return replace(last, edition=edition, read=touched.read, rendered=rendered)

    # ------------------------------------------------------------ memory

    def _opened(self) -> Ledger:
        return Ledger(self._request.ledger, versions=versions(), files=self._files)

    def _asked(self) -> Request:
        moment = replace(self._request.moment, now=self._clock())
        return replace(self._request, moment=moment, scanned=time.time_ns())
