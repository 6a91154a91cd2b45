"""A template's syntax tree to the list of all that is in it: who looks for many things walks it once."""

from collections.abc import Iterable
from typing import TypeVar

from jinja2 import nodes

Kind = TypeVar("Kind", bound=nodes.Node)


def below(tree: nodes.Node) -> list[nodes.Node]:
    """Every node below this one, in the order of the text."""
    found: list[nodes.Node] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        children: list[nodes.Node] = []
        for name in node.fields:  # as `iter_child_nodes` goes through them, in a third of its time
            held = getattr(node, name, None)
            if isinstance(held, nodes.Node):
                children.append(held)
            elif isinstance(held, list):
                children += [one for one in held if isinstance(one, nodes.Node)]
        waiting += reversed(children)
    return found[1:]


def of_kind(found: Iterable[nodes.Node], kind: type[Kind]) -> list[Kind]:
    """Those of one kind."""
    return [node for node in found if isinstance(node, kind)]
