"""How far a deploy has come, and what to say when it comes no further."""

from collections.abc import Iterator
from contextlib import contextmanager

from generator.build.request import Progress
from generator.deploy.goal import Parcel
from generator.deploy.plan import Plan
from generator.errors import Fault

_NAMED = 3


class Tally:
    """Counts the files that have arrived."""

    def __init__(self, plan: Plan, progress: Progress) -> None:
        self._plan, self._progress = plan, progress
        self._arrived: set[str] = set()
        self._bytes = 0

    def sent(self, parcel: Parcel) -> None:
        """Note a file that has arrived."""
        if parcel.path not in self._arrived:
            self._arrived.add(parcel.path)
            self._bytes += parcel.size
        self._progress("sending", len(self._arrived), len(self._plan.sent))

    @contextmanager
    def told(self, *, at_once: bool) -> Iterator[None]:
        """Add to a failure what was and was not sent, and what readers see."""
        try:
            yield
        except Fault as fault:
            raise Fault(f"{fault}\n{self._so_far(at_once=at_once)}") from fault

    def _so_far(self, *, at_once: bool) -> str:
        files = self._plan.sent
        missing = [parcel.path for parcel in files if parcel.path not in self._arrived]
        size = f"{sized(self._bytes)} of {sized(self._plan.size)}"
        lines = [f"  sent: {len(self._arrived):,} of {len(files):,} files, {size}"]
        if missing:
            more = f" and {len(missing) - _NAMED:,} more" if len(missing) > _NAMED else ""
            lines.append(f"  not sent: {', '.join(missing[:_NAMED])}{more}")
        if at_once:
            lines.append("  readers still see the release of before")
        else:
            lines.append("  readers see whole pages, each as it was or as it is to be")
        lines.append("  hint: mend what failed and run byline deploy again; it goes on from here")
        return "\n".join(lines)


def sized(number: int) -> str:
    """A number of bytes as a reader takes it in: `812 B`, `3.4 MB`."""
    if number < 1000:
        return f"{number} B"
    for unit, power in (("kB", 1000), ("MB", 1000**2)):
        if number < 1000 * power:
            return f"{number / power:.1f} {unit}"
    return f"{number / 1000**3:.1f} GB"
