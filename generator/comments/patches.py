"""Changes to a text by where they stand in it, made from its end to its beginning."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from generator.notation import Items, Node, Scalar
from generator.notation import Mapping as Mapped
from generator.notation.nodes import Entry


class Patch(Struct, frozen=True, order=True):
    """What stands between two characters is replaced."""

    start: int
    end: int
    text: str


def patched(text: str, patches: Iterable[Patch]) -> str:
    """The text with every patch made; they may touch, and not overlap."""
    for patch in sorted(patches, reverse=True):
        text = text[: patch.start] + patch.text + text[patch.end :]
    return text


def set_key(text: str, node: Mapped, fresh: Mapping[str, str]) -> list[Patch]:
    """The patches that give a mapping keys it does not have yet, each with its value as YAML; none or one.

    A value that begins with a line end is indented as the mapping is.
    """
    if not fresh:
        return []
    if text[node.start] == "{":
        at = max((entry.value.end for entry in node.entries.values()), default=node.start + 1)
        joined = ", ".join(f"{key}: {value}" for key, value in fresh.items())
        return [Patch(at, at, f", {joined}" if node.entries else joined)]
    column = node.start - (text.rfind("\n", 0, node.start) + 1)
    margin = " " * column
    lines = [f"{key}:{value}" if value.startswith("\n") else f"{key}: {value}" for key, value in fresh.items()]
    block = ("\n" + margin).join(line.replace("\n", "\n" + margin) for line in lines)
    at = _after(text, node)
    return [Patch(node.start, node.start, f"{block}\n{margin}") if at < 0 else Patch(at, at, f"\n{margin}{block}")]


def _after(text: str, node: Mapped) -> int:
    """The end of a line of the mapping behind which new keys may stand; -1 where there is none."""
    for key in ("status", "via", "date", "reply_to", "url", "email", "author", "id"):
        entry = node.entries.get(key)
        if entry is None or not isinstance(entry.value, Scalar) or "\n" in text[entry.value.start : entry.value.end]:
            continue
        stop = text.find("\n", entry.value.end)
        stop = len(text) if stop < 0 else stop
        rest = text[entry.value.end : stop].strip()
        if not rest or rest.startswith("#"):
            return stop
    return -1


def removed(text: str, entry: Entry) -> str:
    """A key with its value just as it stands, for what is put in its mapping's place."""
    return text[entry.key.start : entry.value.end].rstrip()


def appended(text: str, root: Node | None, items: Sequence[str]) -> str:
    """The text with items at the end of its list: each on one line for a list in brackets, else as lines of their own,
    written from the first column on."""
    if isinstance(root, Items) and text[root.start] == "[":
        end = text.rfind("]", 0, root.end)
        inner = text[root.start + 1 : end].strip()
        before = "" if not root.items else "," if not inner.endswith(",") else ""
        return text[:end].rstrip() + before + "\n" + ",\n".join(items) + "\n" + text[end:]
    column = root.start - (text.rfind("\n", 0, root.start) + 1) if isinstance(root, Items) else 0
    margin = " " * column
    indented = ["".join(margin + line if line.strip() else line for line in item.splitlines(True)) for item in items]
    return text + ("\n" if text and not text.endswith("\n") else "") + "".join(indented)
