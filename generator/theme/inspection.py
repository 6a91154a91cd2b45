"""What a theme's templates ask for, against what there is: the mistakes that can be told without rendering."""

from collections.abc import Collection, Iterator, Mapping

from generator.errors import Place, Problem
from generator.notation import nearest
from generator.plugins import UNKNOWN
from generator.sentences import built_in, unknown_key
from generator.theme.environment import hint_for, not_offered, parser
from generator.theme.offered import COSTLY, SHAPES, attributes
from generator.theme.outline import Chain, Outline, Reach
from generator.theme.spots import told
from generator.theme.templates import Source, Theme

COST = "theme-cost"
"""The rule of what is right but makes builds slow."""

UNUSED = "unused-template"
"""The rule of templates that no page comes to."""


class Inspection:
    """One look over a theme."""

    def __init__(
        self,
        theme: Theme,
        outlines: Mapping[Source, Outline],
        *,
        offered: Mapping[str, frozenset[str]],
        filters: Collection[str],
    ) -> None:
        """`filters` are those of plugins; `UNKNOWN` among them says that any strange word may be a plugin's."""
        self.theme = theme
        self.outlines = outlines
        self.offered = offered
        self.filters = filters
        self.called = frozenset().union(*(drawn.called for drawn in outlines.values()))
        self.known = frozenset().union(*offered.values())

    def lacks(self, name: str) -> Problem:
        """A page template that there has to be."""
        near = nearest(name, self.theme.templates)
        return Problem(
            place=Place(f"themes/{self.theme.name}/templates/{name}"),
            message=f"the theme has no '{name}'",
            hint=f"rename '{near}'" if near and near not in self.offered else "write it, or extend a theme that has it",
        )

    def of_all(self) -> Iterator[Problem]:
        """The mistakes of each template by itself."""
        for name, source in self.theme.templates.items():
            drawn = self.outlines.get(source)
            if drawn is not None:
                yield from self._reaches(name, source, drawn)
                yield from self._blocks(source, drawn)
                yield from self._words(source, drawn)

    def of_page(self, kind: str, names: tuple[str, ...], read: frozenset[str]) -> Iterator[Problem]:
        """The mistakes in what the templates of one kind of page ask for, together."""
        sources = [source for name in names if (source := self.theme.templates[name]) in self.outlines]
        given = self._given(sources)
        apart = self._apart(names)
        for source in sources:
            drawn = self.outlines[source]
            for name, line in drawn.lines.items():
                if name not in given:
                    yield from self._name(source, name, line, apart=source in apart)
            for chain, line in drawn.chains.items():
                if chain[0] not in given:
                    yield from self._chain(source, chain, line)
        yield from self._costs(kind, sources, read)

    def of_unused(self, used: Collection[str]) -> Iterator[Problem]:
        """The theme's own templates that no page comes to; of a parent's, its children may leave some aside."""
        if len(self.theme.chain) == 1 or any(source not in self.outlines for source in self.theme.templates.values()):
            return
        reached = {self.theme.templates[name] for name in used}
        own = f"themes/{self.theme.name}/"
        for name, source in self.theme.templates.items():
            if source.path.startswith(own) and source not in reached and not name.startswith(f"{self.theme.name}/"):
                replaces = f"{self.theme.chain[1]}/{name}" in self.theme.templates
                known = [other for other in used if other.partition("/")[0] not in self.theme.chain]
                near = "" if replaces else nearest(name, known)
                yield Problem(
                    place=Place(source.path),
                    message=f"no page comes to the template '{name}'",
                    hint=f"did you mean '{near}'?" if near else "include it, extend it, or take it away",
                    rule=UNUSED,
                )

    # ------------------------------------------------------------ names

    def _given(self, sources: list[Source]) -> frozenset[str]:
        """Names that one of these templates may give to another, or to one of its blocks."""
        given: set[str] = set()
        for source in sources:
            drawn = self.outlines[source]
            given |= drawn.exported
            if drawn.scoped or any(reached.shares and reached.verb != "extends" for reached in drawn.reaches):
                given |= drawn.stored
        return frozenset(given)

    def _apart(self, names: tuple[str, ...]) -> frozenset[Source]:
        """Templates that are only ever brought in without context, and so are handed nothing."""
        drawn_all = [self.outlines.get(self.theme.templates[name]) for name in names]
        if any(reached.dynamic for drawn in drawn_all if drawn for reached in drawn.reaches):
            return frozenset()
        shared: set[str] = set()
        waiting = [name for name in names if name.removesuffix(".html") in self.offered]
        while waiting:
            name = waiting.pop()
            if name not in shared and name in self.theme.templates:
                shared.add(name)
                drawn = self.outlines.get(self.theme.templates[name])
                for reached in drawn.reaches if drawn else ():
                    waiting += reached.names if reached.shares else ()
        return frozenset(self.theme.templates[name] for name in names) - {self.theme.templates[name] for name in shared}

    def _name(self, source: Source, name: str, line: int, *, apart: bool) -> Iterator[Problem]:
        if name not in self.known:
            if UNKNOWN in self.filters:
                return
            message, _, hint = not_offered(name).partition("\n")
            yield told(source, line, message, word=name, hint=hint)
        elif apart:
            yield told(
                source,
                line,
                f"`{name}` is not handed to this template, which is brought in without context",
                word=name,
                hint="hand it to the macro as an argument, or say `with context`",
            )

    def _chain(self, source: Source, chain: Chain, line: int) -> Iterator[Problem]:
        """The first attribute of a chain that is not there."""
        if chain[0] == "theme" and len(chain) == 2:
            if chain[1] not in self.theme.options and not hasattr(dict, chain[1]):
                hint = hint_for(chain[1], tuple(self.theme.options))
                yield told(source, line, f"the theme has no option `{chain[1]}`", word=chain[1], hint=hint)
            return
        shape: type | None = SHAPES.get(chain[0])
        for place, name in enumerate(chain[1:], 1):
            known = attributes(shape) if shape is not None else {}
            if not known:
                return
            if name not in known:
                if place == len(chain) - 1:  # a longer chain asks for the same, and the shorter one is there too
                    owner = ".".join(chain[:place])
                    hint = hint_for(name, tuple(known))
                    yield told(source, line, f"`{owner}` has no `{name}`", word=name, hint=hint)
                return
            shape = known[name]

    def _costs(self, kind: str, sources: list[Source], read: frozenset[str]) -> Iterator[Problem]:
        for name in sorted(COSTLY.get(kind, frozenset()) & read):
            for source in sources:
                line = self.outlines[source].lines.get(name)
                if line is not None:
                    yield told(
                        source,
                        line,
                        f"`{kind}.html` reads `{name}`, so every {kind} page is written again when it changes",
                        word=name,
                        rule=COST,
                    )

    # ------------------------------------------------------------ one template

    def _reaches(self, name: str, source: Source, drawn: Outline) -> Iterator[Problem]:
        for reached in drawn.reaches:
            if reached.dynamic:
                yield told(
                    source,
                    reached.line,
                    "a template chosen while rendering makes its pages depend on every name and every template",
                    rule=COST,
                )
            elif not reached.may_miss and not any(other in self.theme.templates for other in reached.names):
                yield self._missing(source, reached)
            elif reached.verb == "extends" and self._comes_back(name, reached):
                parent = self.theme.chain[1] if len(self.theme.chain) > 1 else "PARENT"
                yield told(
                    source,
                    reached.line,
                    f"'{name}' extends itself",
                    word="extends",
                    hint=f"name the parent theme's: {{% extends '{parent}/{name}' %}}",
                )

    def _missing(self, source: Source, reached: Reach) -> Problem:
        name = reached.names[0] if reached.names else ""
        near = nearest(name, self.theme.templates)
        hint = f"did you mean '{near}'?" if near else ""
        return told(source, reached.line, f"the theme has no template '{name}'", word=name, hint=hint)

    def _comes_back(self, name: str, reached: Reach) -> bool:
        seen: set[str] = set()
        waiting = list(reached.names)
        while waiting:
            current = waiting.pop()
            if current == name:
                return True
            source = self.theme.templates.get(current)
            if current not in seen and source is not None and source in self.outlines:
                seen.add(current)
                waiting += [n for r in self.outlines[source].reaches if r.verb == "extends" for n in r.names]
        return False

    def _blocks(self, source: Source, drawn: Outline) -> Iterator[Problem]:
        """Blocks that are to stand for a parent's, where none has them: they would be shown nowhere."""
        if not drawn.above:
            return
        known = self._blocks_above(drawn)
        for name, line in drawn.above.items() if known is not None else ():
            if known is not None and name not in known | self.called:
                near = nearest(name, known)
                hint = (f"did you mean `{near}`? " if near else "") + f"there are: {', '.join(sorted(known)) or 'none'}"
                yield told(source, line, f"no template above has a block `{name}`", word=name, hint=hint)

    def _blocks_above(self, drawn: Outline) -> frozenset[str] | None:
        """The blocks of all that a template extends, as any theme of the chain has it; None where nobody can tell."""
        found: set[str] = set()
        seen: set[Source] = set()
        waiting = [drawn]
        while waiting:
            for reached in waiting.pop().reaches:
                if reached.verb == "extends" and reached.dynamic:
                    return None
                for source in self._versions(reached.names) if reached.verb == "extends" else ():
                    if source not in self.outlines:
                        return None
                    if source not in seen:
                        seen.add(source)
                        found |= self.outlines[source].blocks
                        waiting.append(self.outlines[source])
        return frozenset(found)

    def _versions(self, names: tuple[str, ...]) -> Iterator[Source]:
        """What any theme of the chain has by these names: a child may do without some of its parent's blocks."""
        templates = self.theme.templates
        for name in names:
            first, _, rest = name.partition("/")
            bare = rest if first in self.theme.chain else name
            for version in (name, bare, *(f"{theme}/{bare}" for theme in self.theme.chain)):
                if version in templates:
                    yield templates[version]

    def _words(self, source: Source, drawn: Outline) -> Iterator[Problem]:
        """Static files, filters, tests and sentences by names that there are not."""
        for name, line in drawn.assets.items():
            if name not in self.theme.files:
                near = nearest(name, self.theme.files)
                hint = f"did you mean '{near}'?" if near else "it belongs into the theme's static/"
                yield told(source, line, f"the theme has no static file '{name}'", word=name, hint=hint)
        for (kind, name), line in drawn.unknown.items():
            if kind == "filter" and UNKNOWN in self.filters:
                continue
            jinja = parser(self.filters)
            near = nearest(name, jinja.filters if kind == "filter" else jinja.tests)
            yield told(
                source, line, f"there is no {kind} `{name}`", word=name, hint=f"did you mean `{near}`?" if near else ""
            )
        for key, line in drawn.keys.items():
            if key not in built_in("en"):
                yield told(source, line, unknown_key(key, built_in("en")), word=key)
