"""A finished build and the texts edited since to the few pages that show them, made again from what they held.

It does what a whole build would do where only bodies changed: the pages' values are those that were kept when they were
last made, and must give the fingerprints that they had then; in them the new texts take the place of the old. Where
anything else may follow from an edit it gives up before anything is changed, and a whole build does the work.
"""

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any

from msgspec import DecodeError, Struct, ValidationError, convert, msgpack
from msgspec.structs import replace

from generator.build.make import ARTICLE, FULL_FEEDS, Sheet, Shop, make
from generator.build.request import Request
from generator.build.settle import Settled
from generator.build.site import binder_of
from generator.build.survey import desk_of
from generator.build.unchanged import Finished, Mark, again, forget, remember
from generator.engine.files import Files
from generator.engine.ledger import Account, Ledger, SourceRow
from generator.engine.output import Fresh, Output
from generator.engine.pool import Failed, spread
from generator.engine.publish import Edition, Made, publish, staging
from generator.engine.store import Lost, Store
from generator.model import (
    Card,
    FeedView,
    Job,
    KeptArticle,
    KeptComments,
    Page,
    PageView,
    Piece,
    Report,
    SeriesView,
    SiteView,
)
from generator.site.moment import why_hidden
from generator.site.reasons import changes, reason
from generator.site.urls import Urls, file_of
from generator.source.intake import reading_key
from generator.source.read import Desk, Outcome, Record, Unread, read_file
from generator.source.scan import Source
from generator.theme.bind import OF_OTHERS
from generator.theme.press import make_press

_SHAPES: Mapping[str, Any] = {
    "article": KeptArticle,
    "comments": KeptComments,
    "newer": Card | None,
    "older": Card | None,
    "related": tuple[Card, ...],
    "series": SeriesView | None,
    "page": PageView,
    "site": SiteView,
    "theme": dict[str, Any],
}
"""What an article's page may hold, for it to be made again by itself."""

_LENGTHS = ("words", "minutes")
"""Fields of a card that follow from the text."""


class Edit(Struct, frozen=True, kw_only=True):
    """An article whose body was edited."""

    source: Source
    outcome: Outcome
    old: Piece
    new: Piece


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
    if settled.theme is None or settled.study is None or settled.plugins.loaded:
        return None
    edits = [edit for old, new in edited if (edit := _edit(old, new, last, ledger, desk))]
    if len(edits) < len(edited) or not _spares_others(edits, settled):
        return None
    read = perf_counter()
    stale = _stale(edits, request, settled, ledger, found)
    if stale is None:
        return None
    bound = perf_counter()
    with staging(output, memory=request.memory, files=files) as stage:
        press = make_press(settled.theme, settled.settings, store, filters=settled.plugins.filters)
        held = Store(request.held, files)
        shop = Shop(project=request.project, press=press, stage=stage, files=files, held=held)
        sheets = spread(make, [job for job, _ in stale], common=shop, cores=1, result=Sheet)
        made = [sheet for sheet in sheets if isinstance(sheet, Sheet) and not sheet.lost]
        if len(made) < len(stale) or any(isinstance(sheet, Failed) for sheet in sheets):
            return None
        rendered = perf_counter()
        _keep(ledger, edits, key=reading_key(desk.reading))
        forget(ledger)
        edition, reasons = _edition(request, settled, edits, stale, made, found)
        publish(edition, output=output, fresh=found, stage=stage, ledger=ledger, files=files)
    verbs = (
        ("read", read - since),
        ("bind", bound - read),
        ("render", rendered - bound),
        ("publish", perf_counter() - rendered),
    )
    report = replace(again(last, found, verbs=verbs), read=len(edits), rendered=len(stale), reasons=reasons)
    remember(ledger, mark, report, since=request.moment.now, until=last.until)
    return report


# ---------------------------------------------------------------- what was edited


def _edit(before: Source, now: Source, last: Finished, ledger: Ledger, desk: Desk) -> Edit | None:
    """What was edited, if the ledger knows the article as the last finished build did, and only its body changed."""
    row, known = ledger.source(now.path), _record(ledger.records([now.path]).get(now.path))
    if row is None or row.reading != reading_key(desk.reading) or not _is_of_then(row, before, last):
        return None
    outcome = read_file(desk, Unread(now.path, now.role, row.digest))
    read = _record(outcome.record) if outcome.record else known if outcome.digest else None
    if known is None or read is None or _is_told(now.path, last.report):
        return None
    old, new = known.value, read.value
    if not isinstance(old, Piece) or not isinstance(new, Piece) or not _is_alike(old, new):
        return None
    return Edit(source=now, outcome=outcome, old=old, new=new)


def _is_of_then(row: SourceRow, before: Source, last: Finished) -> bool:
    """Whether the ledger knows the file as the last finished build did, and not as a check did after it."""
    return row.hint == before.hint if before.hint else row.digest == last.recent.get(before.path)


def _record(data: bytes | None) -> Record | None:
    """A record of which there is nothing to tell."""
    try:
        record = msgpack.decode(data, type=Record) if data else None
    except (DecodeError, ValidationError):
        return None
    return None if record is None or record.problems or record.name else record


def _is_told(path: str, report: Report) -> bool:
    """Whether a problem points into the file, at a line that may be another one now."""
    return any(path in (problem.place.path, problem.other.path if problem.other else "") for problem in report.problems)


