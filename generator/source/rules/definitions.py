"""Definition lists for markdown-it-py: a term on a line of its own, and `: what it means` on the next, or more."""

from markdown_it import MarkdownIt
from markdown_it.common.utils import isStrSpace
from markdown_it.rules_block import StateBlock

NOT_WITHIN = -1
"""The state's `ddIndent` outside definitions, as markdown-it-py sets it."""


def definitions(md: MarkdownIt) -> None:
    """Teach a parser definition lists."""
    md.block.ruler.before(
        "paragraph", "definitions", _definitions, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _definitions(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent:  # within a definition, what ends it is the next one, or the next term
        outer = state.ddIndent
        return outer != NOT_WITHIN and (_after_mark(state, start, end, outer) > 0 or _is_term(state, start, end, outer))
    indent = state.blkIndent
    if not _is_term(state, start, end, indent):
        return False
    state.push("dl_open", "dl", 1).map = [start, start]
    opening = state.tokens[-1]
    line = following = start
    while _is_term(state, following, end, indent):
        line = _entry(state, following, end)
        following = state.skipEmptyLines(line)
    opening.map = [start, line]
    state.push("dl_close", "dl", -1)
    state.line = line
    return True


def _is_term(state: StateBlock, line: int, end: int, indent: int) -> bool:
    """Whether a line of words is followed by one that begins with the mark of a definition."""
    if line + 1 >= end or state.isEmpty(line) or not 0 <= state.sCount[line] - indent <= 3:
        return False
    return _after_mark(state, line, end, indent) < 0 and _after_mark(state, line + 1, end, indent) > 0


def _after_mark(state: StateBlock, line: int, end: int, indent: int) -> int:
    """Where the words of a definition begin, after `: `; -1 where the line is none."""
    if line >= end or not 0 <= state.sCount[line] - indent <= 3:
        return -1
    begin, finish = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    if state.src[begin : begin + 1] != ":" or begin + 1 >= finish or not isStrSpace(state.src[begin + 1]):
        return -1
    begin += 1
    while begin < finish and isStrSpace(state.src[begin]):
        begin += 1
    return begin if begin < finish else -1


def _entry(state: StateBlock, line: int, end: int) -> int:
    """A term and its definitions; the line after them."""
    state.push("dt_open", "dt", 1).map = [line, line + 1]
    words = state.push("inline", "", 0)
    words.map, words.children = [line, line + 1], []
    words.content = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
    state.push("dt_close", "dt", -1)
    line += 1
    while (after := _after_mark(state, line, end, state.blkIndent)) > 0:
        line = _definition(state, line, end, after=after)
    return line


def _definition(state: StateBlock, line: int, end: int, *, after: int) -> int:
    """One definition with all its blocks, those below it indented as its words are; the line after it."""
    kept = state.bMarks[line], state.tShift[line], state.sCount[line], state.blkIndent, state.ddIndent, state.tight
    opening = state.push("dd_open", "dd", 1)
    first = len(state.tokens)
    indent = state.sCount[line] + after - state.bMarks[line] - state.tShift[line]
    state.ddIndent, state.blkIndent = state.blkIndent, min(indent, state.blkIndent + 4)
    state.bMarks[line], state.tShift[line], state.sCount[line] = after, 0, state.blkIndent
    state.md.block.tokenize(state, line, end)
    _unwrap(state, first)
    begin = line
    line = state.line
    while line > begin + 1 and state.isEmpty(line - 1):
        line -= 1
    state.bMarks[begin], state.tShift[begin], state.sCount[begin], state.blkIndent, state.ddIndent, state.tight = kept
    opening.map = [begin, line]
    state.push("dd_close", "dd", -1)
    return line


def _unwrap(state: StateBlock, first: int) -> None:
    """A definition of one paragraph is written without its tags."""
    inside = state.tokens[first:]
    if [token.type for token in inside] == ["paragraph_open", "inline", "paragraph_close"]:
        inside[0].hidden = inside[2].hidden = True
