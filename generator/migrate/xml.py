"""The bytes of an XML export, be they broken, to its elements, and what had to be mended; nothing is ever fetched."""

import codecs
import re
from collections.abc import Collection, Iterator
from html.entities import html5
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from generator.errors import Place, Problem, Stop

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|([A-Za-z][A-Za-z0-9]*));|&")
_TOKEN = re.compile(
    r"(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))|(?P<other><!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z))"
    r"|</(?P<end>[A-Za-z_][\w:.-]*)\s*>"
    r"|<(?P<start>[A-Za-z_][\w:.-]*)(?P<rest>(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*\s*)(?P<empty>/?)>",
    re.DOTALL,
)
_OWN = frozenset(["amp", "lt", "gt", "quot", "apos"])
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def elements(data: bytes, names: Collection[str], *, path: str) -> tuple[list[Element], tuple[str, ...]]:
    """The outermost elements of these local names, whatever their prefixes, and what was mended.

    Raises Stop for a file with a document type, and for one that no mending makes XML.
    """
    repairs: dict[str, None] = {}
    text = _decoded(data, repairs)
    try:
        return _parsed(text, names, path), tuple(repairs)
    except ParseError:
        pass
    mended = _mended(text, repairs)
    try:
        return _parsed(mended, names, path), tuple(repairs)
    except ParseError as error:
        problem = Problem(place=Place(path, error.position[0]), message=f"this is no XML that can be read: {error}")
        raise Stop(problem) from error


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child(element: Element, name: str) -> Element | None:
    """The first child of a local name."""
    return next((one for one in element if local(one) == name), None)


def text_of(element: Element | None, *names: str) -> str:
    """The text of a child, of its child and so on; empty where there is none."""
    for name in names:
        element = child(element, name) if element is not None else None
    return "".join(element.itertext()).strip() if element is not None else ""


def _parsed(text: str, names: Collection[str], path: str) -> list[Element]:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    found: list[Element] = []
    within = 0
    try:
        for event, element in iterparse(BytesIO(text.encode()), events=("start", "end"), forbid_dtd=True):
            wanted = local(element) in names
            if event == "start":
                within += wanted
            else:
                within -= wanted
                if wanted and not within:
                    found.append(element)
                elif not within:
                    element.clear()
    except DefusedXmlException as error:
        message = "this file has a document type of its own, which no export needs and which could do harm"
        hint = "take away the lines of <!DOCTYPE …>"
        raise Stop(Problem(place=Place(path), message=message, hint=hint)) from error
    return found


def _decoded(data: bytes, repairs: dict[str, None]) -> str:
    """The text without its declaration, whatever it was encoded in."""
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    if not encoding:
        declared = _DECLARED.match(data)
        encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    try:
        codecs.lookup(encoding)
    except LookupError:
        repairs[f"it names an encoding that nobody knows, {encoding}, and was read as UTF-8"] = None
        encoding = "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        lost = text.count("\N{REPLACEMENT CHARACTER}")
        repairs[f"{lost} bytes are no {encoding.upper()}, and stand as \N{REPLACEMENT CHARACTER}"] = None
    return _DECLARATION.sub("", text.removeprefix("\ufeff").replace("\x00", ""), count=1).lstrip()


def _mended(text: str, repairs: dict[str, None]) -> str:
    """The text as XML: no forbidden character, no bare sign, each element closed."""
    cleaned = _FORBIDDEN.sub("", text)
    if cleaned != text:
        repairs[f"{len(text) - len(cleaned)} control characters were taken out"] = None
    out: list[str] = []
    opened: list[str] = []
    prefixes: set[str] = set()
    at = 0
    for token in _TOKEN.finditer(cleaned):
        out.append(_data(cleaned[at : token.start()], repairs))
        at = token.end()
        out.extend(_tokens(token, opened, prefixes, repairs))
    out.append(_data(_cut(cleaned[at:], repairs), repairs))
    if opened:
        repairs["it breaks off, and what was begun there was closed"] = None
        out.extend(f"</{name}>" for name in reversed(opened))
    return _declared("".join(out), prefixes, repairs)


def _tokens(token: re.Match[str], opened: list[str], prefixes: set[str], repairs: dict[str, None]) -> Iterator[str]:
    if token["cdata"]:
        if not token["cdata"].endswith("]]>"):
            repairs["it breaks off within a text, which was closed"] = None
        yield token["cdata"].removesuffix("]]>") + "]]>"
    elif token["start"]:
        prefixes.update(re.findall(r"(?:^|\s)([\w.-]+):[\w.-]+", f"{token['start']}{token['rest']}"))
        yield f"<{token['start']}{_data(token['rest'], repairs)}{token['empty']}>"
        if not token["empty"]:
            opened.append(token["start"])
    elif token["end"] in opened:
        while opened[-1] != token["end"]:
            repairs[f"<{opened[-1]}> was never closed"] = None
            yield f"</{opened.pop()}>"
        yield f"</{opened.pop()}>"
    elif token["end"]:
        repairs[f"</{token['end']}> closes nothing, and was taken out"] = None


def _cut(tail: str, repairs: dict[str, None]) -> str:
    """What comes after the last whole tag, without one that breaks off."""
    head, sign, rest = tail.rpartition("<")
    if not sign or ">" in rest:
        return tail
    repairs["it breaks off within a tag, which was taken out"] = None
    return head


def _data(text: str, repairs: dict[str, None]) -> str:
    """Text between tags: every `&` begins something that XML knows, every `<` is a sign."""

    def known(found: re.Match[str]) -> str:
        decimal, hexadecimal, name = found.groups()
        if name in _OWN:
            return found[0]
        if decimal or hexadecimal:
            number = int(decimal) if decimal else int(hexadecimal, 16)
            if number < 0x110000 and not _FORBIDDEN.match(chr(number)):
                return found[0]
            repairs["references to characters that XML forbids were taken out"] = None
            return ""
        if name and f"{name};" in html5:
            repairs["entities of HTML were written as their characters"] = None
            return html5[f"{name};"].replace("&", "&amp;").replace("<", "&lt;")
        repairs["bare & were written as &amp;"] = None
        return f"&amp;{found[0][1:]}"

    if "<" in text:
        repairs["bare < were written as &lt;"] = None
        text = text.replace("<", "&lt;")
    return _REFERENCE.sub(known, text) if "&" in text else text


def _declared(text: str, prefixes: Collection[str], repairs: dict[str, None]) -> str:
    """The text with every prefix declared at its root."""
    missing = sorted(name for name in prefixes if name not in ("xml", "xmlns") and f"xmlns:{name}" not in text)
    root = re.search(r"<[A-Za-z_][\w:.-]*", text)
    if not missing or not root:
        return text
    repairs[f"prefixes that were not declared: {', '.join(missing)}"] = None
    added = "".join(f' xmlns:{name}="urn:{name}"' for name in missing)
    return text[: root.end()] + added + text[root.end() :]
