"""One template's syntax tree to what the template asks for: names, other templates, assets, sentences."""

from collections.abc import Iterator, Sequence

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_ALIAS, VAR_LOAD_RESOLVE, Symbols
from msgspec import Struct

from generator.theme.environment import SPEAKING
from generator.theme.tree import below, of_kind

Found = Sequence[nodes.Node]
"""All that is in one template."""

Chain = tuple[str, ...]
"""A name and the attributes asked of it in turn: `("article", "image", "url")`."""


class Reach(Struct, frozen=True, kw_only=True):
    """A place where a template brings in another."""

    verb: str
    """`extends`, `include`, `import` or `from`."""
    names: tuple[str, ...]
    """The first one that there is is taken."""
    dynamic: bool
    """Whether the name is only known while rendering; `names` then holds nothing."""
    may_miss: bool
    """Whether it is no mistake if none of them is there."""
    shares: bool
    """Whether the other template sees the names of this one."""
    line: int


class Outline(Struct, frozen=True, kw_only=True):
    """What one template asks for."""

    free: frozenset[str]
    """Names that may come from outside it."""
    lines: dict[str, int]
    """Of each name that is certainly read from outside, the first line that does so."""
    chains: dict[Chain, int]
    """Attributes asked of such names, with the first line."""
    stored: frozenset[str]
    """Names that it gives a value anywhere."""
    exported: frozenset[str]
    """Names that it gives a value outside of any loop, macro or block, so that others can see them."""
    scoped: bool
    """Whether a block of it sees the names around the block."""
    reaches: tuple[Reach, ...]
    assets: dict[str, int]
    """Constant names of assets, with the first line."""
    dynamic_assets: bool
    speaks: bool
    """Whether anything in it depends on the page's language."""
    keys: dict[str, int]
    """Constant keys of sentences."""
    above: dict[str, int]
    """Blocks that stand for those of a parent, with their lines: where it always extends one, all that lie in none."""
    blocks: frozenset[str]
    """All its blocks."""
    called: frozenset[str]
    """Blocks that it asks for by name, as `self.main()`."""
    unknown: dict[tuple[str, str], int]
    """Filters and tests that there are not, as (`filter` or `test`, name)."""


def outline(tree: nodes.Template, environment: Environment) -> Outline:
    """What a parsed template asks for."""
    found = below(tree)
    unknown = _unknown(found, environment)
    uses = _Uses(environment)
    if not unknown:  # the compiler would stop at them
        uses.visit(tree)
    assets, dynamic_assets = _assets(found)
    return Outline(
        free=frozenset(uses.free | uses.lines.keys()),
        lines=uses.lines,
        chains=uses.chains,
        stored=frozenset(_stored(found)),
        exported=frozenset(uses.exported),
        scoped=any(block.scoped for block in of_kind(found, nodes.Block)),
        reaches=tuple(_reaches(found)),
        assets=assets,
        dynamic_assets=dynamic_assets,
        speaks=_speaks(found),
        keys=dict(_keys(found)),
        above=_above(tree, found),
        blocks=frozenset(block.name for block in of_kind(found, nodes.Block)),
        called=frozenset(node.attr for node in of_kind(found, nodes.Getattr) if _is_name(node.node, "self")),
        unknown=unknown,
    )


