"""The one way Byline sets Jinja up, and what it says when a template asks for what is not there."""

import marshal
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from functools import partial
from types import CodeType, FunctionType, MappingProxyType
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateNotFound, pass_eval_context
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateError
from jinja2.filters import FILTERS
from jinja2.nodes import EvalContext
from jinja2.runtime import BlockReference, Context, Macro, Undefined
from jinja2.utils import missing
from markupsafe import Markup, escape
from msgspec import DecodeError, Struct, ValidationError, msgpack
from msgspec.structs import fields

from generator import model
from generator.engine.digest import digest_bytes
from generator.model import Html
from generator.theme.compositor import Compositor
from generator.theme.offered import OFFERED
from generator.theme.once import Once
from generator.theme.rich import Rich

OURS = ("date", "number", "asset", "absolute", "plain", "json", "linked")
"""Filters that Byline adds."""

SPEAKING = frozenset(["date", "number", "linked"])
"""Those of them that depend on the page's language."""

_GLOBALS = MappingProxyType({name: value for name, value in DEFAULT_NAMESPACE.items() if name != "lipsum"})
_FILTERS = MappingProxyType({name: value for name, value in FILTERS.items() if name != "random"})
_CONSTANT = frozenset([str, int, float, bool, Markup, Html])

NOUNS = frozenset(kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Struct))
"""Types of the content model, none of which has items."""

UNSEEN = frozenset([Html, type(missing)])
"""Types of the values that templates do not see as they are."""

joined = "".join
"""Texts side by side as one."""

marked = partial(str.__new__, Markup)
"""A text that is known to be markup, as Markup."""

Filter = Callable[..., Any]


