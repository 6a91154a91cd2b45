"""A job to the file it makes, on the stage: what a worker of a build does."""

import os
from contextlib import AbstractContextManager, nullcontext

from msgspec import Struct, msgpack

from generator.build.request import Request
from generator.engine.digest import digest_bytes
from generator.engine.errand import Steps
from generator.engine.files import Files, read, told
from generator.engine.ledger import Kept
from generator.engine.publish import Stage
from generator.engine.store import Lost, Store
from generator.errors import Place, Problem, Stop
from generator.model import Job
from generator.theme.bind import OF_OTHERS
from generator.theme.press import Press
from generator.theme.render import render

SHOWING = OF_OTHERS | {"article", "feed", "llms", "news"}
"""Names that hold pieces, or cards of them."""

_LARGEST = 16_000_000
"""Bytes of values that are kept for one page: what a list of fifty thousand pieces takes."""


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
    held: Store | None
    """Where the values of pages that are often made again are kept; None where they are of strangers' types."""

    def together(self, line: str) -> AbstractContextManager[None]:
        """Write the values of many pages together."""
        return self.held.together(line) if self.held else nullcontext()


class Sheet(Struct, frozen=True):
    """What became of a job."""

    digest: str
    """Of the file's bytes."""
    lost: str = ""
    """The key of a text that is no longer in the store; the file was not made."""
    kept: Kept | None = None
    """Where the values lie that it was made from."""


class _Printed(Struct, frozen=True):
    """A job, and the bytes of its file."""

    job: Job
    data: bytes


class _Placed(Struct, frozen=True):
    """A job, and the digest of its file, which is on the stage."""

    job: Job
    digest: str


def _print(shop: Shop, job: Job) -> _Printed | Sheet:
    if job.maker == "copy":
        return _copied(shop, job)
    try:
        return _Printed(job, _made(shop, job))
    except Lost as lost:
        return Sheet("", lost.key)


def _place(shop: Shop, printed: _Printed | Sheet) -> _Placed | Sheet:
    if isinstance(printed, Sheet):
        return printed
    return _Placed(printed.job, shop.stage.write(printed.job.path, printed.data, shop.files))


def _keep(shop: Shop, placed: _Placed | Sheet) -> Sheet:
    if isinstance(placed, Sheet):
        return placed
    return Sheet(
        placed.digest, kept=keep(placed.job, shop.held) if shop.held and is_worth_keeping(placed.job) else None
    )


make: Steps[Shop, Job, Sheet] = Steps((_print, _place, _keep))
"""Make the file of one job. Raises Stop for a mistake in a template, Fault where the disk fails."""


def is_worth_keeping(job: Job) -> bool:
    """Whether a job shows pieces, so that it may be made again by itself when one of them is edited."""
    return not SHOWING.isdisjoint(job.held)


def keep(job: Job, store: Store) -> Kept | None:
    """Put down the values of a job; None where they are too many, or of a kind that cannot be."""
    try:
        data = msgpack.encode((job.maker, job.template, job.held))
    except (TypeError, OverflowError):
        return None
    return Kept(*store.put_down(data)) if len(data) <= _LARGEST else None


def _made(shop: Shop, job: Job) -> bytes:
    match job.maker:
        case "bytes":
            data: bytes = job.held["data"]
            return data
        case "kept":
            return shop.index.get(job.held["key"])
        case "resize":
            from generator.build.pictures import resized  # as all that knows of pictures: most jobs are pages

            return resized(job, project=shop.project, folder=shop.pictures, files=shop.files)
        case "card":
            from generator.build.pictures import carded

            return carded(job, folder=shop.pictures, files=shop.files)
        case _:
            return render(shop.press, job)


def _copied(shop: Shop, job: Job) -> Sheet:
    """A file as it is; of a picture only what may be published, whichever way it came."""
    path, picture = shop.stage.path(job.path), publishable(job, project=shop.project)
    if picture is not None:
        return Sheet(shop.stage.write(job.path, picture, shop.files))
    shop.files.copy(os.path.join(shop.project, job.held["file"]), path)
    return Sheet(digest_bytes(read(path)))


def publishable(job: Job, *, project: str) -> bytes | None:
    """What may be published of the picture that a job copies; None for a file that is no picture. Raises Stop."""
    from generator.pictures.clean import HEAD, LARGEST, is_picture, taken

    source = os.path.join(project, job.held["file"])
    with told("read", source), open(source, "rb") as file:
        head = file.read(HEAD)
        data = head + file.read(LARGEST) if is_picture(head) else b""
    if not data:
        return None
    picture = taken(data) if len(data) < LARGEST else None
    if picture is None or not picture.data:
        flaw = picture.flaw if picture else "it is too large"
        message = f"this picture cannot be published, for nobody can tell what else is in it: {flaw}"
        raise Stop(
            Problem(place=Place(job.source or job.held["file"]), message=message, hint="save it anew, as a JPEG")
        )
    return picture.data


def shop_of(request: Request, press: Press, stage: Stage, *, held: Store | None, files: Files) -> Shop:
    """What the files of a build are made with."""
    return Shop(
        project=request.project,
        press=press,
        stage=stage,
        index=Store(request.index, files),
        pictures=request.pictures,
        files=files,
        held=held,
    )
