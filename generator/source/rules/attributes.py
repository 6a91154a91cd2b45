"""`{#id .class key="value"}` after a picture, a link, code, a `[span]` or a heading, or in the line above a block.

Names that are not allowed go to the token's `meta["refused"]`; braces after a picture or a link that hold something
else, with their offset, to its `meta["misread"]`. The syntax is Djot's; every pattern is linear.
"""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

Attributes = dict[str, str]

_NAME = r"[^\s!\"#$%&'()*+,./;<=>?@\[\]^`{|}~]++"
_ITEM = rf"(?:[#.]{_NAME}|[A-Za-z_:][A-Za-z0-9_:-]*+=(?:\"[^\"\\]*+(?:\\.[^\"\\]*+)*\"|[A-Za-z0-9_:-]++))"
_SET = re.compile(rf"\{{[ \t\n]*+({_ITEM}(?:[ \t\n]++{_ITEM})*)[ \t\n]*+\}}")
_ITEMS = re.compile(_ITEM)
_TAIL = re.compile(r"[ \t]+(\{[^{}\n]*\})[ \t]*\Z")
_LONGEST = 2000
_AFTER = frozenset(["image", "code_inline", "link_close", "span_close"])


def attributes(md: MarkdownIt, *, allowed: frozenset[str]) -> None:
    """Teach a parser attributes, of these names only."""
    md.inline.ruler.push("attributes", _make_inline_rule(allowed))
    md.inline.ruler.after("image", "span", _span)
    md.block.ruler.before("fence", "attributes", _line)
    md.core.ruler.after("block", "attributes", _make_block_rule(allowed))


def read_attributes(text: str, *, start: int = 0, end: int | None = None) -> tuple[Attributes, int] | None:
    """The attributes that begin at `start`, and where they end; None where there are none."""
    match = _SET.match(text, start, min(len(text) if end is None else end, start + _LONGEST))
    if match is None:
        return None
    found: Attributes = {}
    for item in _ITEMS.findall(match[1]):
        if item[0] == "#":
            found["id"] = item[1:]
        elif item[0] == ".":
            found["class"] = f"{found['class']} {item[1:]}" if "class" in found else item[1:]
        else:
            name, _, value = item.partition("=")
            found[name.lower()] = re.sub(r"\\(.)", r"\1", value[1:-1]) if value[0] == '"' else value
    return found, match.end()


def give(token: Token, found: Attributes, *, allowed: frozenset[str]) -> None:
    """Put the allowed attributes on a token; classes are added to what it has."""
    for name, value in found.items():
        if name not in allowed:
            token.meta.setdefault("refused", []).append(name)
        elif name == "class" and "class" in token.attrs:
            token.attrs["class"] = f"{token.attrs['class']} {value}"
        else:
            token.attrs[name] = value


def _make_inline_rule(allowed: frozenset[str]) -> Callable[[StateInline, bool], bool]:
    def rule(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] != "{" or state.pending or not state.tokens:
            return False
        token = state.tokens[-1]
        if token.type not in _AFTER:
            return False
        read = read_attributes(state.src, start=state.pos, end=state.posMax)
        if read is None:
            end = state.src.find("}", state.pos, min(state.posMax, state.pos + _LONGEST))
            if not silent and end >= 0 and token.type in ("image", "link_close"):
                misread = _opening(state.tokens).meta.setdefault("misread", [])
                misread.append((state.pos, state.src[state.pos : end + 1]))
            return False
        if not silent:
            give(_opening(state.tokens), read[0], allowed=allowed)
        state.pos = read[1]
        return True

    return rule


def _opening(tokens: list[Token]) -> Token:
    """The last token, or the one that the last one closes."""
    level = 0
    for token in reversed(tokens):
        level += token.nesting
        if level == 0:
            return token
    return tokens[-1]


def _span(state: StateInline, silent: bool) -> bool:
    """`[text]{.class}`, where the brackets are no link."""
    if state.src[state.pos] != "[":
        return False
    start = state.pos + 1
    end = state.md.helpers.parseLinkLabel(state, state.pos, False)
    if end < 0 or state.src[end + 1 : end + 2] != "{" or end + 1 >= state.posMax:
        return False
    if read_attributes(state.src, start=end + 1, end=state.posMax) is None:
        return False
    if not silent:
        maximum = state.posMax
        state.pos, state.posMax = start, end
        state.push("span_open", "span", 1)
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = maximum
    state.pos = end + 1
    return True


def _line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line of attributes, directly above a block."""
    begin, finish = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if begin >= finish or state.src[begin] != "{" or state.is_code_block(start):
        return False
    if start + 1 >= end or state.isEmpty(start + 1) or state.sCount[start + 1] < state.blkIndent:
        return False
    read = read_attributes(state.src, start=begin, end=finish)
    if read is None or state.src[read[1] : finish].strip(" \t"):
        return False
    if not silent:
        token = state.push("attributes", "", 0)
        token.meta = {"attributes": read[0]}
        token.map = [start, start + 1]
        state.line = start + 1
    return True


def _make_block_rule(allowed: frozenset[str]) -> Callable[[StateCore], None]:
    def rule(state: StateCore) -> None:
        if "{" not in state.src:
            return
        waiting: list[Token] = []
        kept: list[Token] = []
        for index, token in enumerate(state.tokens):
            if token.type == "attributes":
                waiting.append(token)
                continue
            if token.nesting >= 0:
                for line in waiting:
                    give(token, line.meta["attributes"], allowed=allowed)
                waiting = []
            if token.type == "heading_open":
                _take_tail(token, state.tokens[index + 1], allowed=allowed)
            kept.append(token)
        state.tokens = kept

    return rule


def _take_tail(heading: Token, inline: Token, *, allowed: frozenset[str]) -> None:
    tail = _TAIL.search(inline.content[-_LONGEST:]) if inline.content.endswith("}") else None
    read = read_attributes(tail[1]) if tail else None
    if tail and read and read[1] == len(tail[1]):
        inline.content = inline.content[: len(inline.content) - len(tail[0])]
        give(heading, read[0], allowed=allowed)
