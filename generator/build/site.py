"""A project that was looked at to a site: the verbs, in their order."""

from collections.abc import Mapping, Sequence
from functools import partial
from time import perf_counter

from msgspec import Struct
from msgspec.structs import replace

from generator.build.edition import COPIED, counted, edition_of
from generator.build.holders import Holders, holders, note
from generator.build.homes import refuse_anothers, remember_home
from generator.build.index import forget_index, with_index
from generator.build.look import Look
from generator.build.make import Sheet, Shop, make, shop_of
from generator.build.pictures import sweep_pictures, with_fonts
from generator.build.ready import binder_of, codes_for, is_retouchable, keep_codes
from generator.build.request import Progress, Request
from generator.build.settle import Settled
from generator.build.survey import Survey, survey
from generator.build.unchanged import Mark, forget, remember
from generator.engine.aside import Aside
from generator.engine.collector import leave
from generator.engine.files import Files
from generator.engine.ledger import Account, Ledger
from generator.engine.output import Fresh, Output, fresh
from generator.engine.pool import Failed, spread
from generator.engine.publish import Published, publish, staging
from generator.engine.store import Lost, Store
from generator.model import Job, Known, Page, Piece, Report, Standing
from generator.site.reasons import changes
from generator.theme.bind import Binder, Prints
from generator.theme.environment import Codes
from generator.theme.press import make_press
from generator.theme.render import one_page_each

HALVED = range(2048, 65_536)
"""So many pages two cores bind, each half of them; of more, each would hold too much of what the other does."""


class Work(Struct, frozen=True, kw_only=True):
    """What a build has to do."""

    jobs: tuple[Job, ...]
    """Of the whole site."""
    stale: tuple[Job, ...]
    """Those of which no claim holds."""
    fresh: Fresh
    accounts: Mapping[str, Account]
    """How the stale ones came to be when they were last made."""


def built(
    request: Request, ledger: Ledger, output: Output, looked: Look, mark: Mark, *, progress: Progress, files: Files
) -> Report | None:
    """Read, catalogue, plan, bind, render, publish: one try.

    None where texts that the ledger knows are not in the store; it has then forgotten the files that they are of.
    """
    codes = codes_for(looked.settled, ledger)
    surveyed = survey(
        request,
        ledger,
        looked,
        progress=progress,
        meanwhile=partial(_compile, codes, looked.settled) if codes else None,
    )
    report = Report(read=surveyed.intake.read, problems=surveyed.problems, verbs=surveyed.verbs)
    theme = surveyed.settled.theme
    if not surveyed.is_sound or theme is None:
        return report
    refuse_anothers(output, request, ledger, site=surveyed.settings.url)
    since = perf_counter()
    store = Store(request.texts, files)
    try:
        surveyed = with_index(surveyed, ledger, store, request.index, progress=progress, files=files)
    except Lost:
        _forget_lost(ledger, surveyed, store)
        return None
    surveyed = with_fonts(surveyed, request.project)
    press = make_press(theme, surveyed.settings, store, filters=surveyed.settled.plugins.filters, codes=codes)
    work = _work(surveyed, ledger, output, cores=request.cores)
    bound = perf_counter()
    if len(work.stale) > 1:
        store.load()  # before there are workers, so that they inherit it
    with staging(output, memory=request.memory, files=files) as stage:
        held = Store(request.held, files) if is_retouchable(surveyed.settled) else None
        shop = shop_of(request, press, stage, held=held, files=files)
        sheets, shown = _rendered(work, shop, surveyed.intake.known, cores=request.cores, progress=progress)
        failed = [problem for sheet in sheets if isinstance(sheet, Failed) for problem in sheet.problems]
        if failed:
            return replace(report, problems=(*report.problems, *one_page_each(failed)))
        made = [sheet for sheet in sheets if isinstance(sheet, Sheet)]
        if any(sheet.lost for sheet in made):
            _forget_lost(ledger, surveyed, store)
            forget_index(ledger)
            return None
        rendered = perf_counter()
        again = {job.path for job in work.stale}
        edition, reasons = edition_of(
            request,
            [(job, work.accounts.get(job.path)) for job in work.stale],
            made,
            site=surveyed.settings.url,
            changed=changes(surveyed.intake.before, surveyed.intake.known),
            kept=(job.path for job in work.jobs if job.path not in again),
        )
        forget(ledger)
        remember_home(output, ledger)
        published = publish(edition, output=output, fresh=work.fresh, stage=stage, ledger=ledger, files=files)
    _sweep(store, surveyed, published)
    if published.placed or published.removed:
        sweep_pictures(work.jobs, request.pictures, files)
    if held and held.is_crowded():
        held.sweep({account.kept.key for account in ledger.accounts().values() if account.kept})
    verbs = (("bind", bound - since), ("render", rendered - bound), ("publish", perf_counter() - rendered))
    if shown:
        note(ledger, shown)
    if codes:
        keep_codes(codes, ledger)
    told = _told(report, surveyed, work, published, reasons, verbs=verbs)
    remember(ledger, mark, told, since=request.moment.now, until=surveyed.library.next_change)
    leave(surveyed, work, sheets, made, edition)  # values alone, and nothing that keeps a file open
    return told


