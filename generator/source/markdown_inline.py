"""A title, summary or caption to HTML with emphasis and code alone; everything else in it is shown as text."""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

from generator.model import Html
from generator.source.markdown_addresses import href, judge
from generator.source.rules.cjk import cjk_breaks, cjk_emphasis
from generator.source.rules.link_parts import PlacedMarkdown
from generator.source.rules.quick_inline import quick_inline

_MARKED = re.compile(r"[*_`~\\&<>\[\]!\n\x00-\x1f\x7f]")
_MORE = re.compile(r"[\n\x00-\x1f\x7f]")
"""What may be more than emphasis, code and links."""

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
    return _render(text, linked=False)


def render_linked(text: str) -> Html:
    """The HTML of a correction or a guest's biography: as a title's, with links to elsewhere."""
    return _render(text, linked=True)


def loses_links(text: str, linked: bool) -> bool:
    """Whether a text holds links or pictures that are not shown, be it `linked` or not."""
    if "[" not in text or len(text) > LONGEST:
        return False
    open_link = _open_link if linked else _open_nothing
    tags: list[str] = []

    def note(address: str, start: int) -> str:
        tags.append(open_link(address, start))
        return tags[-1]

    if not _MORE.search(text) and quick_inline(text, note) is not None:
        return not all(tags)
    tokens = _parser().parseInline(text, {})[0].children or []
    return any(
        token.type == "image" or (token.type == "link_open" and not open_link(str(token.attrs["href"]), 0))
        for token in tokens
    )


def _open_link(address: str, _start: int) -> str:
    return f'<a href="{href(address)}">' if judge(address) == "elsewhere" else ""


def _open_nothing(_address: str, _start: int) -> str:
    return ""


def _render(text: str, *, linked: bool) -> Html:
    text = text.strip()
    if not _MARKED.search(text):
        return Html(text.replace('"', "&quot;"))
    open_link = _open_link if linked else _open_nothing
    if not _MORE.search(text):
        quick = quick_inline(text, open_link)
        if quick is not None:
            return Html(quick)
    text = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(text) > LONGEST:
        return Html(escapeHtml(text))
    out: list[str] = []
    links: list[bool] = []
    for token in _parser().parseInline(text, {})[0].children or []:
        if token.type in _KEPT:
            out.append(_KEPT[token.type])
        elif token.type == "code_inline":
            out.append(f"<code>{escapeHtml(token.content)}</code>")
        elif token.type == "link_open":
            out.append(open_link(str(token.attrs["href"]), 0))
            links.append(bool(out[-1]))
        elif token.type == "link_close":
            out.append("</a>" if links.pop() else "")
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
