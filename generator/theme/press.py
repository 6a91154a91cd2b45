"""What a worker needs to turn jobs into bytes: a theme's templates compiled once, an environment for each language."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, Template
from jinja2.exceptions import TemplateError

from generator.engine.store import Store
from generator.notation import clip
from generator.sentences import load_sentences
from generator.settings import Settings
from generator.theme.edition import edition_of as edition_of
from generator.theme.environment import Codes, environment
from generator.theme.filters import Voice, Wrong, filters_for, sentence_for
from generator.theme.materialise import Frozen
from generator.theme.once import Memory
from generator.theme.templates import Theme

Filters = Mapping[str, Callable[..., Any]]

NO_FILTERS: Filters = MappingProxyType({})


class Press:
    """A theme ready to print pages of a publication. It is made from values alone, and crosses processes as them."""

    def __init__(
        self, theme: Theme, settings: Settings, store: Store, filters: Filters, codes: Codes | None = None
    ) -> None:
        self.theme = theme
        self.settings = settings
        self.store = store
        self.filters = dict(filters)
        self._codes = codes or codes_of(theme, filters)
        self._environments: dict[str, Environment] = {}
        self.standing = Frozen()
        self.entries = Memory()
        """Entries of feeds that stand in others as well."""

    def __reduce__(self) -> tuple[type["Press"], tuple[Theme, Settings, Store, Filters]]:
        return Press, (self.theme, self.settings, self.store, self.filters)

    def template(self, name: str, *, language: str) -> Template:
        """A template that speaks a page's language."""
        return self.environment(language).get_template(name)

    def environment(self, language: str) -> Environment:
        """The environment for pages in a language."""
        made = self._environments.get(language)
        if made is None:
            voice = self.voice(language)
            plugged = {name: _guarded(name, made) for name, made in self.filters.items()}
            made = environment(self._codes, filters={**filters_for(voice), **plugged})
            made.globals["_"] = sentence_for(voice)
            self._environments[language] = made
        return made

    def voice(self, language: str) -> Voice:
        settings = self.settings
        return Voice(
            sentences=load_sentences(language, site=settings.language, text=settings.text),
            timezone=settings.timezone,
            url=settings.url,
            prefix=settings.prefix,
            files=self.theme.files,
        )


def _guarded(name: str, filtered: Callable[..., Any]) -> Callable[..., Any]:
    """A plugin's filter, which fails as Byline's own do."""

    def guarded(*args: Any, **values: Any) -> Any:
        try:
            return filtered(*args, **values)
        except TemplateError:
            raise
        except Exception as error:  # it is others' code: whatever it raises is its own mistake
            raise Wrong(f"the plugins' filter `{name}` failed: {type(error).__name__}: {clip(str(error))}") from error

    return guarded


def codes_of(theme: Theme, filters: Filters = NO_FILTERS) -> Codes:
    """A theme's templates, to be compiled; `filters` are those of plugins."""
    return Codes(
        {name: (source.text, source.path) for name, source in theme.templates.items()}, filters=frozenset(filters)
    )


def make_press(
    theme: Theme, settings: Settings, store: Store, *, filters: Filters = NO_FILTERS, codes: Codes | None = None
) -> Press:
    """A press for a publication; `filters` are those of plugins, `codes` the theme's templates if they are at hand."""
    return Press(theme, settings, store, filters, codes)
