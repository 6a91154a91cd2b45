"""Templates to the attributes that they can ask a value for: what none of them mentions cannot be seen on a page."""

from collections.abc import Iterable, Iterator

from jinja2 import Environment, TemplateSyntaxError, nodes

_BY_ATTRIBUTE = frozenset(
    ["attr", "groupby", "map", "max", "min", "rejectattr", "selectattr", "sort", "sum", "unique"]
)
"""Filters that look attributes up by a name they are handed."""

_WHOLE = frozenset(["json", "pprint", "string", "tojson", "urlencode", "xmlattr", "format"])
"""Filters that may show all of a value."""


def mentions(sources: Iterable[str], environment: Environment) -> frozenset[str] | None:
    """Every attribute and constant text in the sources; None where a name is only known while rendering."""
    found: set[str] = set()
    for source in sources:
        try:
            tree = environment.parse(source)
        except TemplateSyntaxError:
            return None
        for word in _words(tree):
            if word is None:
                return None
            found.update(word.split("."))
    return frozenset(found)


def _words(tree: nodes.Template) -> Iterator[str | None]:
    for node in tree.find_all((nodes.Getattr, nodes.Const, nodes.Getitem, nodes.Filter)):
        if isinstance(node, nodes.Getattr):
            yield node.attr
        elif isinstance(node, nodes.Const):
            if isinstance(node.value, str):
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
    handed = [*node.args, *(pair.value for pair in node.kwargs)]
    given = [value for value in handed if not isinstance(value, nodes.Const)]
    return bool(given) or node.dyn_args is not None or node.dyn_kwargs is not None


def _is_counter(node: nodes.Expr) -> bool:
    """`loop.index0` and the like are numbers."""
    return isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "loop"
