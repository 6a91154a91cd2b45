"""A finished build and the texts edited since to the few pages that show them, made again from what they held.

It does what a whole build would do where only bodies, titles and summaries changed: the values of the pages that show
them are those that were kept when they were last made, and must give the fingerprints that they had then; in them the
new texts take the place of the old. Where anything else may follow from an edit it gives up before anything is changed,
and a whole build does the work.
"""

from collections.abc import Sequence
from time import perf_counter

from msgspec import DecodeError, ValidationError
from msgspec.structs import replace

from generator.build.edited import Edit, edit_of, keep_edits, spares_others
from generator.build.edition import counted, edition_of
from generator.build.holders import Holders, noted
from generator.build.make import Sheet, make, shop_of
from generator.build.ready import binder_of, codes_for, desk_of, is_retouchable, keep_codes
from generator.build.request import Request
from generator.build.settle import Settled
from generator.build.substitute import held_page, substituted
from generator.build.unchanged import Finished, Mark, again, forget, remember
from generator.engine.files import Files
from generator.engine.ledger import Account, Ledger
from generator.engine.output import Fresh, Output
from generator.engine.pool import Failed, spread
from generator.engine.publish import publish, staging
from generator.engine.store import Lost, Store
from generator.model import Job, Report
from generator.site.moment import why_hidden
from generator.site.reasons import changes
from generator.site.urls import Urls, file_of
from generator.source.intake import reading_key
from generator.source.scan import Source
from generator.theme.press import make_press

_FEEDS = ("feed.xml", "feed.json")
_FULL_FEEDS = _FEEDS
"""Those of the whole site."""


def retouch(
    request: Request,
    ledger: Ledger,
    output: Output,
    settled: Settled,
    mark: Mark,
    last: Finished,
    edited: Sequence[tuple[Source, Source]],
    found: Fresh,
    *,
    files: Files,
) -> Report | None:
    """Make the pages of edited articles again; None, with nothing changed, where a whole build has to look."""
    since = perf_counter()
    store = Store(request.texts, files)
    desk = replace(desk_of(request, settled), store=store)
    if settled.theme is None or settled.study is None or not is_retouchable(settled):
        return None
    edits = [edit for old, new in edited if (edit := edit_of(old, new, last, ledger, desk))]
    if len(edits) < len(edited) or not spares_others(edits, settled):
        return None
    read = perf_counter()
    stale = _stale(edits, request, settled, ledger, found)
    if stale is None:
        return None
    bound = perf_counter()
    with staging(output, memory=request.memory, files=files) as stage:
        codes = codes_for(settled, ledger)
        press = make_press(settled.theme, settled.settings, store, filters=settled.plugins.filters, codes=codes)
        held = Store(request.held, files)
        shop = shop_of(request, press, stage, held=held, files=files)
        sheets = spread(make, [job for job, _ in stale], common=shop, cores=1, result=Sheet)
        made = [sheet for sheet in sheets if isinstance(sheet, Sheet) and not sheet.lost]
        if len(made) < len(stale) or any(isinstance(sheet, Failed) for sheet in sheets):
            return None
        rendered = perf_counter()
        keep_edits(ledger, edits, key=reading_key(desk.reading))
        forget(ledger)
        remade = {job.path for job, _ in stale}
        edition, reasons = edition_of(
            request,
            stale,
            made,
            site=settled.settings.url,
            changed=changes({edit.old.path: edit.old for edit in edits}, {edit.new.path: edit.new for edit in edits}),
            kept=(path for path in found.claims if path not in remade),
        )
        publish(edition, output=output, fresh=found, stage=stage, ledger=ledger, files=files)
        if codes:
            keep_codes(codes, ledger)
    verbs = (
        ("read", read - since),
        ("bind", bound - read),
        ("render", rendered - bound),
        ("publish", perf_counter() - rendered),
    )
    report = replace(again(last, found, verbs=verbs), read=len(edits), rendered=len(stale), reasons=counted(reasons))
    remember(ledger, mark, report, since=request.moment.now, until=last.until)
    return report


def _stale(
    edits: Sequence[Edit], request: Request, settled: Settled, ledger: Ledger, found: Fresh
) -> list[tuple[Job, Account]] | None:
    """The jobs to be done again, each with its last account; None where one cannot be told from what was kept."""
    urls = Urls(settled.settings)
    shown = {
        urls.to(urls.article(edit.old.slug, edit.old.date)): edit
        for edit in edits
        if not why_hidden(edit.old, request.moment)
    }
    known = noted(ledger) if shown else Holders(paths=(), of={}, titles=frozenset(), named=frozenset(), is_whole=True)
    if known is None or not all(_is_traceable(edit, known) for edit in shown.values()):
        return None
    if settled.settings.feeds.comments and any(edit.old.title != edit.new.title for edit in shown.values()):
        return None  # the feed of its comments bears the title
    paths = dict.fromkeys(path for url, edit in shown.items() for path in _showing(url, edit, known, settled))
    binder, held, accounts = binder_of(settled), Store(request.held, Files()), ledger.accounts(list(paths))
    stale = []
    try:
        for path in paths:
            account, claim = accounts[path], found.claims[path]
            page = held_page(path, account, held)
            if binder.bind(page).fingerprint != claim.fingerprint:
                return None  # what was kept is not what was claimed
            job = binder.bind(substituted(page, shown, settled.settings))
            if job.fingerprint != claim.fingerprint:
                stale.append((job, account))
    except (KeyError, Lost, DecodeError, ValidationError):
        return None
    return stale


def _is_traceable(edit: Edit, known: Holders) -> bool:
    """Whether every page that shows the change is known."""
    old = edit.old
    is_shown = old.title.plain in known.titles or old.slug in known.named or bool(old.aliases)
    return known.is_whole and (old.title == edit.new.title or not is_shown)


def _showing(url: str, edit: Edit, known: Holders, settled: Settled) -> list[str]:
    """The files that may show what was edited."""
    paths = [known.paths[number] for number in known.of.get(url, ())]
    if edit.is_told:
        return paths
    full = {"all": paths, "site": _FULL_FEEDS, "none": ()}[settled.settings.feeds.full]
    own = file_of(Urls(settled.settings).article(edit.old.slug, edit.old.date))
    return [path for path in paths if path == own or (path in full and path.endswith(_FEEDS))]
