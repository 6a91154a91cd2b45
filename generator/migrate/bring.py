"""Comments read elsewhere to their pieces' files, and the account of every one of them."""

import os
from collections import Counter

from msgspec import Struct

from generator.build.discussion import Commentable, Discussion
from generator.comments.keeping import hand, keep, original
from generator.comments.script import Entry, tamed
from generator.comments.sheet import Sheet
from generator.migrate.matching import Matcher
from generator.migrate.values import NAMELESS, SILENT, Left, Load, Old
from generator.source.front_matter import shows
from generator.source.remarks import clean_name, safe_website

BEFORE = "brought along before"
TWICE = "there twice in what was read"
HOMELESS = "of a piece that is not here"


class Ledger(Struct, frozen=True, kw_only=True):
    """What became of each comment that was read: read = written + left out."""

    format: str
    read: int
    written: tuple[tuple[str, str], ...]
    """Slug and id, in order."""
    left: tuple[tuple[str, str], ...]
    """Id and reason."""
    repairs: tuple[str, ...]
    losses: tuple[tuple[str, str], ...]
    """Id of a written comment, and what of it could not be kept."""
    homeless: tuple[tuple[str, int], ...]
    """Places that no piece is known by, and how many comments each has; the most first."""
    files: tuple[str, ...]
    """Paths that were written."""

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Why comments were left out, and how many for that; the most first."""
        return tuple(Counter(reason for _, reason in self.left).most_common())


class _Account:
    """What is being counted; each comment is put down once."""

    def __init__(self, load: Load) -> None:
        self.left: list[tuple[str, str]] = []
        self.homeless: Counter[str] = Counter()
        self.losses: list[tuple[str, str]] = []
        self.kept: dict[str, list[Old]] = {}
        self._above = {one.id: one.parent for one in load.found}
        self._lasting: set[str] = set()

    def leave(self, name: str, reason: str) -> None:
        self.left.append((name, reason))

    def keep(self, old: Old, piece: Commentable) -> None:
        self.kept.setdefault(piece.sidecar, []).append(old)
        self._lasting.add(old.id)

    def knows(self, name: str) -> None:
        """An id that stands in a file already."""
        self._lasting.add(name)

    def answered(self, old: Old) -> str:
        """The nearest comment above that was brought along."""
        name, passed = old.parent, set[str]()
        while name and name not in self._lasting and name not in passed:
            passed.add(name)
            name = self._above.get(name, "")
        return name if name not in passed else ""


def bring(project: str, memory: str, load: Load, held: Discussion, *, plan: bool) -> Ledger:
    """Write what is not there yet to the files of its pieces; with `plan` only tell what would be written.

    A comment that stands in a file, whatever an editor made of it, is never touched. Raises Stop where a file cannot
    be read, and then nothing is written, Fault and Busy.
    """
    matcher = Matcher(held.pieces, prefix=held.settings.prefix)
    with hand(memory):
        account = _sorted(load, matcher)
        sheets = {path: _Sheets(project, path, held) for path in account.kept}
        for path, sheet in sheets.items():
            account.kept[path] = [old for old in account.kept[path] if not _there(old, sheet, account)]
        prepared = {path: sheet.with_all(account) for path, sheet in sheets.items() if account.kept[path]}
        if not plan:
            for path, data in prepared.items():
                keep(os.path.join(project, path), data)
    slugs = {piece.sidecar: piece.slug for piece in held.pieces}
    written = [(slugs[path], old) for path, kept in account.kept.items() for old in kept]
    return Ledger(
        format=load.format,
        read=len(load.found),
        written=tuple((slug, old.id) for slug, old in written),
        left=tuple(account.left),
        repairs=load.repairs,
        losses=tuple((old.id, loss) for _, old in written for loss in old.losses),
        homeless=tuple(account.homeless.most_common()),
        files=tuple(prepared),
    )


def _sorted(load: Load, matcher: Matcher) -> _Account:
    """Each comment to its piece, or to the reason why it has none."""
    account = _Account(load)
    seen: set[str] = set()
    for one in load.found:
        if one.id in seen:
            account.leave(one.id, TWICE)
            continue
        seen.add(one.id)
        if isinstance(one, Left):
            account.leave(one.id, one.reason)
        elif (piece := matcher.find(one.places)) is None:
            account.leave(one.id, HOMELESS)
            account.homeless[one.places[0] if one.places else "no address"] += 1
        elif not shows(tamed(one.text)):
            account.leave(one.id, SILENT)
        else:
            account.keep(one, piece)
    return account


class _Sheets:
    """A piece's file, read once."""

    def __init__(self, project: str, path: str, held: Discussion) -> None:
        self.file = original(project, path)
        self.sheet = Sheet(self.file.text, path=path, reading=held.reading)
        piece = next(piece for piece in held.pieces if piece.sidecar == path)
        self.names = {str(row.get("id")) for row in self.sheet.raw()} | {remark.id for remark in piece.remarks}

    def with_all(self, account: _Account) -> bytes:
        """The file's bytes with the comments that are to be written, the oldest first."""
        kept = sorted(account.kept[self.sheet.path], key=lambda old: old.date)
        return self.file.bytes_of(self.sheet.added([_entry(old, account) for old in kept]).text)


def _there(old: Old, sheet: _Sheets, account: _Account) -> bool:
    if old.id in sheet.names:
        account.leave(old.id, BEFORE)
        account.knows(old.id)
        return True
    return False


def _entry(old: Old, account: _Account) -> Entry:
    name = clean_name(tamed(old.author))
    return Entry(
        id=old.id,
        author=name if shows(name) else NAMELESS,
        email=old.email if "@" in old.email and len(old.email) < 255 and shows(old.email) else "",
        url=safe_website(old.url),
        date=old.date,
        reply_to=account.answered(old),
        via=old.id.partition("-")[0],
        verified=old.verified and bool(old.email),
        status=old.status,
        text=tamed(old.text).strip(),
    )
