"""What a link's address is: elsewhere, within the publication, or not allowed; addresses to references and to HTML."""

import re
from typing import Literal

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import escapeHtml

Verdict = Literal["elsewhere", "here", "nowhere", "refused"]

ALLOWED = ("http", "https", "mailto", "tel")
"""Schemes of addresses elsewhere."""

HINT = "an address may begin with http:, https:, mailto: or tel:, or be a path, an #anchor or article:SLUG"

_PLAIN = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9/.#?=@,;:~+$_-]*\Z")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SLASHES = re.compile(r"[/\\]{2}")
_HOST = re.compile(r"https?://[^/\\?#\s]", re.IGNORECASE)


def is_plain(address: str) -> bool:
    """Whether an address surely leads elsewhere, and is as it stands what an attribute may hold."""
    return _PLAIN.match(address) is not None


def judge(address: str) -> Verdict:
    """What an address is, entities and escapes already resolved; spelt as a browser would read it, blanks and all."""
    if is_plain(address):
        return "elsewhere"
    bare = address.strip()
    if not bare:
        return "nowhere"
    if _CONTROL.search(bare) or _SLASHES.match(bare):
        return "refused"
    scheme = _SCHEME.match(bare)
    if scheme is None:
        return "here"
    name = scheme[1].lower()
    if name == "article":
        return "here"
    if name not in ALLOWED or (name in ("http", "https") and not _HOST.match(bare)):
        return "refused"
    return "elsewhere"


def href(address: str) -> str:
    """An address elsewhere as the value of an attribute."""
    if is_plain(address):
        return address
    return escapeHtml(normalizeLink(address.strip()))


def complaint(address: str) -> str:
    """What is wrong with an address that is not allowed."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in address[:80])
    scheme = _SCHEME.match(address.strip())
    if scheme is not None and scheme[1].lower() not in ALLOWED:
        return f"the link's address begins with '{scheme[1]}:', which is not allowed"
    if _SLASHES.match(address.strip()):
        return f"the link's address '{shown}' begins with two slashes, which leads to another site"
    return f"the link's address '{shown}' is not one that a browser can be trusted with"