class Missing(StrictUndefined):
    """A name or attribute that is not there: it can be asked about (`is defined`), and any other use is an error."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        """What is missing, then, on a line of its own, what there is instead."""
        name, within = self._undefined_name, self._undefined_obj
        if self._undefined_hint:
            return self._undefined_hint
        if within is not missing:
            offered = offered_by(within)
            hint = hint_for(str(name), offered) if offered else ""
            return f"{_kind_of(within)} has no `{name}`\n{hint}"
        return not_offered(str(name))


def not_offered(name: str) -> str:
    """The message, and on a second line the hint, for a name that is not handed to a page."""
    kinds = [kind for kind, names in OFFERED.items() if name in names]
    if kinds:
        return f"`{name}` is not offered to this page\nit is offered to: {', '.join(sorted(kinds))}"
    return f"`{name}` is not the name of anything\n{hint_for(name, all_names())}"


def all_names() -> tuple[str, ...]:
    """Every name that is offered to some kind of page."""
    return tuple(sorted(frozenset().union(*OFFERED.values())))


def hint_for(name: str, offered: tuple[str, ...]) -> str:
    """The nearest of the names offered, and all of them."""
    near = get_close_matches(name, offered, n=1)
    return (f"did you mean `{near[0]}`? " if near else "") + "offered are: " + ", ".join(offered)


def offered_by(value: object) -> tuple[str, ...]:
    """What may be asked of a value by name."""
    if isinstance(value, Struct):
        return tuple(field.name for field in fields(value))
    if isinstance(value, Mapping):
        return tuple(str(key) for key in value)
    if isinstance(value, TemplateModule):
        return tuple(key for key in vars(value) if not key.startswith("_"))
    return ()


def _kind_of(value: object) -> str:
    if value is None:
        return "nothing (none)"
    if isinstance(value, Struct):
        name = type(value).__name__
        return f"an {name}" if name[0] in "AEIOU" else f"a {name}"
    if isinstance(value, Mapping):
        return "this mapping"
    return {str: "a text", Markup: "a text", int: "a number", float: "a number", tuple: "a list", list: "a list"}.get(
        type(value), f"a {type(value).__name__}"
    )


class Letterpress(Environment):
    """A Jinja environment that hands out markup as texts."""

    code_generator_class = Compositor
    once: Once
    sheets: dict[str, Template]
    """Templates that were asked for, by name; none is ever loaded anew."""

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        if globals is not None or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self.sheets.get(name)
        if found is None:
            found = self.sheets[name] = super().get_template(name, parent)
        return found

    def getattr(self, obj: Any, attribute: str) -> Any:
        return answer(self, obj, attribute, getattr(obj, attribute, missing))

    def getitem(self, obj: Any, argument: Any) -> Any:
        if type(obj) in NOUNS and type(argument) is str and (value := getattr(obj, argument, missing)) is not missing:
            return _rich(value) if type(value) is Html else value
        value = super().getitem(obj, argument)
        return _rich(value) if type(value) is Html else value


def _rich(value: Html) -> Rich:
    return str.__new__(Rich, value.html)


def answer(environment: Environment, obj: Any, attribute: str, value: Any) -> Any:
    """What a value answers when it is asked for an attribute; `value` is what it holds under this name, or missing."""
    if value is missing:
        if type(obj) is MappingProxyType and (value := obj.get(attribute, missing)) is not missing:
            return value
        return Environment.getattr(environment, obj, attribute)
    return _rich(value) if type(value) is Html else value


class Unprintable(TypeError):
    """A value that a template writes out although it is no text."""


def printed(value: Any) -> str:
    """A value as a template writes it out: text escaped, markup as it is, nothing for None. Raises Unprintable.

    It stands in for Jinja's `escape`, so that one call does the work of two.
    """
    kind = type(value)
    if kind is str:
        # Five searches for one letter each, which are done in C, take less than one for any of the five.
        if "&" in value or "<" in value or ">" in value or '"' in value or "'" in value:
            return escape(value)
        text: str = value
        return text
    if kind is Markup or kind is Rich:
        markup: str = value
        return markup
    if kind is Html:
        html: str = value.html
        return html
    if value is None:
        return ""
    if kind is int or kind is float or kind is bool:
        return str(value)
    return _printed_rarely(value)


def _printed_rarely(value: Any) -> str:
    if isinstance(value, str | Undefined) or hasattr(value, "__html__"):
        return escape(value)
    if isinstance(value, date):
        raise Unprintable("this is a point in time\nwrite it as a date: {{ … | date }}")
    offered = offered_by(value)
    hint = f"\nwrite one of its: {', '.join(offered)}" if offered else ""
    raise Unprintable(f"this is {_kind_of(value)}, which is no text{hint}")


class Stamp(Macro):
    """A macro as the compositor's code has it."""

    def __init__(self, environment: Environment, *args: Any) -> None:
        super().__init__(environment, *args)
        self._is_simple = not (self.caller or self.catch_kwargs or self.catch_varargs or self.explicit_caller)
        self._left: dict[tuple[Any, ...], tuple[str, ...] | None] = {}
        """By how many arguments are handed over without a name, and the names of the others: the names of all that are
        not among the former; None where they are not what the macro takes."""

    @pass_eval_context
    def __call__(self, *args: Any, **values: Any) -> str:
        if not (args and type(args[0]) is EvalContext and self._is_simple):
            return super().__call__(*args, **values)
        way = (len(args), *values)
        if way not in self._left:
            self._left[way] = self._left_by(len(args) - 1, values)
        left = self._left[way]
        if left is None:
            return super().__call__(*args, **values)
        text = self._func(*args[1:], *[values.get(name, missing) for name in left])
        return marked(text) if args[0].autoescape else text

    def _left_by(self, count: int, values: Mapping[str, Any]) -> tuple[str, ...] | None:
        rest = tuple(self.arguments[count:])
        return rest if count <= len(self.arguments) and values.keys() <= set(rest) else None

    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:
        text = self._func(*arguments)
        return marked(text) if autoescape else text


def included(template: Template, context: Context, within: dict[str, Any]) -> Iterable[str]:
    """The texts of a template that another includes, `within` being what that one sees besides its context.

    A template that sets nothing for itself can be handed the very context.
    """
    root: Any = template.root_render_func
    if root.is_bare and not within and context.eval_ctx.autoescape:
        seen = context
    else:
        seen = template.new_context(context.get_all(), True, within)
    texts: Iterable[str] = root(seen)
    return texts


def called(
    context: Context,
    loop: dict[str, Any] | None,
    block: dict[str, Any] | None,
    target: Any,
    /,
    *args: Any,
    **values: Any,
) -> Any:
    """What a call gives. Plain functions are not asked each time what they want to be handed, and macros are called but
    once for the same values; anything else may want to see what is set in the loop and the block around it.
    """
    kind = type(target)
    if kind is Stamp:
        once: Once = context.environment.once  # type: ignore[attr-defined]  # it is a Letterpress
        return once.call(target, context.eval_ctx, args, values)
    if kind is FunctionType and not hasattr(target, "jinja_pass_arg"):
        return target(*args, **values)
    if kind is BlockReference and not (args or values):
        return target()
    if loop is not None:
        values["_loop_vars"] = loop
    if block is not None:
        values["_block_vars"] = block
    return context.call(target, *args, **values)


