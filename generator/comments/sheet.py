"""A file of comments as text: each comment found by its id and changed where it stands, all else left as it was."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from generator.comments.patches import Patch, appended, patched, removed, set_key
from generator.comments.script import Entry, flow, plain_entry, scalar, written, written_flow
from generator.errors import Place, Problem, Stop
from generator.model import Remark
from generator.notation import Findings, Items, Node, Scalar, parse
from generator.notation import Mapping as Mapped
from generator.settings import Reading
from generator.source.read import RENDERERS
from generator.source.sidecar import placed_remarks

Plain = Any
"""A node without its places: texts, lists and mappings."""


class Change(Struct, frozen=True, kw_only=True):
    """What an editor does to a comment, and how it is remembered."""

    status: str = ""
    """The new one; empty where it stays."""
    values: Mapping[str, str] = {}
    """Keys whose texts are replaced, where the comment has them."""
    hidden_words: tuple[str, ...] = ()
    """Words that are blotted out of the text."""
    verified: bool = False
    """Whether the editor vouches for the address."""
    history: Mapping[str, str]
    """What is added to the comment's own history."""

    @property
    def leaves_nothing(self) -> bool:
        return self.status == "removed"


BLOT = "█"
"""What stands for each letter of a word that was blotted out."""


class Sheet:
    """One sidecar's text. Every change gives a new sheet."""

    def __init__(self, text: str, *, path: str, reading: Reading) -> None:
        """Raises Stop where the text is no list that can be read: nothing of it is changed then."""
        self.text = text
        self.path = path
        self._reading = reading
        findings = Findings(text, path=path)
        parsed = parse(text, findings)
        if parsed.root is not None and not isinstance(parsed.root, Items):
            raise Stop(*(findings.problems or (self._problem("this file is no list of comments", 0),)))
        if not parsed.whole or findings.problems:
            raise Stop(*(findings.problems or (self._problem("this file cannot be read whole", 0),)))
        self._root = parsed.root

    @cached_property
    def _placed(self) -> tuple[dict[str, Remark], dict[str, Mapped]]:
        placed = placed_remarks(self.text, self._reading, path=self.path, render=RENDERERS)
        nodes = {node.start: node for node in _mappings(self._root)}
        pairs = list(zip(placed.remarks, placed.starts, strict=True))
        return {remark.id: remark for remark, _ in pairs}, {remark.id: nodes[start] for remark, start in pairs}

    @property
    def remarks(self) -> dict[str, Remark]:
        """The comments by their ids, in the order of the file."""
        return self._placed[0]

    @property
    def _nodes(self) -> dict[str, Mapped]:
        return self._placed[1]

    def raw(self) -> list[dict[str, Plain]]:
        """What the file says of each comment, replies included, just as it stands there."""
        return [bare(node) for node in _mappings(self._root)]

    def value(self, name: str, key: str) -> str:
        """What a comment's file says under a key; empty where it says nothing."""
        entry = self._nodes[name].entries.get(key)
        return entry.value.text if entry and isinstance(entry.value, Scalar) else ""

    def history(self, name: str) -> list[dict[str, str]]:
        """What editors did to a comment, the first first."""
        entry = self._nodes[name].entries.get("history")
        plain = bare(entry.value) if entry else []
        return [item for item in plain if isinstance(item, dict)] if isinstance(plain, list) else []

    def line(self, name: str) -> int:
        """The line that a comment begins on, from 1."""
        return self.text.count("\n", 0, self._nodes[name].start) + 1

    def changed(self, changes: Mapping[str, Change]) -> "Sheet":
        """The sheet with some comments changed. Raises Stop where that cannot be done without touching others."""
        sheet = self._together({name: change for name, change in changes.items() if not change.leaves_nothing})
        for name, change in changes.items():  # one may lie within another
            sheet = sheet._together({name: change}) if change.leaves_nothing else sheet
        return sheet

    def _together(self, changes: Mapping[str, Change]) -> "Sheet":
        if not changes:
            return self
        patches: list[Patch] = []
        wanted: dict[int, dict[str, Plain]] = {}
        for name, change in changes.items():
            node = self._nodes[name]
            old = bare(node)
            after = wanted[node.start] = _wanted(old, name, change)
            patches += (
                self._removal(node, after)
                if change.leaves_nothing
                else self._patches(node, old, after, change.hidden_words)
            )
        text = patched(self.text, patches)
        if _read(text, self.path) != _replaced(self._root, wanted):
            at = min(wanted)
            raise Stop(self._problem("this comment is written in a way that cannot be changed by itself", at))
        return Sheet(text, path=self.path, reading=self._reading)

    def added(self, entries: list[Entry]) -> "Sheet":
        """The sheet with new comments at its end. Raises Stop where the file takes none."""
        flowing = isinstance(self._root, Items) and self.text[self._root.start] == "["
        text = appended(self.text, self._root, [(written_flow if flowing else written)(entry) for entry in entries])
        before = [] if self._root is None else bare(self._root)
        if _read(text, self.path) != [*before, *(plain_entry(entry) for entry in entries)]:
            raise Stop(self._problem("no comment can be added to the end of this file", 0))
        return Sheet(text, path=self.path, reading=self._reading)

    def _patches(
        self, node: Mapped, old: dict[str, Plain], wanted: dict[str, Plain], words: tuple[str, ...]
    ) -> list[Patch]:
        patches: list[Patch] = []
        fresh: dict[str, str] = {}
        for key, value in wanted.items():
            if old.get(key) == value:
                continue
            if key == "history":
                self._history(node, value, patches, fresh)
            elif key in old:
                target = node.entries[key].value
                patches.append(self._text(target, value, words) if words else _scalar_patch(target, value))
            else:
                fresh[key] = scalar(value)
        return [*patches, *set_key(self.text, node, fresh)]

    def _history(self, node: Mapped, items: list[Plain], patches: list[Patch], fresh: dict[str, str]) -> None:
        entry = node.entries.get("history")
        last = flow(items[-1])
        if entry is None or not isinstance(entry.value, Items) or not entry.value.items:
            if entry is None:
                fresh["history"] = f"[{last}]" if self.text[node.start] == "{" else f"\n  - {last}"
            else:
                patches.append(Patch(entry.value.start, entry.value.end, f"[{last}]"))
        else:
            patches.append(appended_item(self.text, entry.value, last))

    def _text(self, target: Node, value: str, words: tuple[str, ...]) -> Patch:
        """The patch of a text; words are blotted out where they stand if they can be found there."""
        raw = self.text[target.start : target.end]
        before = bare(target)
        for word in words:
            if _times(raw, word) != _times(before, word):
                break
            raw, before = blotted(raw, word), blotted(before, word)
        if before == value:
            return Patch(target.start, target.end, raw)
        tail = raw[len(raw.rstrip()) :] if raw.startswith(("|", ">")) else ""
        return Patch(target.start, target.end, scalar(value) + tail)

    def _removal(self, node: Mapped, wanted: dict[str, Plain]) -> list[Patch]:
        replies = node.entries.get("replies")
        kept = removed(self.text, replies) if replies and wanted.get("replies") else ""
        flowing = self.text[node.start] == "{"
        parts = {key: value for key, value in wanted.items() if isinstance(value, str)}
        lines = [f"{key}: {scalar(value) if key != 'date' else _date(value)}" for key, value in parts.items()]
        history = [flow(item) for item in wanted["history"]]
        lines.append(f"history: [{', '.join(history)}]")
        lines += [kept] if kept else []
        column = node.start - (self.text.rfind("\n", 0, node.start) + 1)
        joined = ", ".join(lines) if flowing else ("\n" + " " * column).join(lines)
        return [Patch(node.start, end_of(self.text, node), f"{{{joined}}}" if flowing else joined)]

    def _problem(self, message: str, at: int) -> Problem:
        line = self.text.count("\n", 0, at) + 1
        return Problem(place=Place(self.path, line, 1), message=message, hint="mend it in a text editor")


