"""A short cut for blocks that can be nothing else: at the outermost level, one token for each heading, paragraph, list,
quotation and table, which the renderer of `quick_renderer` writes; within other blocks, markdown-it-py's own tokens."""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore, block
from markdown_it.token import Token
from markdown_it.utils import EnvType

from .footnotes import knows_notes, note_tokens

MEANINGFUL = frozenset("`~>*-_+0123456789[<#|:={")
"""What a line must not begin with: these may open or close another block, or turn the line above into one."""

GOES_ON = frozenset(" \t*-+0123456789")
"""What may go on with a list after an empty line, if a line begins with it."""

FLUSH = "flush"
"""The key in the `meta` of an inline token whose lines all begin at the margin."""

_WORDS = (
    r"(?:[^\s!`~>*\-_+0-9\[<#|:={]"
    r"|\*\*?(?=[^\s*])|__?(?=[^\s_])|`(?!``)"  # no item, rule or fence
    r"|[0-9]++(?![.)](?!\S))"  # no item
    r"|\[(?![!^])[^\[\]\\\n]*+\]\()"  # a link: no definition, callout or note
)
_LINE = rf"{_WORDS}.*+"
_MORE = rf"(?:{_WORDS}|!).*+"
_BLOCK = re.compile(
    rf"(?:(?P<paragraph>{_LINE}(?:\n{_MORE})*)"
    r"|(?P<marks>\#{1,6})[ \t]++(?P<heading>[^\n{]*[^\n{\#\s])[ \t]*+"
    rf"|(?P<list>-[ ]{_LINE}(?:\n-[ ]{_LINE})*)"
    rf"|>[ ](?P<quote>{_LINE}(?:\n>[ ]{_LINE})*)"
    r"|(?P<table>\|[^\n\\]*+\n\|[-:|\ \t]++(?:\n\|[^\n\\]*+)*)"
    rf"|(?P<picture>!\[.*+(?:\n{_MORE})*)"
    rf"|\[\^(?P<label>[^\]\[\s]{{1,200}})\]:[ \t]*+(?P<note>{_LINE})"
    r"|```(?P<info>[^`\n]*+)\n(?P<code>[^`]*+(?:`(?!``)[^`]*+)*)(?<=\n)```[ \t]*+"
    r")(?:\n(?:[ \t]*+\n)++|[ \t\n]*+\Z|(?(label)\n(?=\[\^[^\]\[\s]{1,200}\]:)|(?!)))"
)
"""A block of plain lines up to the empty lines after it: a heading has neither attributes nor closing marks, each item
of a list and each note is one line, and a table has no escapes; right after a note, another one may stand. No group is
possessive that holds a choice: Python 3.11 takes too much for it."""

_EMPTY = re.compile(r"(?:[ \t]*+\n)*+")
_BORDER = re.compile(r":?-+:?")


class _Plain(Token):
    """The one token of a plain block; made in fewer steps than by `Token`, which looks through attributes."""

    __slots__ = ()

    def __init__(self, kind: str, tag: str, start: int, end: int, words: str) -> None:
        self.type, self.tag, self.content = kind, tag, words
        self.map: list[int] | None = [start, end]
        self.attrs, self.meta = {}, {}
        self.nesting, self.level, self.children = 0, 0, None
        self.markup = self.info = ""
        self.block, self.hidden = True, False


def quick_blocks(md: MarkdownIt) -> None:
    """Try plain blocks before all other rules, none of which may begin blocks of theirs with other characters than
    `MEANINGFUL` and `!`; to be used after `footnotes`, if at all."""
    blocks = _Blocks(notes=knows_notes(md))
    md.core.ruler.at("block", blocks.read_all)
    md.block.ruler.before(md.block.ruler.get_all_rules()[0], "quick_blocks", blocks.read_here)


