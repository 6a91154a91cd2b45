"""A job to the file it makes, on the stage: what a worker of a build does."""

import os

from msgspec import Struct

from generator.engine.digest import digest_bytes
from generator.engine.files import Files, read
from generator.engine.publish import Stage
from generator.engine.store import Lost
from generator.model import Job
from generator.theme.press import Press
from generator.theme.render import render


class Shop(Struct, frozen=True, kw_only=True):
    """What making files needs; a worker has it from its parent."""

    project: str
    press: Press
    stage: Stage
    files: Files


class Sheet(Struct, frozen=True):
    """What became of a job."""

    digest: str
    """Of the file's bytes."""
    lost: str = ""
    """The key of a text that is no longer in the store; the file was not made."""


def make(shop: Shop, job: Job) -> Sheet:
    """Make the file of one job. Raises Stop for a mistake in a template, Fault where the disk fails."""
    if job.maker == "copy":
        path = shop.stage.path(job.path)
        shop.files.copy(os.path.join(shop.project, job.held["file"]), path)
        return Sheet(digest_bytes(read(path)))
    try:
        data = job.held["data"] if job.maker == "bytes" else render(shop.press, job)
    except Lost as lost:
        return Sheet("", lost.key)
    return Sheet(shop.stage.write(job.path, data, shop.files))
