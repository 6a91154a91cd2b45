"""Dated, tagged pieces to those each is related to; the work grows with their number, not its square."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from operator import itemgetter

from msgspec import Struct

NEAREST = 40
"""Candidates that a piece takes from each of its tags: those nearest in the order of time."""

SHOWN = 4
"""Related pieces a page is given, those pinned by hand included."""


class Node(Struct, frozen=True, array_like=True):
    """What relatedness depends on."""

    tags: tuple[str, ...]
    lang: str
    pinned: tuple[int, ...] = ()
    """Positions of the pieces an editor named."""


def related(nodes: Sequence[Node], *, first: int = 0, last: int | None = None) -> list[tuple[int, ...]]:
    """For each piece, newest first, the positions of its related pieces, best first; or only for those from the
    position `first` to the one before `last`, each of which can be told without the others.

    The more tags two pieces share, the better; among equals the one with the rarer tag, then the one nearer in time.
    """
    bearers: dict[tuple[str, str], list[int]] = {}
    for position, node in enumerate(nodes):
        for tag in node.tags:
            bearers.setdefault((node.lang, tag), []).append(position)
    places = {key: bisect_left(members, first) for key, members in bearers.items()}
    chosen = []
    for position, node in enumerate(nodes[first:last], start=first):
        windows = []
        for tag in node.tags:
            key = (node.lang, tag)
            members, at = bearers[key], places[key]
            places[key] = at + 1
            low = max(0, min(at - NEAREST // 2, len(members) - NEAREST - 1))
            windows.append((len(members), members[low : low + NEAREST + 1]))
        room = SHOWN - len(node.pinned)
        found = _best(windows, position, node.pinned, room) if room > 0 else []
        chosen.append((*node.pinned, *found))
    return chosen


def _best(windows: list[tuple[int, list[int]]], position: int, pinned: tuple[int, ...], room: int) -> list[int]:
    """The best of the candidates in the windows, each given with how many pieces bear its tag."""
    shared = Counter(chain.from_iterable(members for _bearers, members in windows))
    for known in (position, *pinned):
        shared.pop(known, None)
    if not shared:
        return []
    least = sorted(shared.values(), reverse=True)[:room][-1]
    contenders = [other for other, tags in shared.items() if tags >= least]
    bearers: dict[int, int] = {}
    left = set(contenders)
    for count, members in sorted(windows, key=itemgetter(0)):
        found = left.intersection(members)
        bearers.update(dict.fromkeys(found, count))  # the rarest tag has the first word, and the last
        left -= found
        if not left:
            break
    if len(contenders) > room:
        most = sorted([bearers[other] for other in contenders if shared[other] == least])[:room][-1]
        contenders = [other for other in contenders if shared[other] > least or bearers[other] <= most]
    contenders.sort(key=lambda other: (-shared[other], bearers[other], abs(other - position), other))
    return contenders[:room]
