"""A short cut for headings and paragraphs that can be nothing else; the tokens are markdown-it-py's own."""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

MEANINGFUL = frozenset("`~>*-_+0123456789[<#|:={")
"""What a line must not begin with: these may open or close another block, or turn the line above into one."""


_HEADING = re.compile(r"(#{1,6})[ \t]+([^\n{]*[^\n{#\s])[ \t]*\n(?=[ \t]*(?:\n|\Z))")
"""A heading without attributes and closing marks, and an empty line after it."""


def quick_paragraph(md: MarkdownIt) -> None:
    """Try plain headings and paragraphs of plain lines before all other rules, none of which may begin blocks of theirs
    with other characters than `MEANINGFUL`."""
    first = md.block.ruler.get_all_rules()[0]
    md.block.ruler.before(first, "quick_paragraph", _quick_block)


def _quick_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    if state.src[begin] == "#":
        return not silent and state.level == 0 and begin == state.bMarks[start] and _quick_heading(state, start, begin)
    return _quick_paragraph(state, start, end, silent)


def _quick_heading(state: StateBlock, start: int, begin: int) -> bool:
    found = _HEADING.match(state.src, begin)
    if found is None:
        return False
    state.line = start + 1
    marks, words = found[1], found[2]
    tag = f"h{len(marks)}"
    state.tokens += (
        Token("heading_open", tag, 1, {}, [start, start + 1], 0, None, "", marks, "", {}, True),
        Token("inline", "", 0, {}, [start, start + 1], 1, [], words, "", "", {}, True),
        Token("heading_close", tag, -1, {}, None, 0, None, "", marks, "", {}, True),
    )
    return True


def _quick_paragraph(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    src, begins, shifts, ends = state.src, state.bMarks, state.tShift, state.eMarks
    begin = begins[start] + shifts[start]
    if silent or src[begin] in MEANINGFUL or state.sCount[start] - state.blkIndent > 3:
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
