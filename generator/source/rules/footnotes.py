"""Footnotes for markdown-it-py: `text[^label]`, and `[^label]: the note` anywhere; what is wrong with them is told.

Definitions leave the token stream and wait in `env[FOOTNOTES]`; the renderer numbers them as references come.
"""

import re
from dataclasses import dataclass, field
from typing import cast

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

FOOTNOTES = "footnotes"

_DEFINITION = re.compile(r"\[\^([^\]\[\s]{1,200})\]:")
_REFERENCE = re.compile(r"\[\^([^\]\[\s]{1,200})\]")


@dataclass(slots=True)
class Footnotes:
    """The notes of one text: what defines them, and where a label was defined again."""

    written: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Each label as its definition has it, and the line of that, from 0; by normal form."""
    tokens: dict[str, list[Token]] = field(default_factory=dict)
    """What each note holds, by the normal form of its label."""
    again: list[tuple[str, int]] = field(default_factory=list)
    """Labels defined once more, and the lines of that."""


def footnotes(md: MarkdownIt) -> None:
    """Teach a parser footnotes."""
    md.block.ruler.before("reference", "footnote", _definition, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.after("image", "footnote", _reference)
    md.core.ruler.after("block", "footnotes", _set_apart)


def footnotes_of(env: EnvType) -> Footnotes | None:
    """The notes that a text defines; None where it defines none."""
    return cast("Footnotes | None", env.get(FOOTNOTES))


def knows_notes(md: MarkdownIt) -> bool:
    """Whether a parser was taught footnotes."""
    return "footnote" in md.block.ruler.get_active_rules()


def note_tokens(written: str, line: int, inside: list[Token], env: EnvType) -> list[Token]:
    """The tokens of a note, whose label stands in a line and which holds some blocks."""
    label = _enter(written, line, env)
    opening = Token("footnote_open", "", 1, meta={"label": label}, block=True)
    return [opening, *inside, Token("footnote_close", "", -1, block=True)]


def _enter(written: str, line: int, env: EnvType) -> str:
    """Enter a label that is defined in a line; its normal form."""
    notes: Footnotes = env.setdefault(FOOTNOTES, Footnotes())
    label = normalizeReference(written)
    if label in notes.written:
        notes.again.append((written, line))
    else:
        notes.written[label] = written, line
    return label


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("[^", begin) or state.is_code_block(start):
        return False
    match = _DEFINITION.match(state.src, begin, state.eMarks[start])
    if match is None:
        return False
    if silent:
        return True
    state.push("footnote_open", "", 1).meta = {"label": _enter(match[1], start, state.env)}
    _parse_note(state, start, end, after=match.end())
    state.push("footnote_close", "", -1)
    return True


def _parse_note(state: StateBlock, start: int, end: int, *, after: int) -> None:
    """Parse the note's own blocks: the rest of its line, and what is indented by four below."""
    kept = state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType
    first, finish = after, state.eMarks[start]
    while first < finish and state.src[first] in " \t":
        first += 1
    state.bMarks[start], state.tShift[start] = after, first - after
    state.parentType = "footnote"
    state.blkIndent += 4
    state.sCount[start] = state.blkIndent
    if first < finish:
        state.md.block.tokenize(state, start, end)
    else:
        state.line = start + 1
        if start + 1 < end:
            state.md.block.tokenize(state, start + 1, end)
    state.blkIndent -= 4
    state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType = kept


def _reference(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[^", state.pos):
        return False
    notes = footnotes_of(state.env)
    match = _REFERENCE.match(state.src, state.pos, state.posMax) if notes else None
    if notes is None or match is None or (label := normalizeReference(match[1])) not in notes.written:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"label": label}
    state.pos = match.end()
    return True


def _set_apart(state: StateCore) -> None:
    """Take the definitions, which may lie within one another, out of the stream; the first one of a label counts."""
    notes = footnotes_of(state.env)
    if notes is None:
        return
    streams: list[list[Token]] = [[]]
    for token in state.tokens:
        if token.type == "footnote_open":
            streams.append([])
            notes.tokens.setdefault(token.meta["label"], streams[-1])
        elif token.type == "footnote_close":
            streams.pop()
        else:
            streams[-1].append(token)
    state.tokens = streams[0]
