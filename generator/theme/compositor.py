"""A template's syntax tree to the Python code that prints it: plain functions, each of which gives a list of texts.

Jinja's own code hands every text through a generator for each block and each template that it stands in, and goes
through the environment and the context for every attribute and call. What is printed is the same, and so is the line
that a mistake is told at.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, find_undeclared
from jinja2.filters import FILTERS
from jinja2.idtracking import VAR_LOAD_ALIAS, VAR_LOAD_RESOLVE, VAR_LOAD_UNDEFINED
from jinja2.nodes import EvalContext
from jinja2.runtime import exported

from generator.theme.tree import below

_PAGE = "page"
"""The list that a function of the code gathers its texts in."""

_OF_MARKUP = ("html", "plain")
"""What markup answers alike, be it a text or not."""

_STRIPPING = "striptags"
"""A filter that takes markup as it is, be it a text or not."""

_WORDS = "Stamp as Macro, UNSEEN, answer, called, included, joined, marked as Markup, printed as escape"
"""What the code needs from the module that sets Jinja up, over what it has from Jinja."""


class Compositor(CodeGenerator):
    """Writes the code of one template."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write the function `root`, one for each block, and what a `jinja2.Template` is made from."""
        made = EvalContext(self.environment, self.name)
        takes_any = self.environment.filters.get(_STRIPPING) is FILTERS[_STRIPPING]  # and no plugin's takes its place
        self._either = frozenset(map(id, _either(node, _STRIPPING if takes_any else "")))
        for block in node.find_all(nodes.Block):
            if block.name in self.blocks:
                self.fail(f"block {block.name!r} defined twice", block.lineno)
            self.blocks[block.name] = block
        self.writeline(f"from jinja2.runtime import {', '.join(sorted(exported))}")
        self.writeline(f"from generator.theme.environment import {_WORDS}")
        self.writeline(f"name = {self.name!r}")
        self._write_root(node, made)
        for name, block in self.blocks.items():
            self._write_block(name, block, made)
        pairs = ", ".join(f"{name!r}: block_{name}" for name in self.blocks)
        self.writeline(f"blocks = {{{pairs}}}", extra=1)
        lines = "&".join(f"{line}={place}" for line, place in self.debug_info)
        self.writeline(f"debug_info = {lines!r}")

    def _write_root(self, node: nodes.Template, made: EvalContext) -> None:
        extends = node.find(nodes.Extends) is not None
        self._open("root", None)
        frame = Frame(made)
        self._declare(frame, node.body, {"self": "TemplateReference(context)"})
        frame.symbols.analyze_node(node)
        frame.toplevel = frame.rootlevel = True
        frame.require_output_check = extends
        if extends:
            self.writeline("parent_template = None")
        self._write_body(node.body, frame)
        if extends:
            self.writeline("if parent_template is not None:")
            self.indent()
            self.writeline(f"{_PAGE}.extend(parent_template.root_render_func(context))")
            self.outdent()
        self._close()
        self.writeline(f"root.is_bare = {_is_bare(node)}")

    def _write_block(self, name: str, block: nodes.Block, made: EvalContext) -> None:
        self._open(f"block_{name}", block)
        frame = Frame(made)
        frame.block_frame = True
        above = f"context.super({name!r}, block_{name})"
        self._declare(frame, block.body, {"self": "TemplateReference(context)", "super": above})
        frame.symbols.analyze_node(block)
        frame.block = name
        self.writeline("_block_vars = {}")
        self._write_body(block.body, frame)
        self._close()

    def _open(self, name: str, node: nodes.Node | None) -> None:
        bound = "" if self.defer_init else ", environment=environment"
        self.writeline(f"def {name}(context, missing=missing{bound}):", node, extra=1)
        self.indent()
        self.write_commons()

    def _close(self) -> None:
        self.writeline(f"return {_PAGE}")
        self.outdent()

    def _declare(self, frame: Frame, body: list[nodes.Node], meanings: Mapping[str, str]) -> None:
        """Give the special names that a body uses their meanings."""
        used = find_undeclared(body, tuple(meanings))
        for name, meaning in meanings.items():
            if name in used:
                self.writeline(f"{frame.symbols.declare_parameter(name)} = {meaning}")

    def _write_body(self, body: list[nodes.Node], frame: Frame) -> None:
        frame.buffer = _PAGE
        self.enter_frame(frame)
        self.pull_dependencies(body)
        self.blockvisit(body, frame)
        self.leave_frame(frame, with_python_scope=True)

    def write_commons(self) -> None:
        """Write what every function begins with."""
        for name, meaning in {
            "_set": "context.vars",
            "_given": "context.parent",
            "undefined": "environment.undefined",
            "concat": "environment.concat",
            "cond_expr_undefined": "Undefined",
            _PAGE: "[]",
        }.items():
            self.writeline(f"{name} = {meaning}")

    def enter_frame(self, frame: Frame) -> None:
        """Write where the names of a frame come from: at the top from the context, without a call for each."""
        if self.get_context_ref() != "context":
            super().enter_frame(frame)
            return
        unset = []
        for target, (source, name) in frame.symbols.loads.items():
            if source == VAR_LOAD_RESOLVE:
                self.writeline(f"{target} = (_set if {name!r} in _set else _given).get({name!r}, missing)")
            elif source == VAR_LOAD_ALIAS:
                self.writeline(f"{target} = {name}")
            elif source == VAR_LOAD_UNDEFINED:
                unset.append(target)
        if unset:
            self.writeline(f"{' = '.join(unset)} = missing")

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802
        """Print a block where it stands, unless a parent template says where that is."""
        if frame.toplevel and self.has_known_extends:
            return
        is_open = frame.toplevel and self.extends_so_far > 0
        if is_open:
            self.writeline("if parent_template is None:")
            self.indent()
        if node.required:
            self.writeline(f"if len(context.blocks[{node.name!r}]) <= 1:", node)
            self.indent()
            self.writeline(f'raise TemplateRuntimeError("Required block {node.name!r} not found")', node)
            self.outdent()
        context = self.derive_context(frame) if node.scoped else self.get_context_ref()
        self.writeline(f"{frame.buffer}.extend(context.blocks[{node.name!r}][0]({context}))", node)
        if is_open:
            self.outdent()

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """Print another template; it sees the names of this one, unless it is included without them."""
        if node.ignore_missing:
            self.writeline("try:")
            self.indent()
        self.writeline(f"template = environment.{_finder(node.template)}(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r})")
        if node.ignore_missing:
            self.outdent()
            self.writeline("except TemplateNotFound:")
            self.indent()
            self.writeline("pass")
            self.outdent()
            self.writeline("else:")
            self.indent()
        if node.with_context:
            self.writeline(f"{frame.buffer}.extend(included(template, context, {self.dump_local_context(frame)}))")
        else:
            self.writeline(f"{frame.buffer}.extend(template._get_default_module()._body_stream)")
        if node.ignore_missing:
            self.outdent()

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        """Print texts and values that stand side by side, as one text: fewer are cheaper to encode."""
        if frame.require_output_check and self.has_known_extends:
            return
        if frame.require_output_check:
            self.writeline("if parent_template is None:")
            self.indent()
        parts = list(self._parts(node, frame))
        self.writeline(f"{frame.buffer}.append(" if len(parts) == 1 else f"{frame.buffer}.append(joined((")
        self.indent()
        for part in parts:
            if isinstance(part, str):
                self.writeline(f"{part},")
            else:
                self.newline(part)
                self._output_child_pre(part, frame, self._make_finalize())
                self.visit(part, frame)
                self._output_child_post(part, frame, self._make_finalize())
                self.write(",")
        self.outdent()
        self.writeline(")" if len(parts) == 1 else ")))")
        if frame.require_output_check:
            self.outdent()

    def _parts(self, node: nodes.Output, frame: Frame) -> Iterator[str | nodes.Expr]:
        """What is printed: the code of each run of constants, and the values between them."""
        run: list[Any] = []
        for child in node.nodes:
            constant = self._constant(child, frame)
            if constant is not None:
                run.append(constant)
                continue
            if run:
                yield self._output_const_repr(run)
                run = []
            yield child
        if run:
            yield self._output_const_repr(run)

    def _constant(self, node: nodes.Expr, frame: Frame) -> str | None:
        """What a value prints, where that is known by now."""
        try:
            return str(self._output_child_to_const(node, frame, self._make_finalize()))
        except Exception:  # as Jinja does: what is wrong with it is told when it is printed
            return None

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Ask a value for an attribute; only what is not there, or not as templates see it, takes a call."""
        seen = "(_held := " if id(node) in self._either else "type(_held := "
        self.write(f"(_held if {seen}getattr((_of := ")
        self.visit(node.node, frame)
        test = "is not missing" if id(node) in self._either else "not in UNSEEN"
        self.write(f"), {node.attr!r}, missing)) {test} else answer(environment, _of, {node.attr!r}, _held))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Call a macro, or whatever else can be called."""
        loop = "_loop_vars" if frame.loop_frame else "None"
        block = "_block_vars" if frame.block_frame else "None"
        self.write(f"called(context, {loop}, {block}, ")
        self.visit(node.node, frame)
        more: dict[str, Any] | None = {"caller": "caller"} if forward_caller else None
        self.signature(node, frame, more)
        self.write(")")


