"""HTML from markdown-it-py's tokens, as its own renderer writes it, in fewer steps: inline text is parsed when written.

To be used on the tokens of a chain without the `inline` rule; text that a plugin has parsed already is taken as it is.
"""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore, normalize
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from .quick_blocks import items_of, rows_of, side_of
from .quick_inline import LinkOpener, is_bare, quick_inline

_NEXT_ITEM = "</li>\n<li>"


class QuickRenderer(RendererHTML):
    """A renderer that parses inline text itself, by the short cut where that is sure."""

    def __init__(self, parser: MarkdownIt) -> None:
        super().__init__(parser)
        self.md = parser

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        """The HTML of a stream of blocks."""
        return "".join(self.pieces(tokens, options, env))

    def pieces(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> list[str]:
        """The HTML of each token of such a stream."""
        out: list[str] = []
        rules = self.rules
        for index, token in enumerate(tokens):
            if token.type == "inline":
                out.append(self.write_inline(token, options, env))
            elif token.type in rules:
                out.append(rules[token.type](tokens, index, options, env))
            elif token.hidden:
                out.append("")
            elif token.nesting < 0:
                out.append(f"</{token.tag}>\n")
            else:
                out.append(self.renderToken(tokens, index, options, env))
        return out

    def renderInline(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:  # noqa: N802
        """The HTML of the tokens within one block."""
        out: list[str] = []
        rules = self.rules
        for index, token in enumerate(tokens):
            if token.type == "text":
                if token.content:
                    out.append(escapeHtml(token.content))
            elif token.type in rules:
                out.append(rules[token.type](tokens, index, options, env))
            elif token.attrs or not token.nesting:
                out.append(self.renderToken(tokens, index, options, env))
            else:
                out.append(f"<{token.tag}>" if token.nesting > 0 else f"</{token.tag}>")
        return "".join(out)

    def write_inline(self, token: Token, options: OptionsDict, env: EnvType) -> str:
        """The HTML of one inline token."""
        if not token.children:
            quick = quick_inline(token.content, self.link_opener(token, env))
            if quick is not None:
                return quick
            self.read_inline(token, env)
        return self.renderInline(token.children or [], options, env)

    def read_inline(self, token: Token, env: EnvType) -> list[Token]:
        """Parse an inline token, if that is still to do."""
        if not token.children:
            token.children = self.md.inline.parse(token.content, self.md, env, [])
        return token.children

    def link_opener(self, _token: Token, _env: EnvType) -> LinkOpener:
        """What writes the opening tag of a plain link."""
        return _open_link

    def renderInlineAsText(  # noqa: N802
        self, tokens: Sequence[Token] | None, options: OptionsDict, env: EnvType
    ) -> str:
        """The words alone, as an alternative text holds them."""
        out: list[str] = []
        for token in tokens or []:
            if token.type in ("softbreak", "hardbreak"):
                out.append("\n")
            elif token.type == "image":
                out.append(self.renderInlineAsText(token.children, options, env))
            else:
                out.append(token.content)
        return "".join(out)

    def text_special(self, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
        """An escaped character or an entity."""
        return escapeHtml(tokens[index].content)

    def quick_paragraph(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """A plain paragraph of the outermost level."""
        token = tokens[index]
        return f"<p{self.renderAttrs(token)}>{self.write_inline(token, options, env)}</p>\n"

    def quick_heading(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """A plain heading of the outermost level."""
        token = tokens[index]
        return f"<{token.tag}{self.renderAttrs(token)}>{self.write_inline(token, options, env)}</{token.tag}>\n"

    def quick_list(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """A plain list of the outermost level."""
        token = tokens[index]
        first = (token.map or [0])[0]
        items = [self._write_line(words, first + n, options, env) for n, words in enumerate(items_of(token.content))]
        opening = f"{_before(tokens, index)}<ul{self.renderAttrs(token)}>"
        return f"{opening}\n<li>{_NEXT_ITEM.join(items)}</li>\n</ul>\n"

    def quick_quote(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """A quotation of one plain paragraph, at the outermost level."""
        token = tokens[index]
        opening = f"{_before(tokens, index)}<blockquote{self.renderAttrs(token)}>"
        return f"{opening}\n<p>{self.write_inline(token, options, env)}</p>\n</blockquote>\n"

    def quick_table(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """A plain table of the outermost level."""
        token = tokens[index]
        first = (token.map or [0])[0]
        head, borders, *body = rows_of(token.content)
        sides = [side_of(border) for border in borders]
        tags = [self.cell_tag("th", side, words) for side, words in zip(sides, head, strict=True)]
        opening, closing = self.table_tags(token, env)
        out = [opening, "<thead>\n", *self._write_row(tags, head, first, options, env), "</thead>\n"]
        if body:
            tags = [self.cell_tag("td", side, "") for side in sides]
            out.append("<tbody>\n")
            for line, row in enumerate(body, start=first + 2):
                out += self._write_row(tags, row, line, options, env)
            out.append("</tbody>\n")
        out.append(closing)
        return "".join(out)

    def table_tags(self, token: Token, _env: EnvType) -> tuple[str, str]:
        """The tags around a plain table."""
        return f"<table{self.renderAttrs(token)}>\n", "</table>\n"

    def cell_tag(self, name: str, side: str, _words: str) -> str:
        """The opening tag of a plain table's cell, which is aligned to a side if it is not empty."""
        return f'<{name} style="text-align:{side}">' if side else f"<{name}>"

    def _write_row(self, tags: list[str], cells: list[str], line: int, options: OptionsDict, env: EnvType) -> list[str]:
        out = ["<tr>\n"]
        for tag, words in zip(tags, cells, strict=True):
            out.append(f"{tag}{self._write_line(words, line, options, env)}</{tag[1:3]}>\n")
        out.append("</tr>\n")
        return out

    def _write_line(self, words: str, line: int, options: OptionsDict, env: EnvType) -> str:
        """The HTML of inline text that stands in a line."""
        if is_bare(words):
            return words
        token = Token("inline", "", 0, {}, [line, line + 1], 2, None, words, "", "", {}, True)
        return self.write_inline(token, options, env)

    def paragraph_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """The tag of a paragraph, by far the most frequent."""
        token = tokens[index]
        if token.attrs or token.hidden:
            return self.renderToken(tokens, index, options, env)
        return "<p>"


def quick_rendering(md: MarkdownIt) -> None:
    """Leave inline text to the renderer, and out of the chain what only joins tokens or has nothing to do."""
    md.core.ruler.at("normalize", _normalize)
    md.core.ruler.disable(["inline", "text_join"])
    md.inline.ruler2.disable("fragments_join")


def _normalize(state: StateCore) -> None:
    if "\r" in state.src or "\0" in state.src:
        normalize(state)


def _before(tokens: Sequence[Token], index: int) -> str:
    """What markdown-it-py writes between something hidden and a block."""
    return "\n" if index and tokens[index - 1].hidden else ""


def _open_link(address: str, _start: int) -> str:
    return f'<a href="{escapeHtml(normalizeLink(address))}">'
