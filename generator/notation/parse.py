"""YAML text to nodes that know their places; whatever is wrong becomes a problem and the rest is still read."""

import re

from msgspec import Struct
from yaml import YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.reader import ReaderError

from generator.notation.findings import Findings
from generator.notation.mishaps import Mishap, begins_with, explain, key_of, quoted
from generator.notation.nodes import Broken, Entry, Items, Mapping, Node, Scalar
from generator.notation.quick import read_quickly
from generator.notation.words import clip

DEPTH = 32
"""Lists and mappings within one another."""

_TRIES = 30
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOP = re.compile(r"^(?!---)[^\s#]", re.MULTILINE)


class Parsed(Struct, frozen=True):
    """What could be read of a text."""

    root: Node | None
    """None where nothing was written."""
    whole: bool
    """Whether every key of the text is known, be it with a broken value."""


class _TooDeepError(Exception):
    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


def parse(text: str, findings: Findings) -> Parsed:
    """Read one YAML document; problems go to `findings`, whose text this is.

    A part that YAML cannot read is told about and left out, and the rest is read once more, so that one run tells all.
    """
    left = text.removeprefix("\ufeff")
    simple = read_quickly(left)
    if simple is not None:
        return Parsed(simple, True)
    lost: list[Scalar] = []
    whole = True
    for _ in range(_TRIES):
        before = len(findings.found)
        try:
            root = _compose(left, findings)
        except _TooDeepError as error:
            findings.note(error.index, error.index + 1, f"lists and mappings lie more than {DEPTH} deep in one another")
            return Parsed(None, False)
        except (ReaderError, UnicodeEncodeError):
            left = _readable(left, findings)
        except YAMLError as error:
            del findings.found[before:]  # what was found on the way is found again
            mishap = explain(left, error)
            findings.note(mishap.start, mishap.end, mishap.message, hint=mishap.hint)
            left, key = _without(left, mishap)
            whole = whole and key is not None
            lost += [key] if key else []
        else:
            return Parsed(_with_lost(root, lost), whole)
        if not left.strip():
            return Parsed(_with_lost(None, lost), whole)
    return Parsed(None, False)


def _compose(text: str, findings: Findings) -> Node | None:
    parser = CParser(text)
    parser.get_event()  # the stream's start
    event = parser.get_event()
    if event is None or type(event) is StreamEndEvent:
        return None
    root = _node(_next(parser), parser, findings, 0)
    parser.get_event()  # the document's end
    after = parser.get_event()
    if after is not None and type(after) is not StreamEndEvent:
        start = _start(after)
        findings.note(start, start + 3, "a second YAML document begins here", hint="take this line away")
    return None if type(root) is Scalar and root.plain and not root.text else root


def _next(parser: CParser) -> Event:
    event = parser.get_event()
    assert event is not None  # a document's end comes before the stream's
    return event


def _start(event: Event) -> int:
    mark = event.start_mark
    assert mark is not None  # libyaml always gives one
    return mark.index


def _end(event: Event) -> int:
    mark = event.end_mark
    assert mark is not None
    return mark.index


def _node(event: Event, parser: CParser, findings: Findings, depth: int) -> Node:
    if isinstance(event, ScalarEvent):  # by far the most frequent
        begin, end = event.start_mark, event.end_mark
        assert begin is not None
        assert end is not None
        if event.anchor is not None or event.tag is not None:
            return _decorated(event, findings)
        text = event.value
        if event.style == '"' and _UNREADABLE.search(text):  # an escape such as "\x02" may stand for anything
            text = _visible(text, begin.index, findings)
        return Scalar(text, begin.index, end.index, not event.style)
    kind = type(event)
    start = _start(event)
    if isinstance(event, AliasEvent):
        return _decorated(event, findings)
    if depth >= DEPTH:
        raise _TooDeepError(start)
    decorated = isinstance(event, MappingStartEvent | SequenceStartEvent) and (event.anchor or event.tag)
    if decorated:
        _decorated(event, findings)
    collect = _mapping if kind is MappingStartEvent else _items
    node = collect(start, parser, findings, depth + 1)
    return Broken(start, node.end) if decorated else node


def _items(start: int, parser: CParser, findings: Findings, depth: int) -> Items:
    items: list[Node] = []
    while type(event := _next(parser)) is not SequenceEndEvent:
        items.append(_node(event, parser, findings, depth))
    return Items(tuple(items), start, _end(event))


def _mapping(start: int, parser: CParser, findings: Findings, depth: int) -> Mapping | Broken:
    entries: dict[str, Entry] = {}
    odd = False
    while type(event := _next(parser)) is not MappingEndEvent:
        key = _node(event, parser, findings, depth)
        value = _node(_next(parser), parser, findings, depth)
        if type(key) is not Scalar:
            odd = True
            if type(key) is not Broken:
                findings.note(key.start, key.start + 1, "a key is a text, and this is none", hint="quote it")
        elif key.text in entries:
            first = findings.place(entries[key.text].key.start)
            message = f"{clip(key.text)} is given twice"
            findings.note(key.start, key.end, message, hint="keep one of the two", other=first)
        else:
            entries[key.text] = Entry(key, value)
    return Broken(start, _end(event)) if odd and depth > 1 else Mapping(entries, start, _end(event))


def _decorated(event: Event, findings: Findings) -> Broken:
    """Say that a value which begins with `&`, `*` or `!` is no text to YAML; what follows from that is not told."""
    start = _start(event)
    if _follows(event, findings):
        return Broken(start, _end(event))
    value = findings.text[start : start + 200].partition("\n")[0].rstrip()
    findings.note(start, start + len(value), begins_with(value[:1]), hint=f"quote it: {quoted(value)}")
    return Broken(start, _end(event))


def _follows(event: Event, findings: Findings) -> bool:
    """Whether a reference names an anchor that is told, or another anchor with a list or mapping was told before."""
    if isinstance(event, AliasEvent):
        return f"&{event.anchor}" in findings.text
    if isinstance(event, MappingStartEvent | SequenceStartEvent) and event.anchor:
        return any(problem.message == begins_with("&") for problem in findings.found)
    return False


def _readable(text: str, findings: Findings) -> str:
    for match in _UNREADABLE.finditer(text):
        code = f"U+{ord(match[0]):04X}"
        findings.note(
            match.start(),
            match.end(),
            f"a control character ({code}) stands here",
            hint="take it out",
            rule="control-character",
        )
    return _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _visible(text: str, start: int, findings: Findings) -> str:
    message = f"the text holds a control character (U+{ord(_UNREADABLE.findall(text)[0]):04X})"
    findings.note(start, start + 1, message, hint="take the escape out", rule="control-character")
    return _UNREADABLE.sub("", text)


def _without(text: str, mishap: Mishap) -> tuple[str, Scalar | None]:
    """The text with the outermost entry around a mishap blanked out, and that entry's key where it has one."""
    line_start = text.rfind("\n", 0, mishap.start) + 1
    tops = [match.start() for match in _TOP.finditer(text)]
    start = max((top for top in tops if top <= line_start), default=0)
    end = min((top for top in tops if top > line_start), default=len(text))
    block = text[start:end]
    return text[:start] + re.sub(r"[^\n]", " ", block) + text[end:], key_of(block, start)


def _with_lost(root: Node | None, lost: list[Scalar]) -> Node | None:
    if not lost or not isinstance(root, Mapping | None):
        return root
    entries = {key.text: Entry(key, Broken(key.end, key.end)) for key in lost}
    return Mapping(entries | (root.entries if root else {}), root.start if root else 0, root.end if root else 0)
