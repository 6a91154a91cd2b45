"""A plugin to what is wrong with it, before any of it is used."""

import inspect
from datetime import date

from msgspec import Struct

from generator.plugins.seams import Loaded, Plugin

TAKEN = frozenset(
    [
        *("article", "author", "authors", "comments", "content", "feed", "latest", "listing", "newer", "older"),
        *("page", "pager", "redirect", "related", "series", "site", "sitemap", "tag", "tags", "theme", "years"),
    ]
)
"""Names that templates have already."""

FILTERS = frozenset(["date", "number", "asset", "absolute", "plain", "json", "_"])
"""Filters that templates have already."""


class UnusablePluginError(Exception):
    """What is wrong with a plugin, in words that follow its name."""


def check(plugin: Plugin) -> None:
    """Refuse what cannot be called with what passes at a seam, or is not pure by its very shape.

    Raises UnusablePluginError.
    """
    for seam in ("markdown", "article", "pages"):
        if (made := getattr(plugin, seam)) is not None:
            _check_function(seam, made)
            _check_takes_one(seam, made)
    for what, values in (("names", plugin.names), ("filters", plugin.filters)):
        if not isinstance(values, dict) or not all(isinstance(name, str) and name.isidentifier() for name in values):
            raise UnusablePluginError(f"its {what} are not a mapping from names")
    for name, value in plugin.names.items():
        _check_value(name, value)
    for name, made in plugin.filters.items():
        _check_function(f"the filter {name}", made)


def check_clashes(plugin: Plugin, others: list[Loaded]) -> None:
    """Refuse names and filters that Byline or another plugin offers already. Raises UnusablePluginError."""
    for what, taken, own in (("name", TAKEN, plugin.names), ("filter", FILTERS, plugin.filters)):
        for word in own:
            if word in taken:
                raise UnusablePluginError(f"it offers the {what} {word}, which Byline has already")
            for other in others:
                if word in (other.plugin.names if what == "name" else other.plugin.filters):
                    raise UnusablePluginError(f"it offers the {what} {word}, as the plugin {other.name} does")


def _check_function(what: str, made: object) -> None:
    if not callable(made):
        raise UnusablePluginError(f"{what} is a {type(made).__name__} and no function")
    if getattr(made, "jinja_pass_arg", None) is not None:
        raise UnusablePluginError(f"{what} asks for the template's context; it must be pure in its arguments")
    if inspect.iscoroutinefunction(made) or inspect.isgeneratorfunction(made):
        raise UnusablePluginError(f"{what} is not a plain function")


def _check_takes_one(what: str, made: object) -> None:
    assert callable(made)
    try:
        inspect.signature(made).bind(None)
    except TypeError as error:
        raise UnusablePluginError(f"{what} does not take one value") from error
    except ValueError:  # a built-in that cannot be looked into
        return


def _check_value(name: str, value: object) -> None:
    """Refuse a value that has no digest, since no page could tell when it changed."""
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise UnusablePluginError(f"the name {name} holds a key that is not a text")
        for part in value.values():
            _check_value(name, part)
    elif isinstance(value, list | tuple):
        for part in value:
            _check_value(name, part)
    elif not (value is None or isinstance(value, str | int | float | date | Struct)):
        raise UnusablePluginError(f"the name {name} holds a {type(value).__name__}, and only plain values are allowed")
