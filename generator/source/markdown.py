"""The body of an article, page or biography, in Markdown, to a `Text`: HTML, contents, references, words, problems."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.model import Html, Text
from generator.settings import Reading
from generator.source.markdown_attributes import ALLOWED, check_attributes
from generator.source.markdown_code import highlighted
from generator.source.markdown_findings import Findings
from generator.source.markdown_html import SHEET, PieceRenderer, Sheet
from generator.source.markdown_inline import render_inline
from generator.source.markdown_notes import unused
from generator.source.markdown_places import Places
from generator.source.markdown_raw import sanitize
from generator.source.markdown_wiki import wiki_links
from generator.source.markdown_words import count_words, lead_of, plain
from generator.source.rules.attributes import attributes
from generator.source.rules.bounds import TOO_DEEP, tell_depth
from generator.source.rules.callouts import callouts
from generator.source.rules.cjk import cjk_breaks, cjk_emphasis
from generator.source.rules.definitions import definitions
from generator.source.rules.footnotes import footnotes, footnotes_of
from generator.source.rules.link_parts import PlacedMarkdown
from generator.source.rules.quick_blocks import quick_blocks
from generator.source.rules.quick_renderer import quick_rendering

__all__ = ["Teacher", "parser", "plain", "render", "render_inline"]

Teacher = Callable[[MarkdownIt], None]
"""What a plugin does to a parser: adds rules to it."""

NESTING = 32
"""Blocks within blocks: 15 lists, or 31 quotations; a list is two. Each line may be looked at once on each level."""

LINES = 25_000
"""Lines of a text; one that has more is not laid out."""

_TEXTS = frozenset(["quick_paragraph", "quick_heading", "quick_quote"])
"""Tokens of one text each."""

_MARKERS = re.compile("[\x02\x03]")
_CONTROL = re.compile("[\x00\x01\x04-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


@lru_cache(maxsize=16)
def parser(html: str = "false", *, teachers: tuple[Teacher, ...] = ()) -> MarkdownIt:
    """The parser for a setting of `markdown.html`, taught by plugins."""
    md = PlacedMarkdown(
        "commonmark",
        {"html": html != "false", "maxNesting": NESTING, "xhtmlOut": False, "highlight": _highlight},
        renderer_cls=PieceRenderer,
    )
    tell_depth(md)
    md.enable(["table", "strikethrough"])
    md.use(footnotes).use(attributes, allowed=ALLOWED).use(wiki_links)
    md.use(callouts).use(definitions)
    md.use(cjk_emphasis).use(cjk_breaks).use(quick_rendering)
    md.core.ruler.disable("normalize")  # which `render` does
    if not teachers:
        md.use(quick_blocks)
    for teach in teachers:
        teach(md)
    if teachers:
        md.core.ruler.enable("inline")
    return md


def _highlight(code: str, language: str, _rest: str) -> str:
    return highlighted(code, language) if language else ""


def render(
    text: str,
    *,
    path: str,
    first_line: int,
    reading: Reading,
    teachers: tuple[Teacher, ...] = (),
    is_led: bool = True,
) -> Text:
    """Render a body that begins in line `first_line` of the file at `path`; what is wrong with it is in `problems`.

    One that is not led has no lead, for nobody asks for it. No text may hold a NUL, and `decode` refuses those that do:
    to look for one again among letters beyond Latin-1 takes half as long as to find all blocks.
    """
    text = _normal(text)
    md = parser(reading.html, teachers=teachers)
    findings = Findings(Places(text, path=path, first_line=first_line))
    sheet = Sheet(findings, language=reading.language, safe=reading.html == "safe")
    env: dict[str, object] = {SHEET: sheet}
    if len(text) > LINES and text.count("\n") > LINES:
        findings.complain(findings.places.of_line(LINES), f"the text has more than {LINES} lines", hint="split it")
        text = ""
    html = _body(md, text, env, language=reading.language)
    is_written = reading.html == "false"
    if reading.html == "safe":
        html = sanitize(html)
    if "&" in text and "&#" in text:
        html, is_written = _CONTROL.sub(_UNKNOWN, html), False
    words, minutes = count_words(sheet.rest, sheet.blocks) if is_written else count_words(html)
    refs = tuple(findings.refs)
    return Text(
        html=html,
        toc=tuple(sheet.outline.headings),
        refs=refs,
        anchors=tuple(sheet.outline.ids),
        words=words,
        minutes=minutes,
        lead=Html(lead_of(sheet.lead, refs)) if is_led else Html(""),
        problems=tuple(findings.problems),
    )


def _normal(text: str) -> str:
    """Line ends as Markdown knows them, and nothing that could be taken for a marker."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x02" in text or "\x03" in text:
        text = _MARKERS.sub(_UNKNOWN, text)
    return text


def _body(md: MarkdownIt, text: str, env: dict[str, object], *, language: str) -> str:
    """The HTML of the text, and of its notes after it."""
    tokens = md.parse(text, env)
    sheet = env[SHEET]
    assert isinstance(sheet, Sheet)
    notes = sheet.notes = footnotes_of(env)
    if "{" in text:
        streams = [tokens, *(notes.tokens.values() if notes else ())]
        for token in (token for stream in streams for token in stream if token.attrs or token.meta):
            mark = sheet.findings.places.of_line((token.map or [0])[0])
            check_attributes(token, mark, findings=sheet.findings, outline=sheet.outline)
    if isinstance(md.renderer, PieceRenderer):
        pieces = md.renderer.pieces(tokens, md.options, env)
        html = "".join(pieces)
        sheet.blocks, rest = _told_apart(tokens, pieces)
    else:  # a plugin's
        html = md.renderer.render(tokens, md.options, env)
        rest = [html]
    numbering = sheet.numbering
    rendered: list[str] = []
    while notes and len(rendered) < len(numbering.order):
        note = notes.tokens[numbering.order[len(rendered)]]
        rendered.append(md.renderer.render(note, md.options, env))
    if rendered:
        rest.append(numbering.section(rendered, language=language))
        html += rest[-1]
        sheet.outline.add_all(numbering.ids())
    sheet.rest = "".join(rest)
    _complain(sheet, env)
    return html


def _told_apart(tokens: Sequence[Token], pieces: Sequence[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """Blocks that have as many words as their HTML, having been read by the short cut, with that; and the HTML of all
    else."""
    blocks: list[tuple[str, str]] = []
    rest: list[str] = []
    for token, piece in zip(tokens, pieces, strict=True):
        if token.children is None and token.type in _TEXTS:
            blocks.append((token.content, piece))
        else:
            rest.append(piece)
    return blocks, rest


def _complain(sheet: Sheet, env: dict[str, object]) -> None:
    """Note what would be lost in silence: blocks too deep, notes that nothing refers to or that another one hides."""
    findings = sheet.findings
    deep = env.get(TOO_DEEP)
    for line in deep if isinstance(deep, dict) else ():
        mark = findings.places.of_line(line)
        findings.complain(mark, f"blocks are nested more than {NESTING} deep here", hint="indent less, or quote less")
    notes = footnotes_of(env)
    if notes is None:
        return
    for label, line in unused(notes, sheet.numbering):
        mark = findings.places.of_words(f"[^{label}]", first=line, last=line + 1)
        hint = f"write [^{label}] where the note belongs, or delete it"
        findings.complain(mark, f"nothing refers to the footnote '{label}', so nobody would read it", hint=hint)
    for label, line in notes.again:
        mark = findings.places.of_words(f"[^{label}]", first=line, last=line + 1)
        findings.complain(mark, f"there is a footnote '{label}' already", hint="give this one another label")
