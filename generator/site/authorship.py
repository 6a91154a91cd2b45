"""The authors that pieces name to the persons that pages show."""

from collections.abc import Mapping
from difflib import get_close_matches

from msgspec.structs import replace

from generator.errors import Place, Problem
from generator.model import Credit, Html, Mark, Person, Picture, Piece, Profile
from generator.site.finder import Finder
from generator.site.people import guest, person
from generator.site.tables import Counts
from generator.site.targets import Base
from generator.site.urls import Urls
from generator.weave import weave

_MOST_NAMED = 20


class Authorship:
    """The authors of one publication; each is made once."""

    def __init__(
        self, profiles: Mapping[str, Profile], *, unread: Mapping[str, str], urls: Urls, counts: Counts, finder: Finder
    ) -> None:
        self._profiles = profiles
        self._unread = unread
        self._urls = urls
        self._counts = counts
        self._finder = finder
        self._made: dict[str, Person] = {}
        self._boxes: dict[tuple[str, str], Person] = {}

    def of(self, piece: Piece, base: Base) -> tuple[Person, ...]:
        """The authors of a piece in full; those that nobody knows are told, and shown by the name given."""
        return tuple(self._credited(credit, base) for credit in piece.credits)

    def published(self) -> tuple[Person, ...]:
        """The authors of at least one published piece, by name."""
        persons = [self.person(author) for author in self._counts.authors if author in self._profiles]
        return tuple(sorted(persons, key=lambda known: (known.name.casefold(), known.id)))

    def person(self, author: str) -> Person:
        """An author who has a file."""
        if author not in self._made:
            self._made[author] = self._person(self._profiles[author])
        return self._made[author]

    def check(self, piece: Piece) -> None:
        """Tell the authors of a piece that nobody knows."""
        for credit in piece.credits:
            if credit.id and credit.id not in self._profiles and f"content/authors/{credit.id}.md" not in self._unread:
                self._finder.problems.append(self._unknown(credit, piece.path))

    def _credited(self, credit: Credit, base: Base) -> Person:
        if not credit.id:
            return guest(credit, photo=self._portrait(credit.photo, credit.name, credit.mark, base))
        if credit.id not in self._profiles:
            return Person(name=credit.id, role=credit.role, initials=credit.id[:1].upper())
        key = (credit.id, credit.role)
        if key not in self._boxes:
            whole = self.person(credit.id)
            self._boxes[key] = replace(whole, role=credit.role or whole.role, count=0)
        return self._boxes[key]

    def _person(self, profile: Profile) -> Person:
        address = self._urls.author(profile.id)
        base = Base(profile.path, address)
        count = self._counts.authors[profile.id]
        links = self._finder.links(profile.refs, base)
        bio = weave(profile.bio, links.addresses, sizes=links.sizes, titles=links.titles, srcsets=links.srcsets)
        photo = self._portrait(profile.photo, profile.name, profile.marks.get("photo", Mark(1, 0)), base)
        return person(profile, url=self._urls.to(address), photo=photo, bio=Html(bio), count=count)

    def _portrait(self, src: str, name: str, mark: Mark, base: Base) -> Picture | None:
        if not src:
            return None
        answer = self._finder.picture(src, mark, base, sized=False)
        return Picture(url=answer.url, alt=name, width=answer.width, height=answer.height) if answer.url else None

    def _unknown(self, credit: Credit, path: str) -> Problem:
        called = {profile.name.casefold(): author for author, profile in self._profiles.items()}
        near = get_close_matches(credit.id, list(self._profiles), n=1, cutoff=0.5)
        meant = called.get(credit.id.casefold()) or (near[0] if near else "")
        return Problem(
            place=Place(path, credit.mark.line, credit.mark.column),
            message=f"there is no author '{credit.id}'",
            hint=(f"did you mean {meant}? " if meant else "") + self._known(),
            rule="unknown-author",
            width=credit.mark.width,
        )

    def _known(self) -> str:
        names = sorted(self._profiles)
        shown = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
        known = f"the authors are {shown}; " if names else "there are none yet; "
        return f"{known}byline new author NAME begins another, and {{name: …}} is a guest"
