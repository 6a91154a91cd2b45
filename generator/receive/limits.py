"""How often somebody may write: counted in memory, by a network address that is kept nowhere else and forgotten."""

from collections import OrderedDict, deque
from ipaddress import IPv6Address, ip_address

from msgspec import Struct

MOST_CLIENTS = 10_000
"""Addresses in memory; beyond it the one that was silent longest is forgotten."""


class Rate(Struct, frozen=True):
    """So many in so many seconds."""

    most: int
    seconds: float


class Limiter:
    """Counts what each client and all of them together did of late. Times are seconds of any steady clock."""

    def __init__(self, *, each: Rate, everybody: Rate) -> None:
        self._each = each
        self._everybody = everybody
        self._clients: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()

    def allows(self, client: str, now: float) -> bool:
        """Whether a client may do it once more; if so, it is counted."""
        key = network(client)
        self._forget(now)
        mine = self._clients.setdefault(key, deque())
        self._clients.move_to_end(key)
        while len(self._clients) > MOST_CLIENTS:
            self._clients.popitem(last=False)
        if len(mine) >= self._each.most or len(self._all) >= self._everybody.most:
            return False
        mine.append(now)
        self._all.append(now)
        return True

    def __len__(self) -> int:
        return len(self._clients)

    def _forget(self, now: float) -> None:
        while self._all and now - self._all[0] > self._everybody.seconds:
            self._all.popleft()
        for key in list(self._clients):
            times = self._clients[key]
            while times and now - times[0] > self._each.seconds:
                times.popleft()
            if times:
                break  # those behind were busy later, or are looked at when they come to the front
            del self._clients[key]


def network(client: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 that a household has of IPv6."""
    try:
        address = ip_address(client.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return address.exploded[:19]
    return str(address)
