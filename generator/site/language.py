"""A language to the direction it is written in."""

from collections.abc import Callable
from functools import lru_cache

RTL = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"])
"""Languages written from right to left."""

Say = Callable[[str, str], str]
"""A language and a key to a sentence of the interface."""


@lru_cache(maxsize=256)
def direction(lang: str) -> str:
    """`rtl` or `ltr`; a script named in the tag decides, else the language does."""
    parts = lang.lower().replace("_", "-").split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if parts[0] in RTL else "ltr"


_RTL_SCRIPTS = frozenset(["adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"])
