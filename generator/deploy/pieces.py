"""Files that change to what an editor calls them: articles, pages, listings, feeds, files; pure."""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from generator.deploy.order import turn
from generator.deploy.plan import Plan
from generator.engine.ledger import Account

KINDS = ("article", "page", "listing", "old address", "feed", "file")
_COPY = re.compile(r"\.(?:gz|br)$")
_LISTING = re.compile(r"(?:index\.html|404\.html|(?:.*/)?page/\d+/index\.html|(?:tags|authors|archive|series)/.*)")


class Pieces(Struct, frozen=True, kw_only=True):
    """How many of a kind change, and how."""

    kind: str
    changed: int = 0
    new: int = 0
    gone: int = 0


def kind_of(path: str, account: Account | None) -> str:
    """What an editor calls the file; without an account of how it was made, by its path alone."""
    if not path.endswith((".html", ".htm")):
        return "feed" if turn(path) == 2 else "file"
    if account is not None:
        if "redirect" in account.digests:
            return "old address"
        if account.source.startswith("content/articles/"):
            return "article"
        return "page" if account.source.startswith("content/pages/") else "listing"
    return "listing" if _LISTING.fullmatch(path) else "article"


def pieces(plan: Plan, accounts: Mapping[str, Account]) -> tuple[Pieces, ...]:
    """What changes, by kind; compressed copies of a file are not counted beside it."""
    changed = _count((parcel.path for parcel in plan.changed), accounts)
    new = _count((parcel.path for parcel in plan.new), accounts)
    gone = _count(plan.gone, accounts)
    return tuple(
        Pieces(kind=kind, changed=changed.get(kind, 0), new=new.get(kind, 0), gone=gone.get(kind, 0))
        for kind in KINDS
        if kind in changed or kind in new or kind in gone
    )


def _count(paths: Iterable[str], accounts: Mapping[str, Account]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for path in paths:
        if not _COPY.search(path):
            kind = kind_of(path, accounts.get(path))
            counted[kind] = counted.get(kind, 0) + 1
    return counted


def told(found: Iterable[Pieces]) -> str:
    """The pieces as a sentence: `3 articles changed, 1 new, 41 listings changed`."""
    phrases: list[str] = []
    for piece in found:
        noun = piece.kind
        for number, verb in ((piece.changed, "changed"), (piece.new, "new"), (piece.gone, "gone")):
            if number:
                phrases.append(f"{number:,} {_named(noun, number)}{verb}")
                noun = ""
    return ", ".join(phrases) or "nothing"


def _named(noun: str, number: int) -> str:
    if not noun:
        return ""
    plural = noun if number == 1 else f"{noun}es" if noun.endswith("ss") else f"{noun}s"
    return f"{plural} "
