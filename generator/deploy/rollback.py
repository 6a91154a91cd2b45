"""A target to the release before the present one, byte for byte."""

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from generator.build.request import Progress, Request
from generator.deploy.deploy import opened, target_of
from generator.deploy.goal import Goal, Parcel
from generator.deploy.host import Earlier, There
from generator.deploy.pieces import Pieces, pieces
from generator.deploy.plan import Plan, plan
from generator.deploy.refuse import Refusal
from generator.deploy.send import Survey, Work, send, survey
from generator.engine.files import Files
from generator.engine.lock import lock
from generator.engine.manifest import Manifest
from generator.errors import Place, Problem, Stop
from generator.settings import Settings


class Way(Struct, frozen=True, kw_only=True):
    """The way back to a release."""

    place: str
    release: str
    kept: Earlier | None
    """Where the target keeps it."""
    survey: Survey | None
    """Where this side keeps it."""
    plan: Plan
    pieces: tuple[Pieces, ...]
    there: There
    refusal: Refusal | None
    work: Work
    mark: Place


@contextmanager
def prepared(request: Request, settings: Settings, name: str, *, progress: Progress, files: Files) -> Iterator[Way]:
    """The way back, looked at from both sides, under the project's lock. Raises Stop where nothing is kept."""
    target, mark = target_of(settings, name)
    with lock(request.memory), opened(request, target, files=files) as (host, memory):
        work = Work(host=host, memory=memory, files=files, progress=progress, output=memory.folder)
        there = host.standing()
        if there.manifest is None:
            raise Stop(Problem(place=mark, message=f"nothing was ever deployed to {host.place}"))
        refusal = _refusal(there, memory.seen, host.place)
        if host.keeps:
            kept = host.earlier()
            if kept is None:
                raise Stop(_nothing(mark, host.place))
            step = plan(_bare(kept.manifest), there.manifest.paths, {})
            surveyed, release = None, kept.id
        else:
            known = memory.earlier(there.id)
            if known is None:
                raise Stop(_nothing(mark, host.place))
            release, manifest = known
            surveyed = survey(memory.goal(manifest, there.manifest.paths), host)
            kept, step = None, surveyed.plan
        yield Way(
            place=host.place,
            release=release,
            kept=kept,
            survey=surveyed,
            plan=step,
            pieces=pieces(step, {}),
            there=there,
            refusal=refusal,
            work=work,
            mark=mark,
        )


def roll_back(way: Way, *, overruled: bool) -> None:
    """Put the release back. Raises Stop where something speaks against it, Fault where something fails."""
    if way.refusal is not None and not overruled:
        raise Stop(Problem(place=way.mark, message=way.refusal.message, hint=way.refusal.hint))
    host, memory = way.work.host, way.work.memory
    if way.kept is not None:
        host.put_back(way.kept, expect=memory.expect)
        memory.settle(host.standing().id)
        return
    assert way.survey is not None
    send(way.survey, way.work, words="")
    memory.note_return(way.release)


def _bare(manifest: Manifest) -> Goal:
    """A release whose bytes are not here."""
    return Goal(site=manifest.site, parcels={path: Parcel(path, "", digest) for path, digest in manifest.paths.items()})


def _refusal(there: There, seen: tuple[str, ...], place: str) -> Refusal | None:
    if not seen or there.id in seen:
        return None
    return Refusal(
        message=f"somebody else deployed to {place} since this side last did",
        hint="rolling back would undo their deploy; if that is meant, add --yes",
        may_be_overruled=True,
    )


def _nothing(mark: Place, place: str) -> Problem:
    return Problem(
        place=mark,
        message=f"no release before the present one is kept for {place}",
        hint="mend the content, build and deploy; from the next deploy on there is one to go back to",
    )
