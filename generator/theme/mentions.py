"""Templates to the attributes that they can ask a value for: what none of them mentions cannot be seen on a page."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set

from jinja2 import TemplateSyntaxError, nodes

from generator.theme.tree import below, of_kind

Parse = Callable[[str], nodes.Template]
"""A template's text to its tree, as an environment's `parse` does it."""

_BY_ATTRIBUTE = frozenset(["attr", "groupby", "map", "max", "min", "rejectattr", "selectattr", "sort", "sum", "unique"])
"""Filters that look attributes up by a name they are handed."""

_FIRST = frozenset(["attr", "groupby", "map", "rejectattr", "selectattr", "sum"])
"""Those of them whose first argument is the name, or for `map` may be the name of another filter."""

_WHOLE = frozenset(["json", "pprint", "string", "tojson", "urlencode", "xmlattr", "format"])
"""Filters that may show all of a value."""

_OPENING = _BY_ATTRIBUTE | _WHOLE
"""What `map` may not apply without a closer look."""


def mentions(sources: Iterable[str], parse: Parse, *, strange: Set[str]) -> frozenset[str] | None:
    """Every attribute and constant text in the sources; None where a name is only known while rendering.

    `strange`: filters of which nobody knows what they ask of a value, those of plugins.
    """
    found: set[str] = set()
    for source in sources:
        try:
            tree = parse(source)
        except (TemplateSyntaxError, RecursionError):  # told by the survey
            return None
        inside = below(tree)
        if any(node.name in strange for node in of_kind(inside, nodes.Filter)):
            return None
        for word in _words(inside):
            if word is None or word in strange:  # `map` may be told to apply it
                return None
            found.update(word.split("."))
    return frozenset(found)


def _words(inside: Sequence[nodes.Node]) -> Iterator[str | None]:
    keys = {id(call.args[0]) for call in of_kind(inside, nodes.Call) if call.args and _is_sentence(call)}
    for node in inside:
        if isinstance(node, nodes.Getattr):
            yield node.attr
        elif isinstance(node, nodes.Const):
            if isinstance(node.value, str) and id(node) not in keys:
                yield node.value
        elif isinstance(node, nodes.Getitem):
            if not isinstance(node.arg, nodes.Const | nodes.Slice) and not _is_counter(node.arg):
                yield None
        elif isinstance(node, nodes.Filter) and _is_open(node):
            yield None


def _is_open(node: nodes.Filter) -> bool:
    """Whether a filter may ask for an attribute whose name is not in the template."""
    if node.name in _WHOLE:
        return not isinstance(node.node, nodes.Const | nodes.Dict | nodes.List | nodes.Tuple | nodes.Getattr)
    if node.name not in _BY_ATTRIBUTE:
        return False
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return True
    named = [pair.value for pair in node.kwargs if pair.key == "attribute"]
    named += node.args[:1] if node.name in _FIRST else node.args
    return any(not isinstance(value, nodes.Const) or value.value in _OPENING for value in named)


def _is_sentence(call: nodes.Call) -> bool:
    """`_('comments.count')` asks for a sentence, not for an attribute."""
    return isinstance(call.node, nodes.Name) and call.node.name == "_"


def _is_counter(node: nodes.Expr) -> bool:
    """`loop.index0` and the like are numbers."""
    return isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "loop"
