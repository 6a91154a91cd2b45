"""Code to the same code with its words classed by what they are, by Pygments, which is loaded when code asks for it."""

from functools import lru_cache
from html import escape
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LONGEST = 50_000
"""Characters of code; what is longer is shown as it is."""

CLASSES = (
    ("Token.Comment", "comment"),
    ("Token.Keyword", "keyword"),
    ("Token.Operator.Word", "keyword"),
    ("Token.Literal.String", "string"),
    ("Token.Literal.Number", "number"),
    ("Token.Name.Function", "name"),
    ("Token.Name.Class", "name"),
    ("Token.Name.Tag", "name"),
    ("Token.Name.Decorator", "name"),
    ("Token.Name.Attribute", "name"),
    ("Token.Name.Builtin", "name"),
    ("Token.Generic.Inserted", "inserted"),
    ("Token.Generic.Deleted", "deleted"),
    ("Token.Generic.Heading", "keyword"),
    ("Token.Generic.Prompt", "comment"),
)
"""Pygments' kinds of words, each with those below it, to the few classes that themes colour."""


@lru_cache(maxsize=1)
def can_highlight() -> bool:
    """Whether Pygments is installed."""
    return find_spec("pygments") is not None


def highlighted(code: str, language: str) -> str:
    """The code as HTML; empty where nobody knows the language, or the code is too long."""
    lexer = _lexer(language) if len(code) <= LONGEST and can_highlight() else None
    if lexer is None:
        return ""
    classed = ((_class_of(kind), text) for kind, text in lexer.get_tokens(code))
    return "".join(
        _written(name, "".join(text for _, text in group)) for name, group in groupby(classed, itemgetter(0))
    )


@lru_cache(maxsize=64)
def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@lru_cache(maxsize=512)
def _class_of(kind: object) -> str:
    spelt = str(kind)
    return next((name for above, name in CLASSES if spelt == above or spelt.startswith(f"{above}.")), "")


def _written(name: str, text: str) -> str:
    html = escape(text, quote=False)
    return f'<span class="code-{name}">{html}</span>' if name else html
