"""A place in a file to the address that opens it in the writer's editor."""

from collections.abc import Mapping
from urllib.parse import quote

from msgspec import Struct

_SCHEMES = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscode-insiders": "vscode-insiders://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "windsurf": "windsurf://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "pycharm": "pycharm://open?file={path}&line={line}&column={column}",
    "webstorm": "webstorm://open?file={path}&line={line}&column={column}",
    "phpstorm": "phpstorm://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "macvim": "mvim://open?url=file://{path}&line={line}&column={column}",
    "nova": "nova://open?path={path}&line={line}",
    "emacs": "emacs://open?url=file://{path}&line={line}&column={column}",
}

_PROGRAMS = {
    "code": "vscode",
    "code-insiders": "vscode-insiders",
    "codium": "vscodium",
    "subl": "sublime",
    "mate": "textmate",
    "mvim": "macvim",
    "emacsclient": "emacs",
    "charm": "pycharm",
}
"""Names of programs, where they are not those of the editors."""

EDITORS = tuple(sorted(_SCHEMES))


class Editor(Struct, frozen=True):
    """What opens a file at a place."""

    pattern: str = ""
    """With `{path}`, `{line}` and `{column}`; empty where nothing is known that would."""

    def link(self, path: str, line: int, column: int) -> str:
        """The address that opens an absolute path there; empty where there is none."""
        return self.pattern.format(path=quote(path), line=line or 1, column=column or 1) if self.pattern else ""


def editor_of(name: str) -> Editor | None:
    """The editor of a name, of a program's name, or of a pattern such as `mine://{path}:{line}`; None if unknown."""
    if "{path}" in name:
        try:
            name.format(path="", line=1, column=1)
        except (KeyError, IndexError, ValueError):
            return None
        return Editor(name)
    word = name.strip().split(" ")[0].rpartition("/")[2].lower().removesuffix(".exe")
    pattern = _SCHEMES.get(_PROGRAMS.get(word, word))
    return Editor(pattern) if pattern else None


def usual_editor(environment: Mapping[str, str]) -> Editor:
    """What `$VISUAL` or `$EDITOR` names, if an address can open it."""
    for variable in ("VISUAL", "EDITOR"):
        found = editor_of(environment[variable]) if environment.get(variable) else None
        if found:
            return found
    return Editor()
