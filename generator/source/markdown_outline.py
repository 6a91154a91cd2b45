"""Headings and other named parts of a text to ids, levels and a table of contents."""

from collections.abc import Iterable

from generator.model import Heading, Html
from generator.slugs import slugify

RESERVED = frozenset(["comments", "main", "top"])
"""Ids that every page gives to parts of its own; so are all that begin with one of `PREFIXES`."""

PREFIXES = ("_", "comment-", "fn-", "fnref-", "source-")

DEEPEST = 6


class Outline:
    """The headings of one text so far, and the ids that are taken."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self.ids: dict[str, None] = {}
        self._open: list[int] = []
        self._next: dict[str, int] = {}

    def take(self, name: str) -> bool:
        """Take an id that the writer chose; false where it is taken already, or not his to take."""
        if name in self.ids or name in RESERVED or name.startswith(PREFIXES):
            return False
        self.ids[name] = None
        return True

    def add_all(self, names: Iterable[str]) -> None:
        """Take ids that are made by the renderer, or stand in raw HTML."""
        self.ids.update(dict.fromkeys(names))

    def id_for(self, words: str) -> str:
        """A free id of these words: `growth`, then `growth-2`, `growth-3`."""
        slug = slugify(words) or "section"
        if slug.startswith(PREFIXES):
            slug = f"section-{slug}"
        number = self._next.get(slug, 1)
        name = slug if number == 1 else f"{slug}-{number}"
        while name in self.ids or name in RESERVED:
            number += 1
            name = f"{slug}-{number}"
        self._next[slug] = number + 1
        self.ids[name] = None
        return name

    def level_for(self, written: int) -> int:
        """The level of a heading below the page's one h1, in order: never two deeper than the one above it."""
        while self._open and self._open[-1] >= written:
            self._open.pop()
        self._open.append(written)
        return min(len(self._open) + 1, DEEPEST)

    def add(self, level: int, name: str, title: str) -> None:
        """Enter a heading into the table of contents."""
        self.headings.append(Heading(level, name, Html(title)))
