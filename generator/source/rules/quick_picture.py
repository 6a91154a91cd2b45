"""A picture alone, with plain words and a plain address, to the token that `PlacedMarkdown` would make of it."""

import re

from markdown_it.token import Token

from .link_parts import Written
from .quick_inline import ADDRESS

_PICTURE = re.compile(
    r"!\[(?P<alt>[^\n&<>\"*_`\[\]\\~!{}\x00-\x1f]++)\]"
    rf"\((?P<address>{ADDRESS})(?: \"(?P<title>[^\n\"\\&]*+)\")?\)\Z"
)


def quick_picture(text: str) -> list[Token]:
    """The one token of a text that is such a picture and nothing else; none of any other text."""
    found = _PICTURE.match(text)
    if found is None:
        return []
    words, address, title = found.group("alt", "address", "title")
    source = Written(address)
    source.start, source.raw = found.start("address"), address
    attributes: dict[str, str | int | float] = {"src": source, "alt": ""}
    if title:
        attributes["title"] = title
    return [Token("image", "img", 0, attributes, children=[Token("text", "", 0, content=words)], content=words)]
