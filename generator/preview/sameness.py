"""Two scans of a project to whether its files are the same; only what is too young to be known by its hint is read."""

from collections.abc import Mapping, Sequence

from generator.source.intake import READ_APART
from generator.source.read import Desk, Unread, read_file
from generator.source.scan import Source

_BY_HINT = ("baseline",)
"""Roles of files of which no digest is kept."""


def is_same(before: Sequence[Source], now: Sequence[Source], digests: Mapping[str, str], *, desk: Desk) -> bool:
    """Whether every file is as it was when its digest was taken; what is settled apart is not looked at."""
    if len(before) != len(now):
        return False
    return all(
        old.path == new.path and old.role == new.role and _is_same(old, new, digests, desk)
        for old, new in zip(before, now, strict=True)
    )


def _is_same(old: Source, new: Source, digests: Mapping[str, str], desk: Desk) -> bool:
    if old.hint == new.hint and new.hint:
        return True
    if new.role in READ_APART:
        return new.role not in _BY_HINT
    if new.path not in digests:
        return False
    outcome = read_file(desk, Unread(new.path, new.role, digests[new.path]))
    return bool(outcome.digest) and not outcome.record
