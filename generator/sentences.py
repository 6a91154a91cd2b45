"""A key and its values to a sentence of the interface, in the reader's language."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from msgspec import Struct

from generator.errors import Place, Problem
from generator.model import Mark

LANGUAGES = ("en", "zh", "ar", "fr", "de", "es")
"""The languages that Byline's interface speaks."""

FORMS = frozenset(["zero", "one", "two", "few", "many", "other"])
"""The plural forms of CLDR; `zero` is used for nothing at all in every language that writes it."""

_PLACEHOLDER = re.compile(r"\{([a-z]\w*)\}")

Forms = dict[str, str]
"""Plural form to sentence; one without plurals has only `other`."""


class Sentences(Struct, frozen=True, kw_only=True):
    """Every sentence of the interface in one language."""

    language: str
    """A language of the interface, whose plural rules hold."""
    locale: str
    """As numbers and dates are written: `en`, `zh_Hant_TW`."""
    forms: dict[str, Forms]


class Unsayable(LookupError):
    """A key that no sentence has, or a value that a sentence wants and was not given."""


def load_sentences(language: str, *, site: str, text: Mapping[str, Any]) -> Sentences:
    """The sentences for a page in `language` of a publication in `site`, with the publication's own `text` laid over.

    The page's language is used where Byline has it, else the site's, else English. What `text` says is for the site's
    language; below a language tag (`zh: {…}`) it is for that language.
    """
    spoken = interface_language(language) or interface_language(site) or "en"
    forms = dict(built_in(spoken))
    if spoken == (interface_language(site) or "en"):
        forms.update(flatten({key: value for key, value in text.items() if not _is_tag(key, value)}))
    for key, value in text.items():
        if _is_tag(key, value) and interface_language(key) == spoken:
            forms.update(flatten(value))
    return Sentences(language=spoken, locale=_locale_of(language, spoken), forms=forms)


def say(sentences: Sentences, key: str, **values: object) -> str:
    """The sentence as plain text; the value `n` chooses the plural form. Raises Unsayable."""
    parts = sentence_parts(choose(sentences, key, number=values.get("n")))
    return "".join(
        written(sentences, value_of(values, part, key=key)) if place % 2 else part for place, part in enumerate(parts)
    )


def choose(sentences: Sentences, key: str, *, number: object) -> str:
    """The sentence of a key in the plural form that a number asks for, its placeholders unfilled. Raises Unsayable."""
    forms = sentences.forms.get(key)
    if forms is None:
        raise Unsayable(unknown_key(key, sentences.forms))
    other = forms.get("other") or next(iter(forms.values()))
    if len(forms) == 1 or not isinstance(number, int | float):
        return other
    if number == 0 and "zero" in forms:
        return forms["zero"]
    return forms.get(plural_form(number, sentences.language)) or other


def written(sentences: Sentences, value: object) -> str:
    """A value as the language writes it: numbers grouped, anything else as it is."""
    if isinstance(value, int) and not isinstance(value, bool) and not 0 <= value < 1000:
        return number_text(value, sentences.locale)
    return str(value)


def value_of(values: Mapping[str, object], name: str, *, key: str) -> object:
    """The value for a placeholder. Raises Unsayable."""
    if name not in values:
        raise Unsayable(f"the sentence `{key}` needs a value for `{name}`")
    return values[name]


def unknown_key(key: str, known: Mapping[str, object]) -> str:
    """A message that names the nearest key."""
    near = get_close_matches(key, list(known), n=1)
    return f"no sentence has the key `{key}`" + (f"; the nearest is `{near[0]}`" if near else "")


def check_sentences(text: Mapping[str, Any], *, path: str, marks: Mapping[str, Mark]) -> tuple[Problem, ...]:
    """What is wrong with a publication's own sentences; `marks` knows the place of each as `text.KEY`."""
    found: list[Problem] = []
    for key, message in wrong_keys(text):
        mark = marks.get(f"text.{key}", Mark(0, 0))
        found.append(Problem(place=Place(path, mark.line, mark.column), message=message, width=mark.width))
    return tuple(found)


def wrong_keys(text: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong in a publication's own sentences, each as (key as written, message)."""
    known = built_in("en")
    for key, value in text.items():
        inner = value if _is_tag(key, value) else {key: value}
        for flat, forms in flatten(inner).items():
            if flat not in known:
                yield key, unknown_key(flat, known)
            elif "other" not in forms:
                yield key, f"the sentence `{flat}` has plural forms, but not `other`"
            elif strange := sorted(_values_in(forms) - _values_in(known[flat])):
                takes = ", ".join(f"{{{name}}}" for name in sorted(_values_in(known[flat]))) or "none"
                yield key, f"the sentence `{flat}` has no value {{{strange[0]}}}; those it has: {takes}"


def _values_in(forms: Forms) -> set[str]:
    return {name for sentence in forms.values() for name in _PLACEHOLDER.findall(sentence)}


@lru_cache(maxsize=512)
def sentence_parts(sentence: str) -> tuple[str, ...]:
    """Text and names of values in turn, beginning with text."""
    return tuple(_PLACEHOLDER.split(sentence))


@lru_cache(maxsize=64)
def interface_language(tag: str) -> str:
    """The interface's language for a language tag, or empty where Byline does not speak it."""
    primary = tag.replace("_", "-").split("-")[0].lower()
    return primary if primary in LANGUAGES else ""


@lru_cache(maxsize=16)
def built_in(language: str) -> Mapping[str, Forms]:
    """Byline's own sentences in one of LANGUAGES."""
    return flatten(yaml.load(sentences_file(language), yaml.CSafeLoader))


def sentences_file(language: str) -> bytes:
    """The file that holds Byline's own sentences in one of LANGUAGES."""
    return files("generator").joinpath("text", f"{language}.yaml").read_bytes()


@lru_cache(maxsize=1024)
def plural_form(number: float, language: str) -> str:
    """The plural form that CLDR's rules for a language choose."""
    return str(Locale.parse(language).plural_form(number))


@lru_cache(maxsize=4096)
def number_text(number: float, locale: str) -> str:
    """A number with the separators of a locale."""
    return str(format_decimal(number, locale=locale))


@lru_cache(maxsize=64)
def locale_name(tag: str) -> str:
    """Babel's name for a language tag, or empty where Babel has no such language."""
    subtags = tag.replace("_", "-").split("-")
    for length in range(len(subtags), 0, -1):
        try:
            return str(Locale.parse("-".join(subtags[:length]), sep="-"))
        except (UnknownLocaleError, ValueError):
            continue
    return ""


def flatten(text: Mapping[str, Any], *, above: str = "") -> dict[str, Forms]:
    """Sentences by their whole key, whether keys were written with dots or nested."""
    flat: dict[str, Forms] = {}
    for key, value in text.items():
        name = f"{above}{key}"
        if not isinstance(value, Mapping):
            flat[name] = {"other": str(value)}
        elif value and value.keys() <= FORMS:
            flat[name] = {form: str(sentence) for form, sentence in value.items()}
        else:
            flat |= flatten(value, above=f"{name}.")
    return flat


def _is_tag(key: str, value: object) -> bool:
    return isinstance(value, Mapping) and key not in built_in("en") and bool(interface_language(key))


def _locale_of(language: str, spoken: str) -> str:
    return locale_name(language) or spoken
