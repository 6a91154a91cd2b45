"""The pieces that readers may write of, looked up by what a form says, and looked at again now and then."""

import time
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from generator.build.discussion import Commentable, Discussion
from generator.errors import BylineError

FRESH = 60.0
"""Seconds for which what is known is not looked at again."""

_PAUSE = 5.0
"""Seconds between two looks for a piece that is not known."""


class Shelf:
    """What is known of the publication; looking again is left to whoever made it."""

    def __init__(self, look: Callable[[], Discussion], *, tell: Callable[[str], None]) -> None:
        """Raises whatever the first look does."""
        self._look = look
        self._tell = tell
        self._held = look()
        self._by_address = _by_address(self._held)
        self._since = time.monotonic()

    @property
    def held(self) -> Discussion:
        return self._held

    def find(self, page: str) -> Commentable | None:
        """The open, published piece at an address (whole or from the root on) or with a slug."""
        age = time.monotonic() - self._since
        found = self._by_address.get(_key(page, self._held))
        if age > FRESH or (found is None and age > _PAUSE):
            self._again()
            found = self._by_address.get(_key(page, self._held))
        return found if found and found.is_published and found.status == "open" else None

    def _again(self) -> None:
        self._since = time.monotonic()
        try:
            held = self._look()
        except BylineError as error:
            self._tell(f"the publication could not be looked at again, and is known as it was: {error}")
            return
        if held.settings.url != self._held.settings.url:
            self._tell("site.yaml gives another url now; start the receiver again to follow it")
            return
        self._held = held
        self._by_address = _by_address(held)


def _by_address(held: Discussion) -> dict[str, Commentable]:
    known: dict[str, Commentable] = {}
    for piece in held.pieces:
        for address in (piece.address, *piece.aliases, f"/{piece.slug}/"):
            known.setdefault(address.strip("/"), piece)
    return known


def _key(page: str, held: Discussion) -> str:
    try:
        path = unquote(urlsplit(page).path)
    except ValueError:
        return ""
    return path.removeprefix(held.settings.prefix).removesuffix("index.html").strip("/")
