"""Text to the part of an address that stands for it."""

import re
from unicodedata import category, normalize

LONGEST = 200
"""Bytes of UTF-8."""

RESERVED = frozenset(["con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))])
"""Names that Windows keeps for devices; no file of a site may bear one."""

_PLUSES = re.compile(r"(?<!\w)([a-z])\+\+(?!\w)")
_SHARP = re.compile(r"(?<!\w)([a-z])#(?!\w)")
_OTHER = re.compile(r"[^a-z0-9]+")
_ASCII_RUN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def slugify(text: str) -> str:
    """Letters, marks and digits of every script (NFC, lower case), else one `-`; at most 200 bytes, or empty."""
    if _ASCII_RUN.match(text) and len(text) <= LONGEST:
        return text
    if text.isascii():
        lower = text.lower()
        named = _named(lower) if "+" in lower or "#" in lower else lower
        slug = named.replace(" ", "-")
        if not _ASCII_RUN.match(slug):
            slug = _OTHER.sub("-", named).strip("-")
        return slug if len(slug) <= LONGEST else _cut(slug)
    plain = _named(normalize("NFC", normalize("NFC", text).lower()))
    kept = "".join(c if category(c)[0] in "LM" or category(c) == "Nd" else "-" for c in plain)
    slug = re.sub(r"-+", "-", kept).strip("-")
    return _cut(slug)


def _named(text: str) -> str:
    """The text with the signs of languages' names in words."""
    return _SHARP.sub(r"\1-sharp", _PLUSES.sub(r"\1-plus-plus", text))


def is_usable(slug: str) -> bool:
    """Whether a slug can be a folder of the site: not empty, not reserved."""
    return bool(slug) and slug not in RESERVED


def _cut(slug: str) -> str:
    if len(slug.encode()) <= LONGEST:
        return slug
    cut = slug.encode()[:LONGEST].decode(errors="ignore")
    while cut and category(slug[len(cut)])[0] == "M":  # never between a letter and its marks
        cut = cut[:-1]
    return cut.rstrip("-")
