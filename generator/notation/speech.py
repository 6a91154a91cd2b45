"""Keys to what an editor calls them: `the 1st comment's date`."""

from collections.abc import Sequence

_ONE_OF = {"list": "comment", "replies": "reply", "menu": "menu entry", "deploy": "target"}
"""What one entry of a list is called where it is not the list's name without its `s`."""


def spoken(where: str, key: str) -> str:
    """A key of the mapping called `where`; `KEY.N` is the entry N, from 0, of the list under a key."""
    name, _, number = key.rpartition(".")
    if name and number.isascii() and number.isdigit():
        entry = f"{ordinal(int(number) + 1)} {_ONE_OF.get(name, name.removesuffix('s'))}"
        return f"{where}'s {entry}" if where.startswith("the ") else f"the {entry}"
    if not where:
        return key
    return f"{where}'s {key}" if where.startswith("the ") else f"{where}.{key}"


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `4th` …"""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"


def with_article(word: str) -> str:
    """`an author`, `a title`, `a url`."""
    return f"{'an' if word[:1] in tuple('aeio') else 'a'} {word}"


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
