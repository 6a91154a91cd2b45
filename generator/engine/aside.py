"""A piece of work to its result, done by a child process meanwhile; where none may fork, when it is asked for."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

from msgspec import MsgspecError, msgpack

from generator.engine.forking import may_fork

Given = TypeVar("Given")
Result = TypeVar("Result")


class Aside(Generic[Given, Result]):
    """Work that was begun, and that changes nothing: whatever befalls the child, the work is then done here."""

    def __init__(self, work: Callable[[Given], Result], given: Given, *, result: type[Result]) -> None:
        self.asked = given
        self._work, self._type = work, result
        self._child, self._pipe = _begun(work, given) if may_fork() else (0, -1)

    def result(self) -> Result:
        """What the work gives, and what it raises."""
        if self._child:
            with os.fdopen(self._pipe, "rb") as pipe:
                data = pipe.read()
            _pid, status = os.waitpid(self._child, 0)
            self._child = 0
            if status == 0:
                with suppress(MsgspecError):
                    return msgpack.decode(data, type=self._type)
        return self._work(self.asked)

    def drop(self) -> None:
        """Nobody will ask."""
        if self._child:
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
            os.close(self._pipe)
            self._child = 0


def _begun(work: Callable[[Given], Result], given: Given) -> tuple[int, int]:
    """The child, and where its result can be read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    code = 1
    try:  # from here on in the child, which must never return
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(msgpack.encode(work(given)))
        code = 0
    finally:
        os._exit(code)
