"""A project's folder to what can be known of it before anything is read: what is settled, and which files there are."""

import time
from collections.abc import Callable

from msgspec import Struct

from generator.build.request import Request
from generator.build.settle import Settled, settle
from generator.engine.ledger import Ledger
from generator.source.scan import Scan, scan


class Look(Struct, frozen=True, kw_only=True):
    """A project before anything of it is read."""

    settled: Settled
    scanned: Scan
    verbs: tuple[tuple[str, float], ...]


def look(request: Request, ledger: Ledger, *, meanwhile: Callable[[], None] | None = None) -> Look:
    """Settle and scan; where the theme is not known yet, `meanwhile` is done while it is studied."""
    watch = Watch()
    settled = settle(request, ledger, meanwhile=meanwhile)
    watch.done("settle")
    scanned = scan(request.project, now=request.scanned)
    watch.done("scan")
    return Look(settled=settled, scanned=scanned, verbs=tuple(watch.verbs))


class Watch:
    """Times verbs one after the other."""

    def __init__(self) -> None:
        self.verbs: list[tuple[str, float]] = []
        self._since = time.perf_counter()

    def done(self, verb: str) -> None:
        now = time.perf_counter()
        self.verbs.append((verb, now - self._since))
        self._since = now