def _either(tree: nodes.Template, stripping: str) -> Iterator[nodes.Getattr]:
    """The attributes of which it makes no difference whether markup is a text: what is only printed, only asked whether
    it holds anything, only asked for what it is as a plain text, or only handed to the filter `stripping`.
    """
    for node in below(tree):
        if isinstance(node, nodes.Output):
            yield from (child for child in node.nodes if isinstance(child, nodes.Getattr))
        elif isinstance(node, nodes.If | nodes.CondExpr | nodes.For):
            yield from _asked_whether(node.test)
        elif (isinstance(node, nodes.Getattr) and node.attr in _OF_MARKUP) or (
            isinstance(node, nodes.Filter) and node.name == stripping
        ):
            yield from _attribute(node.node)


def _attribute(node: nodes.Node | None) -> Iterable[nodes.Getattr]:
    """The node, if it asks for an attribute."""
    return (node,) if isinstance(node, nodes.Getattr) else ()


def _asked_whether(test: nodes.Node | None) -> Iterable[nodes.Getattr]:
    """The attributes that a condition asks only whether they hold anything."""
    if isinstance(test, nodes.Not):
        return _asked_whether(test.node)
    if isinstance(test, nodes.And | nodes.Or):
        return (*_asked_whether(test.left), *_asked_whether(test.right))
    return _attribute(test)


_SETTING = (
    nodes.Assign,
    nodes.AssignBlock,
    nodes.Block,
    nodes.EvalContextModifier,
    nodes.Extends,
    nodes.FromImport,
    nodes.Import,
    nodes.Macro,
)
"""What a template puts into its context, or changes there."""


def _is_bare(node: nodes.Template) -> bool:
    """Whether a template leaves its context as it finds it, and does not ask for its own blocks.

    What is imported in a `with` is not put into the context.
    """
    passing = {id(found) for scope in node.find_all(nodes.With) for found in scope.find_all(nodes.FromImport)}
    lasting = any(id(found) not in passing for found in node.find_all(_SETTING))
    return not lasting and "self" not in find_undeclared(node.body, ("self",))


def _finder(template: nodes.Expr) -> str:
    """The method that finds a template by this: by one name, by the first of several that is there, or by either."""
    if isinstance(template, nodes.Const):
        named = template.value
        if isinstance(named, str):
            return "get_template"
        return "select_template" if isinstance(named, tuple | list) else "get_or_select_template"
    return "select_template" if isinstance(template, nodes.Tuple | nodes.List) else "get_or_select_template"
