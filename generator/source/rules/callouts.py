"""Callouts for markdown-it-py, as GitHub has them: a quotation that begins with `[!NOTE]`, and perhaps a title."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

KINDS = ("note", "tip", "important", "warning", "caution")

_MARK = re.compile(rf"\[!({'|'.join(KINDS)})\][ \t]*([^\n]*)(?:\n|\Z)", re.IGNORECASE)


def callouts(md: MarkdownIt) -> None:
    """Teach a parser callouts; a `callout_title` without words of its own holds the kind as its content."""
    md.core.ruler.after("block", "callouts", _callouts)


def _callouts(state: StateCore) -> None:
    if "!" not in state.src or not any(token.type == "blockquote_open" for token in state.tokens):
        return
    kept: list[Token] = []
    waiting: list[str] = []
    """Of each quotation that is open, the tag to close it with."""
    skip = 0
    for index, token in enumerate(state.tokens):
        if skip:
            skip -= 1
            continue
        kept.append(token)
        if token.type == "blockquote_open":
            found = _found(state.tokens, index)
            waiting.append("div" if found else token.tag)
            if found:
                skip = _begin(state.tokens, index, found, kept)
        elif token.type == "blockquote_close":
            token.tag = waiting.pop()
    state.tokens = kept


def _found(tokens: list[Token], index: int) -> re.Match[str] | None:
    """The mark of a quotation, at the beginning of its first paragraph."""
    if index + 2 < len(tokens) and tokens[index + 1].type == "paragraph_open":
        return _MARK.match(tokens[index + 2].content)
    return None


def _begin(tokens: list[Token], index: int, found: re.Match[str], kept: list[Token]) -> int:
    """Turn the quotation into a callout with its title; how many of the tokens after it are used up."""
    opening, paragraph, inline = tokens[index : index + 3]
    kind = found[1].lower()
    opening.tag = "div"
    opening.attrs |= {"class": f"callout callout-{kind}", "role": "note"}
    line = (inline.map or [0])[0]
    kept += _title(kind, found[2].strip(), level=paragraph.level, line=line)
    inline.content = inline.content[found.end() :]
    for token in (paragraph, inline):
        token.map = [line + 1, max(line + 1, (token.map or [0, 0])[1])]
    return 0 if inline.content else 3


def _title(kind: str, words: str, *, level: int, line: int) -> list[Token]:
    attrs: dict[str, str | int | float] = {"class": "callout-title"}
    inner = Token("inline", "", 0, map=[line, line + 1], level=level + 1, content=words, children=[])
    if not words:
        inner = Token("callout_title", "", 0, level=level + 1, content=kind)
    return [
        Token("callout_title_open", "p", 1, attrs=attrs, level=level, block=True),
        inner,
        Token("callout_title_close", "p", -1, level=level, block=True),
    ]
