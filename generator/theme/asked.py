"""Templates to what they ask of one value: narrower than `mentions`, where it can be told."""

from collections.abc import Iterable, Iterator, Sequence

from jinja2 import TemplateSyntaxError, nodes

from generator.theme.mentions import Parse
from generator.theme.tree import below, of_kind

_ANSWERED = frozenset(["defined", "undefined", "none"])
"""Tests that tell whether a value is there."""


class _Unclear(Exception):
    """The value goes where it cannot be followed."""


def asked(sources: Iterable[str], parse: Parse, *, names: Iterable[str]) -> dict[str, frozenset[str]]:
    """For each of the names, the attributes that the templates can ask of what it holds; without those untold.

    A value is followed through attributes, conditions and the macros that it is handed to. Wherever else it goes, by a
    filter, in a list, under another name, is not followed, and then it is not told.
    """
    try:
        trees = [parse(source) for source in sources]
    except (TemplateSyntaxError, RecursionError):  # told by the survey
        return {}
    paths = _Paths(trees)
    told: dict[str, frozenset[str]] = {}
    for name in names:
        try:
            told[name] = frozenset(paths.of_name(name))
        except (_Unclear, RecursionError):
            continue
    return told


class _Paths:
    """The macros of templates that work together, by their names."""

    def __init__(self, trees: Sequence[nodes.Template]) -> None:
        self._trees = trees
        self._macros: dict[str, list[nodes.Macro]] = {}
        self._aliases: dict[str, set[str]] = {}
        for tree in trees:
            inside = below(tree)
            for macro in of_kind(inside, nodes.Macro):
                self._macros.setdefault(macro.name, []).append(macro)
            for given in of_kind(inside, nodes.FromImport):
                for name in given.names:
                    if isinstance(name, tuple):
                        self._aliases.setdefault(name[1], set()).add(name[0])
        self._done: set[tuple[str, str]] = set()

    def of_name(self, name: str) -> set[str]:
        """What is asked of a name that pages are handed."""
        self._done = set()
        return {word for tree in self._trees for word in self._within(tree, name)}

    def _within(self, node: nodes.Node, name: str) -> Iterator[str]:
        """What a piece of template asks of a name."""
        if isinstance(node, nodes.Name):
            if node.name == name:
                raise _Unclear
        elif isinstance(node, nodes.Getattr) and _is(node.node, name):
            yield node.attr
        elif isinstance(node, nodes.Getitem) and _is(node.node, name):
            if not isinstance(node.arg, nodes.Const):
                raise _Unclear
            yield str(node.arg.value)
        elif isinstance(node, nodes.If | nodes.CondExpr):
            yield from self._condition(node.test, name)
            yield from self._children(node, name, apart=node.test)
        elif isinstance(node, nodes.Test) and _is(node.node, name):
            if node.name not in _ANSWERED:
                raise _Unclear
        elif isinstance(node, nodes.Call):
            yield from self._call(node, name)
        elif isinstance(node, nodes.Macro) and any(_is(argument, name) for argument in node.args):
            for default in node.defaults:
                yield from self._within(default, name)
        else:
            yield from self._children(node, name)

    def _children(self, node: nodes.Node, name: str, *, apart: nodes.Node | None = None) -> Iterator[str]:
        for child in node.iter_child_nodes():
            if child is not apart:
                yield from self._within(child, name)

    def _condition(self, test: nodes.Node, name: str) -> Iterator[str]:
        """What is asked where only the answer counts: whether the name holds anything."""
        if isinstance(test, nodes.And | nodes.Or):
            yield from self._condition(test.left, name)
            yield from self._condition(test.right, name)
        elif isinstance(test, nodes.Not):
            yield from self._condition(test.node, name)
        elif not _is(test, name):
            yield from self._within(test, name)

    def _call(self, call: nodes.Call, name: str) -> Iterator[str]:
        yield from self._within(call.node, name)
        for place, value in enumerate(call.args):
            yield from self._handed(call, place, name) if _is(value, name) else self._within(value, name)
        for pair in call.kwargs:
            yield from self._handed(call, pair.key, name) if _is(pair.value, name) else self._within(pair.value, name)
        for rest in (call.dyn_args, call.dyn_kwargs):
            if rest is not None:
                yield from self._within(rest, name)

    def _handed(self, call: nodes.Call, to: int | str, name: str) -> Iterator[str]:
        """What the macros that may be meant ask of the parameter that the name is handed to."""
        called = call.node
        if isinstance(called, nodes.Name) and not _is(called, name):
            wanted = self._aliases.get(called.name, set()) | {called.name}
        elif isinstance(called, nodes.Getattr):
            wanted = {called.attr}
        else:
            raise _Unclear
        macros = [macro for word in wanted for macro in self._macros.get(word, ())]
        if not macros or (isinstance(to, int) and call.dyn_args is not None):
            raise _Unclear
        for macro in macros:
            names = [argument.name for argument in macro.args]
            if isinstance(to, int) and to >= len(names):
                raise _Unclear
            parameter = names[to] if isinstance(to, int) else to
            if parameter not in names:
                raise _Unclear
            if (macro.name, parameter) in self._done:
                continue
            self._done.add((macro.name, parameter))
            for same in self._macros[macro.name]:
                if parameter in [argument.name for argument in same.args]:
                    for part in same.body:
                        yield from self._within(part, parameter)


def _is(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name
