"""Dated, tagged pieces to those each is related to; the work grows with their number, not its square."""

from collections.abc import Sequence

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


def related(nodes: Sequence[Node]) -> list[tuple[int, ...]]:
    """For each piece, newest first, the positions of its related pieces, best first.

    A shared tag counts the more, the fewer pieces bear it; among equals the one nearer in time is first.
    """
    bearers: dict[tuple[str, str], list[int]] = {}
    for position, node in enumerate(nodes):
        for tag in node.tags:
            bearers.setdefault((node.lang, tag), []).append(position)
    weights = {key: 1 / (1 + len(members)) for key, members in bearers.items()}
    places: dict[tuple[str, str], int] = dict.fromkeys(bearers, 0)
    chosen = []
    for position, node in enumerate(nodes):
        scores: dict[int, float] = {}
        for tag in node.tags:
            key = (node.lang, tag)
            weight, members, at = weights[key], bearers[key], places[key]
            places[key] = at + 1
            low = max(0, min(at - NEAREST // 2, len(members) - NEAREST - 1))
            for other in members[low : low + NEAREST + 1]:
                scores[other] = scores.get(other, 0.0) + weight
        for known in (position, *node.pinned):
            scores.pop(known, None)
        room = SHOWN - len(node.pinned)
        chosen.append((*node.pinned, *_best(scores, position, room)) if room > 0 else node.pinned)
    return chosen


def _best(scores: dict[int, float], position: int, count: int) -> list[int]:
    """The `count` positions with the highest scores, then those nearest to `position`, then the newer."""
    if not scores:
        return []
    least = sorted(scores.values(), reverse=True)[:count][-1]
    contenders = [other for other, score in scores.items() if score >= least]
    contenders.sort(key=lambda other: (-scores[other], abs(other - position), other))
    return contenders[:count]
