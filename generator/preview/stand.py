"""Where editions are laid out: what has been seen to change, what is built, and who waits for it."""

import threading
import time
from collections.abc import Callable, Iterable

from msgspec import Struct

from generator.errors import Problem
from generator.preview.edition import Edition

_STILL = 0.004
"""Seconds without an event after which a save is taken to be over."""

_MANY = 20
"""Paths in one burst from which on it is more than a save: a checkout, a folder that moved."""

_STILL_AFTER_MANY = 0.12
_REST = 20.0
"""Seconds without a reader after which nobody looks for changes that no event told of."""

_LONGEST = 2.0
"""Seconds after which a burst that does not end is built all the same."""


class State(Struct, frozen=True, kw_only=True):
    """What is laid out."""

    edition: Edition | None = None
    """The last good one; None before there is any."""
    problems: tuple[Problem, ...] = ()
    """Of the last build."""
    built: int = 0
    """Up to which sight of a change it holds."""


class Seen(Struct, frozen=True):
    """What a build has to look at."""

    number: int
    """Of the last sight among these."""
    paths: frozenset[str] | None
    """Named by events; None where everything is to be looked at."""
    lost: bool
    """Whether something that was made is no more."""


class Stand:
    """The one place where the threads of the preview meet."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._listeners: list[Callable[[], None]] = []
        self._paths: set[str] = set()
        self._everything = False
        self._lost = False
        self._last = 0.0
        self._asked = time.monotonic()
        self._streams = 0
        self._resting = False
        self.state = State()
        self.seen = 0
        """How many sights of a change there were."""
        self.progress = ("", 0, 0)
        """How far the build at work has come: verb, items done, of how many."""
        self.closed = False

    # ------------------------------------------------------------ who sees changes

    def saw(self, paths: Iterable[str] | None) -> None:
        """A change was seen at these paths (None: anywhere): what is laid out may be old from now on."""
        with self._condition:
            self.seen += 1
            self._last = time.monotonic()
            named = set(paths or ())
            self._everything = self._everything or not named
            self._paths |= named
            self._condition.notify_all()

    def notice(self) -> int:
        """Whoever builds sees a change that nobody named; the number of that sight."""
        with self._condition:
            self.seen += 1
            return self.seen

    def lose(self) -> None:
        """Something that was made is no more."""
        with self._condition:
            self._lost = True
        self.saw(None)

    def asked(self) -> None:
        """A page was asked for. Where nobody has looked for long, the project is looked at first."""
        self._asked = time.monotonic()
        if self._resting:
            self._resting = False
            self.saw(None)

    def listeners(self, count: int) -> None:
        """So many pages listen."""
        self._streams = count
        self._asked = time.monotonic()

    def close(self) -> None:
        """Let everyone go home."""
        with self._condition:
            self.closed = True
            self._condition.notify_all()
        self._tell()

    # ------------------------------------------------------------ who builds

    def wait(self, patience: float) -> Seen | None:
        """What was seen to change, once it is still; None where nothing was within `patience` seconds.

        While nobody looks at the site it is longer: the first who does is told to wait for a look.
        """
        with self._condition:
            while not self._condition.wait_for(lambda: self.closed or self._pending(), patience):
                if self._streams or time.monotonic() - self._asked < _REST:
                    return None
                self._resting = True
            self._resting = False
            if self.closed or not self._pending():
                return None
            since = time.monotonic()
            while not self.closed and time.monotonic() - since < _LONGEST:
                still = _STILL if len(self._paths) < _MANY else _STILL_AFTER_MANY
                left = self._last + still - time.monotonic()
                if left <= 0:
                    break
                self._condition.wait(left)
            seen = Seen(self.seen, None if self._everything else frozenset(self._paths), self._lost)
            self._paths, self._everything, self._lost = set(), False, False
            return seen

    def lay_out(self, edition: Edition | None, problems: tuple[Problem, ...], *, covers: int) -> None:
        """Put out what came of a build of all that was seen up to `covers`."""
        with self._condition:
            self.state = State(edition=edition, problems=problems, built=covers)
            self.progress = ("", 0, 0)
        self._tell()

    def _pending(self) -> bool:
        return self._everything or bool(self._paths)

    # ------------------------------------------------------------ who wants to know

    @property
    def is_current(self) -> bool:
        """Whether all that was seen is built."""
        return self.state.built >= self.seen

    def listen(self, listener: Callable[[], None]) -> None:
        """Have `listener` called, in whatever thread, whenever something new is laid out."""
        self._listeners.append(listener)

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