class Sheet(Template):
    """A template whose module, when imported without context, cannot carry anything from one page to the next."""

    environment: Letterpress

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self._module is not None:
            return self._module
        context = self.new_context(None)
        module = TemplateModule(self, context)
        if all(_is_constant(value) for value in context.vars.values()):
            self._module = module
            for value in context.vars.values():
                if isinstance(value, Macro):
                    self.environment.once.keep(value)
        return module


def page(template: Template, held: Mapping[str, Any]) -> bytes:
    """The page that a template makes of what it is handed, with a line's end at its end.

    Its texts are encoded one by one: most are ASCII and are but copied, where one dash would make all of them wide.
    """
    context = template.new_context(dict(held))
    try:
        texts = [*template.root_render_func(context), "\n"]
    except Exception:
        template.environment.handle_exception()
    try:
        return b"".join(map(str.encode, texts))
    except UnicodeEncodeError:
        return "".join(texts).encode()  # which fails as well, and says where on the page


def _is_constant(value: object) -> bool:
    return value is None or type(value) in _CONSTANT or isinstance(value, Macro)


class _Kept(Struct, frozen=True):
    """Codes of templates."""

    key: str
    codes: dict[str, bytes]
    """As `marshal` writes them."""


class Codes(BaseLoader):
    """Templates by name, each compiled once, whatever the number of languages they are printed in."""

    def __init__(self, sources: Mapping[str, tuple[str, str]], *, filters: Iterable[str] = ()) -> None:
        """`sources`: the name of a template to its source and the path that messages give; `filters`: of plugins."""
        self.sources = sources
        self._compiler = parser(filters, loader=self)
        self._codes: dict[str, CodeType] = {}
        self._kept: dict[str, bytes] = {}
        """Those that are recalled, by name."""
        self._key = digest_bytes(msgpack.encode((sorted(sources.items()), sorted(filters))))
        """Of all that they are compiled from, besides the versions of Byline, Jinja and Python."""
        self.are_new = False
        """Whether some were compiled that had not been kept."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template not in self.sources:
            raise TemplateNotFound(template)
        source, path = self.sources[template]
        return source, path, lambda: True

    def compile(self, names: Iterable[str]) -> None:
        """Compile these templates now, so that workers inherit them; one that cannot be is left as it is."""
        for name in names:
            with suppress(TemplateError, RecursionError):
                self._code(name)

    def _code(self, name: str) -> CodeType:
        """The code of a template, which is compiled now if it is new."""
        code = self._codes.get(name)
        if code is None and name in self._kept:
            code = self._codes[name] = marshal.loads(self._kept[name])
        if code is None:
            code = self._codes[name] = self._compiled(name)
            self.are_new = True
        return code

    def kept(self) -> bytes:
        """What has been compiled, to be recalled by the same versions of Byline, Jinja and Python."""
        codes = {name: marshal.dumps(code) for name, code in self._codes.items()}
        return msgpack.encode(_Kept(self._key, {**self._kept, **codes}))

    def recall(self, data: bytes | None) -> bool:
        """Take over what was kept, if it was compiled from the same; whether it was. It must be what `kept` gave."""
        try:
            kept = msgpack.decode(data, type=_Kept) if data else None
        except (DecodeError, ValidationError):
            return False
        if kept is None or kept.key != self._key:
            return False
        self._kept = kept.codes
        return True

    def _compiled(self, name: str) -> CodeType:
        """The code of a template, made where filters only raise, so that no language's answer is folded into it."""
        source, path, _ = self.get_source(self._compiler, name)
        return self._compiler.compile(source, name, path)

    def load(self, environment: Environment, name: str, globals: Any = None) -> Template:  # noqa: A002
        code = self._code(name)
        return environment.template_class.from_code(environment, code, dict(globals or {}), None)


def environment(loader: BaseLoader | None = None, *, filters: Mapping[str, Filter] | None = None) -> Environment:
    """A Jinja environment; without `filters` one that can parse and compile, but not render."""
    made = Letterpress(
        autoescape=True,
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        optimized=False,  # folding constants costs more than it ever saves here
        loader=loader,
    )
    made.once = Once()
    made.sheets = {}
    made.template_class = Sheet
    made.globals = dict(_GLOBALS) | {"_": _unready}
    made.filters = dict(_FILTERS) | dict(filters or dict.fromkeys(OURS, _unready))
    return made


def parser(filters: Iterable[str], *, loader: BaseLoader | None = None) -> Environment:
    """An environment that can parse and compile, but not render, and knows the filters of plugins by name."""
    made = environment(loader)
    made.filters |= dict.fromkeys(filters, _unready)
    return made


def _unready(*_args: object, **_values: object) -> object:
    raise TypeError("this filter is not there before rendering")
