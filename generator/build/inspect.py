"""A project to what is known of it without rendering: its problems, its next change, why a page is so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from generator.build.look import look
from generator.build.request import Progress, Request
from generator.build.site import bound
from generator.build.start import output_of
from generator.build.survey import Survey, survey
from generator.build.versions import versions
from generator.engine.files import Files
from generator.engine.ledger import Ledger
from generator.engine.lock import lock
from generator.errors import Problem, Stop
from generator.model import Job
from generator.site.reasons import changes, differing, reason
from generator.site.urls import file_of


class Inspection(Struct, frozen=True, kw_only=True):
    """What a publication is like."""

    problems: tuple[Problem, ...]
    pieces: int
    """Published articles."""
    next_change: datetime | None
    """When a piece appears or expires by itself."""


def inspect(request: Request, *, baseline: bool, progress: Progress) -> Inspection:
    """Look at everything and write nothing but the ledger; without `baseline`, what it silences is told as well."""
    with surveyed(request, baseline=baseline, thorough=True, progress=progress) as (found, _ledger):
        return Inspection(
            problems=found.problems, pieces=len(found.library.filed), next_change=found.library.next_change
        )


class Told(Struct, frozen=True, kw_only=True):
    """What a page is made from, and why."""

    url: str
    path: str
    maker: str
    """In words."""
    source: str
    templates: tuple[str, ...]
    names: tuple[str, ...]
    """Of the values it holds."""
    reason: str
    """Why it was last written; empty if it never was."""
    is_fresh: bool
    due: str
    """Why it would be written now."""
    changed: tuple[str, ...]
    """Names whose values are not those it was written with."""


def explain(request: Request, url: str, *, progress: Progress) -> Told | None:
    """How the page at a URL (with or without the site's host) came to be; None where there is none.

    It is judged as it was built: with drafts and scheduled pieces if the output has them.
    """
    manifest = output_of(request).manifest
    if manifest:
        moment = replace(request.moment, drafts=manifest.drafts, future=manifest.future)
        request = replace(request, moment=moment)
    with surveyed(request, progress=progress) as (found, ledger):
        if found.settled.theme is None:
            raise Stop(*found.problems)
        job = _job_at(url, found)
        return _told(job, found, ledger) if job else None


@contextmanager
def surveyed(
    request: Request, *, baseline: bool = True, thorough: bool = False, progress: Progress
) -> Iterator[tuple[Survey, Ledger]]:
    """The survey of a project, under the lock."""
    with lock(request.memory):
        ledger = Ledger(request.ledger, versions=versions(), files=Files())
        try:
            yield (
                survey(request, ledger, look(request, ledger), baseline=baseline, thorough=thorough, progress=progress),
                ledger,
            )
        finally:
            ledger.close()


def _job_at(url: str, found: Survey) -> Job | None:
    if url.startswith(("http://", "https://")) and not (url.rstrip("/") + "/").startswith(found.settings.url):
        return None
    address = found.library.urls.decoded("/" + urlsplit(url).path.lstrip("/"))
    jobs = {job.path: job for job in bound(found)}
    return next((jobs[path] for path in (file_of(address), file_of(f"{address}/")) if path in jobs), None)


def _told(job: Job, found: Survey, ledger: Ledger) -> Told:
    account = ledger.accounts([job.path]).get(job.path)
    claim = ledger.pages().get(job.path)
    before = account.digests if account else None
    urls = found.library.urls
    reads = found.settled.reads.get(job.template)
    return Told(
        url=urls.absolute(urls.to("/" + job.path.removesuffix("index.html"))),
        path=job.path,
        maker=_maker(job),
        source=job.source,
        templates=reads.templates if reads else (),
        names=tuple(sorted(name for name in job.digests if not name.startswith("("))),
        reason=account.reason if account else "",
        is_fresh=claim is not None and claim.fingerprint == job.fingerprint,
        due=reason(job, before, changes(found.intake.before, found.intake.known)),
        changed=tuple(sorted(differing(job, before))) if before is not None else (),
    )


def _maker(job: Job) -> str:
    match job.maker:
        case "template":
            return f"the template {job.template}"
        case "copy":
            return f"copying {job.held['file']}"
        case "bytes":
            return "the theme"
        case "redirect":
            return "an alias"
        case "news":
            return "a news sitemap"
        case "llms":
            return "Byline, for language models"
        case "resize":
            return f"making {job.held['file']} smaller"
        case "card":
            return "drawing a card for social media"
        case "kept":
            return "Pagefind, of all that is published"
        case "atom" | "json" | "remarks" | "sitemap":
            return {
                "atom": "an Atom feed",
                "remarks": "a feed of comments",
                "json": "a JSON Feed",
                "sitemap": "a sitemap",
            }[job.maker]
        case _:
            return "Byline itself"