class _Uses(CodeGenerator):
    """Jinja's own compiler, writing nothing, so that what is a free name here is what is one when rendering."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment, "<outline>", "<outline>", optimized=False)
        self.free: set[str] = set()
        self.lines: dict[str, int] = {}
        self.chains: dict[Chain, int] = {}
        self.exported: set[str] = set()

    def write(self, x: str) -> None:
        """Nothing is written."""

    def enter_frame(self, frame: Frame) -> None:
        """Every name that the frame will look up outside, as `jinja2.meta` finds them."""
        super().enter_frame(frame)
        for verb, name in frame.symbols.loads.values():
            if verb == VAR_LOAD_RESOLVE and name is not None and name not in self.environment.globals:
                self.free.add(name)

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802
        super().visit_Name(node, frame)
        if node.ctx == "load" and self._is_free(node.name, frame):
            self.lines[node.name] = min(node.lineno, self.lines.get(node.name, node.lineno))
        elif node.ctx == "store" and frame.toplevel:
            self.exported.add(node.name)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        super().visit_Getattr(node, frame)
        chain = _chain(node)
        if chain and self._is_free(chain[0], frame):
            self.chains[chain] = min(node.lineno, self.chains.get(chain, node.lineno))

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802
        """Asking whether an attribute is there is no use of it."""
        if node.name in ("defined", "undefined") and isinstance(node.node, nodes.Getattr):
            self.visit(node.node.node, frame)
        else:
            super().visit_Test(node, frame)

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:  # noqa: N802
        super().visit_Macro(node, frame)
        if frame.toplevel:
            self.exported.add(node.name)

    def visit_Import(self, node: nodes.Import, frame: Frame) -> None:  # noqa: N802
        super().visit_Import(node, frame)
        if frame.toplevel:
            self.exported.add(node.target)

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:  # noqa: N802
        super().visit_FromImport(node, frame)
        if frame.toplevel:
            self.exported.update(_targets(node))

    def _is_free(self, name: str, frame: Frame) -> bool:
        """Whether a name certainly comes from outside: nothing around gives it a value, be it in one branch only."""
        around: Symbols | None = frame.symbols
        while around is not None:
            if name in around.stores:
                return False
            around = around.parent
        if name in self.environment.globals:
            return False
        target = frame.symbols.find_ref(name)
        load = frame.symbols.find_load(target) if target else None
        while load is not None and load[0] == VAR_LOAD_ALIAS:
            load = frame.symbols.find_load(load[1])
        return load is not None and load[0] == VAR_LOAD_RESOLVE


def _chain(node: nodes.Expr) -> Chain:
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        above = _chain(node.node)
        return (*above, node.attr) if above else ()
    return ()


def _stored(found: Found) -> Iterator[str]:
    for node in found:
        if isinstance(node, nodes.Name):
            if node.ctx in ("store", "param"):
                yield node.name
        elif isinstance(node, nodes.Macro):
            yield node.name
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.FromImport):
            yield from _targets(node)
        elif isinstance(node, nodes.For):
            yield "loop"


def _targets(node: nodes.FromImport) -> Iterator[str]:
    for name in node.names:
        yield name if isinstance(name, str) else name[1]


# ---------------------------------------------------------------- other templates


def _reaches(found: Found) -> Iterator[Reach]:
    for node in found:
        if not isinstance(node, nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport):
            continue
        for names in _choices(node.template):
            yield Reach(
                verb="from" if isinstance(node, nodes.FromImport) else type(node).__name__.lower(),
                names=names or (),
                dynamic=names is None,
                may_miss=isinstance(node, nodes.Include) and node.ignore_missing,
                shares=isinstance(node, nodes.Extends) or getattr(node, "with_context", False),
                line=node.lineno,
            )


def _choices(node: nodes.Expr) -> Iterator[tuple[str, ...] | None]:
    """The names that an expression can give, either branch of a condition apart; None where only rendering can tell."""
    if isinstance(node, nodes.CondExpr):
        yield from _choices(node.expr1)
        if node.expr2 is not None:
            yield from _choices(node.expr2)
        return
    value = _constant(node)
    if isinstance(value, str):
        yield (value,)
    elif isinstance(value, tuple | list) and all(isinstance(name, str) for name in value):
        yield tuple(value)
    else:
        yield None


def _constant(node: nodes.Expr) -> object:
    """What an expression always is, or None."""
    try:
        value: object = node.as_const()
    except nodes.Impossible:
        return None
    return value


def _above(tree: nodes.Template, found: Found) -> dict[str, int]:
    if not any(isinstance(node, nodes.Extends) for node in tree.body):
        return {}
    blocks = of_kind(found, nodes.Block)
    within = {id(inner) for block in blocks for inner in block.find_all(nodes.Block)}
    return {block.name: block.lineno for block in blocks if id(block) not in within}


# ---------------------------------------------------------------- assets, language, sentences


def _assets(found: Found) -> tuple[dict[str, int], bool]:
    """The assets named by constants, and whether others are named while rendering."""
    named: dict[str, int] = {}
    dynamic = False
    calls = [node for node in of_kind(found, nodes.Call) if _is_name(node.node, "asset")]
    called = {id(node.node) for node in calls}
    givers = [(node.lineno, node.args[0] if node.args else None) for node in calls]
    givers += [(node.lineno, node.node) for node in of_kind(found, nodes.Filter) if node.name == "asset"]
    for line, given in givers:
        name = _constant(given) if given is not None else None
        if isinstance(name, str):
            named.setdefault(name, line)
        else:
            dynamic = True
    dynamic = dynamic or any(_is_name(node, "asset") and id(node) not in called for node in of_kind(found, nodes.Name))
    return named, dynamic or any(name in (None, "asset") for name in _mapped(found))


def _speaks(found: Found) -> bool:
    return (
        any(node.name in SPEAKING for node in of_kind(found, nodes.Filter))
        or any(_is_name(node, "_") for node in of_kind(found, nodes.Name))
        or any(name is None or name in SPEAKING for name in _mapped(found))
    )


def _mapped(found: Found) -> Iterator[str | None]:
    """Names of filters that `map` is told to apply; None where only rendering can tell."""
    for node in of_kind(found, nodes.Filter):
        if node.name == "map" and (node.args or node.dyn_args is not None):
            name = _constant(node.args[0]) if node.args else None
            yield name if isinstance(name, str) else None


def _keys(found: Found) -> Iterator[tuple[str, int]]:
    for node in sorted(of_kind(found, nodes.Call), key=lambda call: -call.lineno):
        key = _constant(node.args[0]) if node.args and _is_name(node.node, "_") else None
        if isinstance(key, str):
            yield key, node.lineno


def _unknown(found: Found, environment: Environment) -> dict[tuple[str, str], int]:
    unknown: dict[tuple[str, str], int] = {}
    for filter_ in of_kind(found, nodes.Filter):
        if filter_.name not in environment.filters:
            unknown.setdefault(("filter", filter_.name), filter_.lineno)
    for test in of_kind(found, nodes.Test):
        if test.name not in environment.tests:
            unknown.setdefault(("test", test.name), test.lineno)
    return unknown


def _is_name(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name and node.ctx == "load"
