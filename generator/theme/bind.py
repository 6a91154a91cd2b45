"""A planned page and what its template can read to a job: exactly the values it holds, and their digest."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields, replace

from generator.engine.digest import Digests, digest_bytes
from generator.errors import Place, Problem, Stop
from generator.model import Card, Job, Label, Page, Person, Section, SeriesView, Term, Year
from generator.notation import nearest
from generator.theme.assets import StaticFile, reached
from generator.theme.offered import OPTIONAL
from generator.theme.reads import Reads
from generator.theme.study import Study
from generator.theme.templates import Theme

SHARED = (Card, Person, Term, Label, Year)
"""What many pages hold: digested once."""

OF_OTHERS = frozenset(["listing", "newer", "older", "related", "latest", "series", "sections"])
"""Names that hold cards of other pieces."""

_BARE = ("copy", "bytes", "kept", "resize", "card")
"""Makers that depend on nothing but what they hold."""

SPARABLE = {field.name: field.default for field in fields(Card) if field.default is not NODEFAULT}
"""What a card may be without, and what it then has in its place."""


class _Form(Struct, frozen=True, kw_only=True):
    """What the jobs of one template have in common."""

    names: tuple[str, ...]
    """That it can read, sorted."""
    trims: dict[str, "_Trim"]
    """By name that holds cards of other pieces."""
    fixed: dict[str, str]
    """Digests that no page of it changes."""
    head: str
    """What its fingerprints begin with."""


class Prints(Struct, frozen=True, array_like=True):
    """What the digests of a job come to."""

    fingerprint: str
    parts: tuple[str, ...]
    """The digest of each, as the job has them."""


_Trimmed = dict[tuple[int | str, ...], tuple[Card, Card]]
"""Cards, by which they are and what was taken from them, and what was left. Of most cards several templates take the
same, and what is one card is digested once, and its look in lists written once, for all of them."""


class Binder:
    """Binds the pages of one build."""

    def __init__(self, theme: Theme, study: Study, *, edition: str) -> None:
        """`edition`: the digest of all that a filter or function may depend on besides its arguments."""
        self._theme = theme
        self._reads = study.reads
        self._edition = edition
        self._digests = Digests(SHARED)
        self._parts: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._trims: dict[tuple[str, ...], _Trim] = {}
        self._trimmed: _Trimmed = {}
        self._forms = {
            template: self._form(template, study.reads[template], seen, study.asked.get(template, {}))
            for template, seen in study.mentions.items()
        }

    def bind(self, page: Page, prints: Prints | None = None) -> Job:
        """The job of a page: of what is offered, what its template can read; of other pieces, what it can show.

        `prints` are those of the very same page, if they are known already. Raises Stop where the theme lacks its
        template.
        """
        offered, digest_of = page.names, self._digests.of
        if page.maker == "template":
            form = self._forms.get(page.template) or self._strange(page)
            trims = form.trims
            held = {
                name: trims[name].value(offered[name]) if name in trims else offered[name]
                for name in form.names
                if name in offered
            }
            fixed, head = form.fixed, form.head
        else:
            held = offered
            fixed = {} if page.maker in _BARE else {"(edition)": self._edition}
            head = "\n".join([page.maker, *fixed.values()])
        if prints is None:
            digests = [digest_of(value) for value in held.values()]
            named = "\n".join([f"{name} {digest}" for name, digest in zip(held, digests, strict=True)])
            prints = Prints(digest_bytes(f"{head}\n\n{named}".encode()), (*digests, *fixed.values()))
        parts = (*held, *fixed)
        return Job(
            path=page.path,
            maker=page.maker,
            template=page.template,
            held=held,
            fingerprint=prints.fingerprint,
            parts=self._parts.setdefault(parts, parts),
            prints=prints.parts,
            source=page.source,
        )

    def _strange(self, page: Page) -> _Form:
        """The form of a page that a plugin adds with a template that is of no kind of page: it may read everything."""
        templates = self._theme.templates
        if page.template not in templates:
            near = nearest(page.template, templates)
            if page.template.removesuffix(".html") in OPTIONAL:
                where = Place(f"themes/{self._theme.name}/templates/{page.template}")
                hint = "write it, or take the page out of site.yaml"
                raise Stop(Problem(place=where, message=f"the theme has no '{page.template}'", hint=hint))
            raise Stop(
                Problem(
                    place=Place(page.source or page.path),
                    message=f"the theme has no template '{page.template}', which a plugin wants for {page.path}",
                    hint=f"did you mean '{near}'?" if near else "write it, or use one of the theme's",
                )
            )
        everything = Reads(
            names=frozenset(page.names),
            assets=None,
            digest=self._theme.digest,
            dynamic=True,
            templates=tuple(templates),
        )
        return self._form(page.template, everything, None, {})

    def _form(
        self, template: str, read: Reads, seen: frozenset[str] | None, asked: Mapping[str, frozenset[str]]
    ) -> _Form:
        """`seen`: what the template's pages can ask of any value, `asked`: what they can ask of one."""
        unseen = {name: _unseen(asked.get(name), seen) for name in OF_OTHERS & read.names}
        fixed = {"(template)": read.digest, "(assets)": _assets(self._theme, read), "(edition)": self._edition}
        head = "\n".join([template, *fixed.values()])
        trims = {name: self._trims.setdefault(fields, _Trim(fields, self._trimmed)) for name, fields in unseen.items()}
        return _Form(names=tuple(sorted(read.names)), trims=trims, fixed=fixed, head=head)

    def assets(self, pages: Iterable[Page]) -> Iterator[StaticFile]:
        """The theme's static files that the templates of these pages can name, by name."""
        templates = {page.template for page in pages if page.maker == "template"}
        wanted: set[str] = set()
        for template in templates:
            named = self._reads[template].assets if template in self._reads else None
            wanted |= reached(self._theme.files, frozenset(self._theme.files) if named is None else named)
        return (self._theme.files[name] for name in sorted(wanted))


