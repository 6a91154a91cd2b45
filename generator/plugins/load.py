"""The modules that settings name to the plugins in them, with a digest of what they are made of."""

import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from importlib import invalidate_caches
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

from generator.errors import Place, Problem
from generator.model import Mark
from generator.notation import clip, nearest
from generator.plugins.scrutiny import UnusablePluginError, check, check_clashes
from generator.plugins.seams import Loaded, Plugin, Plugins


class _Fresh(SourceFileLoader):
    """A module from its source alone: a compiled file beside it may be of an older one."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        code: CodeType = self.source_to_code(self.get_data(path), path)
        return code


def load_plugins(
    names: tuple[str, ...], *, project: Path, marks: Mapping[str, Mark], settings: str = "content/site.yaml"
) -> Plugins:
    """The plugins of the named modules; what is wrong with one is told at the settings' place.

    A module is looked for in the project's `plugins/`, then in the project, then wherever Python imports from. One in
    `plugins/` can import those beside it: `from .helper import words`.
    """
    loaded: list[Loaded] = []
    problems: list[Problem] = []
    digest = blake2b(digest_size=16)
    for number, name in enumerate(names):
        mark = marks.get(f"plugins.{number}", Mark(0, 0))
        place = Place(settings, mark.line, mark.column)
        try:
            plugin = _plugin(name, project, digest.update)
            check(plugin)
            check_clashes(plugin, loaded)
            loaded.append(Loaded(name, plugin, place))
        except UnusablePluginError as error:
            problems.append(Problem(place=place, message=f"the plugin {name}: {error}", width=mark.width))
    return Plugins(loaded=tuple(loaded), digest=digest.hexdigest() if names else "", problems=tuple(problems))


def _plugin(name: str, project: Path, feed: Callable[[bytes], None]) -> Plugin:
    spec = _spec(name, project)
    if spec is None or spec.origin is None:
        raise UnusablePluginError("there is no such module, neither in plugins/ nor installed")
    origin = Path(spec.origin)
    package = _package(origin, project)
    feed(name.encode() + b"\0")
    module = _module(spec, spec.origin, package=package, digest=_digest(origin, package, feed))
    held = [value for value in vars(module).values() if isinstance(value, Plugin)]
    if len(held) != 1:
        raise UnusablePluginError(f"the module holds {len(held) or 'no'} values of the type Plugin; one is needed")
    return held[0]


def _spec(name: str, project: Path) -> ModuleSpec | None:
    parts = Path(*name.split("."))
    for folder in (project / "plugins", project):
        for file in (folder / parts.with_suffix(".py"), folder / parts / "__init__.py"):
            if file.is_file():
                return spec_from_file_location(name, file)
    try:
        return find_spec(name)
    except (ImportError, ValueError):
        return None


def _package(file: Path, project: Path) -> Path | None:
    """The folder whose modules a plugin can import by a dot: its own if it is a package, or lies in `plugins/`."""
    is_package = file.name == "__init__.py" or file.is_relative_to(project / "plugins")
    return file.parent if is_package else None


def _digest(file: Path, package: Path | None, feed: Callable[[bytes], None]) -> str:
    """A short digest of a module and all those that it can import by a dot; the same bytes go to `feed`."""
    files = sorted(package.rglob("*.py")) if package else [file]
    own = blake2b(digest_size=8)
    for path in files:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise UnusablePluginError(f"{path.name} cannot be read: {error.strerror}") from error
        for part in (path.relative_to(file.parent).as_posix().encode(), b"\0%d\0" % len(data), data):
            feed(part)
            own.update(part)
    return own.hexdigest()


def _module(spec: ModuleSpec, origin: str, *, package: Path | None, digest: str) -> ModuleType:
    """The module, run once for each state of its source, under a name that no other project's module bears."""
    name = f"byline_plugin_{re.sub(r'[^0-9A-Za-z_]', '_', spec.name)}_{digest}"
    if name in sys.modules:
        return sys.modules[name]
    loader = _Fresh(name, origin) if origin.endswith(".py") else None
    own = spec_from_file_location(
        name, origin, loader=loader, submodule_search_locations=[str(package)] if package else None
    )
    if own is None or own.loader is None:
        raise UnusablePluginError("this is not a module of Python")
    module = module_from_spec(own)
    sys.modules[name] = module
    try:
        with _without_leftovers():
            own.loader.exec_module(module)
    except (Exception, SystemExit) as error:  # it is others' code: whatever it raises is its own mistake
        for loaded in [known for known in sys.modules if known == name or known.startswith(f"{name}.")]:
            del sys.modules[loaded]
        raise UnusablePluginError(_told(error, origin, package)) from error
    return module


@contextmanager
def _without_leftovers() -> Iterator[None]:
    """Write no compiled file beside a source: after the next edit within a second, it would pass for the new one."""
    invalidate_caches()
    wont = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = wont


def _told(error: BaseException, origin: str, package: Path | None) -> str:
    """What running a plugin's module raised; where it named a seam that is none, those there are."""
    found = re.search(r"Unexpected keyword argument '(\w+)'", str(error))
    if isinstance(error, TypeError) and found:
        seams = Plugin.__struct_fields__
        near = nearest(found[1], seams)
        remedy = f"did you mean {near}?" if near else f"there are {', '.join(seams)}"
        return f"{found[1]} is not a seam; {remedy}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == origin]
    if isinstance(error, SyntaxError) and error.filename == origin:
        lines.append(error.lineno)
    where = f" in line {lines[-1]}" if lines else ""
    if isinstance(error, ModuleNotFoundError) and error.name and package and (package / f"{error.name}.py").is_file():
        return f"the module {error.name} lies beside it{where}; write: from .{error.name} import …"
    return f"{type(error).__name__}{where}: {clip(str(error))}"
