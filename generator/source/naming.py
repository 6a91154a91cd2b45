"""A source file's path to the address and the date that its name gives."""

import re

from msgspec import Struct

from generator.slugs import slugify

_DATED = re.compile(r"(?P<date>\d{4}-\d{1,2}-\d{1,2})[-_ ](?P<rest>.+)", re.ASCII)


class Naming(Struct, frozen=True):
    """What a piece is known by before its file is read."""

    slug: str
    """May be empty or reserved."""
    date: str
    """As it stands in the name; empty where there is none."""
    bundle: bool
    """Whether the piece is an `index.md` in a folder of its own."""


def naming(path: str) -> Naming:
    """The slug and date of a piece at `content/articles/…`, from its file's name or, in a bundle, its folder's."""
    folders, _, file = below(path, "articles").rpartition("/")
    stem = stem_of(file)
    bundle = stem == "index" and bool(folders)
    name = folders.rpartition("/")[2] if bundle else stem
    dated = _DATED.fullmatch(name)
    return Naming(slugify(dated["rest"] if dated else name), dated["date"] if dated else "", bundle)


def page_address(path: str) -> str:
    """The address of a standing page at `content/pages/…`, without slashes at its ends; may be empty."""
    parts = [slugify(part) for part in stem_of(below(path, "pages")).split("/")]
    if parts[-1] == "index":
        parts.pop()
    return "/".join(parts)


def below(path: str, folder: str) -> str:
    """The part of a path below `content/FOLDER/`."""
    return path.removeprefix("content/").removeprefix(f"{folder}/")


def stem_of(path: str) -> str:
    """A path without the ending of a Markdown file."""
    stem, _, ending = path.rpartition(".")
    return stem if ending.lower() in ("md", "markdown") else path
