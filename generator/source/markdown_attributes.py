"""Attributes that a writer gave to a picture, a link or a block: checked, and written out."""

import re
from difflib import get_close_matches

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from generator.model import Mark
from generator.source.markdown_findings import Findings
from generator.source.markdown_outline import Outline
from generator.source.rules.attributes import read_attributes

EVERYWHERE = frozenset(["id", "class", "lang", "dir", "title"])
ON_PICTURES = frozenset(["width", "height", "credit", "license"])
ALLOWED = EVERYWHERE | ON_PICTURES
"""Names of attributes that Markdown may carry: no style, no script."""

_OWN = frozenset(["href", "src", "alt", "start", "style"])
"""Attributes that the parser itself gives."""

_LONGEST = 500
_STRAY = re.compile(r"(?<![\\{])\{[#.][A-Za-z][^{}\n]*\}\Z")
_FORM = 'write {#id .class name="value"}'

_DIRECTIONS = ("ltr", "rtl", "auto")


def check_attributes(token: Token, mark: Mark, *, findings: Findings, outline: Outline) -> None:
    """Take what cannot stay off a token, with a problem for each; ids are taken from the outline."""
    for offset, written in token.meta.pop("misread", ()):
        at = findings.mark(offset, written)
        findings.complain(at, "these braces hold no attributes and are shown", hint=_FORM, rule="unknown-key")
    refused = list(token.meta.pop("refused", ()))
    if token.type != "image":
        refused += [name for name in token.attrs if name in ON_PICTURES]
    for name in refused:
        token.attrs.pop(name, None)
        at = findings.places.of_attribute(name, mark)
        findings.complain(at, f"'{name}' is not an attribute here", hint=_hint(token, name), rule="unknown-key")
    _check_value(token, mark, findings=findings)
    name = token.attrs.get("id")
    if name is not None and not outline.take(str(name)):
        del token.attrs["id"]
        at = findings.places.of_attribute(f"#{name}", mark)
        findings.complain(at, f"the id '{name}' is taken already", hint="choose another one")


def tell_stray(content: str, findings: Findings) -> None:
    """Tell attributes at the end of a text that belong to nothing there; the text is the one being written."""
    stray = _STRAY.search(content[-_LONGEST:])
    if stray and read_attributes(stray[0]):
        hint = "write them in a line of its own above the paragraph, or give them to [some words]{.class}"
        at = findings.mark(len(content) - len(stray[0]), stray[0])
        findings.complain(at, "these attributes belong to nothing and are shown", hint=hint, rule="unknown-key")


def written_attributes(token: Token, *, without: frozenset[str] = _OWN) -> str:
    """The attributes as they stand in a tag, a blank before each."""
    if not token.attrs:
        return ""
    return "".join(f' {name}="{escapeHtml(str(value))}"' for name, value in token.attrs.items() if name not in without)


def _check_value(token: Token, mark: Mark, *, findings: Findings) -> None:
    for name in ("width", "height"):
        value = token.attrs.get(name)
        if value is not None and not (str(value).isascii() and str(value).isdigit()):
            del token.attrs[name]
            at = findings.places.of_attribute(f"{name}=", mark)
            findings.complain(at, f"{name} is '{value}', which is not a number of pixels")
    direction = token.attrs.get("dir")
    if direction is not None and direction not in _DIRECTIONS:
        del token.attrs["dir"]
        at = findings.places.of_attribute("dir=", mark)
        findings.complain(at, f"dir is '{direction}'", hint="write ltr, rtl or auto")


def _hint(token: Token, name: str) -> str:
    allowed = sorted(ALLOWED if token.type == "image" else EVERYWHERE)
    near = get_close_matches(name, allowed, n=1, cutoff=0.7)
    return f"did you mean '{near[0]}'?" if near else f"allowed are {', '.join(allowed)}"