class _Trim:
    """Takes from cards what the templates that are handed them cannot show, so that it cannot make a page stale."""

    def __init__(self, unseen: tuple[str, ...], trimmed: _Trimmed) -> None:
        """`trimmed`: what was trimmed for other templates, which is shared where it comes to the same."""
        self._blank = {name: SPARABLE[name] for name in unseen}
        self._trimmed = trimmed
        self._made: dict[int, Card] = {}

    def value(self, value: Any) -> Any:
        """The value with every card in it trimmed."""
        if not self._blank:
            return value
        if isinstance(value, Card):
            return self._card(value)
        if isinstance(value, tuple):
            made = self._made
            return tuple([made.get(id(one)) or self.value(one) for one in value])
        if isinstance(value, Section):
            return replace(value, pieces=tuple(map(self._card, value.pieces)))
        return replace(value, parts=tuple(map(self._card, value.parts))) if isinstance(value, SeriesView) else value

    def _card(self, card: Card) -> Card:
        made = self._made.get(id(card))
        if made is None:
            held = {name: blank for name, blank in self._blank.items() if getattr(card, name) != blank}
            known = self._trimmed.get((id(card), *held))
            if known is None:
                known = self._trimmed[id(card), *held] = (card, replace(card, **held) if held else card)
            made = self._made[id(card)] = known[1]
        return made


def _unseen(asked: frozenset[str] | None, mentioned: frozenset[str] | None) -> tuple[str, ...]:
    """The fields of a card that templates which mention these words, and ask it only for those, cannot show."""
    return () if mentioned is None else tuple(sorted(SPARABLE.keys() - (mentioned if asked is None else asked)))


def _assets(theme: Theme, read: Reads) -> str:
    """The digest of the addresses that an asset filter in these templates can give."""
    names = theme.files.keys() if read.assets is None else read.assets & theme.files.keys()
    return digest_bytes("".join(f"{name} {theme.files[name].output}\n" for name in sorted(names)).encode())
