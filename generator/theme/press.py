"""What a worker needs to turn jobs into bytes: a theme's templates compiled once, an environment for each language."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, Template

from generator.engine.store import Store
from generator.sentences import load_sentences
from generator.settings import Settings
from generator.theme.edition import edition_of as edition_of
from generator.theme.environment import Codes, environment
from generator.theme.filters import Voice, filters_for, sentence_for
from generator.theme.templates import Theme

Filters = Mapping[str, Callable[..., Any]]

NO_FILTERS: Filters = MappingProxyType({})


class Press:
    """A theme ready to print pages of a publication. It is made from values alone, and crosses processes as them."""

    def __init__(self, theme: Theme, settings: Settings, store: Store, filters: Filters) -> None:
        self.theme = theme
        self.settings = settings
        self.store = store
        self.filters = dict(filters)
        self._codes = Codes({name: (source.text, source.path) for name, source in theme.templates.items()})
        self._environments: dict[str, Environment] = {}

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
            made = environment(self._codes, filters={**filters_for(voice), **self.filters})
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


def make_press(theme: Theme, settings: Settings, store: Store, *, filters: Filters = NO_FILTERS) -> Press:
    """A press for a publication; `filters` are those of plugins."""
    return Press(theme, settings, store, filters)
