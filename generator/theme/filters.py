"""The filters and the one function that Byline adds to Jinja, bound to a language and a publication."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import (
    PATTERN_CHARS,
    DateTimeFormat,
    DateTimePattern,
    format_datetime,
    format_time,
    match_skeleton,
)
from markupsafe import Markup, escape
from msgspec import Struct

from generator.model import Article, Comments, Html, PageView, Person, SiteView
from generator.sentences import Sentences, choose, number_text, say, sentence_parts, value_of, written
from generator.theme.assets import StaticFile
from generator.theme.linked import linked
from generator.theme.rich import Rich
from generator.theme.sieves import SIEVES

DATE_FORMS = ("long", "short", "medium", "full", "month", "day", "iso", "time")
"""What `date` can be asked for by name; anything else is one of CLDR's patterns."""

SENTENCES = 4096
"""Sentences, with the values in them, that are kept for each language."""

_TELLING = frozenset([str, int, bool, Markup, Rich])
"""Values of which two that are equal read the same, if they are of one type."""

_SKELETONS = {"short": "yMMMd", "month": "yMMMM"}
_CALENDAR = frozenset([*_SKELETONS, "long", "medium", "full"])
"""Forms that show no more of a point in time than its day."""

_DAY_LETTERS = frozenset("GyYuQqMLwWdDFEec")
"""The letters of CLDR's patterns that stand for parts of a date, and not of the time of day."""

_QUOTED = re.compile(r"'[^']*'")
_TAG = re.compile(r"<(?:!--.*?--|[^>]*)>", re.DOTALL)
_RISKY = {ord(char): f"\\u{ord(char):04x}" for char in "<>&'\u2028\u2029"}


class Wrong(ValueError):
    """Something a template handed to a filter that the filter cannot take; a hint may stand on a second line."""


class Voice(Struct, frozen=True, kw_only=True):
    """In what language a page speaks, and for which publication."""

    sentences: Sentences
    timezone: str
    url: str
    """Of the publication, absolute, with a slash at its end."""
    prefix: str
    files: Mapping[str, StaticFile]


def filters_for(voice: Voice) -> dict[str, Callable[..., Any]]:
    """The filters by name."""
    locale = voice.sentences.locale
    address = urlsplit(voice.url)
    origin = f"{address.scheme}://{address.netloc}"
    assets = {name: voice.prefix + file.url for name, file in voice.files.items()}

    def date_(value: object, form: str = "long") -> str:
        if value is None:
            return ""
        if not isinstance(value, date):
            raise Wrong(f"`date` was handed {value!r:.60}, which is no date")
        return date_text(value, form, locale, voice.timezone)

    def number(value: object) -> str:
        if not isinstance(value, int | float):
            raise Wrong(f"`number` was handed {value!r:.60}, which is no number")
        return number_text(value, locale)

    def asset(name: object) -> str:
        url = assets.get(str(name))
        if url is None:
            raise Wrong(f"the theme has no static file '{name}'")
        return url

    def absolute(value: object) -> str:
        url = str(value)
        if url.startswith("//"):
            return f"{address.scheme}:{url}"
        return origin + url if url.startswith("/") else url

    ours = {"date": date_, "number": number, "asset": asset, "absolute": absolute, "plain": plain, "json": as_json}
    return {**ours, **SIEVES, "striptags": striptags, "linked": linked_for(voice)}


def linked_for(voice: Voice) -> Callable[..., Markup]:
    """The filter `linked`: `{{ page|linked(site, article=article, comments=comments) }}` is the page's JSON-LD."""
    wanted = {"article": Article, "comments": Comments, "author": Person, "listing": tuple}

    def named(key: str) -> str:
        return say(voice.sentences, key)

    def linked_(page: object, site: object = None, **others: object) -> Markup:
        if not isinstance(page, PageView) or not isinstance(site, SiteView):
            raise Wrong("`linked` wants the page and the site\nwrite it as {{ page|linked(site) }}")
        for name, value in others.items():
            if name not in wanted:
                raise Wrong(f"`linked` takes no {name}\nit takes: {', '.join(wanted)}")
            if value is not None and not isinstance(value, wanted[name]):
                raise Wrong(f"`linked` was handed a {type(value).__name__} as {name}")
        return linked(page, site, say=named, **others)  # type: ignore[arg-type]  # just checked

    return linked_


def sentence_for(voice: Voice) -> Callable[..., Markup]:
    """The function `_`: a key and its values to a sentence, in which values that are no markup are escaped."""
    sentences = voice.sentences
    known: dict[object, Markup] = {}

    def sentence(key: str, **values: object) -> Markup:
        if not values and type(key) is str:
            return known.get(key) or known.setdefault(key, _sentence(sentences, key, values))
        kinds = tuple(map(type, values.values()))
        if not _TELLING.issuperset(kinds) or not isinstance(key, str):
            return _sentence(sentences, key, values)
        told = (key, *values, *values.values(), *kinds)
        said = known.get(told)
        if said is None:
            said = _sentence(sentences, key, values)
            if len(known) >= SENTENCES:
                known.clear()
            known[told] = said
        return said

    return sentence


def _sentence(sentences: Sentences, key: str, values: Mapping[str, object]) -> Markup:
    parts = _escaped_parts(choose(sentences, str(key), number=values.get("n")))
    if len(parts) == 1:
        return parts[0]
    return Markup("").join(
        _shown(sentences, value_of(values, part, key=key)) if place % 2 else part for place, part in enumerate(parts)
    )


