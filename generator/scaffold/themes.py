"""Themes as a project has them: which there are, a new one that extends another, and what its parents changed since.

A child theme keeps, below `based_on/`, each parent's file as it was when the child's own of that name was made from it.
"""

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path

from msgspec import Struct

from generator.errors import Place, Problem, Stop, Usage
from generator.notation import nearest
from generator.scaffold.new import write_new
from generator.settings import Settings
from generator.theme.folder import Found, files_in, read_bytes
from generator.theme.manifest import read_manifest
from generator.theme.templates import find_theme, is_theme_name, theme_folders

BASED_ON = "based_on"
"""The folder of a theme that holds its parents' files as they were."""

_PARTS = ("templates", "static")
_STYLES = "block styles %}"

_MANIFEST = "name: {name}\nbyline: 1\nextends: {parent}\n"
_BASE = """\
{{% extends '{parent}/base.html' %}}

{{% block styles %}}{{{{ super() }}}}
<link rel="stylesheet" href="{{{{ '{name}.css'|asset }}}}">
{{%- endblock %}}
"""
_SHEET = "/* What differs from {parent}. */\n"


class Known(Struct, frozen=True, kw_only=True):
    """A theme that a site could name."""

    name: str
    extends: str
    own: bool
    """Whether it lies in the project; else it came with Byline."""
    chosen: bool
    """Whether the site is made with it."""
    replaces: tuple[str, ...]
    """Its files that stand for a parent's: `templates/home.html`."""


class Change(Struct, frozen=True, kw_only=True):
    """A file of a theme whose parent's changed since the theme's own was made from it."""

    path: str
    """`themes/mine/templates/home.html`."""
    parent: str
    """The parent's: `themes/broadsheet/templates/home.html`; empty where it is gone."""
    recorded: bool
    """Whether it is known what the theme's own was made from."""
    lines: tuple[str, ...]
    """A unified diff of what the parent changed; where that is unknown, of how the theme's own differs from it."""


class _Folder(Struct, frozen=True, kw_only=True):
    name: str
    root: Path
    extends: str
    files: dict[str, Found]
    """Templates and static files, by path below the theme."""


def known_themes(project: Path, settings: Settings) -> tuple[Known, ...]:
    """Every theme that can be found, by name."""
    folders = theme_folders(project)
    names = {path.parent.name for folder in folders for path in folder.glob("*/theme.yaml")}
    return tuple(_known(name, project, settings) for name in sorted(names) if find_theme(name, folders))


def new_theme(project: Path, name: str, *, extends: str, files: Sequence[str]) -> tuple[Path, ...]:
    """Write a theme that extends another, with copies of its parent's `files` to change; the paths of all.

    Raises Usage where there is a theme of that name, or no such parent or file.
    """
    if not is_theme_name(name) or name.lower() != name:
        raise Usage(f"{name!r} is no name for a theme; use lower-case letters, digits and -")
    if find_theme(name, theme_folders(project)):
        raise Usage(f"there is a theme '{name}' already; choose another name")
    chain = _chain(extends, project)
    inherited = _inherited(chain)
    wanted = [_path_of(given, inherited, extends) for given in files]
    root = project / "themes" / name
    base = "templates/base.html"
    texts = {"theme.yaml": _MANIFEST.format(name=name, parent=extends).encode()}
    if base not in wanted and base in inherited and _STYLES in _text(inherited[base]):
        texts[base] = _BASE.format(name=name, parent=extends).encode()
        texts[f"static/{name}.css"] = _SHEET.format(parent=extends).encode()
    texts |= {path: read_bytes(inherited[path]) for path in wanted}
    texts |= {f"{BASED_ON}/{path}": read_bytes(inherited[path]) for path in texts if path in inherited}
    return tuple(write_new(root / path, data.decode()) for path, data in texts.items())


def changes(project: Path, name: str) -> tuple[Change, ...]:
    """What the parents of a theme changed in the files that it replaces, by path."""
    child, *parents = _chain(name, project)
    return tuple(_changes(child, _inherited(parents)))


