"""A whole text to its outermost mapping or list, within bounds."""

from generator.notation.fields import Fields
from generator.notation.findings import Findings
from generator.notation.nodes import Broken, Items, Mapping, Node, Scalar, called
from generator.notation.parse import parse

LONGEST = 256 * 1024
"""Bytes of UTF-8 of a front matter or a settings file."""


def open_mapping(text: str, findings: Findings, *, name: str) -> Fields:
    """The outermost mapping of a text, ready to be asked for its keys; an empty one where there is none.

    `name` is what messages call the text: `the front matter`, `site.yaml`. At most `LONGEST` bytes are read.
    """
    if _too_long(text, LONGEST, findings, name):
        return Fields(Mapping({}, 0, 0), findings, whole=False)
    parsed = parse(text, findings)
    root = parsed.root
    if root is None:
        return Fields(Mapping({}, 0, 0), findings, whole=parsed.whole)
    if isinstance(root, Mapping):
        readable = not root.entries or any(type(entry.value) is not Broken for entry in root.entries.values())
        return Fields(root, findings, whole=parsed.whole and readable)
    _tell_other(root, findings, name, "keys with values, each on a line: `key: value`")
    return Fields(Mapping({}, 0, 0), findings, whole=False)


def open_items(text: str, findings: Findings, *, name: str, longest: int = LONGEST) -> tuple[Node, ...]:
    """The entries of the outermost list of a text; none where there is none."""
    if _too_long(text, longest, findings, name):
        return ()
    root = parse(text, findings).root
    if root is None or isinstance(root, Broken):
        return ()
    if isinstance(root, Items):
        return root.items
    if not (isinstance(root, Mapping) and all(isinstance(entry.value, Broken) for entry in root.entries.values())):
        _tell_other(root, findings, name, "a list, each entry begun with `- `")
    return ()


def _too_long(text: str, longest: int, findings: Findings, name: str) -> bool:
    if len(text) * 4 <= longest or len(text.encode(errors="replace")) <= longest:
        return False
    findings.note_line(findings.first_line, f"{name} is longer than {longest // 1024} KB", hint="shorten it")
    return True


def _tell_other(root: Node, findings: Findings, name: str, wanted: str) -> None:
    if isinstance(root, Broken):
        return
    if isinstance(root, Scalar):
        line = findings.line_at(root.start).strip()
        first, _, rest = line.partition(" ")
        first = first.rstrip(":")
        hint = f"write `{first}: {rest.strip()}`" if rest and "`" not in line else "write `key: value`"
        message = "this line is not `key: value`"
        findings.note(root.start, root.start + len(line), message, hint=hint)
    else:
        findings.note(root.start, root.start + 1, f"{name} is {called(root)}", hint=f"write {wanted}")
