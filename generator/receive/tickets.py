"""A page's address and an instant to a ticket that only this receiver can have made, and back to its age."""

import hmac
import secrets
from hashlib import sha256

SHORTEST = 3.0
"""Seconds between a comment's being shown to its writer and its being sent: who is faster has not read it."""

LONGEST = 12 * 3600.0
"""Seconds that a ticket is good for."""


class Tickets:
    """Makes tickets and takes them back, each once. Times are seconds since 1970."""

    def __init__(self, secret: bytes, *, shortest: float = SHORTEST) -> None:
        self._secret = secret
        self._shortest = shortest
        self._used: dict[str, float] = {}

    def make(self, page: str, now: float) -> str:
        """A ticket for a page."""
        head = f"{int(now * 1000):x}.{secrets.token_hex(6)}"
        return f"{head}.{self._sign(head, page)}"

    def state(self, ticket: str, page: str, now: float) -> str:
        """`good`, `early` for one that was made a moment ago, or `stale` for any other."""
        head, _, sign = ticket.rpartition(".")
        if not head or not hmac.compare_digest(sign.encode(), self._sign(head, page).encode()):
            return "stale"
        age = now - int(head.partition(".")[0], 16) / 1000
        if ticket in self._used or not 0 <= age <= LONGEST:
            return "stale"
        return "good" if age >= self._shortest else "early"

    def use(self, ticket: str, now: float) -> None:
        """Take a ticket back: it is not good a second time."""
        if len(self._used) > 10_000:
            self._used = {old: since for old, since in self._used.items() if now - since < LONGEST}
        self._used[ticket] = now

    def _sign(self, head: str, page: str) -> str:
        return hmac.new(self._secret, f"{head}\n{page}".encode(), sha256).hexdigest()[:40]
