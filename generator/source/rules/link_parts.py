"""Links whose addresses know where they were written, and come back as they were written: nothing encoded, nothing refused."""

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkLabel, parseLinkTitle


class Written(str):
    """An address with its place: `start` in the text that was parsed, and `raw` as it stood there."""

    __slots__ = ("raw", "start")
    raw: str
    start: int


class PlacedParts:
    """What `markdown_it.helpers` offers to rules, with addresses that know their place."""

    parseLinkLabel = staticmethod(parseLinkLabel)  # noqa: N815 - the names that rules call
    parseLinkTitle = staticmethod(parseLinkTitle)  # noqa: N815

    @staticmethod
    def parseLinkDestination(string: str, pos: int, maximum: int) -> Any:  # noqa: N802
        result = parseLinkDestination(string, pos, maximum)
        if result.ok:
            written = Written(result.str)
            angled = string[pos] == "<"
            written.start = pos + angled
            written.raw = string[pos + 1 : result.pos - 1] if angled else string[pos : result.pos]
            result.str = written
        return result


class PlacedMarkdown(MarkdownIt):
    """A parser that leaves it to its renderer to encode addresses and to refuse them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helpers = PlacedParts

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True
