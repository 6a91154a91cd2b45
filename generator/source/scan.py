"""A content folder to the files in it: what each is for, and a hint whether it has changed."""

import os
from collections.abc import Iterator
from stat import S_ISREG

from msgspec import Struct

from generator.engine.files import Hint, hint_of, told
from generator.errors import Place, Problem

FOLDERS = ("articles", "authors", "media", "pages", "root")

_MARKDOWN = (".md", ".markdown")
_LEFTOVERS = ("~", ".swp", ".swo", ".tmp", ".bak", ".orig")


class Source(Struct, frozen=True, order=True):
    """A file of the content folder."""

    path: str
    """Relative to the project, with `/`, as the file system spells it."""
    role: str
    """`article`, `author`, `page`, `sidecar`, `asset`, `tags`, `baseline` or `settings`."""
    hint: Hint


class Scan(Struct, frozen=True):
    """The files of a content folder by path, and what does not belong there."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]


def scan(project: str, *, now: int) -> Scan:
    """Every file of `project`'s content folder; `now` is in nanoseconds since 1970, for hints.

    Hidden files are left out except in `root/`, and so are editors' leftovers. A link is followed where it stays in it.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    inside = os.path.realpath(f"{project}/content")
    for path, entry in _walk(f"{project}/content", "content", inside, problems):
        problem = _unusable(path, entry) or _misnamed(path)
        role = _role(path)
        if problem:
            problems.append(problem)
        elif role:
            sources.append(Source(path, role, hint_of(entry, now=now)))
        elif _is_markdown(path) and not path.rpartition("/")[2].upper().startswith("README"):
            problems.append(_astray(path))
    return Scan(tuple(sorted(sources)), tuple(problems))


def _walk(
    folder: str, path: str, inside: str, problems: list[Problem], above: tuple[str, ...] = ()
) -> Iterator[tuple[str, os.stat_result]]:
    with told("read", folder), os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        below = f"{path}/{entry.name}"
        if is_left_out(below):
            continue
        try:
            if entry.is_symlink():
                target = os.path.realpath(entry.path)
                if not _is_inside(target, inside) or target in above:
                    problems.append(_leads_out(below))
                    continue
                stat = _stat(entry, below, problems)
                if stat is None:
                    continue
                is_folder = entry.is_dir()
            else:
                is_folder = entry.is_dir(follow_symlinks=False)
                stat = entry.stat(follow_symlinks=False)
        except OSError as error:
            with told("read", entry.path):
                raise error
        if is_folder:
            yield from _walk(entry.path, below, inside, problems, (*above, os.path.realpath(entry.path)))
        else:
            yield below, stat


def _stat(entry: os.DirEntry[str], path: str, problems: list[Problem]) -> os.stat_result | None:
    try:
        return entry.stat()
    except FileNotFoundError:
        problems.append(
            Problem(place=Place(path), message="this link leads to nothing", hint="mend the link or delete it")
        )
        return None


def _role(path: str) -> str:
    """What a file is for; empty where Byline does not read it."""
    parts = path.split("/")
    if len(parts) == 2:
        return {"site.yaml": "settings", "tags.yaml": "tags", "baseline.tsv": "baseline"}.get(parts[1], "")
    top, name = parts[1], parts[-1]
    is_markdown = _is_markdown(name)
    if top == "articles":
        if name == "comments.yaml" or name.endswith(".comments.yaml"):
            return "sidecar"
        return "article" if is_markdown else "asset"
    if top == "authors":
        return ("author" if len(parts) == 3 else "") if is_markdown else "asset"
    if top == "pages":
        return "page" if is_markdown else "asset"
    return "asset" if top in ("media", "root") else ""


def _is_markdown(name: str) -> bool:
    return name.lower().endswith(_MARKDOWN)


def is_left_out(path: str) -> bool:
    """Whether a file or folder at a path of the project is none of the publication's: hidden, or an editor's own."""
    name = path.rpartition("/")[2]
    if path.startswith("content/root/"):
        return name == ".DS_Store"
    return name.startswith((".", "#")) or name.endswith(_LEFTOVERS)


def _is_inside(target: str, folder: str) -> bool:
    return target == folder or target.startswith(folder + os.sep)


def _unusable(path: str, stat: os.stat_result) -> Problem | None:
    """What keeps a file from being read at all."""
    try:
        path.encode()
    except UnicodeEncodeError:
        shown = path.encode(errors="surrogateescape").decode(errors="replace")
        return Problem(
            place=Place(shown), message="this file's name is not UTF-8", hint="rename it, with letters of any script"
        )
    if S_ISREG(stat.st_mode):
        return None
    return Problem(place=Place(path), message="this is no file that can be read", hint="delete it, or put a file here")


def _misnamed(path: str) -> Problem | None:
    """A file whose ending is almost one that Byline looks for, and which it would pass over in silence."""
    folder, _, name = path.rpartition("/")
    lower = name.lower()
    is_sidecar = path.startswith("content/articles/") and (lower == "comments.yml" or lower.endswith(".comments.yml"))
    if not is_sidecar and not (folder == "content" and lower in ("site.yml", "tags.yml")):
        return None
    return Problem(
        place=Place(path), message="Byline reads no file of this name", hint=f"rename it to {name[:-4]}.yaml"
    )


def _leads_out(path: str) -> Problem:
    return Problem(
        place=Place(path),
        message="this link leads out of content/, or back into itself",
        hint="copy the file here: Byline does not publish what lies elsewhere",
    )


def _astray(path: str) -> Problem:
    folders = ", ".join(f"content/{name}/" for name in ("articles", "pages", "authors"))
    return Problem(
        place=Place(path),
        message="this text lies where Byline does not read it",
        hint=f"move it to one of {folders}, or rename it so that it does not end in .md",
    )