def record(project: Path, name: str) -> tuple[str, ...]:
    """Note that a theme's files are up to date with its parents'; the paths of those noted."""
    child, *parents = _chain(name, project)
    noted = []
    for path, found in sorted(_inherited(parents).items()):
        kept = child.root / BASED_ON / path
        if path in child.files and (not kept.is_file() or kept.read_bytes() != read_bytes(found)):
            kept.unlink(missing_ok=True)
            write_new(kept, _text(found))
            noted.append(child.files[path].shown)
    return tuple(noted)


def _known(name: str, project: Path, settings: Settings) -> Known:
    try:
        child, *parents = _chain(name, project)
    except Stop:  # a build with it says what is wrong
        return Known(name=name, extends="", own=False, chosen=name == settings.theme, replaces=())
    return Known(
        name=name,
        extends=child.extends,
        own=child.root.is_relative_to(project / "themes"),
        chosen=name == settings.theme,
        replaces=tuple(sorted(child.files.keys() & _inherited(parents).keys())),
    )


def _changes(child: _Folder, inherited: dict[str, Found]) -> Iterator[Change]:
    """What `based_on/` and the parents tell apart."""
    for path, own in sorted(child.files.items()):
        kept, parent = child.root / BASED_ON / path, inherited.get(path)
        before = kept.read_text(encoding="utf-8", errors="replace") if kept.is_file() else None
        now = _text(parent) if parent else ""
        if parent is None and before is None:
            continue
        if before is None:
            before = now
            now = _text(own)
            if before == now:
                continue
            lines = _diff(before, now, parent.shown if parent else "", own.shown)
            yield Change(path=own.shown, parent=parent.shown if parent else "", recorded=False, lines=lines)
        elif before != now:
            shown = parent.shown if parent else ""
            lines = _diff(before, now, f"{shown or path} (what yours was made from)", f"{shown or path} (now)")
            yield Change(path=own.shown, parent=shown, recorded=True, lines=lines)


def _diff(before: str, now: str, old: str, new: str) -> tuple[str, ...]:
    return tuple(unified_diff(before.splitlines(), now.splitlines(), old, new, lineterm=""))


def _inherited(parents: Sequence[_Folder]) -> dict[str, Found]:
    """The files of the nearest parent that has them, by path."""
    return {path: found for folder in reversed(parents) for path, found in folder.files.items()}


def _chain(name: str, project: Path) -> list[_Folder]:
    """A theme, its parent and so on. Raises Usage where it is not there, Stop where a parent is not, or is wrong."""
    folders, chain = theme_folders(project), list[_Folder]()
    place: Place | None = None
    while name and name not in [folder.name for folder in chain]:
        root = find_theme(name, folders)
        if root is None:
            known = sorted({path.parent.name for folder in folders for path in folder.glob("*/theme.yaml")})
            near = nearest(name, known)
            hint = (f"did you mean {near}? " if near else "") + f"there are: {', '.join(known)}"
            if place is None:
                raise Usage(f"there is no theme '{name}'; {hint}")
            raise Stop(Problem(place=place, message=f"there is no theme '{name}'", hint=hint))
        chain.append(_folder(name, root))
        name, place = chain[-1].extends, Place(f"themes/{name}/theme.yaml")
    return chain


def _folder(name: str, root: Path) -> _Folder:
    shown = f"themes/{name}"
    text = (root / "theme.yaml").read_text(encoding="utf-8", errors="replace")
    manifest, problems = read_manifest(text, path=f"{shown}/theme.yaml", folder=name)
    wrong = list(problems)
    files = {
        f"{part}/{found.name}": found for part in _PARTS for found in files_in(root, part, shown=shown, problems=wrong)
    }
    if wrong:
        raise Stop(*wrong)
    return _Folder(name=name, root=root, extends=manifest.extends, files=files)


def _path_of(given: str, inherited: dict[str, Found], parent: str) -> str:
    """A file of the parent by its path, or by its name alone. Raises Usage."""
    for path in (given, *(f"{part}/{given}" for part in _PARTS)):
        if path in inherited:
            return path
    near = nearest(given, [path.partition("/")[2] for path in inherited])
    raise Usage(f"{parent} has no file '{given}'" + (f"; did you mean {near}?" if near else ""))


def _text(found: Found) -> str:
    return read_bytes(found).decode("utf-8", errors="replace")
