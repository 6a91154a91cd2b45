"""What the receiver answers: a page in the piece's language, with no script in it and nothing from elsewhere."""

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, Template
from markupsafe import Markup
from msgspec import Struct

from generator.build.discussion import Commentable
from generator.receive.form import FIELD_NAMES, Sent
from generator.sentences import load_sentences, say
from generator.settings import Settings
from generator.site.language import direction
from generator.source.remarks import render_remark

STYLE = (
    ":root{color-scheme:light dark}body{font:1.05rem/1.6 Georgia,serif;margin:0}"
    "main{max-inline-size:40rem;margin:2rem auto;padding-inline:1rem}h1{line-height:1.2}h2{font-size:1.1rem}"
    "article{border-inline-start:3px solid;padding-inline-start:1rem;margin-block:1.5rem;overflow-wrap:anywhere}"
    "label{display:block;font:600 .9rem/1.6 system-ui,sans-serif}input,textarea{box-sizing:border-box;inline-size:100%;"
    "font:inherit;padding:.3rem .5rem}button{font:600 1rem system-ui,sans-serif;padding:.5rem 1.2rem}"
    ".site{font-weight:700}.wrong{border-inline-start:3px solid #b00020;padding-inline-start:.8rem}"
    ".trap{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}"
)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Asked(Struct, frozen=True, kw_only=True):
    """A form to be sent once more: what it holds, and the ticket that lets it in."""

    sent: Sent
    ticket: str
    names: Mapping[str, str]
    hidden: tuple[tuple[str, str], ...]


class Pages:
    """Writes pages for one publication."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._names = {**FIELD_NAMES, **settings.comments.fields}

    def told(self, key: str, piece: Commentable | None, *, sentences: tuple[str, ...] = ()) -> str:
        """A page that says something: thanks, or why a comment was not kept."""
        wrong = key != "thanks"
        keys = sentences or ((key,) if wrong else ("thanks.text",))
        return self._page("not_kept" if wrong else key, keys, piece, wrong=wrong, back=True)

    def asks(self, sent: Sent, piece: Commentable, ticket: str, *, sentences: tuple[str, ...], wrong: bool) -> str:
        """A page with the form; with a ticket the comment is shown above it as it would be."""
        title = "look" if ticket and not wrong else "not_kept" if wrong else "change"
        return self._page(title, sentences, piece, wrong=wrong, sent=sent, ticket=ticket)

    def _page(
        self,
        title: str,
        sentences: tuple[str, ...],
        piece: Commentable | None,
        *,
        wrong: bool,
        back: bool = False,
        sent: Sent | None = None,
        ticket: str = "",
    ) -> str:
        lang = piece.lang if piece else self._settings.language
        spoken = load_sentences(lang, site=self._settings.language, text=self._settings.text)
        hidden = ((self._names["page"], sent.page), (self._names["reply_to"], sent.reply_to)) if sent else ()
        form = None
        if sent:
            form = Asked(
                sent=sent,
                ticket=ticket,
                names=self._names,
                hidden=(*hidden, ("ticket", ticket)) if ticket else hidden,
            )
        shown = None
        if sent and ticket:
            shown = {"author": sent.author, "text": Markup(render_remark(sent.text)[0].html)}
        return _template().render(
            lang=lang,
            dir=direction(lang),
            title=say(spoken, f"comments.receive.{title}"),
            site=self._settings.title,
            home=self._settings.url,
            style=Markup(STYLE),
            sentences=[say(spoken, f"comments.receive.{key}") for key in sentences],
            wrong=wrong,
            shown=shown,
            form=form,
            back=piece.url if piece and back else "",
            say=lambda key: say(spoken, key),
        )


@cache
def _template() -> Template:
    text = (files("generator.receive") / "page.html").read_text(encoding="utf-8")
    return Environment(autoescape=True).from_string(text)
