"""The HTML of an old comment to limited Markdown that reads the same, and what of it cannot be kept, in words."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from msgspec import Struct

from generator.source.remarks import HTML_AS_TEXT, render_remark, safe_website

DEEPEST = 12
"""Elements within one another; what lies deeper is read as text."""

LONGEST = 20_000
"""Characters; a longer text is kept without its markup."""

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "blockquote",
        "ul",
        "ol",
        "li",
        "pre",
        "table",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
    ]
)
_VOID = frozenset(
    ["br", "img", "hr", "input", "embed", "source", "wbr", "meta", "link", "base", "area", "col", "param"]
)
_SILENT = frozenset(["script", "style", "template", "noscript", "head", "title"])
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "s": "~~", "del": "~~", "strike": "~~"}
_SPEECHLESS = frozenset(
    ["span", "div", "p", "html", "body", "section", "article", "abbr", "q", "small", "tbody", "wbr"]
)
"""Elements whose text says all that they say."""

_FRAMES = ("iframe", "embed", "object", "video", "audio")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HAS_BLOCKS = re.compile(r"<(?:p|br|div|blockquote|ul|ol|pre)\b", re.IGNORECASE)
_HAS_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")
_SPECIAL = re.compile(r"[\\`*\[\]<~]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|!(?=\[)")
_AT_BEGIN = re.compile(r"^(?:(\d{1,9})([.)])(?=\s|$)|([>+-])(?=\s|$)|(>)|(-{3,}|={3,}))")


class _Node(Struct):
    """An element under construction; the outermost has no tag."""

    tag: str
    attributes: dict[str, str]
    children: "list[_Node | str]"


def markdown_of(html: str, *, plain: bool = False) -> tuple[str, tuple[str, ...]]:
    """Limited Markdown for an old comment; with `plain` what is no element is Markdown already."""
    if not _HAS_TAGS.search(html) and plain:
        return html.strip(), ()
    losses: dict[str, None] = {}
    tree = _Tree(losses)
    if not plain and not _HAS_BLOCKS.search(html):
        html = "<p>" + re.sub(r"\r?\n", "<br>", re.sub(r"(?:\r?\n[ \t]*){2,}", "</p><p>", html.strip())) + "</p>"
    tree.feed(html[: LONGEST * 4])
    tree.close()
    text = "\n\n".join(_blocks(tree.root, losses, plain=plain)).strip()
    if len(text) > LONGEST or len(html) > LONGEST * 4:
        losses["it is very long, and its end is left out"] = None
        text = text[:LONGEST]
    for words in render_remark(text)[1]:
        if words != HTML_AS_TEXT:  # its writer meant the signs
            losses[words] = None
    return text, tuple(losses)


class _Tree(HTMLParser):
    """Builds the tree, however badly the elements are closed."""

    def __init__(self, losses: dict[str, None]) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("", {}, [])
        self._open = [self.root]
        self._losses = losses
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent:
            return
        if tag in _SILENT:
            self._silent = tag
            self._losses[f"<{tag}> and what is in it is left out"] = None
            return
        if tag in ("p", "li", "tr") and self._open[-1].tag == tag:
            self._open.pop()
        node = _Node(tag, {name: value or "" for name, value in attrs}, [])
        if any(name.startswith("on") for name in node.attributes):
            self._losses["what was to happen at a click or the like is left out"] = None
        self._open[-1].children.append(node)
        if tag in _VOID:
            return
        if len(self._open) >= DEEPEST:
            self._losses["what lay deepest is kept as text"] = None
            return
        self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent = "" if tag == self._silent else self._silent
            return
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag == tag:
                del self._open[at:]
                return

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._open[-1].children.append(data)


def _blocks(node: _Node, losses: dict[str, None], *, plain: bool) -> Iterator[str]:
    """The blocks that an element's children make."""
    line: list[str] = []
    for child in node.children:
        if isinstance(child, _Node) and child.tag in _BLOCKS:
            yield from _paragraph(line, plain=plain)
            line = []
            yield from _block(child, losses, plain=plain)
        else:
            line.append(_inline(child, losses, plain=plain))
    yield from _paragraph(line, plain=plain)


