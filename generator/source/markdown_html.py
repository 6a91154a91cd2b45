"""Markdown tokens to the HTML of a piece: figures, headings with ids, notes, references in place of addresses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from markdown_it.common.utils import escapeHtml, normalizeReference
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from generator.model import Mark
from generator.source.markdown_addresses import judge
from generator.source.markdown_attributes import check_attributes, tell_stray, written_attributes
from generator.source.markdown_callouts import callout_label
from generator.source.markdown_code import can_highlight
from generator.source.markdown_figures import credited_title, figcaption, lone_picture
from generator.source.markdown_findings import Findings
from generator.source.markdown_notes import Numbering
from generator.source.markdown_outline import Outline
from generator.source.markdown_raw import as_attribute, dropped_in, ids_in, resolve_raw
from generator.source.markdown_tables import opened, tell_cells_too_many
from generator.source.markdown_words import bare, plain
from generator.source.rules.footnotes import Footnotes
from generator.source.rules.link_parts import Written
from generator.source.rules.quick_inline import quick_inline
from generator.source.rules.quick_picture import quick_picture
from generator.source.rules.quick_renderer import QuickRenderer

SHEET = "sheet"
"""The key of `env` under which the sheet of the text being rendered lies."""

MARKS = 100_000
"""Characters of one text that may be markup, in blocks whose markup is not plain; what follows is shown as it is."""

_MARKS = re.compile(r"[*_\[\]`~<&!\\{]")


@dataclass(slots=True)
class Sheet:
    """One text being rendered: what was found in it so far."""

    findings: Findings
    language: str = "en"
    safe: bool = False
    """Whether raw HTML goes through the allow-list."""
    outline: Outline = field(default_factory=Outline)
    numbering: Numbering = field(default_factory=Numbering)
    links: list[bool] = field(default_factory=list)
    """Of each link that is open, whether its tag was written."""
    lead: str = ""
    """The HTML of the first paragraph."""
    lead_block: Token | None = None
    tables: int = 0
    """Tables so far."""
    marks: int = 0
    """Characters so far that may be markup."""
    defined: dict[int, list[int]] | None = None
    """Lines of reference definitions, by the identity of their addresses."""
    notes: Footnotes | None = None
    """The notes that the text defines."""
    blocks: list[tuple[str, str]] = field(default_factory=list)
    """Blocks that have as many words as their HTML, with that."""
    rest: str = ""
    """The HTML of all other blocks."""

    def refer(self, written: str) -> str:
        """The HTML of `[^written]`, which is itself where there is no such note."""
        label = normalizeReference(written)
        if self.notes is None or label not in self.notes.written:
            return f"[^{written}]"
        return self.numbering.refer(label)


def sheet_of(env: EnvType) -> Sheet:
    """The sheet of the text being rendered."""
    sheet: Sheet = env[SHEET]
    return sheet


class PieceRenderer(QuickRenderer):
    """The renderer of articles, pages and biographies."""

    def write_inline(self, token: Token, options: OptionsDict, env: EnvType) -> str:
        meta = token.meta
        if meta and "html" in meta:
            return cast(str, meta["html"])
        sheet: Sheet = env[SHEET]
        findings, content = sheet.findings, token.content
        findings.block = token
        html = None if token.children else quick_inline(content, findings.open_link, refer=sheet.refer)
        if html is None:
            html = self.renderInline(self.read_inline(token, env), options, env)
        if content.endswith("}") and html.endswith("}"):
            tell_stray(content, findings)
        if token is sheet.lead_block:
            sheet.lead = html
        if meta and "figure" in meta:
            html += figcaption(meta["figure"])
        return html

    def read_inline(self, token: Token, env: EnvType) -> list[Token]:
        if token.children:
            return token.children
        sheet = sheet_of(env)
        within = sheet.marks <= MARKS
        sheet.marks += len(_MARKS.findall(token.content))
        if sheet.marks <= MARKS:
            token.children = quick_picture(token.content)
            return token.children or super().read_inline(token, env)
        if within:
            mark = sheet.findings.places.of_line((token.map or [0])[0])
            hint = "split the text, or put what is no markup between ``` lines"
            sheet.findings.complain(mark, f"the text holds more than {MARKS} marks that may be markup", hint=hint)
        token.children = [Token("text", "", 0, content=token.content)]
        return token.children

    def quick_paragraph(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[index]
        sheet: Sheet = env[SHEET]
        if sheet.lead_block is None and token.level == 0:
            sheet.lead_block = token
        attributes = written_attributes(token) if token.attrs else ""
        return f"<p{attributes}>{self.write_inline(token, options, env)}</p>\n"

    def quick_heading(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[index]
        html = self.write_inline(token, options, env)
        level, attributes = self._headline(token, html, env)
        return f"<h{level}{attributes}>{html}</h{level}>\n" if level else ""

    def paragraph_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        token, inline = tokens[index], tokens[index + 1]
        if token.hidden:
            return self.renderToken(tokens, index, options, env)
        if inline.content.startswith(("![", "[![")):
            picture = lone_picture(self.read_inline(inline, env))
            if picture is not None:
                return self._open_figure(tokens, index, picture, env)
        if token.level == 0:
            sheet = sheet_of(env)
            sheet.lead_block = sheet.lead_block or inline
        return f"<p{written_attributes(token)}>" if token.attrs else "<p>"

    def _open_figure(self, tokens: Sequence[Token], index: int, picture: Token, env: EnvType) -> str:
        """A figure, which takes over what names and classes its picture has."""
        figure = tokens[index]
        sheet_of(env).findings.block = tokens[index + 1]
        self._check(picture, env)
        for name in ("id", "class", "lang", "dir"):
            if name in picture.attrs:
                figure.attrs.setdefault(name, picture.attrs.pop(name))
        figure.tag = tokens[index + 2].tag = "figure"
        tokens[index + 1].meta["figure"] = {
            name: str(picture.attrs.pop(name, "")) for name in ("title", "credit", "license")
        }
        return f"<figure{written_attributes(figure)}>"

    def heading_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        token, inline, closing = tokens[index : index + 3]
        html = inline.meta["html"] = self.write_inline(inline, options, env)
        level, attributes = self._headline(token, html, env)
        closing.hidden = not level
        closing.tag = f"h{level}"
        return f"<h{level}{attributes}>" if level else ""

    def _headline(self, token: Token, html: str, env: EnvType) -> tuple[int, str]:
        """Enter a heading into the outline: its level and its attributes; 0 where it says nothing, and is none."""
        if not html.strip():
            return 0, ""
        sheet: Sheet = env[SHEET]
        outline, refs = sheet.outline, sheet.findings.refs
        level = outline.level_for(int(token.tag[1:]))
        chosen = str(token.attrs.pop("id", "")) if token.attrs else ""
        name = chosen or outline.id_for(plain(html, refs))
        outline.add(level, name, bare(html, refs))
        attributes = written_attributes(token) if token.attrs else ""
        return level, f' id="{escapeHtml(chosen) if chosen else name}"{attributes}'

    def table_tags(self, token: Token, env: EnvType) -> tuple[str, str]:
        sheet = sheet_of(env)
        sheet.tables += 1
        return opened(token, number=sheet.tables, language=sheet.language), "</table>\n</div>\n"

    def cell_tag(self, name: str, side: str, words: str) -> str:
        if name == "th":
            return f'<th scope="col"{_aligned(side)}>' if words else "<td>"
        return f"<td{_aligned(side)}>"

    def link_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        token, sheet = tokens[index], sheet_of(env)
        self._check(token, env)
        if any(sheet.links):
            sheet.links.append(False)
            return ""
        address = str(token.attrs["href"])
        value = (
            sheet.findings.link(address, 0) if judge(address) == "elsewhere" else self._link_value(tokens, index, env)
        )
        sheet.links.append(bool(value))
        return f'<a href="{value}"{written_attributes(token)}>' if value else ""

    def _link_value(self, tokens: Sequence[Token], index: int, env: EnvType) -> str:
        address = tokens[index].attrs["href"]
        kind = "title" if tokens[index + 1].type == "piece_title" else "link"
        return sheet_of(env).findings.resolve(kind, str(address), self._mark(address, env))

    def link_close(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return "</a>" if sheet_of(env).links.pop() else ""

    def piece_title(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        sheet = sheet_of(env)
        if not any(sheet.links):
            return escapeHtml(tokens[index].content)
        return f"\x02{len(sheet.findings.refs) - 1}@\x03"

    def image(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        token, findings = tokens[index], sheet_of(env).findings
        alt = self.renderInlineAsText(token.children, options, env)
        mark = self._mark(token.attrs["src"], env)
        self._check(token, env)
        value = findings.resolve("picture", str(token.attrs["src"]), mark)
        if not value:
            return escapeHtml(alt)
        if not alt.strip():
            hint = "say between the brackets what it shows: ![a chart of exports](exports.png)"
            findings.complain(mark, "this picture has no alternative text", hint=hint, rule="missing-alt")
        credited_title(token)
        sized = "width" in token.attrs or "height" in token.attrs or not value.startswith("\x02")
        size = "" if sized else f"{value[:-1]}=\x03"
        attributes = written_attributes(token)
        return f'<img src="{value}" alt="{escapeHtml(alt)}"{attributes}{size} loading="lazy" decoding="async">'

    def span_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        self._check(tokens[index], env)
        return f"<span{written_attributes(tokens[index])}>"

    def code_inline(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[index]
        if token.attrs or token.meta:
            self._check(token, env)
        return f"<code{written_attributes(token)}>{escapeHtml(token.content)}</code>"

    def fence(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        if tokens[index].info.strip() and not can_highlight():
            sheet = sheet_of(env)
            mark = sheet.findings.places.of_line((tokens[index].map or [0])[0])
            message, hint = "this code is shown without colours", "install byline[code], which brings Pygments"
            sheet.findings.complain(mark, message, hint=hint, rule="plain-code")
        return _reachable(super().fence(tokens, index, options, env))

    def code_block(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return _reachable(super().code_block(tokens, index, options, env))

    def table_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        sheet = sheet_of(env)
        tell_cells_too_many(tokens, index, sheet.findings)
        sheet.tables += 1
        return opened(tokens[index], number=sheet.tables, language=sheet.language)

    def table_close(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return "</table>\n</div>\n"

    def callout_title(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return callout_label(tokens[index].content, language=sheet_of(env).language)

    def th_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        if not tokens[index + 1].content:  # a header that says nothing is none
            tokens[index + 2].tag = "td"
            return "<td>"
        return f'<th scope="col"{_alignment(tokens[index])}>'

    def td_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return f"<td{_alignment(tokens[index])}>"

    def footnote_ref(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return sheet_of(env).numbering.refer(tokens[index].meta["label"])

    def html_block(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        sheet_of(env).findings.block = tokens[index]
        return self._raw(tokens[index].content, env)

    def html_inline(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return self._raw(tokens[index].content, env)

    def _raw(self, html: str, env: EnvType) -> str:
        sheet = sheet_of(env)
        sheet.outline.add_all(ids_in(html))
        for name in dropped_in(html) if sheet.safe else ():
            hint = "say it in Markdown, or set `html: true` under `markdown` in site.yaml if you trust every writer"
            mark = sheet.findings.mark(-1, f"<{name}")
            sheet.findings.complain(mark, f"<{name}> is left out, as `html: safe` wants it", hint=hint, rule="raw-html")

        def resolve(kind: str, address: str, written: str) -> str:
            if kind == "picture" and judge(address) == "refused" and address.startswith("data:image/"):
                return as_attribute(address)
            return sheet.findings.resolve(kind, address, sheet.findings.mark(-1, written)) or as_attribute(address)

        return resolve_raw(html, resolve)

    def _check(self, token: Token, env: EnvType) -> None:
        """Check attributes that the writer gave; the token is of the inline text being written."""
        if token.meta.keys() & {"refused", "misread"} or token.attrs.keys() - {"href", "src", "alt", "title"}:
            sheet = sheet_of(env)
            address = token.attrs.get("href", token.attrs.get("src"))
            mark = self._mark(address, env) if address is not None else sheet.findings.mark(-1, token.content or "{")
            check_attributes(token, mark, findings=sheet.findings, outline=sheet.outline)

    def _mark(self, address: object, env: EnvType) -> Mark:
        """The place of an address in the text being written, or in the definition that gives it."""
        sheet = sheet_of(env)
        if not isinstance(address, Written):
            return sheet.findings.mark(-1, str(address).removeprefix("mailto:"))
        if sheet.defined is None:
            sheet.defined = {id(ref["href"]): ref["map"] for ref in env.get("references", {}).values()}
        lines = sheet.defined.get(id(address))
        if lines is None:
            return sheet.findings.mark(address.start, address.raw)
        return sheet.findings.places.of_words(address.raw, first=lines[0], last=lines[1])


def _reachable(html: str) -> str:
    """Code that may be wider than the screen, so that the keyboard can scroll it."""
    return html.replace("<pre", '<pre tabindex="0"', 1)


def _alignment(cell: Token) -> str:
    return _aligned(str(cell.attrs.get("style", "")).removeprefix("text-align:"))


def _aligned(side: str) -> str:
    return f' class="align-{side}"' if side else ""