@dataclass(frozen=True)
class _Blocks:
    """The rules of a parser that read plain blocks."""

    notes: bool
    """Whether there are footnotes."""

    def read_all(self, state: StateCore) -> None:
        """Read a text; what its lines are is found out only where a block is not plain."""
        if state.inlineMode:
            block(state)
            return
        src = state.src
        begin = _EMPTY.match(src)
        start = begin.end() if begin else 0
        at, line, _ = self._read(src, start, src.count("\n", 0, start), state.tokens, state.env)
        if at < len(src):
            blocks = StateBlock(src, state.md, state.env, state.tokens)
            state.md.block.tokenize(blocks, line, blocks.lineMax)

    def read_here(self, state: StateBlock, start: int, end: int, silent: bool) -> bool:
        """Read as many plain blocks as follow one another here; within other blocks, a paragraph."""
        if silent:
            return False
        if state.level == 0 and not state.tShift[start]:
            _, _, line = self._read(state.src, state.bMarks[start], start, state.tokens, state.env)
            if line > start:
                state.line = line
                return True
        return _quick_paragraph(state, start)

    def _read(self, src: str, at: int, line: int, tokens: list[Token], env: EnvType) -> tuple[int, int, int]:
        """Read on from the beginning of a line: where the first other block begins, the line of that, and the line
        after the last plain block."""
        end = line
        while found := _BLOCK.match(src, at):
            kind = found.lastgroup or ""
            inner, outer = found.end(kind), found.end()
            last = line + 1
            if src.find("\n", at, inner) >= 0:  # which is known sooner than how many, and most blocks are a line
                last += src.count("\n", at, inner)
            if kind == "paragraph":
                tokens.append(_Plain("quick_paragraph", "p", line, last, found[kind].strip(MD_TRIM_CHARS)))
            elif kind == "heading":
                tag = f"h{len(found['marks'])}"
                tokens.append(_Plain("quick_heading", tag, line, last, found[kind].strip(MD_TRIM_CHARS)))
            else:
                made = self._tokens(kind, found, line, last, env)
                if not made:
                    break
                tokens += made
            breaks = 2 if outer - inner == 2 else src.count("\n", inner, outer)  # or fewer where the text ends
            line = last - 1 + breaks
            end, at = last, outer
        return at, line, end

    def _tokens(self, kind: str, found: re.Match[str], start: int, end: int, env: EnvType) -> list[Token]:
        """The tokens of a block that is neither a paragraph nor a heading; none where it is not plain after all."""
        words, next_one = found[kind], found.string[found.end() : found.end() + 1]
        if kind == "list":
            is_whole = not next_one or next_one not in GOES_ON
            return [_Plain("quick_list", "ul", start, end, words)] if is_whole else []
        if kind == "quote":
            words = words.replace("\n> ", "\n").strip(MD_TRIM_CHARS)
            return [_Plain("quick_quote", "blockquote", start, end, words)]
        if kind == "table":
            return [_Plain("quick_table", "table", start, end, words)] if _is_table(words) else []
        if kind == "picture":
            made = _paragraph(start, end, 0, words.strip(MD_TRIM_CHARS))
            made[1].meta[FLUSH] = True
            return made
        if kind == "note":
            if not self.notes or next_one in (" ", "\t"):
                return []
            paragraph = _Plain("quick_paragraph", "p", start, end, words.strip(MD_TRIM_CHARS))
            paragraph.level = 1
            return note_tokens(found["label"], start, [paragraph], env)
        return [Token("fence", "code", 0, {}, [start, end], 0, None, words, "```", found["info"], {}, True)]


def items_of(words: str) -> list[str]:
    """The items of a plain list."""
    return [line.strip(MD_TRIM_CHARS) for line in words[2:].split("\n- ")]


def rows_of(table: str) -> list[list[str]]:
    """The cells of a plain table's lines; the second line holds its borders."""
    return [[cell.strip(MD_TRIM_CHARS) for cell in line.rstrip(" \t")[1:-1].split("|")] for line in table.split("\n")]


def side_of(border: str) -> str:
    """What a column is aligned to; empty where its border does not say."""
    if border[-1] == ":":
        return "center" if border[0] == ":" else "right"
    return "left" if border[0] == ":" else ""


def _is_table(words: str) -> bool:
    """Whether all lines end with a bar and have as many cells, and the second one holds borders alone."""
    lines = [line.rstrip(" \t") for line in words.split("\n")]
    bars = lines[0].count("|")
    if not all(len(line) > 1 and line[-1] == "|" and line.count("|") == bars for line in lines):
        return False
    return all(_BORDER.fullmatch(cell.strip(MD_TRIM_CHARS)) for cell in lines[1][1:-1].split("|"))


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
    state.tokens += _paragraph(start, line, state.level, content.strip(MD_TRIM_CHARS))
    return True


def _paragraph(start: int, end: int, level: int, words: str) -> list[Token]:
    """The tokens of a paragraph, as markdown-it-py makes them, in fewer steps."""
    return [
        Token("paragraph_open", "p", 1, {}, [start, end], level, None, "", "", "", {}, True),
        Token("inline", "", 0, {}, [start, end], level + 1, [], words, "", "", {}, True),
        Token("paragraph_close", "p", -1, {}, None, level, None, "", "", "", {}, True),
    ]
