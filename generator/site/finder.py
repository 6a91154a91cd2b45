"""References to what they lead to, with everything found on the way: the files used, and what leads nowhere."""

from collections.abc import Sequence

from msgspec.structs import replace

from generator.errors import Problem
from generator.model import Mark, Piece, Ref
from generator.site.copies import file
from generator.site.library import NO_LINKS, Links
from generator.site.references import named_piece, resolve
from generator.site.targets import Answer, Base, Tables, Use

_ELSEWHERE = ("http://", "https://")


class Finder:
    """Looks references up, and remembers what it came upon."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.problems: list[Problem] = []
        self.uses: set[Use] = set()

    def links(self, refs: Sequence[Ref], base: Base) -> Links:
        """What the references of one text lead to."""
        if not refs:
            return NO_LINKS
        answers = [self._noted(resolve(ref, base, self._tables)) for ref in refs]
        titles = [answer.title for answer in answers]
        srcsets = [answer.srcset for answer in answers]
        return Links(
            addresses=tuple([answer.url for answer in answers]),
            sizes=tuple([(answer.width, answer.height) for answer in answers])
            if any(answer.width for answer in answers)
            else (),
            titles=tuple(titles) if any(titles) else (),
            srcsets=tuple(srcsets) if any(srcsets) else (),
        )

    def link(self, ref: Ref, base: Base) -> Answer:
        """What one reference of the settings leads to; an address elsewhere is taken as it is."""
        if ref.target.startswith((*_ELSEWHERE, "mailto:")):
            return Answer(url=ref.target)
        return self._noted(resolve(ref, base, self._tables))

    def picture(self, src: str, mark: Mark, base: Base, *, sized: bool = True) -> Answer:
        """A picture that front matter or settings name; one on another host is taken as it is.

        With `sized`, smaller ones are made of it where the settings want them.
        """
        if src.startswith(_ELSEWHERE):
            return Answer(url=src)
        answer = file(src, mark, base, self._tables, rule="missing-picture")
        if answer.use and not sized:
            answer = replace(answer, srcset="", use=replace(answer.use, widths=()))
        return self._noted(answer)

    def pieces(self, piece: Piece, base: Base) -> None:
        """Look for the pieces that a front matter names by their slugs."""
        if not (piece.translation_of or piece.supersedes or piece.related):
            return
        named = [
            ("translation_of", "translation_of", piece.translation_of),
            ("supersedes", "supersedes", piece.supersedes),
        ]
        named += [("related", f"related.{number}", slug) for number, slug in enumerate(piece.related)]
        for key, place, slug in named:
            if slug:
                self._noted(named_piece(slug, piece.marks.get(place, Mark(1, 0)), base, self._tables, key=key))

    def _noted(self, answer: Answer) -> Answer:
        if answer.problem:
            self.problems.append(answer.problem)
        if answer.use:
            self.uses.add(answer.use)
        return answer
