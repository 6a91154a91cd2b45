"""A project and the name of a target to what a deploy would do, and to a deploy; Byline's table of contents for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from generator.build.current import Current, compare
from generator.build.request import SETTINGS, Progress, Request
from generator.deploy.copies import with_copies
from generator.deploy.goal import Goal, goal_of
from generator.deploy.host import Host
from generator.deploy.hosts.open import open_host
from generator.deploy.memory import Memory
from generator.deploy.pieces import Pieces, pieces, told
from generator.deploy.refuse import Refusal, against_output, against_target
from generator.deploy.send import Survey, Work, send, survey
from generator.engine.files import Files
from generator.engine.lock import lock
from generator.errors import Fault, Place, Problem, Stop, Usage
from generator.settings import Settings, Target


class Ready(Struct, frozen=True, kw_only=True):
    """A deploy that has been looked at from both sides."""

    target: Target
    place: str
    site: str
    survey: Survey
    pieces: tuple[Pieces, ...]
    refusals: tuple[Refusal, ...]
    work: Work
    mark: Place
    """Where the settings name the target."""

    def refused(self, *, overruled: bool) -> tuple[Problem, ...]:
        """What still speaks against it."""
        left = [refusal for refusal in self.refusals if not (overruled and refusal.may_be_overruled)]
        return tuple(Problem(place=self.mark, message=refusal.message, hint=refusal.hint) for refusal in left)


@contextmanager
def prepared(request: Request, name: str, *, output: str, progress: Progress, files: Files) -> Iterator[Ready]:
    """Everything up to sending, under the project's lock. Raises Stop where the output on this side cannot be sent."""
    with lock(request.memory):
        current = compare(request, progress=progress)
        target, mark = target_of(current.settings, name)
        against = tuple(against_output(current))
        if against or current.problems:
            own = tuple(Problem(place=Place(f"{output}/"), message=found.message, hint=found.hint) for found in against)
            raise Stop(*(own or current.problems))
        with opened(request, target, files=files) as (host, memory):
            yield _ready(current, target, mark, host, memory, request, output=output, progress=progress, files=files)


def deploy(ready: Ready, *, overruled: bool) -> None:
    """Send what the plan says. Raises Stop where something speaks against it, Fault where something fails."""
    refused = ready.refused(overruled=overruled)
    if refused:
        raise Stop(*refused)
    host, memory, surveyed = ready.work.host, ready.work.memory, ready.survey
    send(surveyed, ready.work, words=f"Deploy {ready.site}: {told(ready.pieces)}")
    if not host.keeps:
        before = surveyed.there.id if surveyed.is_whole else memory.latest
        memory.note_release(surveyed.goal.release, surveyed.goal.manifest, after=before)


@contextmanager
def opened(request: Request, target: Target, *, files: Files) -> Iterator[tuple[Host, Memory]]:
    """The host of a target, and what this side remembers of it."""
    memory = Memory(request.memory, name=target.name, place=_identity(target), files=files)
    host = open_host(target, project=request.project, output=request.output, work=memory.folder, files=files)
    try:
        yield host, memory
    finally:
        host.close()


def target_of(settings: Settings, name: str) -> tuple[Target, Place]:
    """The target of that name, or the first one, and where the settings name it. Raises Usage."""
    names = [target.name for target in settings.deploy]
    if not names:
        raise Usage(f"{SETTINGS} names no target; write: deploy: {{live: {{kind: folder, path: ../public}}}}")
    if name and name not in names:
        raise Usage(f"deploy has no target {name!r}; it has {', '.join(names)}")
    target = next(target for target in settings.deploy if target.name == (name or names[0]))
    mark = settings.marks.get(f"deploy.{target.name}")
    return target, Place(SETTINGS, mark.line, mark.column) if mark else Place(SETTINGS)


def _ready(
    current: Current,
    target: Target,
    mark: Place,
    host: Host,
    memory: Memory,
    request: Request,
    *,
    output: str,
    progress: Progress,
    files: Files,
) -> Ready:
    goal = _goal(current, target, host, request, progress=progress, files=files)
    surveyed = survey(goal, host)
    found = against_target(
        surveyed.plan,
        surveyed.there,
        site=goal.site,
        seen=memory.seen,
        place=host.place,
        name=target.name,
    )
    return Ready(
        target=target,
        place=host.place,
        site=goal.site,
        survey=surveyed,
        pieces=pieces(surveyed.plan, current.accounts),
        refusals=tuple(found),
        work=Work(host=host, memory=memory, files=files, progress=progress, output=output),
        mark=mark,
    )


def _goal(current: Current, target: Target, host: Host, request: Request, *, progress: Progress, files: Files) -> Goal:
    manifest = current.output.manifest
    if manifest is None:
        raise Fault(f"{current.output.name} has lost its manifest; run byline build")
    goal = goal_of(manifest, current.output.folder, dress=host.dress)
    if target.kind not in ("folder", "rsync"):
        return goal
    wanted = str(target.options.get("compress", "")).split()
    return with_copies(goal, wanted, cache=f"{request.memory}/deploy/copies", files=files, progress=progress)


def _identity(target: Target) -> str:
    """What makes a target another one, whatever it is called."""
    return " ".join(
        f"{key}={value}" for key, value in sorted(target.options.items()) if key not in ("compress", "cname")
    )
