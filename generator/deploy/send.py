"""A goal and a target to a target that has reached it: the steps in their order."""

import os
from collections.abc import Mapping

from msgspec import Struct

from generator.build.request import Progress
from generator.deploy.goal import Goal, check_bytes, finished, underway
from generator.deploy.host import UNKNOWN, Found, Host, There
from generator.deploy.memory import Memory
from generator.deploy.order import batches
from generator.deploy.plan import Plan, arrived, asked, meanwhile, plan
from generator.deploy.tally import Tally
from generator.engine.digest import digest_bytes
from generator.engine.files import Files, read


class Survey(Struct, frozen=True, kw_only=True):
    """A target beside what is to stand on it."""

    there: There
    goal: Goal
    plan: Plan

    @property
    def is_done(self) -> bool:
        """Whether the target is already what it is to be, and says so."""
        manifest = self.there.manifest
        return manifest is not None and finished(manifest.site, manifest.paths) == self.goal.manifest and self.is_whole

    @property
    def is_whole(self) -> bool:
        """Whether the last deploy there was finished."""
        return self.there.manifest is not None and self.there.manifest.state == "finished"


class Work(Struct, frozen=True, kw_only=True):
    """What a deploy needs besides the survey."""

    host: Host
    memory: Memory
    files: Files
    progress: Progress
    output: str
    """The output folder's name, as messages show it."""


def survey(goal: Goal, host: Host) -> Survey:
    """Look at a target; nothing is changed."""
    there = host.standing()
    before: Mapping[str, str] = there.manifest.paths if there.manifest else {}
    found: Mapping[str, Found] = host.compare(asked(goal, before))
    return Survey(there=there, goal=goal, plan=plan(goal, before, found))


def send(surveyed: Survey, work: Work, *, words: str) -> None:
    """Make the target what it is to be. Raises Fault, telling what was sent, where a step fails."""
    host, memory = work.host, work.memory
    if not surveyed.is_done:
        for parcel in surveyed.plan.sent:
            check_bytes(parcel, dress=host.dress, name=work.output)
        if not host.keeps:
            _keep(surveyed, work)
        _carry_out(surveyed, work, words=words)
    memory.settle(host.standing().id)


def _carry_out(surveyed: Survey, work: Work, *, words: str) -> None:
    host, goal, todo = work.host, surveyed.goal, surveyed.plan
    tally = Tally(todo, work.progress)
    with tally.told(at_once=host.at_once):
        host.begin(
            surveyed.there,
            release=goal.release,
            manifest=underway(goal.site, meanwhile(todo)),
            expect=work.memory.expect,
        )
        host.delete(todo.obstacles)
        for batch in batches(todo):
            host.send(batch.parcels, tally.sent)
        host.declare(underway(goal.site, arrived(todo, goal)))
        host.delete(todo.gone)
        host.finish(goal.manifest, words=words)


def _keep(surveyed: Survey, work: Work) -> None:
    """Keep on this side what a way back needs: the bytes that will be replaced or deleted."""
    memory, todo = work.memory, surveyed.plan
    manifest = surveyed.there.manifest
    if manifest and surveyed.is_whole:
        memory.note_manifest(surveyed.there.id, finished(manifest.site, manifest.paths))
    replaced = [parcel.path for parcel in todo.changed] + list(todo.gone)
    digests = {path: todo.before[path] for path in replaced if todo.before[path] != UNKNOWN}
    lacking = {path: digest for path, digest in digests.items() if not memory.has(digest)}
    if lacking:
        _fetch(lacking, work)


def _fetch(lacking: Mapping[str, str], work: Work) -> None:
    """Fetch files from the target. One that is not there any more, or not as it was sent, cannot be put back later."""
    folder = f"{work.memory.folder}/fetched"
    work.files.remove_tree(folder)
    work.progress("keeping the present release", 0, len(lacking))
    work.host.fetch(sorted(lacking), folder)
    for path, digest in lacking.items():
        here = f"{folder}/{path}"
        if os.path.isfile(here) and work.host.dress(path, digest_bytes(read(here))) == digest:
            work.memory.adopt(here, digest)
    work.files.remove_tree(folder)
