"""A press and a job to the bytes of one file of the site."""

import re
from collections.abc import Iterable, Mapping
from typing import NoReturn

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import TemplateError
from msgspec.structs import replace

from generator.errors import Place, Problem, Stop
from generator.model import Job
from generator.sentences import Unsayable
from generator.theme.discourse import remarks_feed
from generator.theme.environment import Unprintable, page
from generator.theme.feeds import atom, json_feed
from generator.theme.filters import Wrong
from generator.theme.llms import llms
from generator.theme.materialise import materialised
from generator.theme.press import Press
from generator.theme.redirects import redirect
from generator.theme.sitemaps import news, sitemap
from generator.theme.spots import told
from generator.theme.templates import Source

_GOES_WRONG = (TemplateError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)
"""What an expression in a template can raise."""


def render(press: Press, job: Job) -> bytes:
    """The bytes of the file that a job makes (any but a `copy`). Raises Stop where the theme needs mending, Lost where
    a text is no longer in the store."""
    match job.maker:
        case "template":
            return _page(press, job)
        case "atom":
            return atom(job.held["feed"], press.store.get, press.entries)
        case "json":
            return json_feed(job.held["feed"], press.store.get, press.entries)
        case "remarks":
            return remarks_feed(job.held["discussion"])
        case "sitemap":
            return sitemap(job.held["sitemap"])
        case "llms":
            return llms(job.held["llms"])
        case "news":
            return news(job.held["news"])
        case "redirect":
            return redirect(job.held["redirect"], press.voice(job.held["redirect"].lang).sentences)
        case "text":
            text: str = job.held["text"]
            return text.encode()
    raise ValueError(f"no maker is called {job.maker}")


def one_page_each(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems of many pages, with those that are the same mistake in a template told once, for the first page."""
    kept: dict[Problem, Problem] = {}
    for problem in problems:
        kept.setdefault(replace(problem, other=None), problem)
    return tuple(kept.values())


def _page(press: Press, job: Job) -> bytes:
    held = {name: materialised(value, press.store.get, press.standing) for name, value in job.held.items()}
    view = held.get("page")
    language = view.lang if view is not None else press.settings.language
    try:
        return page(press.template(job.template, language=language), held)
    except _GOES_WRONG as error:
        _tell(error, press.theme.templates, job)


def _tell(error: Exception, templates: Mapping[str, Source], job: Job) -> NoReturn:
    """Stop with the template and the line that an error comes from, and the page that was being made."""
    page = Place(job.source or job.path)
    source, line = _where(error, templates, job.template)
    message, _, hint = _explained(error).partition("\n")
    word = re.search(r"`(\w+)`", message) if isinstance(error, UndefinedError | Wrong | Unsayable) else None
    word = re.search(r"`\w+` has no `(\w+)`| has no `(\w+)`|`(\w+)`", message) if word else None
    shown = next((group for group in word.groups() if group), "") if word else ""
    if source is None:
        raise Stop(Problem(place=Place(job.template), message=message, hint=hint, other=page)) from error
    raise Stop(told(source, line, message, word=shown, hint=hint, other=page)) from error


def _where(error: Exception, templates: Mapping[str, Source], template: str) -> tuple[Source | None, int]:
    """The innermost line of a template that was running."""
    sources = {source.path: source for source in templates.values()}
    if isinstance(error, TemplateSyntaxError) and error.filename in sources:
        return sources[error.filename or ""], error.lineno
    found: Source | None = templates.get(template)
    line = 1 if found else 0
    trace = error.__traceback__
    while trace is not None:
        running = sources.get(trace.tb_frame.f_code.co_filename)
        if running is not None:
            found, line = running, trace.tb_lineno
        trace = trace.tb_next
    return found, line


def _explained(error: Exception) -> str:
    """What went wrong, as one who writes templates would say it; a hint may follow on a second line."""
    if isinstance(error, TemplateNotFound):
        return f"the theme has no template '{error.name}'"
    if isinstance(error, UndefinedError | Unprintable | Wrong | Unsayable | TemplateSyntaxError):
        return str(error.args[0] if error.args else error).rstrip(".")
    if isinstance(error, RecursionError):
        return "this goes round in a ring, or is nested too deeply"
    return f"this cannot be done: {error}".rstrip(".")
