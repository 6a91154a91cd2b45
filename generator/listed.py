"""Texts to Markdown that shows them as they are, and lists of links."""

from unicodedata import category

_MARKS = "\\[]<>`*_#"


def as_markdown_text(text: str) -> str:
    """A text on one line that Markdown does not take for markup."""
    clean = "".join(letter for letter in " ".join(text.split()) if category(letter) != "Cc")
    return "".join(f"\\{letter}" if letter in _MARKS else letter for letter in clean)


def as_markdown_link(title: str, url: str, said: str) -> str:
    """A line of a list: a link, and what is said of it."""
    address = url.replace("(", "%28").replace(")", "%29")
    return f"- [{as_markdown_text(title)}]({address})" + (f": {as_markdown_text(said)}" if said else "")
