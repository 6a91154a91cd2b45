"""A theme's name to the theme: its templates and its parents', its options, its static files, as plain frozen data."""

import re
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, msgpack

from generator.engine.digest import digest_bytes
from generator.errors import Place, Problem, Stop
from generator.notation import nearest
from generator.theme.assets import StaticFile, static_files
from generator.theme.folder import Found, files_in, is_within, read_text
from generator.theme.manifest import Manifest, Option, read_manifest

SETTINGS = Place("content/site.yaml")
"""Where a theme is named, when nobody knows better."""

_NAME = re.compile(r"[\w][\w.-]*\Z")


class Source(Struct, frozen=True, array_like=True):
    """A template as it was written."""

    text: str
    path: str
    """As messages give it: `themes/broadsheet/templates/base.html`."""


class Theme(Struct, frozen=True, kw_only=True):
    """A theme with all it inherits."""

    name: str
    """Of its folder."""
    chain: tuple[str, ...]
    """The theme's own name, then its parent's, and so on."""
    templates: dict[str, Source]
    """By name: `article.html` is the nearest child's, `PARENT/article.html` what that parent would have by itself."""
    options: dict[str, Option]
    files: dict[str, StaticFile]
    """Static files by name."""
    digest: str


class _Folder(Struct, frozen=True, kw_only=True):
    """One theme of a chain, as its folder has it."""

    name: str
    manifest: Manifest
    sources: dict[str, Source]
    files: dict[str, Found]


def theme_folders(project: Path) -> tuple[Path, ...]:
    """Where themes are looked for: the project's own folder, then the one that came with Byline."""
    package = Path(__file__).resolve().parent.parent
    return (project / "themes", package / "themes", package.parent / "themes")


def is_theme_name(name: str) -> bool:
    """Whether a folder of this name may be a theme."""
    return _NAME.match(name) is not None


def find_theme(name: str, folders: Sequence[Path]) -> Path | None:
    """The folder of a theme, in the first of `folders` that has it; a link out of that folder is not followed."""
    if not is_theme_name(name):
        return None
    for folder in folders:
        if (folder / name / "theme.yaml").is_file() and is_within(folder / name, folder):
            return folder / name
    return None


def load_theme(name: str, folders: Sequence[Path], *, place: Place = SETTINGS) -> Theme:
    """Read a theme and its parents. Raises Stop with all that is wrong; `place` is where the theme was named."""
    problems: list[Problem] = []
    chain = _chain(name, folders, place=place, problems=problems)
    if not chain:
        raise Stop(*problems)
    for folder in chain:
        _check_names(folder, chain, problems)
    found = {found.name: found for folder in reversed(chain) for found in folder.files.values()}
    files = static_files(found, problems=problems)
    if problems:
        raise Stop(*problems)
    return _joined(chain, files)


def _joined(chain: Sequence[_Folder], files: dict[str, StaticFile]) -> Theme:
    templates: dict[str, Source] = {}
    options: dict[str, Option] = {}
    seen: dict[str, Source] = {}
    for folder in reversed(chain):
        seen = seen | folder.sources
        templates |= {f"{folder.name}/{name}": source for name, source in seen.items()}
        options |= folder.manifest.options
    templates |= seen
    names = tuple(folder.name for folder in chain)
    parts = (
        names,
        sorted((name, source.text) for name, source in templates.items()),
        sorted(options.items()),
        sorted((name, file.digest) for name, file in files.items()),
    )
    return Theme(
        name=names[0],
        chain=names,
        templates=templates,
        options=options,
        files=files,
        digest=digest_bytes(msgpack.encode(parts)),
    )


def _chain(name: str, folders: Sequence[Path], *, place: Place, problems: list[Problem]) -> list[_Folder]:
    """The theme, its parent and so on."""
    chain: list[_Folder] = []
    while name:
        if name in [folder.name for folder in chain]:
            ring = " → ".join([folder.name for folder in chain] + [name])
            problems.append(Problem(place=place, message=f"themes extend one another in a ring: {ring}"))
            break
        root = find_theme(name, folders)
        if root is None:
            problems.append(_unknown(name, folders, place))
            break
        folder = _read(name, root, problems)
        chain.append(folder)
        mark = folder.manifest.extends_mark
        name, place = folder.manifest.extends, Place(f"themes/{name}/theme.yaml", mark.line, mark.column)
    return chain


def _read(name: str, root: Path, problems: list[Problem]) -> _Folder:
    shown = f"themes/{name}"
    text = read_text(Found("theme.yaml", root / "theme.yaml", f"{shown}/theme.yaml"), problems=problems)
    manifest, wrong = read_manifest(text, path=f"{shown}/theme.yaml", folder=name)
    problems += wrong
    sources = {
        found.name: Source(read_text(found, problems=problems), found.shown)
        for found in files_in(root, "templates", shown=shown, problems=problems)
    }
    files = {found.name: found for found in files_in(root, "static", shown=shown, problems=problems)}
    return _Folder(name=name, manifest=manifest, sources=sources, files=files)


def _check_names(folder: _Folder, chain: Sequence[_Folder], problems: list[Problem]) -> None:
    """A folder of templates may not be called like a theme, whose templates it would hide."""
    names = {other.name for other in chain}
    for source, path in ((name, source.path) for name, source in folder.sources.items()):
        first, slash, _ = source.partition("/")
        if slash and first in names:
            problems.append(
                Problem(
                    place=Place(path),
                    message=f"the folder '{first}' bears a theme's name, so '{source}' would mean two templates",
                    hint="give the folder another name",
                )
            )


def _unknown(name: str, folders: Sequence[Path], place: Place) -> Problem:
    known = sorted({path.parent.name for folder in folders for path in folder.glob("*/theme.yaml")})
    near = nearest(name, known)
    hint = (f"did you mean {near}? " if near else "") + f"there are: {', '.join(known) or 'none'}"
    if any((folder / name).is_symlink() for folder in folders if _NAME.match(name)):
        hint = "it is a link that leads out of its folder, which is not followed: copy the theme instead"
    elif any((folder / name).is_dir() for folder in folders if _NAME.match(name)):
        message = f"the folder of the theme '{name}' has no theme.yaml"
        hint = f"write themes/{name}/theme.yaml, which begins with: name: {name}"
        return Problem(place=place, message=message, hint=hint, width=len(name))
    return Problem(place=place, message=f"there is no theme '{name}'", hint=hint, width=len(name))
