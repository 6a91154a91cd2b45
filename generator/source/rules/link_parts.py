"""Links whose addresses know their place, and come back as they were written: nothing encoded, nothing refused.

The ends of labels are found in linear time: one walk finds the partner of every bracket on its way.
"""

from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_inline import StateInline


class Written(str):
    """An address with its place: `start` in the text that was parsed, and `raw` as it stood there."""

    __slots__ = ("raw", "start")
    raw: str
    start: int


class PlacedParts:
    """What `markdown_it.helpers` offers to rules, with addresses that know their place."""

    parseLinkTitle = staticmethod(parseLinkTitle)  # noqa: N815 - the names that rules call

    @staticmethod
    def parseLinkLabel(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N802, N803
        label = _label_at(state, start)
        return -1 if label.holds_link and disableNested else label.end

    @staticmethod
    def parseLinkDestination(string: str, pos: int, maximum: int) -> Any:  # noqa: N802
        result = parseLinkDestination(string, pos, maximum)
        if result.ok:
            written = Written(result.str)
            angled = string[pos] == "<"
            written.start = pos + angled
            written.raw = string[pos + 1 : result.pos - 1] if angled else string[pos : result.pos]
            result.str = written
        return result


class _Label(NamedTuple):
    """What begins at a bracket."""

    end: int
    """The place of its partner; -1 where it has none."""
    holds_link: bool = False


_UNCLOSED = _Label(-1)
_LABELS = "_labels"


def _label_at(state: StateInline, start: int) -> _Label:
    """The label that begins at `start`, looked for once in the life of a state."""
    labels: dict[int, _Label] = state.__dict__.setdefault(_LABELS, {})
    label = labels.get(start)
    if label is None:
        label = labels[start] = _walk(state, start, labels)
    return label


def _walk(state: StateInline, start: int, labels: dict[int, _Label]) -> _Label:
    src, maximum = state.src, state.posMax
    if src.find("]", start, maximum) < 0:
        return _UNCLOSED
    kept = state.pos
    state.pos = start + 1
    holds_link, end = False, -1
    while state.pos < maximum:
        pos = state.pos
        char = src[pos]
        if char == "]":
            end = pos
            break
        state.md.inline.skipToken(state)
        if char == "[":
            if state.pos != pos + 1:
                holds_link = True
                continue
            inner = labels.get(pos) or _label_at(state, pos)
            if inner.end < 0:
                break
            holds_link = holds_link or inner.holds_link
            state.pos = inner.end + 1
    state.pos = kept
    return _Label(end, holds_link) if end >= 0 else _UNCLOSED


class PlacedMarkdown(MarkdownIt):
    """A parser that leaves it to its renderer to encode addresses and to refuse them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        vars(self)["helpers"] = PlacedParts  # an attribute that is declared as a module

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True
