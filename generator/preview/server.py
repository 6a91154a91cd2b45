"""An application and a socket to a server in a thread of its own."""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from generator.preview.stand import Stand

_LARGEST_HEAD = 32_768
"""Bytes of a request."""


@contextmanager
def answering(app: ASGIApp, door: socket.socket, *, stand: Stand, trouble: Callable[[str], None]) -> Iterator[None]:
    """Answer at a socket as long as the block lasts; `trouble` hears of what the application failed at."""
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[door])), daemon=True)
    with _logged(trouble):
        thread.start()
        try:
            yield
        finally:
            stand.close()  # which ends the streams
            server.should_exit = True
            thread.join(5.0)


class _Loud(logging.Handler):
    """Passes on what the server could not do; what clients did wrong is theirs."""

    def __init__(self, trouble: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self._trouble = trouble

    def emit(self, record: logging.LogRecord) -> None:
        """Tell of an exception by its last line."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            self._trouble(f"this is a fault of Byline's own: {type(error).__name__}: {error}")


@contextmanager
def _logged(trouble: Callable[[str], None]) -> Iterator[None]:
    """What the server's libraries log goes to `trouble`, and not to the terminal in their words."""
    loud = _Loud(trouble)
    logs = [logging.getLogger(name) for name in ("uvicorn", "asyncio")]
    for log in logs:
        log.addHandler(loud)
        log.propagate = False
    try:
        yield
    finally:
        for log in logs:
            log.removeHandler(loud)
            log.propagate = True
