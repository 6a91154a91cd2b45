"""A parser of blocks for markdown-it-py that says where nesting went too deep, and so where text was left out."""

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock

TOO_DEEP = "too_deep"
"""The key of `env` under which the lines lie, from 0, at which blocks deeper than `maxNesting` begin."""


class TellingBlocks(ParserBlock):
    """The parser of blocks, noting in `env` what it leaves out."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - names of the base class
        if state.level >= state.md.options.maxNesting:
            line = state.skipEmptyLines(startLine)
            if line < endLine and state.sCount[line] >= state.blkIndent:
                lines: dict[int, Any] = state.env.setdefault(TOO_DEEP, {})
                lines[line] = None
        super().tokenize(state, startLine, endLine)


def tell_depth(md: MarkdownIt) -> None:
    """Note blocks that are nested too deeply; to be used before rules are added."""
    md.block = TellingBlocks()
