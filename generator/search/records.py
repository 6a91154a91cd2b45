"""A library to what its search index is made of: a record for each published piece and page, in order."""

import re
from collections.abc import Callable, Iterator
from html import unescape

from msgspec import Struct, msgpack

from generator.engine.digest import digest_bytes
from generator.model import Content
from generator.site.library import Filed, Library, Shelved
from generator.site.moment import appears

RECIPE = 1
"""Of how records are made and their index kept; another number makes every index anew."""

_DROPPED = re.compile(r"<sup[^>]*>.*?</sup>|\x02\d+[=@]?\x03", re.DOTALL)
_BREAKS = re.compile(r"</(?:p|li|h\d|td|th|dt|dd|blockquote|pre|figcaption|tr|div|aside)>|<br>")
_TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")

Say = Callable[[str], str]
Fetch = Callable[[str], bytes]


class Record(Struct, frozen=True, array_like=True, kw_only=True):
    """What the index knows of one page; its text is fetched when the index is made."""

    url: str
    """Root-relative, with the prefix of the site."""
    lang: str
    title: str
    summary: str
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kind: str = ""
    """In the language of the site, so that it is one filter for all."""
    date: str = ""
    """ISO 8601, the day; empty for a page."""
    content: str
    """The key of its `Content`."""

    @property
    def filters(self) -> dict[str, list[str]]:
        """By what a search can be narrowed."""
        found = {"author": list(self.authors), "tag": list(self.tags), "kind": [self.kind], "year": [self.date[:4]]}
        return {name: values for name, values in found.items() if any(values)}

    @property
    def meta(self) -> dict[str, str]:
        """What a result shows."""
        found = {
            "title": self.title,
            "summary": self.summary,
            "authors": ", ".join(self.authors),
            "kind": self.kind,
            "date": self.date,
            "lang": self.lang,
        }
        return {name: value for name, value in found.items() if value}


def records(library: Library, say: Say) -> tuple[Record, ...]:
    """Of everything that readers get, by address; drafts and what is to come are left out also where they are shown.

    `say` gives a sentence of the interface in the language of the site.
    """
    now = library.moment.now
    found = [
        _piece(entry, library, say) for entry in library.filed if not entry.piece.draft and appears(entry.piece) <= now
    ]
    found += [_page(shelved, library) for shelved in library.shelved if not shelved.page.draft]
    return tuple(sorted(found, key=lambda record: record.url))


def token(found: tuple[Record, ...]) -> str:
    """The digest of all that an index depends on besides Pagefind itself."""
    return digest_bytes(msgpack.encode((RECIPE, found)))


def words(record: Record, fetch: Fetch) -> str:
    """What is searched: the text without markup, then what else its page shows."""
    content = msgpack.decode(fetch(record.content), type=Content)
    text = unescape(_TAG.sub("", _BREAKS.sub("\n", _DROPPED.sub("", content.html))))
    body = "\n".join(_lines(*text.split("\n")))
    summary = "" if " ".join(record.summary.split()).rstrip("…") in body else record.summary
    return "\n".join([body, *_lines(record.title, summary, *record.authors, *record.tags)])


def _lines(*texts: str) -> Iterator[str]:
    for text in texts:
        line = " ".join(text.split())
        if line:
            yield line if line[-1] in ".!?。！？؟:;" else f"{line}."


def _piece(entry: Filed, library: Library, say: Say) -> Record:
    card = entry.card
    return Record(
        url=card.url,
        lang=card.lang,
        title=card.title.plain,
        summary=card.summary.plain,
        authors=tuple(author.name for author in card.authors),
        tags=tuple(label.name for label in card.tags),
        kind=library.settings.kinds.get(card.kind) or say(f"kind.{card.kind}"),
        date=f"{card.date:%Y-%m-%d}",
        content=entry.piece.content,
    )


def _page(shelved: Shelved, library: Library) -> Record:
    page = shelved.page
    return Record(
        url=library.urls.to(shelved.address),
        lang=page.lang or library.settings.language,
        title=page.title.plain,
        summary=page.summary.plain,
        content=page.content,
    )
