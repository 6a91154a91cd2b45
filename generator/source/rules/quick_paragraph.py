"""A short cut for paragraphs of which no line can be anything else; the tokens are markdown-it-py's own."""

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

MEANINGFUL = frozenset("`~>*-_+0123456789[<#|:={")
"""What a line must not begin with: these may open or close another block, or turn the line above into one."""


def quick_paragraph(md: MarkdownIt) -> None:
    """Try paragraphs of plain lines before all other rules, none of which may begin blocks with other characters."""
    first = md.block.ruler.get_all_rules()[0]
    md.block.ruler.before(first, "quick_paragraph", _quick_paragraph)


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
