"""A short cut for headings, paragraphs and lists that can be nothing else: at the outermost level, one token for each
of them, which the renderer of `quick_renderer` writes; within other blocks, markdown-it-py's own tokens."""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

MEANINGFUL = frozenset("`~>*-_+0123456789[<#|:={")
"""What a line must not begin with: these may open or close another block, or turn the line above into one."""

GOES_ON = frozenset(" \t*-+0123456789")
"""What may go on with a list after an empty line, if a line begins with it."""

_LINE = r"[^\s!`~>*\-_+0-9\[<#|:={][^\n]*+"
_BLOCK = re.compile(
    rf"(?:(?P<paragraph>{_LINE}(?:\n{_LINE})*+)"
    r"|(?P<marks>\#{1,6})[ \t]++(?P<heading>[^\n{]*[^\n{\#\s])[ \t]*+"
    rf"|(?P<list>-[ ]{_LINE}(?:\n-[ ]{_LINE})*+))"
    r"(?P<after>\n(?:[ \t]*+\n)++|[ \t\n]*+\Z)"
)
"""A block of plain lines up to the empty lines after it: a heading has neither attributes nor closing marks, and each
item of a list is one line."""


def quick_blocks(md: MarkdownIt) -> None:
    """Try plain headings, paragraphs and lists before all other rules, none of which may begin blocks of theirs with
    other characters than `MEANINGFUL` and `!`."""
    first = md.block.ruler.get_all_rules()[0]
    md.block.ruler.before(first, "quick_blocks", _quick_blocks)


def _quick_blocks(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent:
        return False
    if state.level == 0 and state.bMarks[start] + state.tShift[start] == state.bMarks[start]:
        return _outermost(state, start) or _quick_paragraph(state, start)
    return _quick_paragraph(state, start)


def _outermost(state: StateBlock, start: int) -> bool:
    """As many plain blocks as follow one another here."""
    src, tokens, line = state.src, state.tokens, start
    at = state.bMarks[start]
    while found := _BLOCK.match(src, at):
        at = found.end()
        if found["paragraph"] is not None:
            words = found["paragraph"]
            end = line + 1 + words.count("\n")
            token = Token(
                "quick_paragraph", "p", 0, {}, [line, end], 0, None, words.strip(MD_TRIM_CHARS), "", "", {}, True
            )
        elif found["heading"] is not None:
            end, marks = line + 1, found["marks"]
            token = Token(
                "quick_heading", f"h{len(marks)}", 0, {}, [line, end], 0, None, found["heading"], marks, "", {}, True
            )
        else:
            if src[at : at + 1] in GOES_ON and at < len(src):
                break
            words = found["list"]
            end = line + 1 + words.count("\n")
            token = Token("quick_list", "ul", 0, {}, [line, end], 0, None, words, "-", "", {}, True)
        tokens.append(token)
        state.line = end
        line = end - 1 + found["after"].count("\n")
    return state.line > start


def items_of(token: Token) -> list[Token]:
    """The items of a plain list, as inline tokens."""
    first = (token.map or [0])[0]
    lines = token.content[2:].split("\n- ")
    return [
        Token("inline", "", 0, {}, [first + k, first + k + 1], 2, None, line.strip(MD_TRIM_CHARS), "", "", {}, True)
        for k, line in enumerate(lines)
    ]


def _quick_paragraph(state: StateBlock, start: int) -> bool:
    src, begins, shifts, ends = state.src, state.bMarks, state.tShift, state.eMarks
    begin = begins[start] + shifts[start]
    if src[begin] in MEANINGFUL or state.sCount[start] - state.blkIndent > 3:
        return False
    line, last = start + 1, state.lineMax
    while line < last:
        first = begins[line] + shifts[line]
        if first >= ends[line]:
            break
        if src[first] in MEANINGFUL:
            return False
        line += 1
    alone = line == start + 1
    content = src[begin : ends[start]] if alone else state.getLines(start, line, state.blkIndent, False)
    state.line = line
    level = state.level
    words = content.strip(MD_TRIM_CHARS)
    state.tokens += (  # as `push` makes them, in fewer steps
        Token("paragraph_open", "p", 1, {}, [start, line], level, None, "", "", "", {}, True),
        Token("inline", "", 0, {}, [start, line], level + 1, [], words, "", "", {}, True),
        Token("paragraph_close", "p", -1, {}, None, level, None, "", "", "", {}, True),
    )
    return True
