"""A project to what is settled before anything is read: its settings, plugins, theme and sentences."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.build.extras import missing_extras
from generator.build.request import SETTINGS, TAGS, Request
from generator.engine.files import told
from generator.engine.ledger import Ledger
from generator.errors import Place, Problem, Stop, Usage
from generator.model import Mark, TagNote
from generator.plugins import Plugins, load_plugins
from generator.sentences import Sentences, Unsayable, load_sentences, say, wrong_keys
from generator.settings import Settings, UnusableError, load_settings, site_address
from generator.source.decode import decode
from generator.source.tags import read_tags
from generator.theme.manifest import option_values
from generator.theme.offered import OFFERED
from generator.theme.reads import Reads
from generator.theme.study import Study, study
from generator.theme.templates import Theme, load_theme, theme_folders

_REQUIRED = {"title": "'-'", "url": "https://example.invalid/", "language": "en", "timezone": "UTC"}
"""What stands in for settings that are missing or wrong, so that the rest can still be judged."""

_FALLBACK = Settings(title="-", url="https://example.invalid/", prefix="", language="en", timezone="UTC")


class Settled(Struct, frozen=True, kw_only=True):
    """What a publication is made with."""

    settings: Settings
    plugins: Plugins
    theme: Theme | None
    """None where it cannot be used; a problem says why."""
    options: Mapping[str, Any]
    """The values of the theme's options."""
    study: Study | None
    """Of the theme."""
    tags: tuple[TagNote, ...]
    problems: tuple[Problem, ...]

    @property
    def reads(self) -> dict[str, Reads]:
        """By template."""
        return self.study.reads if self.study else {}


def settle(request: Request, ledger: Ledger, *, meanwhile: Callable[[], None] | None = None) -> Settled:
    """Load everything but the publication's texts; every problem is told. The ledger remembers what the theme is; one
    that it does not know is studied by another process, and `meanwhile` done by this one."""
    settings, problems = _settings(request)
    plugins = load_plugins(settings.plugins, project=Path(request.project), marks=settings.marks)
    theme, studied, theme_problems = _theme(settings, plugins, request.project, ledger, meanwhile)
    declared = theme.options if theme else {}
    options, wrong = option_values(declared, settings.theme_options, path=SETTINGS, marks=settings.marks)
    tags, tag_problems = _tags(request.project)
    return Settled(
        settings=settings,
        plugins=plugins,
        theme=theme,
        options=dict(options),
        study=studied,
        tags=tags,
        problems=(
            *problems,
            *_sentence_problems(settings),
            *plugins.problems,
            *theme_problems,
            *(wrong if theme else ()),
            *tag_problems,
            *missing_extras(settings),
        ),
    )


def text_of(project: str, path: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of a file that a build reads by itself; None where it is no text."""
    with told("read", path):
        data = Path(project, path).read_bytes()
    try:
        return decode(data, path=path, size=len(data)), ()
    except Stop as stop:
        return None, stop.problems


def speaker(settings: Settings) -> Callable[[str, str], str]:
    """A language and a key to a sentence of the interface."""
    spoken: dict[str, Sentences] = {}

    def speak(language: str, key: str) -> str:
        if language not in spoken:
            spoken[language] = load_sentences(language, site=settings.language, text=settings.text)
        try:
            return say(spoken[language], key)
        except Unsayable:
            return key.rpartition(".")[2]

    return speak


def _settings(request: Request) -> tuple[Settings, list[Problem]]:
    text, unusable = text_of(request.project, SETTINGS)
    if text is None:
        return _FALLBACK, list(unusable)
    settings, problems = load_settings(text, path=SETTINGS)
    settings = settings or _completed(text, problems)
    if request.url:
        try:
            url, prefix = site_address(request.url)
        except UnusableError as error:
            raise Usage(f"--url {request.url} {error.message}; {error.hint}") from error
        settings = replace(settings, url=url, prefix=prefix)
    return settings, list(problems)


def _completed(text: str, problems: Sequence[Problem]) -> Settings:
    """Settings that cannot be used, with what is amiss in them made up: the kinds of piece, say, still hold."""
    amiss = [key for key in _REQUIRED if any(problem.message.startswith(f"{key} ") for problem in problems)]
    for keys in (amiss, list(_REQUIRED)):
        rest = re.sub(rf"^(?:{'|'.join(keys)}):.*$", "", text, flags=re.MULTILINE) if keys else text
        made_up = "".join(f"{key}: {_REQUIRED[key]}\n" for key in keys)
        settings, _problems = load_settings(f"{rest}\n{made_up}", path=SETTINGS)
        if settings:
            return settings
    return _FALLBACK


def _sentence_problems(settings: Settings) -> tuple[Problem, ...]:
    """What is wrong with the publication's own sentences."""
    problems = []
    for key, message in wrong_keys(settings.text):
        mark = settings.marks.get(f"text.{key}", Mark(1, 0))
        place = Place(SETTINGS, mark.line, mark.column)
        hint = "the keys are those of generator/text/en.yaml in Byline's source"
        problems.append(Problem(place=place, message=message, hint=hint, width=mark.width))
    return tuple(problems)


def _tags(project: str) -> tuple[tuple[TagNote, ...], tuple[Problem, ...]]:
    if not Path(project, TAGS).is_file():
        return (), ()
    text, problems = text_of(project, TAGS)
    return read_tags(text, path=TAGS) if text is not None else ((), problems)


def _theme(
    settings: Settings, plugins: Plugins, project: str, ledger: Ledger, meanwhile: Callable[[], None] | None
) -> tuple[Theme | None, Study | None, tuple[Problem, ...]]:
    """The theme, what its templates read, and what is wrong with it."""
    mark = settings.marks.get("theme", Mark(1, 0))
    place = Place(SETTINGS, mark.line, mark.column)
    try:
        theme = load_theme(settings.theme, theme_folders(Path(project)), place=place)
    except Stop as stop:
        return None, None, stop.problems
    offered = {kind: names | plugins.names.keys() for kind, names in OFFERED.items()}
    studied = study(
        theme,
        offered=offered,
        filters=plugins.filters,
        recalled=ledger.note("study"),
        keep=partial(ledger.put_note, "study"),
        meanwhile=meanwhile,
    )
    return theme, studied, studied.problems
