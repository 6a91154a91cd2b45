"""A job to the file it makes, on the stage: what a worker of a build does."""

import os

from msgspec import Struct

from generator.build.pictures import resized
from generator.engine.digest import digest_bytes
from generator.engine.files import Files, read, told
from generator.engine.publish import Stage
from generator.engine.store import Lost, Store
from generator.errors import Place, Problem, Stop
from generator.model import Job
from generator.pictures.clean import HEAD, LARGEST, is_picture, taken
from generator.theme.press import Press
from generator.theme.render import render


class Shop(Struct, frozen=True, kw_only=True):
    """What making files needs; a worker has it from its parent."""

    project: str
    press: Press
    stage: Stage
    index: Store
    """Of the search index."""
    pictures: str
    """The folder of pictures made of others."""
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
        return _copied(shop, job)
    try:
        data = _made(shop, job)
    except Lost as lost:
        return Sheet("", lost.key)
    return Sheet(shop.stage.write(job.path, data, shop.files))


def _made(shop: Shop, job: Job) -> bytes:
    match job.maker:
        case "bytes":
            data: bytes = job.held["data"]
            return data
        case "kept":
            return shop.index.get(job.held["key"])
        case "resize":
            return resized(job, project=shop.project, folder=shop.pictures, files=shop.files)
        case _:
            return render(shop.press, job)


def _copied(shop: Shop, job: Job) -> Sheet:
    """A file as it is; of a picture only what may be published, whichever way it came."""
    source, path = os.path.join(shop.project, job.held["file"]), shop.stage.path(job.path)
    with told("read", source), open(source, "rb") as file:
        head = file.read(HEAD)
        data = head + file.read(LARGEST) if is_picture(head) else b""
    if not data:
        shop.files.copy(source, path)
        return Sheet(digest_bytes(read(path)))
    picture = taken(data) if len(data) < LARGEST else None
    if picture is None or not picture.data:
        flaw = picture.flaw if picture else "it is too large"
        message = f"this picture cannot be published, for nobody can tell what else is in it: {flaw}"
        raise Stop(
            Problem(place=Place(job.source or job.held["file"]), message=message, hint="save it anew, as a JPEG")
        )
    return Sheet(shop.stage.write(job.path, picture.data, shop.files))