def _shown(sentences: Sentences, value: object) -> Markup:
    return escape(value if hasattr(value, "__html__") else written(sentences, value))


@lru_cache(maxsize=1024)
def _escaped_parts(sentence: str) -> tuple[Markup, ...]:
    return tuple(escape(part) for part in sentence_parts(sentence))


def date_text(value: date, form: str, locale: str, zone: str) -> str:
    """A point in time as `form` writes it, in a language and a time zone; `iso` without a time where it is midnight."""
    day, instant = _placed(value, zone)
    if form in _CALENDAR:
        return _day_text(day, form, locale)
    return instant if form == "iso" else _date_text(value, form, locale, zone)


@lru_cache(maxsize=16384)
def _placed(value: date, zone: str) -> tuple[int, str]:
    """The number of the day that a point in time is on, and how `iso` writes it: what most forms are made from."""
    local = _local(value, _zone(zone))
    is_midnight = not (local.hour or local.minute or local.second)
    return local.toordinal(), local.date().isoformat() if is_midnight else local.isoformat()


@lru_cache(maxsize=16384)
def _date_text(value: date, form: str, locale: str, zone: str) -> str:
    """A point in time in the forms that are seldom asked for."""
    local = _local(value, _zone(zone))
    if form == "day":
        return local.date().isoformat()
    if form == "time":
        return format_time(local, "short", tzinfo=_zone(zone), locale=_locale(locale))
    if _is_of_a_day(form):
        return _day_text(local.toordinal(), form, locale)
    return format_datetime(local, form, tzinfo=_zone(zone), locale=_locale(locale))


_zone = lru_cache(maxsize=64)(ZoneInfo)


@lru_cache(maxsize=64)
def _locale(name: str) -> Locale:
    return Locale.parse(name)


@lru_cache(maxsize=16384)
def _day_text(day: int, form: str, locale: str) -> str:
    """A day, by its number, as `form` writes it: the same for all that is written on this day."""
    if form in _CALENDAR:
        return _pattern(form, locale) % _Day(day, locale)
    return format_datetime(_begun(day), form, tzinfo=UTC, locale=_locale(locale))


@lru_cache(maxsize=256)
def _pattern(form: str, locale: str) -> str:
    """How a locale writes a day, its parts standing by their names."""
    spoken = _locale(locale)
    known, skeleton = spoken.datetime_skeletons, _SKELETONS.get(form, "")
    if skeleton and skeleton not in known:
        skeleton = match_skeleton(skeleton, known) or skeleton
    pattern: DateTimePattern = known[skeleton] if skeleton else spoken.date_formats[form]
    return str(pattern.format)


class _Day:
    """A day as a pattern is filled with it: what it shares with other days is looked up once for all of them."""

    def __init__(self, day: int, locale: str) -> None:
        self._date = date.fromordinal(day)
        self._spoken = locale

    def __getitem__(self, name: str) -> str:
        day = self._date
        if name[0] in "yML":
            return _field(day.year, day.month, 1, name, self._spoken)
        if name[0] == "d":
            return _field(1970, 1, day.day, name, self._spoken)
        return str(DateTimeFormat(day, _locale(self._spoken))[name])


@lru_cache(maxsize=4096)
def _field(year: int, month: int, day: int, name: str, locale: str) -> str:
    """One part of a date as a locale writes it."""
    return str(DateTimeFormat(date(year, month, day), _locale(locale))[name])


def _begun(day: int) -> datetime:
    return datetime.fromordinal(day).replace(tzinfo=UTC)


@lru_cache(maxsize=256)
def _is_of_a_day(pattern: str) -> bool:
    """Whether a pattern of CLDR shows no more of a point in time than its day. Raises Wrong."""
    letters = frozenset("".join(re.findall("[A-Za-z]+", _QUOTED.sub("", pattern))))
    if not letters or not letters.issubset(PATTERN_CHARS):
        raise Wrong(f"`date` has no form '{pattern}'\nit has: {', '.join(DATE_FORMS)}, or a pattern such as 'd MMMM y'")
    return letters <= _DAY_LETTERS


def _local(value: date, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(zone)


def plain(value: object) -> str:
    """Markup without its tags, entities decoded; a text stays as it is. Blanks are single: it may be an attribute."""
    if value is None:
        return ""
    return striptags(value) if hasattr(value, "__html__") else " ".join(str(value).split())


def striptags(value: Any) -> str:
    """Jinja's filter of this name, in a fifth of its time: also a text that is no markup loses its tags."""
    kind = type(value)
    if kind is Html:
        text: str = value.html
    elif kind is Rich or kind is Markup:
        text = str.__str__(value)
    else:
        text = str(value.__html__() if hasattr(value, "__html__") else value)
    text = single_blanks(_TAG.sub("", text) if "<" in text else text)
    return unescape(text) if "&" in text else text


def single_blanks(text: str) -> str:
    """The words of a text with one blank between them: `" ".join(text.split())` in half of its time."""
    text = text.replace("\n", " ")
    if not text.isprintable():  # there are other blanks in it
        return " ".join(text.split())
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


def as_json(value: object) -> Markup:
    """JSON that is safe inside `<script>`; instants as ISO 8601 in UTC, markup as it is."""
    return Markup(json.dumps(value, ensure_ascii=False, default=_json_default).translate(_RISKY))


def _json_default(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Html):
        return value.html
    raise Wrong(f"`json` was handed a {type(value).__name__}, which JSON has no form for")