def _is_alike(old: Piece, new: Piece) -> bool:
    """Whether everything but the body is as it was, and the body refers to the same things under the same names."""
    same = [(ref.kind, ref.target) for ref in old.refs] == [(ref.kind, ref.target) for ref in new.refs]
    lengths = {name: getattr(old, name) for name in _LENGTHS}
    return same and replace(new, content=old.content, refs=old.refs, marks=old.marks, **lengths) == old


def _spares_others(edits: Sequence[Edit], settled: Settled) -> bool:
    """Whether no page can show of other pieces how long they are, where that changed."""
    changed = {name for edit in edits for name in _LENGTHS if getattr(edit.old, name) != getattr(edit.new, name)}
    assert settled.study is not None
    shown = (
        changed if seen is None else changed & seen
        for template, seen in settled.study.mentions.items()
        if OF_OTHERS & settled.study.reads[template].names
    )
    return settled.settings.feeds.full != "all" and not any(shown)


def _keep(ledger: Ledger, edits: Sequence[Edit], *, key: str) -> None:
    rows = [SourceRow(edit.source.path, edit.source.hint, edit.outcome.digest, key) for edit in edits]
    records = {edit.source.path: edit.outcome.record for edit in edits if edit.outcome.record}
    ledger.put_sources(rows, records=records)


# ---------------------------------------------------------------- the pages that show it


def _stale(
    edits: Sequence[Edit], request: Request, settled: Settled, ledger: Ledger, found: Fresh
) -> list[tuple[Job, Account]] | None:
    """The jobs to be done again, each with its last account; None where one cannot be told from what was kept."""
    urls, binder, held = Urls(settled.settings), binder_of(settled), Store(request.held, Files())
    shown = {
        file_of(urls.article(edit.old.slug, edit.old.date)): edit
        for edit in edits
        if not why_hidden(edit.old, request.moment)
    }
    by_url = {urls.to(urls.article(edit.old.slug, edit.old.date)): edit for edit in shown.values()}
    feeds = [path for path in FULL_FEEDS if path in found.claims and settled.settings.feeds.full == "site"]
    accounts = ledger.accounts([*shown, *feeds])
    stale = []
    try:
        for path in (*shown, *feeds):
            account = accounts[path]
            page = _page(path, account, held)
            if binder.bind(page).fingerprint != found.claims[path].fingerprint:
                return None  # what was kept is not what was claimed
            job = binder.bind(_retouched(page, by_url))
            if job.fingerprint != found.claims[path].fingerprint:
                stale.append((job, account))
    except (KeyError, Lost, DecodeError, ValidationError):
        return None
    return stale


def _page(path: str, account: Account, held: Store) -> Page:
    """A page as it was last made. Raises Lost, KeyError or a decoding error where that is not known."""
    if account.kept is None:
        raise KeyError(path)
    data = msgpack.decode(held.pick_up(account.kept.key, account.kept.spot))
    if path in FULL_FEEDS:
        fields = dict(zip(FeedView.__struct_fields__, data["feed"], strict=True))
        fields["entries"] = convert(fields["entries"], tuple[KeptArticle, ...])
        feed = FeedView(**fields)
        return Page(path=path, maker="atom" if path.endswith(".xml") else "json", names={"feed": feed})
    names = {name: convert(value, _SHAPES[name]) for name, value in data.items()}
    return Page(path=path, maker="template", template=ARTICLE, names=names, source=account.source)


def _retouched(page: Page, edits: Mapping[str, Edit]) -> Page:
    """The page with the new texts in the place of the old."""
    if "feed" in page.names:
        feed = page.names["feed"]
        entries = tuple(
            replace(entry, content=edits[entry.card.url].new.content) if entry.card.url in edits else entry
            for entry in feed.entries
        )
        return replace(page, names={"feed": replace(feed, entries=entries)})
    article = page.names["article"]
    new = edits[article.card.url].new
    card = replace(article.card, words=new.words, minutes=new.minutes)
    return replace(page, names={**page.names, "article": replace(article, content=new.content, card=card)})


def _edition(
    request: Request,
    settled: Settled,
    edits: Sequence[Edit],
    stale: Sequence[tuple[Job, Account]],
    sheets: Sequence[Sheet],
    found: Fresh,
) -> tuple[Edition, tuple[tuple[str, int], ...]]:
    """What the output is to be, and why pages are written, each reason with its number."""
    changed = changes({edit.old.path: edit.old for edit in edits}, {edit.new.path: edit.new for edit in edits})
    counted: dict[str, int] = {}
    made = []
    for (job, before), sheet in zip(stale, sheets, strict=True):
        why = reason(job, before.digests, changed)
        counted[why] = counted.get(why, 0) + 1
        account = Account(digests=job.digests, reason=why, source=job.source, kept=sheet.kept)
        made.append(Made(path=job.path, digest=sheet.digest, fingerprint=job.fingerprint, account=account))
    again = {job.path for job, _ in stale}
    edition = Edition(
        site=settled.settings.url,
        drafts=request.moment.drafts,
        future=request.moment.future,
        made=tuple(made),
        kept=tuple(path for path in found.claims if path not in again),
    )
    return edition, tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
