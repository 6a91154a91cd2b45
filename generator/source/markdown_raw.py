"""Raw HTML in Markdown: its addresses to references, its ids to anchors; a whole text through an allow-list."""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape

import nh3

Resolver = Callable[[str, str, str], str]
"""Kind (`link` or `picture`), address and words to look for in the source, to the value of the attribute."""

_ELEMENT = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|(?P<open><(?P<closed>script|style|textarea)\b(?P<head>[^>]*)>).*?(?:</(?P=closed)\s*>|\Z)"
    r"|<(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<rest>[^<>\"']*+(?:(?:\"[^\"]*+\"|'[^']*+')[^<>\"']*+)*)>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"(?P<before>[\s/\"'])(?P<name>[a-zA-Z_:][a-zA-Z0-9_:.-]*)(?:\s*=\s*(?:\"(?P<two>[^\"]*)\"|'(?P<one>[^']*)'|(?P<bare>[^\s\"'=<>`]+)))?"
)
_ADDRESSES = frozenset(["href", "src", "poster"])
_PICTURES = frozenset(["img", "image"])
_SIZE = "data-byline-size"
_SIZED = re.compile(rf' {_SIZE}="([0-9]+)"')
_SIZE_MARKER = re.compile("\x02([0-9]+)=\x03")
_IDS = re.compile(r"\s(id|name)\s*=\s*(?:\"([^\"]+)\"|'([^']+)'|([^\s\"'=<>`]+))", re.IGNORECASE)

# fmt: off
TAGS = frozenset({
    "a", "abbr", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col",
    "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3",
    "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "picture", "pre", "q", "rp",
    "rt", "ruby", "s", "samp", "section", "small", "source", "span", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "track", "u", "ul", "var", "video", "wbr",
})
# fmt: on
"""Elements that pass where raw HTML is `safe`."""

ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title", "role", "aria-label", "aria-hidden", "aria-describedby"},
    "a": {"href", "hreflang"},
    "audio": {"src", "controls", "preload"},
    "blockquote": {"cite"},
    "div": {"tabindex"},
    "pre": {"tabindex"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height", "loading", "decoding", _SIZE},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "source": {"src", "type", "media"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label"},
    "video": {"src", "controls", "poster", "preload", "width", "height"},
}
"""Their attributes."""


def resolve_raw(html: str, resolve: Resolver) -> str:
    """Raw HTML with its addresses resolved; comments, scripts and styles are left alone."""

    def element(match: re.Match[str]) -> str:
        name = (match["name"] or match["closed"] or "").lower()
        if not name:
            return match[0]
        rest = match["rest"] if match["name"] else match["head"]
        start = match.start("rest" if match["name"] else "head") - match.start()
        return match[0][:start] + _resolve_attributes(name, rest, resolve) + match[0][start + len(rest) :]

    return _ELEMENT.sub(element, html)


def ids_in(html: str) -> Iterator[str]:
    """The ids that raw HTML gives, the names of anchors among them."""
    for match in _ELEMENT.finditer(html):
        for name, *values in _IDS.findall(match["rest"] or match["head"] or ""):
            if name.lower() == "id" or (match["name"] or "").lower() == "a":
                yield unescape("".join(values))


def dropped_in(html: str) -> Iterator[str]:
    """The names of the elements in raw HTML that the allow-list drops, as they are written."""
    for match in _ELEMENT.finditer(html):
        name = match["name"] or match["closed"] or ""
        if name and name.lower() not in TAGS:
            yield name


def sanitize(html: str) -> str:
    """A rendered text through the allow-list; markers of references stay."""
    marked = _SIZE_MARKER.sub(rf' {_SIZE}="\1"', html)
    clean = nh3.clean(
        marked,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        strip_comments=True,
    )
    return _SIZED.sub("\x02\\1=\x03", clean)


def _resolve_attributes(element: str, rest: str, resolve: Resolver) -> str:
    names: set[str] = set()
    number = ""

    def attribute(match: re.Match[str]) -> str:
        nonlocal number
        name = match["name"].lower()
        if name == _SIZE or name in names:
            return match["before"]
        names.add(name)
        value = next((v for v in (match["two"], match["one"], match["bare"]) if v is not None), None)
        if name not in _ADDRESSES or value is None:
            return match[0]
        kind = "picture" if element in _PICTURES or name == "poster" else "link"
        resolved = resolve(kind, unescape(value), value)
        if kind == "picture" and name == "src" and resolved.startswith("\x02"):
            number = resolved[1:-1]
        return f'{match["before"]}{name}="{resolved}"'

    done = _ATTRIBUTE.sub(attribute, rest)
    if element != "img" or not number or names & {"width", "height"}:
        return done
    slash = "/" if done.endswith("/") else ""
    return f"{done.removesuffix('/').rstrip()}\x02{number}=\x03{' ' + slash if slash else ''}"


def as_attribute(value: str) -> str:
    """An address left as it is, between quotation marks."""
    return escape(value)
