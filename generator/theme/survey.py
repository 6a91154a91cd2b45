"""A theme to what each of its page templates can read, and to the mistakes that can be seen without rendering."""

from collections.abc import Iterable, Mapping

from jinja2 import TemplateSyntaxError
from msgspec import Struct, msgpack

from generator.engine.digest import digest_bytes
from generator.errors import Problem
from generator.theme.environment import parser
from generator.theme.inspection import Inspection
from generator.theme.mentions import Parse
from generator.theme.offered import OPTIONAL
from generator.theme.outline import Outline, outline
from generator.theme.reads import Reads
from generator.theme.spots import told
from generator.theme.templates import Source, Theme


class Closure(Struct, frozen=True, kw_only=True):
    """A page template and all that it can reach."""

    names: tuple[str, ...]
    """Of templates, sorted."""
    dynamic: bool


def survey(
    theme: Theme,
    *,
    offered: Mapping[str, frozenset[str]],
    filters: Iterable[str],
    parse: Parse | None = None,
) -> tuple[dict[str, Reads], tuple[Problem, ...]]:
    """What each page template can read, and the theme's mistakes; see `theme.reads.reads`."""
    outlines, problems = _outlines(theme, filters, parse)
    found: dict[str, Reads] = {}
    inspection = Inspection(theme, outlines, offered=offered, filters=frozenset(filters))
    for kind, names in offered.items():
        name = f"{kind}.html"
        if name not in theme.templates:
            if kind not in OPTIONAL:
                problems.append(inspection.lacks(name))
            continue
        closure = reach(name, theme, outlines)
        found[name] = _reads(closure, names, theme, outlines)
        problems += inspection.of_page(kind, closure.names, found[name].names)
    problems += inspection.of_all()
    problems += inspection.of_unused(frozenset(name for read in found.values() for name in read.templates))
    return found, tuple(dict.fromkeys(problems))


def reach(name: str, theme: Theme, outlines: Mapping[Source, Outline]) -> Closure:
    """A template and all that it can reach; all there are where one is chosen while rendering."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in seen or current not in theme.templates:
            continue
        seen.add(current)
        drawn = outlines.get(theme.templates[current])
        for reached in drawn.reaches if drawn else ():
            if reached.dynamic:
                return Closure(names=tuple(sorted(theme.templates)), dynamic=True)
            waiting += reached.names
    return Closure(names=tuple(sorted(seen)), dynamic=False)


def _outlines(theme: Theme, filters: Iterable[str], parse: Parse | None) -> tuple[dict[Source, Outline], list[Problem]]:
    """What each template asks for; one that cannot be read is told, and asks for nothing."""
    parsing = parser(filters)
    found: dict[Source, Outline] = {}
    problems: list[Problem] = []
    for source in theme.templates.values():
        if source in found:
            continue
        try:
            found[source] = outline((parse or parsing.parse)(source.text), parsing)
        except TemplateSyntaxError as error:
            problems.append(told(source, error.lineno, (error.message or "this cannot be read").rstrip(".")))
        except RecursionError:
            problems.append(told(source, 1, "this template is nested too deeply"))
    return found, problems


def _reads(closure: Closure, offered: frozenset[str], theme: Theme, outlines: Mapping[Source, Outline]) -> Reads:
    sources = {name: theme.templates[name] for name in closure.names}
    drawn = [outlines[source] for source in sources.values() if source in outlines]
    names = frozenset().union(*(each.free for each in drawn))
    if any(each.speaks for each in drawn):
        names |= {"page"}
    assets = frozenset(name for each in drawn for name in each.assets)
    computed = any(each.dynamic_assets for each in drawn)
    texts = sorted((name, source.text) for name, source in sources.items())
    return Reads(
        names=offered if closure.dynamic else names & offered,
        assets=None if computed else assets,
        digest=digest_bytes(msgpack.encode(texts)),
        dynamic=closure.dynamic,
        templates=closure.names,
    )
