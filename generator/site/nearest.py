"""A misspelt name to the nearest known one, without looking at all of them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

_AROUND = 30


class Names:
    """Names in two orders: a slip at the end leaves the beginning alike, one at the beginning the end."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names
        self._forward: list[str] = []
        self._backward: list[str] = []

    def near(self, name: str, *, cutoff: float = 0.6) -> str:
        """The known name most like this one; empty where none is."""
        if not self._forward:
            self._forward = sorted(set(self._names))
            self._backward = sorted(known[::-1] for known in self._forward)
        candidates = dict.fromkeys(_around(self._forward, name))
        candidates |= dict.fromkeys(found[::-1] for found in _around(self._backward, name[::-1]))
        return next(iter(get_close_matches(name, list(candidates), n=1, cutoff=cutoff)), "")


class Files:
    """Files by their names in lower case and without folders; nothing is done before one is misspelt."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = paths
        self._by_name: dict[str, str] = {}
        self._names = Names(self._by_name)

    def near(self, name: str, *, cutoff: float) -> str:
        """The path of the file whose name is most like this one; the first of several; empty where none is."""
        if not self._by_name:
            in_order = sorted(self._paths, reverse=True)
            self._by_name.update({path.rpartition("/")[2].lower(): path for path in in_order})
        return self._by_name.get(self._names.near(name, cutoff=cutoff), "")


def _around(names: Sequence[str], name: str) -> Sequence[str]:
    at = bisect_left(names, name)
    return names[max(0, at - _AROUND) : at + _AROUND]
