"""`[[slug]]`, `[[slug|text]]` and `[[slug#anchor]]` in Markdown to links to other pieces."""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline

from generator.source.rules.link_parts import Written

_WIKI = re.compile(r"\[\[([^\[\]|#\n]{0,300})(#[^\[\]|\n]{1,300})?(?:\|([^\[\]<\n]{1,1000}))?\]\]")


def wiki_links(md: MarkdownIt) -> None:
    """Teach a parser links to pieces by their slugs."""
    md.inline.ruler.before("link", "wiki", _wiki)


def _wiki(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos):
        return False
    match = _WIKI.match(state.src, state.pos, state.posMax)
    if match is None or not (match[1].strip() or (match[2] and match[3])):
        return False
    if normalizeReference(match[1]) in state.env.get("references", ()):
        return False  # Markdown's own: a link whose definition the text holds, in brackets
    if not silent:
        _push(state, match)
    state.pos = match.end()
    return True


def _push(state: StateInline, match: re.Match[str]) -> None:
    slug, anchor, text = match[1].strip(), match[2] or "", match[3]
    address = Written(f"article:{slug}{anchor}" if slug else anchor)
    address.raw = state.src[match.start(1) : match.end(2) if match[2] else match.end(1)].strip()
    address.start = state.src.index(address.raw, match.start(1))
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": address}
    if text is None:
        state.push("piece_title", "", 0).content = slug
    else:
        maximum = state.posMax
        state.pos, state.posMax = match.start(3), match.end(3)
        state.md.inline.tokenize(state)
        state.posMax = maximum
    state.push("link_close", "a", -1)
