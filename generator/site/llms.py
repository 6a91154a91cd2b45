"""A library to llms.txt: what the publication is and where its pieces lie, for language models; see llmstxt.org."""

from collections.abc import Collection, Iterator
from unicodedata import category

from generator.model import Card, Html, Page
from generator.site.library import Library
from generator.site.views import Views

MOST = 100
"""Pieces that are listed; the sitemap has all."""


def llms(library: Library, views: Views, taken: Collection[str]) -> Iterator[Page]:
    """The file `llms.txt`, unless the publication has its own."""
    if "llms.txt" not in taken:
        yield Page(path="llms.txt", maker="text", names={"text": "\n".join(_lines(library, views)) + "\n"})


def _lines(library: Library, views: Views) -> Iterator[str]:
    settings, absolute = library.settings, library.urls.absolute
    yield f"# {_words(settings.title)}"
    if settings.description:
        yield f"\n> {_words(settings.description)}"
    publisher = settings.publisher.name
    if publisher:
        yield f"\nPublished by {_words(publisher)}."
    if library.filed:
        yield f"\n## {_words(views.say('latest'))}\n"
        yield from (_entry(entry.card, library) for entry in library.filed[:MOST])
    if library.shelved:
        yield f"\n## {_words(views.say('footer'))}\n"
        for shelved in library.shelved:
            yield _line(shelved.page.title, views.absolute(shelved.address), shelved.page.summary.plain)
    if library.terms:
        yield f"\n## {_words(views.say('tags'))}\n"
        yield from (_line(term.name, absolute(term.url), term.description) for term in library.terms)
    if library.persons:
        yield f"\n## {_words(views.say('authors'))}\n"
        yield from (_line(person.name, absolute(person.url), person.role) for person in library.persons)
    yield "\n## Optional\n"
    for address, name in (("/feed.xml", "feed.atom"), ("/feed.json", "feed.json"), ("/archive/", "archive")):
        yield _line(views.say(name), views.absolute(address), "")
    yield _line("sitemap.xml", views.absolute("/sitemap.xml"), "")


def _entry(card: Card, library: Library) -> str:
    names = ", ".join(author.name for author in card.authors)
    said = f"{names}, {card.date:%Y-%m-%d}. {card.summary.plain}"
    return _line(card.title, library.urls.absolute(card.url), said)


def _line(title: Html | str, url: str, said: str) -> str:
    shown = _words(title.plain if isinstance(title, Html) else title)
    return f"- [{shown}]({url.replace('(', '%28').replace(')', '%29')})" + (f": {_words(said)}" if said else "")


def _words(text: str) -> str:
    """A text on one line that Markdown does not take for markup."""
    clean = "".join(letter for letter in " ".join(text.split()) if category(letter) != "Cc")
    return "".join(f"\\{letter}" if letter in "\\[]<>`*_#" else letter for letter in clean)
