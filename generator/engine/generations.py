"""What was met lately, within a room: what is asked for again stays, what is not goes in the end."""

from typing import Generic, TypeVar

Known = TypeVar("Known")


class Generations(Generic[Known]):
    """Two generations of what is known: when the young one has half of the room, the old one goes and it grows old."""

    def __init__(self, room: int) -> None:
        self.young: dict[object, Known] = {}
        self.old: dict[object, Known] = {}
        self._half, self._left = room // 2, room // 2

    def recall(self, key: object) -> Known | None:
        """What is kept under a key; it is young again."""
        known = self.young.get(key)
        if known is None:
            known = self.old.pop(key, None)
            if known is not None:
                self.keep(key, known)
        return known

    def keep(self, key: object, known: Known) -> None:
        """Keep something under a key."""
        size = self.size_of(known)
        if self._left < size:
            self.old, self.young, self._left = self.young, {}, self._half
        self._left -= size
        self.young[key] = known

    def size_of(self, _known: Known) -> int:
        """How much of the room it takes."""
        return 1
