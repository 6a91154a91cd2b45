"""The view of llms.txt to its file."""

from generator.listed import as_markdown_link
from generator.model import Card, LlmsView
from generator.theme.absolute import absolute_address


def llms(view: LlmsView) -> bytes:
    """The file, in Markdown."""
    lines = [view.before, *(_line(card, view.site) for card in view.cards), view.after]
    return ("\n".join(lines) + "\n").encode()


def _line(card: Card, site: str) -> str:
    names = ", ".join(author.name for author in card.authors)
    said = f"{names}, {card.date:%Y-%m-%d}. {card.summary.plain}"
    return as_markdown_link(card.title.plain, absolute_address(card.url, site), said)
