"""How many items there are to how many of them a worker gets at once, and which."""

LARGEST = 64
LONG = 512
"""Items of a worker's first chunk where the parent has something else to do meanwhile."""

_LAST_CALLS = 4
"""Into how many chunks per core what is left is cut, so that at the end no core waits long for another."""


class Chunks:
    """The places of items that nobody has yet: ranges of them are taken from either end, and get smaller.

    Neighbours have much in common, so a worker who stays at one end meets again what it has made already.
    """

    def __init__(self, count: int, cores: int, *, first: int = LARGEST) -> None:
        """`first`: of how many items the range is, at most, that each core gets first."""
        self._left = range(count)
        self._cores = cores
        self._first = first
        self._taken = 0

    @property
    def are_left(self) -> bool:
        return bool(self._left)

    def take(self, *, last: bool = False) -> range | None:
        """The first places of those that are left, or the `last` ones; None when there are no more."""
        left = self._left
        if not left:
            return None
        most = self._first if self._taken < self._cores else LARGEST
        size = max(1, min(most, len(left) // (self._cores * _LAST_CALLS)))
        self._taken += 1
        if last:
            self._left = left[:-size]
            return left[-size:]
        self._left = left[size:]
        return left[:size]
