"""Authors who name an address of a portrait to files in `content/media/portraits/`, named in the authors' own files."""

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from generator.comments.keeping import keep, original
from generator.errors import Fault
from generator.model import Profile
from generator.portraits.fetch import Portrait

FOLDER = "content/media/portraits"

_LINE = re.compile(r"^gravatar[ \t]*:.*$", re.MULTILINE)
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


class Hung(Struct, frozen=True, kw_only=True):
    """What became of an author's portrait."""

    author: str
    told: str
    """In words."""
    path: str = ""
    """Of the picture, where one was written."""
    failed: bool = False


def hang(
    project: str, profiles: Iterable[Profile], fetch: Callable[[str], Portrait | None], *, again: bool
) -> tuple[Hung, ...]:
    """Fetch the portrait of each author who names an address for one and has no photo yet; with `again` also of those
    whose photo was fetched before. Raises Fault where the disk fails."""
    return tuple(_hung(project, profile, fetch, again=again) for profile in profiles if profile.gravatar)


def _hung(project: str, profile: Profile, fetch: Callable[[str], Portrait | None], *, again: bool) -> Hung:
    own = profile.photo.startswith(f"/media/portraits/{profile.id}.")
    if profile.photo and not (again and own):
        return Hung(author=profile.id, told="has a photo already")
    try:
        portrait = fetch(profile.gravatar)
    except Fault as error:
        return Hung(author=profile.id, told=str(error), failed=True)
    if portrait is None:
        return Hung(author=profile.id, told="has no portrait there; readers see drawn initials")
    path = f"{FOLDER}/{profile.id}{portrait.ending}"
    file = original(project, profile.path)
    text = _with_photo(file.text, path.removeprefix("content"), before=profile.photo)
    if text is None:
        told = f"was not changed: write photo: {path.removeprefix('content')} into {profile.path}"
        return Hung(author=profile.id, told=told, failed=True)
    os.makedirs(os.path.join(project, FOLDER), exist_ok=True)
    keep(os.path.join(project, path), portrait.data)
    keep(os.path.join(project, profile.path), file.bytes_of(text))
    old = Path(project, f"content{profile.photo}")
    if own and profile.photo != path.removeprefix("content"):
        old.unlink(missing_ok=True)
    return Hung(author=profile.id, told="fetched", path=path)


def _with_photo(text: str, photo: str, *, before: str) -> str | None:
    """The author's file with the photo named below the address; None where it is not written line by line."""
    if before:
        return text.replace(before, photo, 1)
    found = _LINE.search(text)
    end = _CLOSING.search(text, text.find("\n") + 1)
    if not found or not end or found.start() > end.start():
        return None
    return f"{text[: found.end()]}\nphoto: {photo}{text[found.end() :]}"
