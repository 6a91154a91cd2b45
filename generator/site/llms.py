"""A library to llms.txt: what the publication is and where its pieces lie, for language models; see llmstxt.org."""

from collections.abc import Collection, Iterator

from generator.listed import as_markdown_link, as_markdown_text
from generator.model import LlmsView, Page
from generator.site.library import Library
from generator.site.views import Views, told

MOST = 100
"""Pieces that are listed; the sitemap has all."""


def llms(library: Library, views: Views, taken: Collection[str]) -> Iterator[Page]:
    """The file `llms.txt`, unless the publication has its own."""
    if "llms.txt" not in taken:
        view = LlmsView(
            before="\n".join(_before(library, views)),
            site=library.settings.url,
            cards=tuple(told(entry.card) for entry in library.filed[:MOST]),
            after="\n".join(_after(library, views)),
        )
        yield Page(path="llms.txt", maker="llms", names={"llms": view})


def _before(library: Library, views: Views) -> Iterator[str]:
    settings = library.settings
    yield f"# {as_markdown_text(settings.title)}"
    if settings.description:
        yield f"\n> {as_markdown_text(settings.description)}"
    if settings.publisher.name:
        yield f"\nPublished by {as_markdown_text(settings.publisher.name)}."
    if library.filed:
        yield f"\n## {as_markdown_text(views.say('latest'))}\n"


def _after(library: Library, views: Views) -> Iterator[str]:
    absolute = library.urls.absolute
    if library.shelved:
        yield f"\n## {as_markdown_text(views.say('footer'))}\n"
        for shelved in library.shelved:
            page = shelved.page
            yield as_markdown_link(page.title.plain, views.absolute(shelved.address), page.summary.plain)
    if library.terms:
        yield f"\n## {as_markdown_text(views.say('tags'))}\n"
        yield from (as_markdown_link(term.name, absolute(term.url), term.description) for term in library.terms)
    if library.persons:
        yield f"\n## {as_markdown_text(views.say('authors'))}\n"
        yield from (as_markdown_link(person.name, absolute(person.url), person.role) for person in library.persons)
    yield "\n## Optional\n"
    for address, name in (("/feed.xml", "feed.atom"), ("/feed.json", "feed.json"), ("/archive/", "archive")):
        yield as_markdown_link(views.say(name), views.absolute(address), "")
    yield as_markdown_link("sitemap.xml", views.absolute("/sitemap.xml"), "")
