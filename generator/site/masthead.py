"""What the settings name - menu, logo, policies - to addresses."""

from collections.abc import Callable

from generator.model import Link, Mark, Ref
from generator.settings import Settings
from generator.site.finder import Finder
from generator.site.targets import Base

SETTINGS = Base("content/site.yaml", "/")

_OWN = {"/tags/": "tags", "/authors/": "authors", "/archive/": "archive", "/search/": "search", "/": "home"}
"""Pages that every site has, to the sentence that names them."""


def menu(settings: Settings, finder: Finder, say: Callable[[str], str]) -> tuple[Link, ...]:
    """The menu; an entry without a label is called as its page is. `say` gives a sentence of the interface."""
    links = []
    for position, entry in enumerate(settings.menu):
        mark = settings.marks.get(f"menu.{position}", Mark(1, 0))
        answer = finder.link(Ref("link" if entry.label else "title", entry.url, mark), SETTINGS)
        if answer.url:
            own = say(_OWN[entry.url]) if not entry.label and entry.url in _OWN else ""
            links.append(Link(entry.label or answer.title or own or entry.url, answer.url))
    return tuple(links)


def logo(settings: Settings, finder: Finder) -> str:
    """The URL of the publisher's logo; empty without one."""
    src = settings.publisher.logo
    return (
        finder.picture(src, settings.marks.get("publisher.logo", Mark(1, 0)), SETTINGS, sized=False).url if src else ""
    )


def policies(settings: Settings, finder: Finder) -> tuple[Link, ...]:
    """The publisher's policies, each a name and a URL."""
    found = []
    for name, url in settings.publisher.policies.items():
        mark = settings.marks.get(f"publisher.policies.{name}", Mark(1, 0))
        answer = finder.link(Ref("link", url, mark), SETTINGS)
        if answer.url:
            found.append(Link(name, answer.url))
    return tuple(found)
