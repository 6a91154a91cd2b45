"""A title, summary or caption to HTML with emphasis and code alone; everything else in it is shown as text."""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

from generator.model import Html
from generator.source.rules.cjk import cjk_breaks, cjk_emphasis
from generator.source.rules.link_parts import PlacedMarkdown

_MARKED = re.compile(r"[*_`~\\&<>\[\]!\n\x00-\x1f\x7f]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_KEPT = {
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "s_open": "<s>",
    "s_close": "</s>",
}
_RULES = ["text", "newline", "escape", "backticks", "emphasis", "strikethrough", "link", "image", "entity"]
LONGEST = 20_000
"""Characters that are read as Markdown; a longer text is shown as it is."""


def render_inline(text: str) -> Html:
    """The HTML of a title, summary or caption: emphasis and code; of a link its text, of a picture its words."""
    text = text.strip()
    if not _MARKED.search(text):
        return Html(text.replace('"', "&quot;"))
    text = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(text) > LONGEST:
        return Html(escapeHtml(text))
    out: list[str] = []
    for token in _parser().parseInline(text, {})[0].children or []:
        if token.type in _KEPT:
            out.append(_KEPT[token.type])
        elif token.type == "code_inline":
            out.append(f"<code>{escapeHtml(token.content)}</code>")
        elif token.type in ("softbreak", "hardbreak"):
            out.append(" ")
        elif token.type in ("text", "text_special", "image"):
            out.append(escapeHtml(token.content))
    return Html("".join(out))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    md = PlacedMarkdown("zero")
    md.enable(_RULES)
    md.use(cjk_emphasis).use(cjk_breaks)
    return md
