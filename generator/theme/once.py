"""What is written again from the same values: what was written the first time, above all by macros."""

from typing import Any

from jinja2.runtime import Macro
from markupsafe import Markup
from msgspec import Struct

from generator import model
from generator.engine.generations import Generations
from generator.theme.rich import Rich

ROOM = 6_000_000
"""Characters that are kept; beyond them what was not asked for lately is let go."""

WRITTEN = 12_000_000
"""Characters that macros wrote and that are kept: room for the cards of ten thousand pieces, each of which stands in
some lists, so that what is let go before a list comes is written again."""

EACH = 100
"""Characters that each text takes besides its own, so that there cannot be any number of empty ones."""

LONGEST = 8
"""A list of more values than this is of one page, and what is written from it would only take the room of others."""

_PLAIN = frozenset([int, Markup, Rich])
"""Values of which two that are equal are the same, if they are of one type."""

_OF_ONE_PAGE = (
    model.Article,
    model.Comment,
    model.Comments,
    model.Correction,
    model.Heading,
    model.PageView,
    model.Pager,
    model.Reference,
    model.SeriesView,
    model.StandingText,
)
"""Values that are made for a page, or for one piece, so that what is written from them is hardly asked for again; but a
discussion that nobody has begun is the same below many."""

_KNOWN_BY_SIGHT = frozenset(
    [bool]
    + [
        kind
        for kind in vars(model).values()
        if isinstance(kind, type) and issubclass(kind, Struct) and kind not in _OF_ONE_PAGE
    ]
)
"""Values of which each is told by which it is."""


class Memory(Generations[tuple[Any, object]]):
    """Texts by what they were made from: what is asked for stays, what is of one page goes."""

    def __init__(self, *, room: int = ROOM) -> None:
        super().__init__(room)

    def get(self, key: object) -> Any:
        """The text, or None."""
        known = self.recall(key)
        return None if known is None else known[0]

    def put(self, key: object, text: Any, *, made_from: object) -> None:
        """Keep a text. What it is made from is kept as well, so that nothing else can come to have its identity."""
        self.keep(key, (text, made_from))

    def size_of(self, known: tuple[Any, object]) -> int:
        return len(known[0]) + EACH


class Once:
    """What the lasting macros of one environment gave.

    Such a macro belongs to a template that was imported without context and holds nothing but constants, so all it can
    know is what it is handed: plain values, which are told by what they are, and frozen ones of the content model, told
    by which they are (and kept, so that none can take another's place).
    """

    def __init__(self, *, room: int = WRITTEN) -> None:
        self._lasting: dict[int, Macro] = {}
        self._memory = Memory(room=room)

    def keep(self, macro: Macro) -> None:
        """Let this macro be called once for the same values."""
        self._lasting[id(macro)] = macro

    def call(self, macro: Macro, eval_ctx: Any, args: tuple[Any, ...], values: dict[str, Any]) -> Any:
        """What the macro gives."""
        if id(macro) not in self._lasting or not eval_ctx.autoescape:
            return macro(eval_ctx, *args, **values)
        key = _key(macro, args, values)
        if key is None:
            return macro(eval_ctx, *args, **values)
        known = self._memory.young.get(key) or self._memory.recall(key)
        if known is not None:
            return known[0]
        given = macro(eval_ctx, *args, **values)
        if type(given) is Markup:
            self._memory.put(key, given, made_from=(args, tuple(values.values())))
        return given


def _key(macro: Macro, args: tuple[Any, ...], values: dict[str, Any]) -> tuple[Any, ...] | None:
    """What tells this call from every other; None where a value cannot be told."""
    words = [id(macro), len(args), *values]
    for value in (*args, *values.values()) if values else args:
        kind = type(value)
        if kind is str:
            words.append(value)
        elif kind in _KNOWN_BY_SIGHT:
            words.append(id(value))
        elif kind is int:
            words.append((int, value))
        else:
            word = _told(value)
            if word is _UNTOLD:
                return None
            words.append(word)
    return tuple(words)


_UNTOLD = object()


def _told(value: Any) -> Any:
    """A text by itself, anything else so that it is like no text, and two are alike only where macros see the same."""
    kind = type(value)
    if kind is str or value is None:
        return value
    if kind in _KNOWN_BY_SIGHT:
        return id(value)
    if kind in _PLAIN or (kind is model.Comments and not (value.threads or value.feed)):
        return (kind, value)
    if kind is tuple and len(value) <= LONGEST:
        if _KNOWN_BY_SIGHT.issuperset(map(type, value)):
            return (tuple, tuple(map(id, value)))
        words = tuple(map(_told, value))
        return _UNTOLD if _UNTOLD in words else (tuple, words)
    return _UNTOLD
