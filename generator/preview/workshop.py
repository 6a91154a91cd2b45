"""A project to one edition after the other, with the verbs of a build; what lies in `output/` is never touched."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from msgspec import DecodeError, Struct, ValidationError, msgpack
from msgspec.structs import replace

from generator.build.look import Look, look
from generator.build.make import Sheet
from generator.build.request import Progress, Request
from generator.build.site import bound
from generator.build.survey import Survey, survey
from generator.build.versions import versions
from generator.engine.collector import collector_at_rest
from generator.engine.digest import digest_bytes
from generator.engine.files import NO_HINT, Files
from generator.engine.ledger import Claim, Ledger
from generator.engine.pool import Failed, spread
from generator.engine.store import Store
from generator.errors import Fault, Problem, Stop
from generator.model import Job
from generator.preview.edition import Edition, Leaf
from generator.preview.marks import marks
from generator.preview.moves import moves
from generator.preview.prints import Changed, Printing, Prints, print_page
from generator.theme.press import make_press
from generator.theme.render import one_page_each

_ALONE = 300
"""Pages that are made in this process: to start workers beside a server takes as long."""

_TRIES = 5
"""How often a build begins anew because files changed, or were lost, under it."""

_KEY = "edition"


class Made(Struct, frozen=True, kw_only=True):
    """What came of a look at the project."""

    edition: Edition | None = None
    """The last good one; the very same if nothing of it changed."""
    problems: tuple[Problem, ...] = ()
    read: int = 0
    rendered: int = 0
    pages: int = 0
    next_change: datetime | None = None
    """When the site will change by itself."""


class _Resting(Struct, frozen=True, kw_only=True):
    """An edition as the ledger keeps it for the next start."""

    token: str
    """Of everything that it was made from."""
    since: datetime
    made: Made


def _token(request: Request, looked: Look) -> str:
    """The digest of all that an edition depends on but the instant; empty where a file must be read to know."""
    settled, scanned = looked.settled, looked.scanned
    if settled.theme is None or not all(source.hint for source in scanned.sources):
        return ""
    parts = (
        (request.project, request.url, request.moment.drafts, request.moment.future),
        (settled.settings, settled.tags, settled.theme.digest, settled.plugins.digest, settled.problems),
        (scanned.sources, scanned.problems),
    )
    return digest_bytes(msgpack.encode(parts))


class _AgainError(Exception):
    """Something changed, or was lost, while it was being used."""


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
        self._claims = self._recalled()
        self._jobs: Mapping[str, Job] = {}
        self._made = Made()
        self._mark = ""

    def close(self) -> None:
        """Let go of the ledger."""
        self._ledger.close()

    def resume(self) -> Made | None:
        """The last edition of an earlier server, if nothing has changed since."""
        request = self._asked()
        looked = look(request, self._ledger)
        data = self._ledger.note(_KEY)
        if data is None:
            return None
        try:
            last = msgpack.decode(data, type=_Resting)
        except (DecodeError, ValidationError):
            return None
        made, now = last.made, request.moment.now
        if not last.token or last.token != _token(request, looked) or made.edition is None:
            return None
        if now < last.since or (made.next_change is not None and now >= made.next_change):
            return None
        if any(path not in self._claims or self._claims[path].digest != leaf.key for path, leaf in _leaves(made)):
            return None
        self._made = made
        return made

    @property
    def last(self) -> Made:
        """What was made last."""
        return self._made

    def make(self, noticed: Callable[[], None] = lambda: None) -> Made:
        """Look at the whole project and make what has changed; `noticed` hears of it as soon as anything has.

        Raises Fault where the machine fails.
        """
        with collector_at_rest():
            for _ in range(_TRIES):
                try:
                    self._made = self._once(noticed)
                except (Changed, _AgainError):
                    continue
                return self._made
        raise Fault("the files of this project change faster than they can be read, or the disk loses them")

    def forget(self) -> None:
        """Trust nothing that was made: something of it is lost."""
        self._claims = {}
        self._mark = ""

    # ------------------------------------------------------------ how

    def _opened(self) -> Ledger:
        return Ledger(self._request.ledger, versions=versions(), files=self._files)

    def _asked(self) -> Request:
        moment = replace(self._request.moment, now=self._clock())
        return replace(self._request, moment=moment, scanned=time.time_ns())

    def _recalled(self) -> dict[str, Claim]:
        """What an earlier server made, as far as it is still there."""
        claims = self._ledger.pages()
        kept = self.prints.all_keys()
        claims = {path: claim for path, claim in claims.items() if claim.digest in kept}
        self.prints.sweep(frozenset(claim.digest for claim in claims.values()))
        return claims

    def _once(self, noticed: Callable[[], None]) -> Made:
        request = self._asked()
        if not os.path.isfile(request.ledger):  # somebody threw the memory away
            self._ledger.close()
            self._ledger = self._opened()
            self.forget()
        looked = look(request, self._ledger)
        mark = _token(request, looked)
        last = self._made
        due = last.next_change is not None and request.moment.now >= last.next_change
        if mark and mark == self._mark and not due:
            return replace(last, read=0, rendered=0)
        self._mark = ""
        noticed()
        surveyed = survey(request, self._ledger, looked, progress=self._progress)
        if not surveyed.is_sound or surveyed.settled.theme is None:
            return Made(edition=last.edition, problems=surveyed.problems, read=surveyed.intake.read)
        try:
            jobs = bound(surveyed)
            stale = self._stale(jobs)
            self._print(stale, surveyed)
        except Stop as stop:
            problems = (*surveyed.problems, *one_page_each(stop.problems))
            return Made(edition=last.edition, problems=problems, read=surveyed.intake.read)
        made = self._laid_out(jobs, surveyed, request, rendered=len(stale))
        self._mark = mark
        self._ledger.put_note(
            _KEY, msgpack.encode(_Resting(token=mark, since=request.moment.now, made=made)) if mark else None
        )
        return made

    def _stale(self, jobs: Sequence[Job]) -> list[Job]:
        claims = self._claims
        return [job for job in jobs if job.path not in claims or claims[job.path].fingerprint != job.fingerprint]

    def _print(self, stale: Sequence[Job], surveyed: Survey) -> None:
        """Make what is stale and claim it. Raises Stop with all that went wrong."""
        fresh = [
            self._copied(job) if job.maker == "copy" else self._claimed(job, self.prints.keep(job.held["data"]))
            for job in stale
            if job.maker in ("copy", "bytes")
        ]
        printed = [job for job in stale if job.maker not in ("copy", "bytes")]
        fresh += self._printed(printed, surveyed)
        self._ledger.claim(fresh, accounts={})
        self._claims |= {claim.path: claim for claim in fresh}

    def _printed(self, stale: Sequence[Job], surveyed: Survey) -> list[Claim]:
        settled, request = surveyed.settled, self._request
        assert settled.theme is not None
        texts = Store(request.texts, self._files)
        press = make_press(settled.theme, settled.settings, texts, filters=settled.plugins.filters)
        sheets = spread(
            print_page,
            stale,
            common=Printing(press=press, prints=self.prints.pages),
            cores=request.cores if len(stale) > _ALONE else 1,
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
        return [self._claimed(job, sheet.digest) for job, sheet in zip(stale, made, strict=True)]

    def _copied(self, job: Job) -> Claim:
        self.prints.take_copy(os.path.join(self._request.project, job.held["file"]), job.held["digest"])
        return self._claimed(job, job.held["digest"])

    @staticmethod
    def _claimed(job: Job, key: str) -> Claim:
        return Claim(job.path, job.fingerprint, key, NO_HINT)

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
        edition = _after(self._made.edition, leaves, moves(self._jobs, by_path), prefix=surveyed.settings.prefix)
        self._jobs = by_path
        return Made(
            edition=edition,
            problems=surveyed.problems,
            read=surveyed.intake.read,
            rendered=rendered,
            pages=sum(not leaf.copied for leaf in leaves.values()),
            next_change=surveyed.library.next_change,
        )


def _leaves(made: Made) -> list[tuple[str, Leaf]]:
    return list(made.edition.leaves.items()) if made.edition else []


def _after(last: Edition | None, leaves: dict[str, Leaf], moved: dict[str, str], *, prefix: str) -> Edition:
    """The edition with these leaves; the last one if it is the same."""
    if last is None:
        return Edition(number=1, prefix=prefix, leaves=leaves)
    if last.leaves == leaves and last.prefix == prefix:
        return last
    number = last.number + 1
    known = {path: moved.get(heir, heir) for path, heir in last.moves.items()} | moved
    copies = {
        path: number
        for path, leaf in leaves.items()
        if leaf.copied and (path not in last.leaves or last.leaves[path].key != leaf.key)
    }
    return Edition(
        number=number,
        prefix=prefix,
        leaves=leaves,
        moves={path: heir for path, heir in known.items() if heir in leaves and path not in leaves},
        changed={**last.changed, **copies},
    )