def bare(node: Node | None) -> Plain:
    """A node without its places."""
    match node:
        case Mapped():
            return {key: bare(entry.value) for key, entry in node.entries.items()}
        case Items():
            return [bare(item) for item in node.items]
        case Scalar():
            return node.text
        case _:
            return None


def end_of(text: str, node: Node) -> int:
    """Where a node's last visible character ends."""
    match node:
        case Mapped() if text[node.start] != "{" and node.entries:
            return max(end_of(text, entry.value) for entry in node.entries.values())
        case Items() if text[node.start] != "[" and node.items:
            return end_of(text, node.items[-1])
    return node.start + len(text[node.start : node.end].rstrip()) if node.end > node.start else node.end


def appended_item(text: str, items: Items, item: str) -> Patch:
    """The patch that adds an item to the end of a list that has some."""
    end = end_of(text, items.items[-1])
    if text[items.start] == "[":
        return Patch(end, end, f", {item}")
    column = items.start - (text.rfind("\n", 0, items.start) + 1)
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    return Patch(stop, stop, "\n" + " " * column + f"- {item}")


def _wanted(old: dict[str, Plain], name: str, change: Change) -> dict[str, Plain]:
    """The comment as it is to be read afterwards."""
    wanted = {key: value for key, value in old.items() if not change.leaves_nothing or key in _LEFT}
    wanted.setdefault("id", name)  # an id made of what may change would not last
    if change.status:
        wanted["status"] = change.status
    if change.verified:
        wanted["verified"] = "true"
    for key, value in change.values.items():
        if old.get(key):
            wanted[key] = value
    for word in change.hidden_words:
        for key in ("text", "author"):
            if isinstance(wanted.get(key), str):
                wanted[key] = blotted(wanted[key], word)
    wanted["history"] = [*_past(old), dict(change.history)]
    return wanted


