"""References to what they lead to, with everything found on the way: the files used, and what leads nowhere."""

from collections.abc import Sequence

from generator.errors import Problem
from generator.model import Mark, Ref
from generator.site.library import NO_LINKS, Links
from generator.site.references import Answer, Base, Resolver, Use


class Finder:
    """Looks references up, and remembers what it came upon."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.problems: list[Problem] = []
        self.uses: set[Use] = set()

    def links(self, refs: Sequence[Ref], base: Base) -> Links:
        """What the references of one text lead to."""
        if not refs:
            return NO_LINKS
        answers = [self._noted(self.resolver.resolve(ref, base)) for ref in refs]
        sizes = tuple((answer.width, answer.height) for answer in answers)
        titles = tuple(answer.title for answer in answers)
        return Links(
            addresses=tuple(answer.url for answer in answers),
            sizes=sizes if any(width for width, _height in sizes) else (),
            titles=titles if any(titles) else (),
        )

    def link(self, ref: Ref, base: Base) -> Answer:
        """What one reference leads to."""
        return self._noted(self.resolver.resolve(ref, base))

    def picture(self, src: str, mark: Mark, base: Base) -> Answer:
        """A picture that front matter or settings name; one on another host is taken as it is."""
        if src.startswith(("http://", "https://")):
            return Answer(url=src)
        return self._noted(self.resolver.file(src, mark, base, rule="missing-picture"))

    def _noted(self, answer: Answer) -> Answer:
        if answer.problem:
            self.problems.append(answer.problem)
        if answer.use:
            self.uses.add(answer.use)
        return answer
