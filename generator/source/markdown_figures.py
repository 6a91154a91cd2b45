"""A picture alone in its paragraph to a figure with its caption, credit and licence."""

from collections.abc import Mapping, Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from generator.source.markdown_inline import render_inline


def lone_picture(tokens: Sequence[Token]) -> Token | None:
    """The picture that these tokens are, be it in a link; None where they are anything else."""
    seen = [token for token in tokens if token.type != "text" or token.content.strip()]
    kinds = [token.type for token in seen]
    if kinds == ["image"]:
        return seen[0]
    return seen[1] if kinds == ["link_open", "image", "link_close"] else None


def figcaption(words: Mapping[str, str]) -> str:
    """The caption from `title`, `credit` and `license`; empty where there is none of them."""
    parts = [render_inline(words["title"]).html] if words["title"] else []
    for name in ("credit", "license"):
        if words[name]:
            parts.append(f'<span class="{name}">{escapeHtml(words[name])}</span>')
    return f"<figcaption>{' '.join(parts)}</figcaption>" if parts else ""


def credited_title(picture: Token) -> None:
    """A picture within a text has no caption: its credit and licence go to its title."""
    words = [str(picture.attrs.pop(name)) for name in ("credit", "license") if name in picture.attrs]
    if words:
        title = str(picture.attrs.get("title", ""))
        picture.attrs["title"] = f"{title} ({', '.join(words)})" if title else ", ".join(words)
