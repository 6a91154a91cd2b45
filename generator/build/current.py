"""A project and its output to what a build would change in it, without building."""

from msgspec import Struct

from generator.build.request import Progress, Request
from generator.build.site import bound, output_of
from generator.build.survey import look, survey
from generator.build.unchanged import holds, recall, token
from generator.build.versions import versions
from generator.engine.files import Files
from generator.engine.ledger import Account, Ledger
from generator.engine.output import Output, fresh
from generator.errors import Problem
from generator.settings import Settings


class Current(Struct, frozen=True, kw_only=True):
    """An output folder beside the project that it was made from."""

    output: Output
    settings: Settings
    behind: tuple[str, ...]
    """Paths that a build would write or remove, sorted."""
    problems: tuple[Problem, ...]
    """Mistakes for which a build would publish nothing."""
    accounts: dict[str, Account]
    """How the files came to be, by path, where that is known."""


def compare(request: Request, *, progress: Progress) -> Current:
    """Whether the output is what a build would make now. Writes nothing but the ledger; call it under the lock."""
    output = output_of(request)
    ledger = Ledger(request.ledger, versions=versions(), files=Files())
    try:
        looked = look(request, ledger)
        claims = ledger.pages()
        found = fresh(claims, output)
        known = recall(ledger, token(request, looked.settled, looked.scanned), request.moment.now)
        accounts = ledger.accounts()
        if known is not None and holds(output, claims, found):
            return Current(output=output, settings=looked.settled.settings, behind=(), problems=(), accounts=accounts)
        surveyed = survey(request, ledger, looked, progress=progress)
        errors = tuple(problem for problem in surveyed.problems if problem.severity == "error")
        if errors or surveyed.settled.theme is None:
            return Current(output=output, settings=surveyed.settings, behind=(), problems=errors, accounts=accounts)
        jobs = {job.path: job.fingerprint for job in bound(surveyed)}
        standing = output.manifest.paths if output.manifest else {}
        behind = {path for path in standing if path not in jobs}
        behind |= {
            path
            for path, fingerprint in jobs.items()
            if path not in found.claims or found.claims[path].fingerprint != fingerprint
        }
        return Current(
            output=output,
            settings=surveyed.settings,
            behind=tuple(sorted(behind)),
            problems=(),
            accounts=accounts,
        )
    finally:
        ledger.close()
