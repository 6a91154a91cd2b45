"""Markup as templates meet it."""

from markupsafe import Markup

from generator.model import Html


class Rich(Markup):
    """Markup as templates meet it: unlike `Html`, a text that every filter can work on."""

    @property
    def html(self) -> str:
        """The markup as a plain text, which is escaped when it is printed."""
        return str.__str__(self)

    @property
    def plain(self) -> str:
        """The text without its tags."""
        return Html(self.html).plain
