"""What happens in other threads to something that requests can wait for."""

import asyncio
import time

from generator.preview.stand import Stand


class Pulse:
    """Beats in one event loop whenever something new is laid out."""

    def __init__(self, stand: Stand) -> None:
        self._loop = asyncio.get_running_loop()
        self._beat = asyncio.Event()
        stand.listen(self._heard)

    def next(self) -> asyncio.Event:
        """Set at the next beat; take it before looking at what one waits for."""
        return self._beat

    def _heard(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._turn)

    def _turn(self) -> None:
        beat, self._beat = self._beat, asyncio.Event()
        beat.set()


async def current(stand: Stand, pulse: Pulse, *, patience: float) -> bool:
    """Wait until all that has been seen up to now is built; whether it was within `patience` seconds."""
    wanted, end = stand.seen, time.monotonic() + patience
    while stand.state.built < wanted and not stand.closed:
        beat = pulse.next()
        if stand.state.built >= wanted:
            break
        left = end - time.monotonic()
        if left <= 0 or not await beat_within(beat, left):
            return stand.state.built >= wanted
    return stand.state.built >= wanted


async def beat_within(beat: asyncio.Event, seconds: float) -> bool:
    """Wait for a beat; whether it came in time."""
    try:
        async with asyncio.timeout(seconds):
            await beat.wait()
    except TimeoutError:
        return False
    return True
