"""Tags as writers spell them to the terms readers find: one for each meaning, under one name and address."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from generator.errors import Place, Problem
from generator.model import Label, Mark, Piece, TagNote
from generator.slugs import is_usable, slugify


class Terms(Struct, frozen=True):
    """The tags of a publication."""

    slugs: Mapping[str, str]
    """A tag as written to its slug."""
    labels: Mapping[str, Label]
    """By slug."""
    descriptions: Mapping[str, str]
    """By slug."""

    def of(self, tags: Iterable[str]) -> tuple[Label, ...]:
        """The labels of a piece's tags, each once, in the order written."""
        return tuple([self.labels[slug] for slug in self.slugs_of(tags)])

    def slugs_of(self, tags: Iterable[str]) -> Sequence[str]:
        """The slugs of a piece's tags, each once, in the order written."""
        return [slug for slug in dict.fromkeys([self.slugs[tag] for tag in tags]) if slug]


def terms(
    pieces: Sequence[Piece], notes: Sequence[TagNote], address: Callable[[str], str], *, notes_path: str
) -> tuple[Terms, list[Problem]]:
    """The terms of published pieces, oldest first; `address` gives a slug's URL.

    A tag without a note is named as its bearers most often spell it; among equals the oldest piece decides.
    """
    problems: list[Problem] = []
    meanings = _meanings(notes, notes_path, problems)
    spellings: dict[str, Counter[str]] = {}
    slugs: dict[str, str] = {}
    for tag, count in Counter(chain.from_iterable(piece.tags for piece in pieces)).items():
        plain = slugify(tag)
        slug = meanings.get(plain, plain)
        slugs[tag] = slug if is_usable(slug) else ""
        if slugs[tag]:
            spellings.setdefault(slug, Counter())[" ".join(tag.split())] += count
        else:
            problems += [_unusable(tag, piece) for piece in pieces if tag in piece.tags]
    names = {meanings.get(slugify(note.name), slugify(note.name)): note for note in notes}
    labels = {}
    for slug, counter in spellings.items():
        note = names.get(slug)
        labels[slug] = Label(note.name if note else counter.most_common(1)[0][0], slug, address(slug))
    described = {slug: note.description for slug, note in names.items()}
    return Terms(slugs, labels, described), problems


def _meanings(notes: Sequence[TagNote], path: str, problems: list[Problem]) -> dict[str, str]:
    """The slug that each noted spelling stands for."""
    meanings: dict[str, str] = {}
    marks: dict[str, Mark] = {}
    for note in notes:
        slug = slugify(note.slug or note.name)
        for spelling in (note.name, note.slug or note.name, *note.synonyms):
            key = slugify(spelling)
            if meanings.setdefault(key, slug) != slug:
                place, other = (Place(path, mark.line, mark.column) for mark in (note.mark, marks[key]))
                message = f"{spelling!r} is already a name of the tag {meanings[key]!r}"
                problems.append(Problem(place=place, message=message, hint="leave it with one of the two", other=other))
            marks.setdefault(key, note.mark)
    return meanings


def _unusable(tag: str, piece: Piece) -> Problem:
    mark = piece.marks.get(f"tags.{piece.tags.index(tag)}") or piece.marks.get("tags") or Mark(1, 0)
    return Problem(
        place=Place(piece.path, mark.line, mark.column),
        message=f"the tag {tag!r} has no letter or digit that an address could be made of",
        hint=f"give it a slug in content/tags.yaml: {tag!r}: {{slug: …}}",
        width=mark.width,
    )
