"""A reader's comment, limited Markdown, to HTML that is safe to publish, with what was defused on the way, in words."""

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import category
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from generator.model import Html
from generator.source.rules.bounds import TOO_DEEP, tell_depth
from generator.source.rules.cjk import cjk_breaks, cjk_emphasis
from generator.source.rules.link_parts import PlacedMarkdown
from generator.source.rules.quick_inline import quick_inline
from generator.source.rules.quick_renderer import QuickRenderer

LONGEST = 20_000
"""Characters that are read as Markdown; a longer comment is shown as plain text."""

LONGEST_NAME = 100
"""Characters of a name."""

MARKS = 4
"""Combining marks that may follow one another."""

TAGS = frozenset(["a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "s", "strong", "ul"])

_RULES = ["text", "newline", "escape", "backticks", "emphasis", "strikethrough", "link", "image", "autolink", "entity"]
_BLOCKS = ["blockquote", "list", "fence", "code", "paragraph"]
_NESTING = 16
_ADDRESS = r"https?://(?:[a-z0-9]{1,40}(?:-[a-z0-9]{1,40})?\.){1,5}[a-z]{2,20}(?:/[A-Za-z0-9/_-]*)?"
"""An address that nobody has to look at: a name in lower case, and a path without anything that is encoded."""

_SHORT = 4000
"""Characters of a comment that is looked at before the whole parser."""

_WORDS = re.compile(
    r"(?:(?![0-9]+[.)])[A-Za-z0-9\"'(“‘]|\*\*?(?=[A-Za-z])|(?=\[))"
    rf"(?:[A-Za-zÀ-ÖØ-öø-ž0-9\"'.,;:!?()/%$@“”‘’–—…* -]++|\[[A-Za-z0-9 ',.-]+\]\({_ADDRESS}\))*(?<! )\Z"
)
"""A comment of words on one line, in which nothing but emphasis and links of words alone can be markup.

No two blanks may follow one another in it.
"""

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_ELEMENT = re.compile(r"<(?:[!?/]|[a-zA-Z][a-zA-Z0-9-]*[\s/>])")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\"'<>\\^`{|}\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)*[^\W_](?:[\w-]*[^\W_])?\.?\Z")
HTML_AS_TEXT = "HTML is shown as text"
_DEFUSED = "defused"
_REL = "nofollow ugc noopener"


def render_remark(text: str) -> tuple[Html, tuple[str, ...]]:
    """The HTML of a comment, and what was defused in it, in words; it never fails, and is never cut."""
    if len(text) <= _SHORT and "  " not in text and _WORDS.match(text):
        html = quick_inline(text, _open_plain_link)
        if html is not None:
            return Html("<p>" + html.replace("&quot;", '"') + "</p>\n"), ()
    defused: dict[str, None] = {}
    text = _tamed(text.replace("\r\n", "\n").replace("\r", "\n"), defused)
    if len(text) > LONGEST:
        defused[f"it is longer than {LONGEST} characters, and shown without its markup"] = None
        return Html(_unmarked(text)), tuple(defused)
    if _ELEMENT.search(text):
        defused[HTML_AS_TEXT] = None
    env: dict[str, object] = {_DEFUSED: defused}
    html = _parser().render(text, env)
    if TOO_DEEP in env:
        defused["its blocks are nested too deeply, and shown without their markup"] = None
        html = _unmarked(text)
    return Html(_clean(html)), tuple(defused)


def clean_name(text: str) -> str:
    """A reader's name on one line, without characters that would reach into what stands beside it; not yet escaped."""
    calm = _tamed(" ".join(text.split()), {})
    return calm[:LONGEST_NAME].strip()


def safe_website(url: str) -> str:
    """A plain http or https address, or empty where it is anything else; not yet escaped."""
    url = url.strip()
    if len(url) > 2000 or not _WEB.match(url) or _UNSAFE.search(url):
        return ""
    try:
        parts = urlsplit(url)
        usable = "@" not in parts.netloc and _HOST.match(parts.hostname or "") and (parts.port or 1) > 0
    except ValueError:
        return ""
    return str(normalizeLink(url)) if usable else ""


def _open_plain_link(address: str, _start: int) -> str:
    return f'<a href="{address}" rel="{_REL}">'


def _tamed(text: str, defused: dict[str, None]) -> str:
    """The text without control characters, and with towers of combining marks cut."""
    calm = _CONTROL.sub("", text)
    if _BIDI.search(calm):
        calm = _BIDI.sub("", calm)
        defused["characters that turn the direction of the text were taken out"] = None
    if not calm.isascii():
        low = _low(calm)
        if low != calm:
            defused["towers of combining marks were cut"] = None
        calm = low
    return calm


def _low(text: str) -> str:
    """The text with at most `MARKS` combining marks in a row."""
    out: list[str] = []
    height = 0
    for char in text:
        height = height + 1 if char > "\u02ff" and category(char) in ("Mn", "Me") else 0
        if height <= MARKS:
            out.append(char)
    return "".join(out)


def _unmarked(text: str) -> str:
    """The text in paragraphs, nothing read as markup."""
    paragraphs = (part.strip("\n") for part in re.split(r"\n{2,}", text))
    return "".join("<p>" + escapeHtml(part).replace("\n", "<br>\n") + "</p>\n" for part in paragraphs if part.strip())


def _clean(html: str) -> str:
    """The allow-list, whatever the renderer did."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=_REL,
        strip_comments=True,
    )


class _RemarkRenderer(QuickRenderer):
    """The renderer of comments: links elsewhere alone, and no pictures."""

    def write_inline(self, token: Token, options: OptionsDict, env: EnvType) -> str:
        return self.renderInline(self.read_inline(token, env), options, env)

    def link_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        address = str(tokens[index].attrs["href"]).strip()
        web = safe_website(address)
        mail = address[:7].lower() == "mailto:" and not _UNSAFE.search(address)
        if web or mail:
            return f'<a href="{escapeHtml(web or normalizeLink(address))}">'
        env[_DEFUSED]["a link to an address that is not allowed is shown as its text"] = None
        return ""

    def link_close(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return "</a>"  # one that closes nothing is dropped by the allow-list

    def image(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        env[_DEFUSED]["a picture is shown as its words"] = None
        return escapeHtml(self.renderInlineAsText(tokens[index].children, options, env))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    md = PlacedMarkdown("zero", {"html": False, "breaks": True, "maxNesting": _NESTING}, renderer_cls=_RemarkRenderer)
    tell_depth(md)
    md.block.ruler.enableOnly(_BLOCKS)
    md.inline.ruler.enableOnly(_RULES)
    md.inline.ruler2.enableOnly(["balance_pairs", "strikethrough", "emphasis"])
    md.use(cjk_emphasis).use(cjk_breaks)
    md.core.ruler.disable(["inline", "text_join"])
    return md