def _past(old: dict[str, Plain]) -> list[Plain]:
    history = old.get("history")
    return history if isinstance(history, list) else []


_LEFT = ("id", "date", "reply_to", "status", "history", "replies")
"""What stays of a comment that is removed."""


def blotted(text: str, word: str) -> str:
    """The text with a word blotted out wherever it stands, whatever its case."""
    if not word:
        return text
    low, found = text.casefold(), word.casefold()
    if len(low) != len(text):  # letters that fold to several
        return text.replace(word, BLOT * len(word))
    at = low.find(found)
    while at >= 0:
        text = text[:at] + BLOT * len(found) + text[at + len(found) :]
        at = low.find(found, at + len(found))
    return text


def _times(text: str, word: str) -> int:
    return text.casefold().count(word.casefold())


def _date(text: str) -> str:
    return text if all(character in "0123456789-:TZ+. " for character in text) else scalar(text)


def _scalar_patch(target: Node, value: str) -> Patch:
    return Patch(target.start, target.end, scalar(value))


def _mappings(node: Node | None) -> Iterator[Mapped]:
    if isinstance(node, Items):
        for item in node.items:
            yield from _mappings(item)
    elif isinstance(node, Mapped):
        yield node
        if "replies" in node.entries:
            yield from _mappings(node.entries["replies"].value)


def _replaced(root: Node | None, wanted: Mapping[int, dict[str, Plain]]) -> Plain:
    """The whole as it is to be read, some mappings of it replaced."""

    def plain(node: Node) -> Plain:
        if isinstance(node, Mapped):
            inner = {key: plain(entry.value) for key, entry in node.entries.items()}
            if node.start not in wanted:
                return inner
            after = wanted[node.start]
            return {**after, **({"replies": inner["replies"]} if "replies" in after else {})}
        return [plain(item) for item in node.items] if isinstance(node, Items) else bare(node)

    return plain(root) if root is not None else []


def _read(text: str, path: str) -> Plain:
    findings = Findings(text, path=path)
    parsed = parse(text, findings)
    return [] if parsed.root is None else bare(parsed.root) if not findings.problems else None


def past(verb: str, *, at: str, by: str, was: str = "", fields: str = "") -> dict[str, str]:
    """An entry of a comment's history."""
    values = {"at": at, "by": by, "did": verb, "was": was, "fields": fields}
    return {key: value for key, value in values.items() if value}
