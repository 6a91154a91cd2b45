"""Which names each kind of page offers to its template, and what may be asked of them."""

import types
from collections.abc import Mapping
from functools import lru_cache
from typing import Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from generator.model import (
    Article,
    Card,
    Comments,
    Pager,
    PageView,
    Person,
    Section,
    SeriesView,
    SiteView,
    StandingText,
    Term,
    Year,
)

EVERYWHERE = frozenset(["site", "page", "theme", "tags", "authors", "years", "latest"])
"""Offered to every page."""

_LISTING = EVERYWHERE | {"listing", "pager"}

OFFERED: Mapping[str, frozenset[str]] = types.MappingProxyType(
    {
        "home": _LISTING | {"sections"},
        "article": EVERYWHERE | {"article", "comments", "newer", "older", "related", "series"},
        "page": EVERYWHERE | {"content"},
        "tag": _LISTING | {"tag"},
        "tags": EVERYWHERE,
        "author": _LISTING | {"author"},
        "authors": EVERYWHERE,
        "archive": EVERYWHERE,
        "year": _LISTING,
        "404": EVERYWHERE,
        "search": EVERYWHERE,
    }
)
"""Kind of page (its template's name without `.html`) to the names that are offered to it."""

OPTIONAL = frozenset(["search"])
"""Kinds of page that a site need not have, nor a theme."""

SHAPES: Mapping[str, type] = types.MappingProxyType(
    {
        "site": SiteView,
        "page": PageView,
        "article": Article,
        "comments": Comments,
        "newer": Card,
        "older": Card,
        "series": SeriesView,
        "content": StandingText,
        "pager": Pager,
        "tag": Term,
        "author": Person,
    }
)
"""What the names that are one thing hold; the others are lists, and `theme` holds the theme's options."""

SINGLE = frozenset(name for name, shape in SHAPES.items() if shape is Card)
"""Names that hold another piece's card."""

MEMBERS: Mapping[str, type] = types.MappingProxyType(
    {
        "tags": Term,
        "authors": Person,
        "years": Year,
        "latest": Card,
        "listing": Card,
        "related": Card,
        "sections": Section,
    }
)
"""What the names that are lists are lists of."""

COSTLY: Mapping[str, frozenset[str]] = types.MappingProxyType(
    {kind: frozenset(["latest", "tags", "authors", "years"]) for kind in ("article", "page")}
)
"""Names that make all pages of a numerous kind be written again whenever anything of them changes."""


@lru_cache(maxsize=256)
def attributes(shape: type) -> Mapping[str, type | None]:
    """What may be asked of a value of this type, and the Struct (or None) that the answer is."""
    if not issubclass(shape, Struct):
        return {}
    hints = get_type_hints(shape)
    return {field.name: _struct_in(hints[field.name]) for field in fields(shape)} | {
        name: None for name in vars(shape) if not name.startswith("_")
    }


def _struct_in(hint: object) -> type | None:
    """The Struct of a type or of one that may also be None; nothing for lists, mappings and plain values."""
    if isinstance(hint, type) and issubclass(hint, Struct):
        return hint
    if get_origin(hint) in (Union, types.UnionType):
        found = [part for part in get_args(hint) if part is not type(None)]
        return _struct_in(found[0]) if len(found) == 1 else None
    return None
