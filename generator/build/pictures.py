"""A job for a picture to its bytes, made once: what was made is kept in a folder, by the digest of its recipe."""

import os
from collections.abc import Callable, Iterable

from msgspec import msgpack
from msgspec.structs import replace

from generator.build.request import SETTINGS
from generator.build.survey import Survey
from generator.engine.digest import digest_bytes
from generator.engine.files import Files, read
from generator.errors import Fault, Place, Problem, Stop
from generator.model import Job, Mark
from generator.pictures.card import RECIPE, NotReady, draw_card
from generator.pictures.fonts import find_fonts
from generator.pictures.resize import Unreadable, smaller, version

_SPARE = 100
"""Pictures that are kept although nothing shows them; somebody may turn a setting back."""

_SEAL = 32
"""Characters of the digest that stands before what is kept."""


def resized(job: Job, *, project: str, folder: str, files: Files) -> bytes:
    """A smaller picture. Raises Stop where its original cannot be read."""
    held = job.held

    def make() -> bytes:
        try:
            return smaller(
                read(os.path.realpath(f"{project}/{held['file']}")), width=held["width"], quality=held["quality"]
            )
        except Unreadable as error:
            message = f"this picture cannot be made smaller: {error}"
            hint = "save it anew with the program that made it"
            raise Stop(Problem(place=Place(job.source), message=message, hint=hint, rule="structure")) from error

    return once(recipe_of(job), make, folder=folder, files=files)


def carded(job: Job, *, folder: str, files: Files) -> bytes:
    """A card for social media. Raises Stop where it cannot be drawn here."""
    view, fonts = job.held["card"], job.held["fonts"]

    def make() -> bytes:
        try:
            return draw_card(view, fonts)
        except NotReady as error:
            raise Stop(Problem(place=Place(job.source), message=error.message, hint=error.hint)) from error

    return once(recipe_of(job), make, folder=folder, files=files)


def recipe_of(job: Job) -> str:
    """All that a picture that is made depends on."""
    held = job.held
    if job.maker == "card":
        return f"card {RECIPE} {version()} {digest_bytes(msgpack.encode((held['card'], held['fonts'])))}"
    return f"{held['digest']} {held['width']} {held['quality']} {version()}"


def sweep_pictures(jobs: Iterable[Job], folder: str, files: Files) -> None:
    """Take away what no job makes any more, once that is more than half of what is kept."""
    try:
        kept = os.listdir(folder)
    except OSError:
        return
    wanted = {digest_bytes(recipe_of(job).encode()) for job in jobs if job.maker in ("resize", "card")}
    if len(kept) > 2 * len(wanted) + _SPARE:
        for name in sorted(set(kept) - wanted):
            files.remove(f"{folder}/{name}")


def with_fonts(surveyed: Survey, project: str) -> Survey:
    """The survey with the fonts of this machine in the hands of each card. Raises Stop for one that is not there."""
    cards = surveyed.settings.cards
    if not cards:
        return surveyed
    mark = surveyed.settings.marks.get("cards", Mark(1, 0))
    named = [os.path.join(project, path) for path in cards.fonts]
    missing = [path for path, place in zip(cards.fonts, named, strict=True) if not os.path.isfile(place)]
    fonts = find_fonts(named) if not missing else ()
    if not fonts:
        message = f"there is no font '{missing[0]}'" if missing else "cards need a font, and none is on this machine"
        hint = "install one (on Debian: fonts-noto-core, fonts-noto-cjk), or name a file under cards.fonts"
        raise Stop(Problem(place=Place(SETTINGS, mark.line, mark.column), message=message, hint=hint, width=mark.width))
    pages = tuple(
        replace(page, names={**page.names, "fonts": fonts}) if page.maker == "card" else page
        for page in surveyed.plan.pages
    )
    return replace(surveyed, plan=replace(surveyed.plan, pages=pages))


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