def _paragraph(parts: list[str], *, plain: bool) -> Iterator[str]:
    text = "".join(parts)
    if plain:
        if text.strip():
            yield text.strip("\n")
        return
    lines = [" ".join(line.split()) for line in text.split("\n")]
    held = "\n".join(_beginning(line) for line in lines).strip("\n")
    if held.strip():
        yield re.sub(r"\n{2,}", "\n\n", held)


def _beginning(line: str) -> str:
    """A line whose first characters begin nothing."""
    found = _AT_BEGIN.match(line)
    if not found:
        return line
    return f"{found[1]}\\{found[2]}{line[found.end() :]}" if found[1] else f"\\{line}"


def _block(node: _Node, losses: dict[str, None], *, plain: bool) -> Iterator[str]:
    if node.tag == "pre":
        code = _text(node).strip("\n")
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", code)), default=0))
        yield f"{fence}\n{code}\n{fence}"
        return
    if node.tag in ("ul", "ol"):
        yield from _list(node, losses, plain=plain)
        return
    blocks = list(_blocks(node, losses, plain=plain))
    if node.tag == "blockquote":
        if blocks:
            yield "\n".join(f"> {line}".rstrip() for line in "\n\n".join(blocks).split("\n"))
    elif node.tag in _HEADINGS:
        losses["a heading is kept as a bold line"] = None
        yield from (f"**{block}**" for block in blocks)
    elif node.tag == "tr":
        yield " · ".join(blocks)
    else:
        if node.tag == "table":
            losses["a table is kept line by line"] = None
        yield from blocks


def _list(node: _Node, losses: dict[str, None], *, plain: bool) -> Iterator[str]:
    items: list[str] = []
    for child in node.children:
        if isinstance(child, str) and not child.strip():
            continue
        inner = child if isinstance(child, _Node) else _Node("li", {}, [child])
        held = "\n\n".join(_blocks(inner, losses, plain=plain))
        sign = f"{len(items) + 1}. " if node.tag == "ol" else "- "
        if held:
            items.append(sign + held.replace("\n", "\n" + " " * len(sign)))
    if items:
        yield "\n".join(items)


def _inline(node: _Node | str, losses: dict[str, None], *, plain: bool) -> str:
    if isinstance(node, str):
        return node if plain else _escaped(re.sub(r"\s+", " ", node))
    inner = "".join(_inline(child, losses, plain=plain) for child in node.children)
    if node.tag in _MARKS:
        return _marked(inner, _MARKS[node.tag])
    match node.tag:
        case "br":
            return "\n"
        case "hr":
            return "\n"
        case "code" | "tt" | "kbd" | "samp":
            return _code(_text(node))
        case "a":
            return _link(node.attributes.get("href", ""), inner, losses)
        case "img":
            losses["a picture is kept as a link to it"] = None
            label = _escaped(node.attributes.get("alt", "").strip())
            return _link(node.attributes.get("src", ""), label or node.attributes.get("src", ""), losses)
    if node.tag in _FRAMES:
        losses["what was embedded is kept as a link to it"] = None
        source = node.attributes.get("src") or node.attributes.get("data", "")
        return _link(source, source, losses) + inner
    if node.tag not in _SPEECHLESS and node.tag not in _BLOCKS:
        losses[f"<{node.tag[:20]}> is left out, and its text kept"] = None
    return inner


def _marked(inner: str, mark: str) -> str:
    """Text between two marks, the blanks outside them, where Markdown wants them."""
    core = inner.strip()
    if not core or "\n\n" in core:
        return inner
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    return f"{before}{mark}{core}{mark}{after}"


def _code(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        return ""
    ticks = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _link(address: str, label: str, losses: dict[str, None]) -> str:
    web = safe_website("https:" + address if address.startswith("//") else address)
    if not web:
        losses["a link to an address that is not allowed is kept as its text"] = None
        return label
    if not label.strip() or label.strip() in (address, _escaped(address), web):
        return f"<{web}>"
    target = f"<{web}>" if any(sign in web for sign in "()") else web
    return f"[{label.strip()}]({target})" if "\n\n" not in label and "](" not in label else f"{label} <{web}>"


def _text(node: _Node | str) -> str:
    """All text of an element, just as it is."""
    if isinstance(node, str):
        return node
    return "\n" if node.tag == "br" else "".join(map(_text, node.children))


def _escaped(text: str) -> str:
    """The text with what Markdown would read as markup told to be text."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
