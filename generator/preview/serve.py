"""`byline serve` without its words: a door, a server behind it, and builds as long as it is open."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.build.request import Progress, Request
from generator.engine.lock import lock
from generator.errors import Busy, BylineError, Place, Problem
from generator.preview.answers import Answers, Counter
from generator.preview.doors import Door
from generator.preview.editors import Editor
from generator.preview.resting import Made
from generator.preview.server import answering
from generator.preview.stand import Seen, Stand
from generator.preview.watch import Watch, quiet
from generator.preview.workshop import Workshop
from generator.source.scan import is_left_out
from generator.theme.templates import theme_folders

MEMORY = "preview"
"""The folder of the preview's own memory, below the project's; a second preview of a project has one beside it."""

_LOOK = 0.8
"""Seconds between two looks for changes of which no event told, while somebody reads."""

_MUCH = 50
"""Files from which on it is worth telling how far their reading or rendering has come."""

_SERVERS = 8
"""Previews of one project at a time."""


class Serving(Struct, frozen=True, kw_only=True):
    """What is asked of a preview."""

    request: Request
    clock: Callable[[], datetime]
    editor: Editor
    door: Door


class Told(Struct, frozen=True, kw_only=True):
    """What is to be told of a build."""

    made: Made
    seconds: float
    paths: tuple[str, ...] = ()
    """That were seen to change, below the project."""
    is_first: bool = False


Tell = Callable[[Told], None]


def serve(serving: Serving, *, tell: Tell, trouble: Callable[[str], None], progress: Progress) -> None:
    """Serve until a KeyboardInterrupt; `tell` hears of builds, `trouble` of what else is amiss."""
    with _own_memory(serving.request) as request, quiet():
        stand = Stand()

        def heard(verb: str, done: int, total: int) -> None:
            stand.progress = (verb, done, total)
            if total > _MUCH:
                progress(verb, done, total)

        workshop = Workshop(request, clock=serving.clock, progress=heard)
        try:
            since = time.perf_counter()
            first = workshop.resume() or _made(workshop)
            stand.lay_out(first.edition, first.problems, covers=0)
            answers = Answers(
                Counter(
                    stand=stand,
                    prints=workshop.prints,
                    house=serving.door.house,
                    editor=serving.editor,
                    folders=(request.project, *(str(folder.parent) for folder in theme_folders(Path(request.project)))),
                )
            )
            with answering(answers, serving.door.socket, stand=stand, trouble=trouble):
                tell(Told(made=first, seconds=time.perf_counter() - since, is_first=True))
                _keep_current(stand, workshop, request, tell=tell, trouble=trouble)
        finally:
            workshop.close()


def _keep_current(
    stand: Stand, workshop: Workshop, request: Request, *, tell: Tell, trouble: Callable[[str], None]
) -> None:
    """Build whenever something was seen to change, and look now and then."""
    watch = Watch(lambda: _folders(request), stand.saw)
    told = ""
    try:
        watch.renew()
        _build(stand, workshop, request, None, tell)  # whatever changed before anyone watched
        while not stand.closed:
            if watch.trouble != told:
                told = watch.trouble
                if told:
                    trouble(f"the system does not tell of changes ({told}), so the project is looked through instead")
            seen = stand.wait(_LOOK)
            watch.renew()
            _build(stand, workshop, request, seen, tell)
    finally:
        watch.stop()


def _build(stand: Stand, workshop: Workshop, request: Request, seen: Seen | None, tell: Tell) -> None:
    since = time.perf_counter()
    covers = seen.number if seen else stand.seen
    before = stand.state

    def noticed() -> None:
        nonlocal covers
        if seen is None:
            covers = stand.notice()

    if seen and seen.lost:
        workshop.forget()
    made = _made(workshop, noticed, named=_named(request, seen))
    if covers > before.built or made.edition is not before.edition or made.problems != before.problems:
        problems = before.problems if made.problems == before.problems else made.problems
        stand.lay_out(made.edition, problems, covers=covers)
    if made.edition is not before.edition or made.problems != before.problems:
        paths = _below(request.project, seen)
        tell(Told(made=made, seconds=time.perf_counter() - since, paths=paths))


def _made(
    workshop: Workshop, noticed: Callable[[], None] = lambda: None, *, named: frozenset[str] | None = None
) -> Made:
    """What came of a build; where the machine fails, that is a problem like others, and the last edition stays."""
    try:
        return workshop.make(noticed, named=named)
    except BylineError as error:
        problems = getattr(error, "problems", ()) or (Problem(place=Place("byline"), message=str(error)),)
    except Exception as error:  # a fault of Byline's own must not end the server; the writer goes on, and is told
        message = f"this is a fault of Byline's own: {type(error).__name__}: {error}"
        hint = "run byline build --debug, and send what it prints to the makers of Byline"
        problems = (Problem(place=Place("byline"), message=message, hint=hint),)
    return replace(workshop.last, problems=problems, read=0, rendered=0)


def _named(request: Request, seen: Seen | None) -> frozenset[str] | None:
    """The files that events named, below the project; None where they are not files of the content, or not all."""
    if seen is None or seen.paths is None or seen.lost:
        return None
    inside = os.path.realpath(f"{request.project}/content") + "/"
    if not all(path.startswith(inside) for path in seen.paths):
        return None
    named = (f"content/{path.removeprefix(inside)}" for path in seen.paths)
    return frozenset(path for path in named if not is_left_out(path))


def _below(project: str, seen: Seen | None) -> tuple[str, ...]:
    paths = seen.paths or () if seen else ()
    return tuple(sorted(os.path.relpath(path, os.path.realpath(project)) for path in paths))


def _folders(request: Request) -> Iterator[str]:
    """The folders that a build reads."""
    project = Path(request.project)
    yield from (str(folder) for folder in (project / "content", project / "plugins") if folder.is_dir())
    yield from (str(folder) for folder in theme_folders(project) if folder.is_dir())


@contextmanager
def _own_memory(request: Request) -> Iterator[Request]:
    """The request with a memory that no other preview of the project uses."""
    for number in range(1, _SERVERS + 1):
        memory = f"{request.memory}/{MEMORY}" + (f"-{number}" if number > 1 else "")
        try:
            with lock(memory, wait=0.0 if number < _SERVERS else 1.0):
                yield replace(request, memory=memory)
                return
        except Busy:
            if number == _SERVERS:
                raise
