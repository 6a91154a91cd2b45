"""What a plugin is: a frozen value with a few optional pure functions, and all of a publication's together."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from generator.errors import Place, Problem, Stop
from generator.model import Page, Piece
from generator.notation import clip

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


UNKNOWN = "*"
"""Among the filters' names where a plugin could not be loaded: what else it would have offered, nobody knows."""


class Plugin(Struct, frozen=True, kw_only=True):
    """A few optional pure functions, each at a place where a value passes already."""

    markdown: Callable[["MarkdownIt"], None] | None = None
    """Teach the Markdown parser."""
    article: Callable[[Piece], Piece] | None = None
    """Turn a piece into a new one."""
    pages: Callable[[Any], tuple[Page, ...]] | None = None
    """Pages to add, from the library."""
    names: dict[str, Any] = field(default_factory=dict)
    """More values that every template may read."""
    filters: dict[str, Callable[..., Any]] = field(default_factory=dict)
    """More filters, pure in their arguments."""


class Loaded(Struct, frozen=True):
    """A plugin with its module's name, and where the settings give it."""

    name: str
    plugin: Plugin
    place: Place


class Plugins(Struct, frozen=True, kw_only=True):
    """The plugins of a publication, in the order of its settings."""

    loaded: tuple[Loaded, ...] = ()
    digest: str = ""
    """Of their names and sources; empty where there are none."""
    problems: tuple[Problem, ...] = ()

    @property
    def names(self) -> dict[str, Any]:
        """The values that templates may read besides Byline's own."""
        return {name: value for one in self.loaded for name, value in one.plugin.names.items()}

    @property
    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters that templates may use besides Byline's own; see `UNKNOWN`."""
        made = {name: made for one in self.loaded for name, made in one.plugin.filters.items()}
        return made | ({UNKNOWN: str} if self.problems else {})

    @property
    def teachers(self) -> tuple[Callable[["MarkdownIt"], None], ...]:
        """What plugins teach the Markdown parser, by which a parser that was taught can be known again."""
        return tuple(one.plugin.markdown for one in self.loaded if one.plugin.markdown is not None)

    def teach(self, parser: "MarkdownIt") -> None:
        """Let each plugin teach a Markdown parser. Raises Stop."""
        for one in self.loaded:
            if one.plugin.markdown is not None:
                _called(one, "markdown", one.plugin.markdown, parser)

    def rewritten(self, piece: Piece) -> Piece:
        """The piece as the plugins, one after the other, want it. Raises Stop."""
        for one in self.loaded:
            if one.plugin.article is not None:
                answer = _called(one, "article", one.plugin.article, piece)
                if not isinstance(answer, Piece):
                    raise Stop(_problem(one, f"article gave a {type(answer).__name__}, not a Piece", piece))
                piece = answer
        return piece

    def pages(self, library: object) -> tuple[Page, ...]:
        """The pages that plugins add. Raises Stop."""
        added: list[Page] = []
        for one in self.loaded:
            if one.plugin.pages is not None:
                answer = _called(one, "pages", one.plugin.pages, library)
                if not isinstance(answer, tuple) or not all(isinstance(page, Page) for page in answer):
                    raise Stop(_problem(one, "pages gave something else than a tuple of Pages", library))
                added += answer
        return tuple(added)


def _called(one: Loaded, seam: str, made: Callable[[Any], Any], value: object) -> Any:
    try:
        return made(value)
    except Exception as error:  # it is others' code: whatever it raises is its own mistake
        raise Stop(_problem(one, f"{seam} failed: {type(error).__name__}: {clip(str(error))}", value)) from error


def _problem(one: Loaded, message: str, value: object) -> Problem:
    other = Place(value.path) if isinstance(value, Piece) else None
    return Problem(place=one.place, message=f"the plugin {one.name}: {message}", width=len(one.name), other=other)
