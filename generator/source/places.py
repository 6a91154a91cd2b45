"""Addresses that a front matter gives, in their one form."""

import re
from unicodedata import normalize

from generator.settings import UnusableError, link_address

_ODD = re.compile(r"[\x00-\x20\x7f<>\"\\^`{|}?#]")


def web_address(text: str) -> str:
    """An address on the web, or one to write to. Raises UnusableError."""
    return _absolute(text, frozenset(["http", "https", "mailto"]))


def source_address(text: str) -> str:
    """Where a source can be read. Raises UnusableError."""
    return _absolute(text, frozenset(["http", "https"]))


def old_address(text: str) -> str:
    """The path, from the root of the site, that an article or a page once had; a folder's where it has no extension.

    Raises UnusableError.
    """
    path = "/" + normalize("NFC", text.strip()).removeprefix("/")
    if re.match(r"/[A-Za-z][A-Za-z0-9+.-]*:", path) or path.startswith("//"):
        raise UnusableError("is not a path on this site", "write it as /old/path/")
    if _ODD.search(path) or path == "/" or any(part in (".", "..") for part in path.split("/")) or "//" in path:
        raise UnusableError("is not the path of an address", "write it as /old/path/")
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}/"


def _absolute(text: str, schemes: frozenset[str]) -> str:
    address = link_address(text, schemes=schemes)
    if ":" not in address:
        raise UnusableError("is not an absolute address", f"write it as https://{address.lstrip('/')}")
    return address
