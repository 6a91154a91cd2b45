"""Options of a call to the project and the instant they mean."""

import os
import time
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from generator.build.request import MEMORY, SETTINGS, Request
from generator.engine.files import told
from generator.errors import Usage
from generator.settings import load_settings
from generator.site.moment import Moment
from generator.source.dates import NotADateError, instant, zone_of


def find_project(options: Namespace) -> Path:
    """The folder with `content/site.yaml`: as given, or the nearest above the working folder. Raises Usage."""
    if options.project:
        project = Path(options.project).resolve()
        if not (project / SETTINGS).is_file():
            raise Usage(f"{options.project} is no project of Byline's: it has no {SETTINGS}")
        return project
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise Usage(
        f"there is no {SETTINGS} here or in a folder above; go to a project, name it with --project, "
        "or begin one with: byline new site DIR"
    )


def request(options: Namespace) -> Request:
    """What a build is asked for."""
    project = find_project(options)
    output = getattr(options, "output", None)
    return Request(
        project=str(project),
        moment=moment(options, project),
        output=os.path.abspath(output) if output else str(project / "output"),
        memory=str(project / MEMORY),
        scanned=time.time_ns(),
        url=getattr(options, "site_url", None) or "",
        cores=getattr(options, "jobs", None) or os.cpu_count() or 1,
    )


def moment(options: Namespace, project: Path) -> Moment:
    """The instant to build for, and what to show."""
    with told("read", SETTINGS):
        text = (project / SETTINGS).read_text(encoding="utf-8", errors="replace")
    settings, _problems = load_settings(text)
    zone = settings.timezone if settings else "UTC"
    return Moment(
        now=now(options, zone),
        drafts=options.drafts,
        future=options.future,
        pending=getattr(options, "pending", False),
        zone=zone,
    )


def now(options: Namespace, zone: str) -> datetime:
    """The instant to build for: `--now`, in `zone` unless it names another, else SOURCE_DATE_EPOCH, else the clock.

    Raises Usage.
    """
    given = getattr(options, "now", None)
    if given:
        try:
            return instant(given, zone_of(zone))
        except NotADateError as error:
            raise Usage(f"--now {given} is not a date; {error}") from error
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise Usage(f"SOURCE_DATE_EPOCH is {epoch!r}, which is no number of seconds since 1970") from error
    return datetime.now(UTC).replace(microsecond=0)


def shown(folder: str) -> str:
    """A folder as messages show it: relative to where the user stands, if it lies there, with a slash at its end."""
    relative = os.path.relpath(folder)
    return f"{folder}/" if relative.startswith("..") else f"{relative}/"
