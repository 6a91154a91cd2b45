"""The library: which pieces readers get, as the file has them, as others know them, and where they lie."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from generator.model import Asset, Card, Link, Page, Person, Piece, Sidecar, Standing, Term, Year
from generator.settings import Settings
from generator.site.moment import Moment
from generator.site.targets import Use
from generator.site.urls import Urls


class Links(Struct, frozen=True, kw_only=True):
    """What the references of one text resolve to, in order; see `model.KeptArticle`."""

    addresses: tuple[str, ...] = ()
    sizes: tuple[tuple[int, int], ...] = ()
    titles: tuple[str, ...] = ()
    srcsets: tuple[str, ...] = ()


NO_LINKS = Links()


class Filed(Struct, frozen=True, kw_only=True):
    """A published article."""

    piece: Piece
    card: Card
    persons: tuple[Person, ...]
    """Its authors in full, as its author boxes show them."""
    address: str
    """Decoded."""
    sidecar: Sidecar | None = None
    comments: str
    """`open`, `closed` or `hidden`."""
    links: Links = NO_LINKS
    reply_keys: tuple[str, ...] = ()
    """By what an author's own reply is known; never published."""


class Shelved(Struct, frozen=True, kw_only=True):
    """A published standing page."""

    page: Standing
    address: str
    links: Links = NO_LINKS


class Waiting(Struct, frozen=True, kw_only=True):
    """A piece that will appear by itself."""

    page: Page
    """Its page so far: where it will be, and no values."""
    at: datetime


class Library(Struct, frozen=True, kw_only=True):
    """Everything that readers get, and nothing else."""

    settings: Settings
    urls: Urls
    moment: Moment
    filed: tuple[Filed, ...]
    """Newest first; pieces of one instant by slug."""
    shelved: tuple[Shelved, ...]
    """By address."""
    persons: tuple[Person, ...]
    """Authors of at least one published piece, by name."""
    author_files: Mapping[str, str]
    """An author's id to the path of the file."""
    terms: tuple[Term, ...]
    """Tags of at least one published piece, by slug."""
    years: tuple[Year, ...]
    """Newest first."""
    root: tuple[Asset, ...]
    """Files of `root/`, by path."""
    menu: tuple[Link, ...]
    logo: str
    """The URL of the publisher's logo; empty without one."""
    policies: tuple[Link, ...]
    """The publisher's policies by name."""
    digests: Mapping[str, str]
    """Path to digest, of every file that may be copied."""
    uses: tuple[Use, ...]
    """Files that published pages refer to, by address."""
    waiting: tuple[Waiting, ...] = ()
    """Scheduled pieces, the next one first."""
    next_change: datetime | None = None

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards of all published pieces, newest first."""
        return tuple(filed.card for filed in self.filed)
