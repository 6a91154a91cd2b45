"""A job for a picture to its bytes, made once: what was made is kept in a folder, by the digest of its recipe."""

import os
from collections.abc import Callable

from generator.engine.digest import digest_bytes
from generator.engine.files import Files, read
from generator.errors import Fault, Place, Problem, Stop
from generator.model import Job
from generator.pictures.resize import Unreadable, smaller, version

_SEAL = 32
"""Characters of the digest that stands before what is kept."""


def resized(job: Job, *, project: str, folder: str, files: Files) -> bytes:
    """A smaller picture. Raises Stop where its original cannot be read."""
    held = job.held
    recipe = f"{held['digest']} {held['width']} {held['quality']} {version()}"

    def make() -> bytes:
        try:
            return smaller(
                read(os.path.realpath(f"{project}/{held['file']}")), width=held["width"], quality=held["quality"]
            )
        except Unreadable as error:
            message = f"this picture cannot be made smaller: {error}"
            hint = "save it anew with the program that made it"
            raise Stop(Problem(place=Place(job.source), message=message, hint=hint, rule="structure")) from error

    return once(recipe, make, folder=folder, files=files)


def once(recipe: str, make: Callable[[], bytes], *, folder: str, files: Files) -> bytes:
    """What was made by this recipe before, or else now; several processes may do so at once."""
    path = f"{folder}/{digest_bytes(recipe.encode())}"
    data = _kept(path)
    if data is None:
        data = make()
        draft = f"{path}.{os.getpid()}"
        files.write(draft, digest_bytes(data).encode() + data)
        files.rename(draft, path)
    return data


def _kept(path: str) -> bytes | None:
    """What is kept there; None where nothing is, or not what it was."""
    try:
        sealed = read(path)
    except Fault:
        return None
    data = sealed[_SEAL:]
    return data if sealed[:_SEAL] == digest_bytes(data).encode() else None
