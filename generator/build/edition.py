"""Files that were made, and why, to what the output is to be."""

from collections.abc import Iterable, Mapping, Sequence

from generator.build.make import Sheet
from generator.build.request import Request
from generator.engine.ledger import Account
from generator.engine.publish import Edition, Made
from generator.model import Job
from generator.site.reasons import Changes, reason

COPIED = ("copy", "bytes", "kept", "resize", "card")
"""Makers that render nothing."""


def edition_of(
    request: Request,
    jobs: Sequence[tuple[Job, Account | None]],
    sheets: Sequence[Sheet],
    *,
    site: str,
    changed: Changes,
    kept: Iterable[str],
) -> tuple[Edition, dict[str, str]]:
    """What the output is to be, and why each rendered page is written.

    `jobs`: those that were done, each with its last account, `sheets` what became of them; `site`: its address;
    `kept`: the paths of all other files.
    """
    made, reasons = [], {}
    for (job, before), sheet in zip(jobs, sheets, strict=True):
        why = reason(job, before.digests if before else None, changed)
        if job.maker not in COPIED:
            reasons[job.path] = why
        account = Account(digests=job.digests, reason=why, source=job.source, kept=sheet.kept)
        made.append(Made(path=job.path, digest=sheet.digest, fingerprint=job.fingerprint, account=account))
    edition = Edition(
        site=site,
        drafts=request.moment.drafts or request.moment.pending,  # neither is for readers, so deploying refuses both
        future=request.moment.future,
        made=tuple(made),
        kept=tuple(kept),
    )
    return edition, reasons


def counted(reasons: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """Each reason with the number of its pages, the most frequent first."""
    numbers: dict[str, int] = {}
    for why in reasons.values():
        numbers[why] = numbers.get(why, 0) + 1
    return tuple(sorted(numbers.items(), key=lambda item: (-item[1], item[0])))