def _rendered(
    work: Work, shop: Shop, known: Mapping[str, Known], *, cores: int, progress: Progress
) -> tuple[list[Sheet | Failed], Holders | None]:
    """What became of each stale job; and who shows what, where the values of pages are kept."""
    shown: list[Holders] = []
    is_large = len(work.jobs) >= HALVED.stop

    def note_shown() -> None:
        shown.append(holders(work.jobs, known))

    if shop.held and is_large:
        note_shown()  # before there are workers, or this process would come to hold a copy of all that they share
    sheets = spread(
        make,
        work.stale,
        common=shop,
        cores=cores,
        result=Sheet,
        done=lambda done: progress("rendering", done, len(work.stale)),
        meanwhile=note_shown if shop.held and not is_large else None,
    )
    return sheets, shown[0] if shown else None


def bound(surveyed: Survey, binder: Binder | None = None, *, cores: int = 1) -> tuple[Job, ...]:
    """The jobs of a sound survey's site, the theme's static files included; by `binder`, if it is to be used again."""
    binder = binder or binder_of(surveyed.settled)
    planned = surveyed.plan.pages
    statics = [
        Page(path=file.output, maker="copy", names={"file": file.path, "digest": file.digest})
        if file.data is None
        else Page(path=file.output, maker="bytes", names={"data": file.data})
        for file in binder.assets(planned)
    ]
    pages = (*planned, *statics)
    if cores == 1 or len(pages) not in HALVED:
        return tuple(map(binder.bind, pages))
    half = len(pages) // 2
    later = Aside(_printed, (binder, pages[half:]), result=list[Prints])  # another core digests these meanwhile
    try:
        first = [binder.bind(page) for page in pages[:half]]
        return (*first, *map(binder.bind, pages[half:], later.result()))
    finally:
        later.drop()


def _printed(given: tuple[Binder, Sequence[Page]]) -> list[Prints]:
    binder, pages = given
    return [Prints(job.fingerprint, job.prints) for job in map(binder.bind, pages)]


def _work(surveyed: Survey, ledger: Ledger, output: Output, *, cores: int) -> Work:
    jobs = bound(surveyed, cores=cores)
    holding = fresh(ledger.pages(), output)
    claims = holding.claims
    stale = [job for job in jobs if job.path not in claims or claims[job.path].fingerprint != job.fingerprint]
    stale.sort(key=lambda job: job.template or job.maker)  # neighbours have the code that makes them in common
    return Work(jobs=jobs, stale=tuple(stale), fresh=holding, accounts=ledger.accounts([job.path for job in stale]))


def _compile(codes: Codes, settled: Settled) -> None:
    """Compile what pages can reach, before there are workers who would each have to."""
    codes.compile(sorted({name for read in settled.reads.values() for name in read.templates}))


def _forget_lost(ledger: Ledger, surveyed: Survey, store: Store) -> None:
    """Make the ledger forget all files whose texts are lost; a page that lacks several tells of the first one only."""
    held = store.load().keys()
    ledger.drop_sources(
        path
        for path, known in surveyed.intake.known.items()
        if isinstance(known, Piece | Standing) and (known.content not in held or _is_lost(known.content, store))
    )


def _is_lost(key: str, store: Store) -> bool:
    try:
        store.get(key)
    except Lost:
        return True
    return False


def _sweep(store: Store, surveyed: Survey, published: Published) -> None:
    """Take texts out of the store that nothing refers to, when something was read anew."""
    if surveyed.intake.before or published.removed:
        known = surveyed.intake.known.values()
        store.sweep({value.content for value in known if isinstance(value, Piece | Standing)})


def _told(
    report: Report,
    surveyed: Survey,
    work: Work,
    published: Published,
    reasons: Mapping[str, str],
    *,
    verbs: tuple[tuple[str, float], ...],
) -> Report:
    copied = sum(job.maker in COPIED for job in work.stale)
    return replace(
        report,
        pages=sum(job.maker not in COPIED for job in work.jobs),
        rendered=len(work.stale) - copied,
        copied=copied,
        removed=len(published.removed),
        reasons=counted(reasons),
        waiting=tuple((waiting.page.source, waiting.at) for waiting in surveyed.library.waiting),
        foreign=work.fresh.strangers,
        verbs=(*report.verbs, *verbs),
    )
