"""A project and its output to what a build would change in it, without building."""

from msgspec import Struct
from msgspec.structs import replace

from generator.build.look import Look, look
from generator.build.request import Progress, Request
from generator.build.start import output_of
from generator.build.unchanged import holds, is_same, recall, token
from generator.build.versions import versions
from generator.engine.files import Files
from generator.engine.ledger import Account, Ledger
from generator.engine.output import Fresh, Output, fresh
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
        mark = token(request, looked.settled, looked.scanned)
        last = recall(ledger, mark, request.moment.now)
        is_current = last is not None and is_same(last.mark.sources, mark.sources) and holds(output, claims, found)
        current = Current(
            output=output,
            settings=looked.settled.settings,
            behind=(),
            problems=(),
            accounts=ledger.accounts(),
        )
        return current if is_current else _read(request, ledger, looked, current, found, progress)
    finally:
        ledger.close()


def _read(request: Request, ledger: Ledger, looked: Look, known: Current, found: Fresh, progress: Progress) -> Current:
    """What a build would change, from the files themselves."""
    from generator.build.site import bound
    from generator.build.survey import survey

    surveyed = survey(request, ledger, looked, progress=progress)
    errors = tuple(problem for problem in surveyed.problems if problem.severity == "error")
    if errors or surveyed.settled.theme is None:
        return replace(known, problems=errors)
    jobs = {job.path: job.fingerprint for job in bound(surveyed)}
    standing = known.output.manifest.paths if known.output.manifest else {}
    held = {path: claim.fingerprint for path, claim in found.claims.items()}
    behind = {path for path, fingerprint in jobs.items() if held.get(path) != fingerprint}
    return replace(known, behind=tuple(sorted(behind | (standing.keys() - jobs.keys()))))
