"""Nodes to checked values: a mapping is asked for its keys one by one, and what is amiss becomes a problem."""

from collections.abc import Iterable
from collections.abc import Mapping as Names
from collections.abc import Set as AbstractSet

from generator.errors import STRUCTURE
from generator.model import Extra, Mark
from generator.notation.findings import Findings
from generator.notation.mishaps import quoted
from generator.notation.nodes import Broken, Entry, Items, Mapping, Node, Scalar, called
from generator.notation.speech import listed, spoken, with_article
from generator.notation.words import clip, nearest, plain_value, split_commas

_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Fields:
    """A mapping that is being read: every key asked for is known, every other is a mistake."""

    def __init__(
        self, mapping: Mapping, findings: Findings, *, within: "Fields | None" = None, key: str = "", whole: bool = True
    ) -> None:
        """`key` is what the mapping stands under `within` another, as `named` takes it."""
        self.entries = mapping.entries
        self.findings = findings
        self.start = mapping.start
        self._within = within
        self._key = key
        self._whole = whole
        self._asked: set[str] = set()
        self._missing: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    @property
    def where(self) -> str:
        """What messages call the mapping: empty for the outermost, else `image`, `the 1st author` …"""
        return self._within.named(self._key) if self._within else ""

    def node(self, key: str) -> Node | None:
        """The value of a key; None where it is not there, is blank, or was told about already."""
        self._asked.add(key)
        entry = self.entries.get(key)
        if entry is None:
            return None
        value = entry.value
        if type(value) is Scalar:
            if value.text or not value.plain:
                return value
            self._check_cut(Scalar("", entry.key.end + 1, entry.key.end + 1, True), free=False)
            return None
        return None if type(value) is Broken else value

    def scalar(self, key: str, *, free: bool = False) -> Scalar | None:
        """The text of a key with its place; `free` for one that readers see, in which `#` may not begin a comment."""
        if key not in self.entries:  # as most are of those that a front matter may have
            self._asked.add(key)
            return None
        value = self.node(key)
        if value is None:
            return None
        if type(value) is not Scalar:
            self._not_a_text(key, value)
            return None
        if value.plain and (free or "#" in self.findings.text[value.end : value.end + 3]):
            self._check_cut(value, free=free)
        return value

    def text(self, key: str, *, free: bool = False) -> str:
        """The text of a key, or an empty one."""
        if key not in self.entries:
            self._asked.add(key)
            return ""
        value = self.scalar(key, free=free)
        return value.text.strip() if value is not None else ""

    def lacks(self, keys: AbstractSet[str]) -> bool:
        """Whether none of the keys is there; they need not be asked for then, if `done` is told that they are known."""
        return self.entries.keys().isdisjoint(keys)

    def required(self, key: str, *, free: bool = False) -> str:
        """The text of a key that must be there and hold something."""
        told = len(self.findings.found)
        value = self.text(key, free=free)
        if not value and len(self.findings.found) == told:
            self.require(key)
        return value

    def require(self, key: str) -> None:
        """Tell, when done, that a key is missing or empty (a misspelt one is told as that)."""
        entry = self.entries.get(key)
        if entry is None:
            self._missing.append(key)
        elif type(entry.value) is Scalar and not entry.value.text.strip():
            self.findings.note(
                entry.key.start, entry.key.end, f"{self.named(key)} is empty", hint=f"write {with_article(key)}"
            )

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self.scalar(key)
        if value is None:
            return default
        known = _FLAGS.get(value.text.strip().lower())
        if known is None:
            self.wrong(key, f"is '{clip(value.text)}', which is neither true nor false", hint="write true or false")
            return default
        return known

    def number(self, key: str, *, default: int, least: int = 0, most: int = 10**9) -> int:
        """A whole number within bounds."""
        value = self.scalar(key)
        if value is None:
            return default
        text = value.text.strip()
        if not (text.isascii() and text.isdigit() and len(text) < 12 and least <= int(text) <= most):
            self.wrong(key, f"is '{clip(text)}', which is not a whole number from {least} to {most}")
            return default
        return int(text)

    def choice(self, key: str, known: Iterable[str], *, default: str) -> str:
        """One of a few words, whatever its case."""
        value = self.scalar(key)
        if value is None:
            return default
        word = value.text.strip().lower()
        for name in known:
            if name.lower() == word:
                return name
        self.not_among(value, key, known)
        return default

    def scalars(self, key: str, *, commas: bool = False) -> tuple[Scalar, ...]:
        """A list of texts; a single text is a list of one, or with `commas` of several."""
        value = self.node(key)
        if value is None:
            return ()
        if type(value) is Scalar:
            self._check_cut(value, free=False)
            return split_commas(value, self.findings.text) if commas else (value,)
        if type(value) is not Items:
            self.wrong(key, f"is {called(value)}, not a list")
            return ()
        texts: list[Scalar] = []
        for item in value.items:
            if type(item) is Scalar:
                if item.plain:
                    self._check_cut(item, free=False)
                if item.text.strip():
                    texts.append(item)
            elif type(item) is not Broken:
                self.findings.note(
                    item.start,
                    item.start + 1,
                    f"{self.named(key)} holds {called(item)} where a text belongs",
                    hint="quote it",
                )
        return tuple(texts)

    def texts(self, key: str, *, commas: bool = False) -> tuple[str, ...]:
        return tuple([value.text.strip() for value in self.scalars(key, commas=commas)])

    def mapping(self, key: str, *, shape: str = "") -> "Fields | None":
        """The mapping under a key; `shape` shows in the hint how it is written."""
        value = self.node(key)
        if value is None:
            return None
        if type(value) is not Mapping:
            self.wrong(key, f"is {called(value)}, not a mapping", hint=f"write it as {shape}" if shape else "")
            return None
        return self.fields(value, key)

    def items(self, key: str) -> tuple[Node, ...]:
        """The entries of the list under a key."""
        if key not in self.entries:
            self._asked.add(key)
            return ()
        value = self.node(key)
        if value is None:
            return ()
        if type(value) is not Items:
            self.wrong(key, f"is {called(value)}, not a list", hint="begin each entry on a line of its own with `- `")
            return ()
        return value.items

    def mappings(self, key: str, *, shape: str = "") -> tuple["Fields", ...]:
        """The list of mappings under a key."""
        return self.each(self.items(key), key, shape=shape)

    def each(self, nodes: Iterable[Node], key: str, *, shape: str = "") -> tuple["Fields", ...]:
        """The mappings among the entries of the list under `key`; any other entry is a mistake."""
        found: list[Fields] = []
        for number, node in enumerate(nodes):
            if type(node) is Mapping:
                found.append(self.fields(node, f"{key}.{number}"))
            elif type(node) is not Broken:
                message = f"{self.named(f'{key}.{number}')} is {called(node)}, not a mapping"
                self.findings.note(node.start, self.end_of(node), message, hint=f"write it as {shape}" if shape else "")
        return tuple(found)

    def fields(self, mapping: Mapping, key: str) -> "Fields":
        return Fields(mapping, self.findings, within=self, key=key)

    def extra(self, key: str) -> Extra:
        """Whatever stands under a key, as plain values."""
        value = self.node(key)
        if value is None:
            return {}
        if type(value) is not Mapping:
            self.wrong(key, f"is {called(value)}, not a mapping")
            return {}
        plain: Extra = plain_value(value)
        return plain

    def mark(self, key: str) -> Mark:
        """Where a key's value stands, or the key itself where the value is blank."""
        entry = self.entries.get(key)
        if entry is None:
            return Mark(0, 0)
        return self.mark_of(entry.value)

    def mark_of(self, node: Node) -> Mark:
        return self.findings.mark(node.start, node.end if type(node) is Scalar else node.start + 1)

    def named(self, key: str) -> str:
        """What messages call a key, or with `KEY.N` an entry of its list."""
        return spoken(self.where, key)

    def end_of(self, node: Node) -> int:
        """Where a caret under a node ends: at a text's end, or after the first character of what holds others."""
        return node.end if type(node) is Scalar else node.start + 1

    def wrong(self, key: str, message: str, *, hint: str = "", rule: str = STRUCTURE) -> None:
        """Tell a problem with a key's value; the message goes on after the key's name."""
        value = self.entries[key].value
        self.findings.note(value.start, self.end_of(value), f"{self.named(key)} {message}", hint=hint, rule=rule)

    def not_among(self, value: Scalar, key: str, known: Iterable[str]) -> None:
        """Tell that a word is none of the known ones, and name the nearest."""
        names = list(known)
        near = nearest(value.text.strip(), names)
        hint = (f"did you mean {near}? " if near else "") + "it is one of " + ", ".join(names)
        self.findings.note(
            value.start, value.end, f"{self.named(key)} is '{clip(value.text)}', which is not known", hint=hint
        )

    def done(self, *, meant: Names[str, str] | None = None, known: Iterable[str] = ()) -> None:
        """Tell the keys that nobody asked for, and those that are missing.

        `meant` names what others' keys are here; `known` are keys that are no mistake though nobody asked.
        """
        if not self._missing and self.entries.keys() <= self._asked:
            return
        meant = meant or {}
        self._asked.update(known)
        stood_in: set[str] = set()
        if not self.entries.keys() <= self._asked:
            for key, entry in self.entries.items():
                if key not in self._asked:
                    told = type(entry.value) is Broken
                    stood_in.add(self._meant(key, meant) if told else self._unknown(key, entry, meant))
        missing = [key for key in self._missing if key not in stood_in]
        if missing and self._whole:
            self._tell_missing(missing)

    def _unknown(self, key: str, entry: Entry, meant: Names[str, str]) -> str:
        near = self._meant(key, meant)
        rule = STRUCTURE if near in self._missing else "unknown-key"
        if near and near in self._asked:
            hint = f"did you mean {near}?"
        else:
            hint = near or "known here: " + ", ".join(sorted(self._asked))
        within = f" in {self.where}" if self.where else ""
        self.findings.note(
            entry.key.start, entry.key.end, f"{clip(key)} is not a key known here{within}", hint=hint, rule=rule
        )
        return near

    def _meant(self, key: str, meant: Names[str, str]) -> str:
        return meant.get(key.lower()) or nearest(key, sorted(self._asked))

    def _tell_missing(self, keys: list[str]) -> None:
        if self.where:
            message, hint = f"{self.where} has no {listed(keys)}", listed([f"`{key}:`" for key in keys])
            self.findings.note(self.start, self.start + 1, message, hint=f"add {hint} to it")
        else:
            message = f"{listed(keys)} {'is' if len(keys) == 1 else 'are'} missing"
            hint = listed([f"`{key}: …`" for key in keys])
            self.findings.note_line(
                self.findings.first_line, message, hint=f"add {'a line' if len(keys) == 1 else 'lines'} {hint}"
            )

    def _check_cut(self, value: Scalar, *, free: bool) -> None:
        """Tell a `#` after a plain text, where YAML begins a comment without a word.

        In a text that readers see every comment is suspicious; elsewhere only one without a blank after the `#`.
        """
        if not value.plain:
            return
        text, end = self.findings.text, value.end
        stop = text.find("\n", end)
        rest = text[end : stop if stop >= 0 else len(text)].rstrip()
        comment = rest.lstrip()
        if comment.startswith("#") and len(comment) < len(rest) and (free or comment[1:2] not in ("", " ", "#")):
            at = end + len(rest) - len(comment)
            whole = text[value.start : end] + rest
            self.findings.note(
                at,
                at + len(comment),
                "YAML cuts the value here and takes the rest for a comment",
                hint=f"quote it: {quoted(whole.strip())}, or move the comment to a line of its own",
            )

    def _not_a_text(self, key: str, value: Node) -> None:
        line = self.findings.line_at(value.start)
        at = self.findings.position(value.start)[1] - 1
        flow = line[at : at + 1] in ("[", "{")
        hint = f"quote it: {quoted(line[at:].rstrip())}" if flow else ""
        self.wrong(key, f"is {called(value)}, not a text", hint=hint)
