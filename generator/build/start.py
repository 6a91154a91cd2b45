"""A request to a report: at once where nothing has changed, else after a build, whose code is loaded only then."""

from collections.abc import Mapping
from time import perf_counter

from generator.build.look import Look, look
from generator.build.request import Progress, Request
from generator.build.unchanged import Mark, again, edits, holds, is_same, recall, token
from generator.build.versions import versions
from generator.engine.aside import Aside
from generator.engine.collector import collector_at_rest
from generator.engine.files import Files
from generator.engine.ledger import Claim, Ledger
from generator.engine.lock import lock
from generator.engine.output import Claimed, Fresh, Output, Seen, claim_folder, fresh_as, seen
from generator.errors import Fault
from generator.model import Report

PRECIOUS = ("content", "themes", ".byline", ".git", "plugins")
"""Folders of a project that can be no output."""


def build(request: Request, *, clean: bool, progress: Progress, files: Files) -> Report:
    """Build the site; with `clean`, as if for the first time. With an error among its problems nothing changed."""
    with lock(request.memory), collector_at_rest():
        if clean:
            files.remove(request.ledger)
            for folder in (request.texts, request.held, request.index, request.pictures):
                files.remove_tree(folder)
        output = output_of(request)
        ledger = Ledger(request.ledger, versions=versions(), files=files)
        claims = ledger.pages()
        aside = Aside(seen, Claimed(output, claims), result=Seen)  # while this process looks at the content
        try:
            looked = look(request, ledger, meanwhile=_load)
            mark = token(request, looked.settled, looked.scanned)
            report = _spared(request, ledger, output, looked, mark, claims, aside, files=files)
            aside.drop()  # where nobody asked, it would only be in the workers' way
            if report is None:
                from generator.build.site import built  # with all that reading and rendering need

                report = built(request, ledger, output, looked, mark, progress=progress, files=files)
            if report is None:  # texts were lost
                report = built(request, ledger, output, looked, mark, progress=progress, files=files)
        finally:
            aside.drop()
            ledger.close()
    if report is None:
        raise Fault(f"what was just written to {request.texts} cannot be read again; is the disk whole?")
    return report


def _load() -> None:
    """Load what reads and renders, since there will be need of it."""
    import generator.build.site  # noqa: F401


def _found(claims: Mapping[str, Claim], aside: Aside[Claimed, Seen]) -> Fresh:
    return fresh_as(claims, aside.result())


def _spared(
    request: Request,
    ledger: Ledger,
    output: Output,
    looked: Look,
    mark: Mark,
    claims: Mapping[str, Claim],
    aside: Aside[Claimed, Seen],
    *,
    files: Files,
) -> Report | None:
    """The last report again if there is nothing to do, or only texts to set anew; None where all must be looked at."""
    since = perf_counter()
    last = recall(ledger, mark, request.moment.now)
    if last is None:
        return None
    found = _found(claims, aside)
    if not holds(output, claims, found):
        return None
    if is_same(last.mark.sources, mark.sources):
        if found.renewed:
            ledger.claim(found.renewed, accounts={})
        return again(last, found, verbs=(*looked.verbs, ("compare", perf_counter() - since)))
    edited = edits(last.mark.sources, mark.sources)
    if not edited:
        return None
    from generator.build.retouch import retouch  # with all that reading and rendering need

    return retouch(request, ledger, output, looked.settled, mark, last, edited, found, files=files)


def output_of(request: Request) -> Output:
    """The output folder that a request means. Raises Usage where it is not Byline's."""
    precious = [f"{request.project}/{name}" for name in PRECIOUS]
    return claim_folder(request.output, project=request.project, precious=precious)
