"""Dated, tagged pieces to those each is related to; the work grows with their number, not its square."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
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
    borne = [[bearers.setdefault((node.lang, tag), []) for tag in node.tags] for node in nodes]
    for position, of_each in enumerate(borne):
        for members in of_each:
            members.append(position)
    places = {id(members): bisect_left(members, first) for members in bearers.values()}
    chosen = []
    for position, node in enumerate(nodes[first:last], start=first):
        windows = []
        for members in borne[position]:
            at = places[id(members)]
            places[id(members)] = at + 1
            low = max(0, min(at - NEAREST // 2, len(members) - NEAREST - 1))
            windows.append((len(members), members[low : low + NEAREST + 1]))
        room = SHOWN - len(node.pinned)
        found = _best(windows, position, node.pinned, room) if room > 0 else []
        chosen.append((*node.pinned, *found))
    return chosen


def _best(windows: list[tuple[int, list[int]]], position: int, pinned: tuple[int, ...], room: int) -> list[int]:
    """The best of the candidates in the windows, each given with how many pieces bear its tag."""
    if not windows:
        return []
    windows.sort(key=itemgetter(0))
    seen = set(windows[0][1])
    again: list[int] = []
    for _bearers, members in windows[1:]:
        again += seen.intersection(members)
        seen.update(members)
    shared = Counter(again)  # less one, and without those that share a single tag: they are many, and seldom chosen
    for known in (position, *pinned):
        shared.pop(known, None)
    alike: dict[int, set[int]] = {}
    for other, tags in shared.items():
        alike.setdefault(tags, set()).add(other)
    shelves = _shelves(windows)
    best: list[int] = []
    for tags in sorted(alike, reverse=True):
        best += _first(shelves, alike[tags], position, room - len(best))
        if len(best) == room:
            return best
    return best + _first(shelves, seen.difference([position], pinned, best), position, room - len(best))


def _shelves(windows: list[tuple[int, list[int]]]) -> list[list[int]]:
    """The candidates from the rarest tag to the most frequent, those of equally frequent ones together."""
    if len({count for count, _members in windows}) == len(windows):
        return [members for _count, members in windows]
    return [[other for _count, members in same for other in members] for _, same in groupby(windows, itemgetter(0))]


def _first(shelves: list[list[int]], among: set[int], position: int, room: int) -> list[int]:
    """The first of those `among` whom to choose: by the rarest tag that they share, then the nearest in time."""
    best: list[int] = []
    for members in shelves:
        found = among.intersection(members)
        if found:
            best += sorted(found, key=lambda other: (abs(other - position), other))[: room - len(best)]
            if len(best) == room:
                break
            among = among - found
    return best
