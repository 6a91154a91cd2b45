"""A planned page and what its template can read to a job: exactly the values it holds, and their digest."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from generator.engine.digest import Digests, digest_bytes
from generator.model import Card, Job, Label, Page, Person, Term, Year
from generator.theme.assets import StaticFile, reached
from generator.theme.reads import Reads
from generator.theme.templates import Theme

SHARED = (Card, Person, Term, Label, Year)
"""What many pages hold: digested once."""

_SHORT = 12
"""Hexadecimal digits by which `why` tells two values apart."""


class Binder:
    """Binds the pages of one build."""

    def __init__(self, theme: Theme, reads: Mapping[str, Reads], *, edition: str) -> None:
        """`edition`: the digest of all that a filter or function may depend on besides its arguments."""
        self._reads = reads
        self._edition = edition
        self._digests = Digests(SHARED)
        self._assets = {name: _assets(theme, read) for name, read in reads.items()}
        self._theme = theme

    def bind(self, page: Page) -> Job:
        """The job of a page: of the names offered, those that its template can read."""
        if page.maker == "template":
            read = self._reads[page.template]
            held = {name: page.names[name] for name in read.names if name in page.names}
            digests = {name: self._digests.of(value) for name, value in held.items()}
            digests["(template)"] = read.digest
            digests["(assets)"] = self._assets[page.template]
        else:
            held = page.names
            digests = {name: self._digests.of(value) for name, value in held.items()}
        if page.maker != "copy":
            digests["(edition)"] = self._edition
        parts = "".join(f"{name} {digests[name]}\n" for name in sorted(digests))
        return Job(
            path=page.path,
            maker=page.maker,
            template=page.template,
            held=held,
            fingerprint=digest_bytes(f"{page.maker} {page.template}\n{parts}".encode()),
            digests={name: digest[:_SHORT] for name, digest in digests.items()},
            source=page.source,
        )

    def assets(self, pages: Iterable[Page]) -> Iterator[StaticFile]:
        """The theme's static files that the templates of these pages can name, by name."""
        templates = {page.template for page in pages if page.maker == "template"}
        wanted: set[str] = set()
        for template in templates:
            named = self._reads[template].assets
            wanted |= reached(self._theme.files, frozenset(self._theme.files) if named is None else named)
        return (self._theme.files[name] for name in sorted(wanted))


def _assets(theme: Theme, read: Reads) -> str:
    """The digest of the addresses that an asset filter in these templates can give."""
    names = theme.files if read.assets is None else read.assets & theme.files.keys()
    return digest_bytes("".join(f"{name} {theme.files[name].output}\n" for name in sorted(names)).encode())
