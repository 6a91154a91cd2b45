"""A theme to all that is known of it before anything is rendered; as long as it stays the same, it is studied once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import DecodeError, Struct, ValidationError, msgpack

from generator.engine.aside import Aside
from generator.engine.digest import digest_bytes
from generator.errors import Problem
from generator.theme.offered import SINGLE
from generator.theme.reads import Reads, reads
from generator.theme.templates import Theme


class Study(Struct, frozen=True, kw_only=True):
    """What a theme's page templates can read, and what is wrong with them."""

    key: str
    """The digest of all that the study depends on."""
    reads: dict[str, Reads]
    """By page template."""
    mentions: dict[str, frozenset[str] | None]
    """By page template: every attribute that its pages can ask for; None where that cannot be told."""
    asked: dict[str, dict[str, frozenset[str]]]
    """By page template, then by name that holds another piece's card: what can be asked of it, where that is told."""
    problems: tuple[Problem, ...]


def study(
    theme: Theme,
    *,
    offered: Mapping[str, frozenset[str]],
    filters: Iterable[str],
    recalled: bytes | None,
    keep: Callable[[bytes], None],
    meanwhile: Callable[[], None] | None = None,
) -> Study:
    """The study of a theme; `recalled` is the last one that was kept, which serves if it is of the same theme.

    If not, another process makes it, where one may, while this one does what there is to do `meanwhile`.
    """
    names = sorted(filters)
    parts = (theme.digest, sorted((kind, sorted(held)) for kind, held in offered.items()), names)
    key = digest_bytes(msgpack.encode(parts))
    known = _recalled(recalled)
    if known is not None and known.key == key:
        return known

    def work(_given: None) -> Study:
        return _studied(theme, key, offered=offered, filters=names)

    made = _aside(work, meanwhile) if meanwhile else work(None)
    keep(msgpack.encode(made))
    return made


def _aside(work: Callable[[None], Study], meanwhile: Callable[[], None]) -> Study:
    later = Aside(work, None, result=Study)
    try:
        meanwhile()
        return later.result()
    finally:
        later.drop()


def _studied(theme: Theme, key: str, *, offered: Mapping[str, frozenset[str]], filters: Sequence[str]) -> Study:
    from generator.theme.asked import asked
    from generator.theme.environment import parser  # Jinja is not needed for a theme that is known
    from generator.theme.mentions import mentions

    parse = lru_cache(maxsize=None)(parser(filters).parse)  # most templates are reached by many pages
    found, problems = reads(theme, offered=offered, filters=filters, parse=parse)
    strange = frozenset(filters)
    words = {
        name: mentions([theme.templates[name].text], parse, strange=strange)
        for name in {name for read in found.values() for name in read.templates}
    }
    mentioned = {
        template: None if read.dynamic else _joined(words[name] for name in read.templates)
        for template, read in found.items()
    }
    narrowed = {
        template: asked((theme.templates[name].text for name in read.templates), parse, names=SINGLE & read.names)
        for template, read in found.items()
        if not read.dynamic
    }
    return Study(key=key, reads=found, mentions=mentioned, asked=narrowed, problems=problems)


def _joined(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """All words of all sets; None where one cannot be told."""
    joined: set[str] = set()
    for words in sets:
        if words is None:
            return None
        joined |= words
    return frozenset(joined)


def _recalled(data: bytes | None) -> Study | None:
    try:
        return msgpack.decode(data, type=Study) if data else None
    except (DecodeError, ValidationError):
        return None
