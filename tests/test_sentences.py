"""The interface speaks six languages, with their plurals, and says what a publication wants said."""

import re
from typing import Any

import pytest
from babel import Locale

from generator.model import Mark
from generator.sentences import (
    FORMS,
    LANGUAGES,
    Unsayable,
    built_in,
    check_sentences,
    interface_language,
    load_sentences,
    locale_name,
    say,
    wrong_keys,
)

SAID = [
    # page . site . key . values . sentence
    ("en", "en", "comments.count", {"n": 0}, "This post has no comments yet"),
    ("en", "en", "comments.count", {"n": 1}, "This post has 1 comment"),
    ("en", "en", "comments.count", {"n": 2000}, "This post has 2,000 comments"),
    ("de", "en", "pieces", {"n": 1234}, "1.234 Beiträge"),
    ("fr", "en", "minutes", {"n": 1}, "1 minute de lecture"),
    ("zh-Hant-TW", "en", "comments.count", {"n": 1}, "本文有 1 条评论"),
    ("ar", "en", "comments.short", {"n": 0}, "لا تعليقات"),
    ("ar", "en", "comments.short", {"n": 1}, "تعليق واحد"),
    ("ar", "en", "comments.short", {"n": 2}, "تعليقان"),
    ("ar", "en", "comments.short", {"n": 5}, "5 تعليقات"),
    ("ar", "en", "comments.short", {"n": 11}, "11 تعليقًا"),
    ("ar", "en", "comments.short", {"n": 100}, "100 تعليق"),
    ("es", "en", "pieces", {"n": 1_000_000}, "1.000.000 artículos"),
    ("it", "de", "home", {}, "Startseite"),
    ("it", "pt", "home", {}, "Home"),
    ("en_GB", "en", "page_of", {"number": 2, "total": 9}, "Page 2 of 9"),
    ("en", "en", "archive.year", {"year": "2024"}, "Archive: 2024"),
]


@pytest.mark.parametrize(("page", "site", "key", "values", "sentence"), SAID)
def test_a_sentence_is_said(page: str, site: str, key: str, values: dict[str, Any], sentence: str) -> None:
    assert say(load_sentences(page, site=site, text={}), key, **values) == sentence


def placeholders(forms: dict[str, str]) -> set[str]:
    return {name for sentence in forms.values() for name in re.findall(r"\{(\w+)\}", sentence)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_its_plurals(language: str) -> None:
    english, own = built_in("en"), built_in(language)
    assert own.keys() == english.keys()
    needed = set(Locale.parse(language).plural_form.tags) | {"other"}
    for key, forms in own.items():
        assert all(sentence.strip() for sentence in forms.values()), key
        assert placeholders(forms) == placeholders(english[key]), key
        if len(english[key]) > 1:
            missing = needed - forms.keys() - {"many"} if language in ("fr", "es") else needed - forms.keys()
            assert not missing, (key, missing)
        assert forms.keys() <= FORMS


TEXT = {"home": "Front", "comments": {"leave": "Join in"}, "pieces": {"one": "a", "other": "b"}, "fr": {"home": "Une"}}

LAID_OVER = [
    ("en", "home", "Front"),
    ("en", "comments.leave", "Join in"),
    ("en", "pieces", "b"),
    ("it", "home", "Front"),
    ("fr", "home", "Une"),
    ("fr", "comments.leave", "Laisser un commentaire"),
    ("de", "home", "Startseite"),
]


@pytest.mark.parametrize(("page", "key", "sentence"), LAID_OVER)
def test_a_publications_own_sentences_are_for_its_language(page: str, key: str, sentence: str) -> None:
    assert say(load_sentences(page, site="en", text=TEXT), key, n=2) == sentence


def test_what_cannot_be_said_is_told() -> None:
    english = load_sentences("en", site="en", text={})
    with pytest.raises(Unsayable, match=r"no sentence has the key `hom`; the nearest is `home`"):
        say(english, "hom")
    with pytest.raises(Unsayable, match="the sentence `page_of` needs a value for `total`"):
        say(english, "page_of", number=1)


WRONG = [
    ({"hom": "x"}, [("hom", "no sentence has the key `hom`; the nearest is `home`")]),
    ({"comments": {"leav": "x"}}, [("comments", "no sentence has the key `comments.leav`; the nearest is")]),
    ({"pieces": {"one": "x"}}, [("pieces", "the sentence `pieces` has plural forms, but not `other`")]),
    ({"page_of": "{n} of {totl}"}, [("page_of", "the sentence `page_of` has no value {n}; those it has: {number}, ")]),
    ({"home": "{x}"}, [("home", "the sentence `home` has no value {x}; those it has: none")]),
    ({"de": {"hom": "x"}}, [("de", "no sentence has the key `hom`")]),
    (TEXT, []),
]


@pytest.mark.parametrize(("text", "wrong"), WRONG)
def test_wrong_keys_are_found(text: dict[str, Any], wrong: list[tuple[str, str]]) -> None:
    found = list(wrong_keys(text))
    assert [key for key, _ in found] == [key for key, _ in wrong]
    assert all(message.startswith(start) for (_, message), (_, start) in zip(found, wrong, strict=True))


def test_wrong_sentences_are_told_at_their_place() -> None:
    marks = {"text.hom": Mark(7, 8, 3)}
    (problem,) = check_sentences({"hom": "x"}, path="content/site.yaml", marks=marks)
    assert (str(problem.place), problem.width) == ("content/site.yaml:7:8", 3)
    assert problem.message == "no sentence has the key `hom`; the nearest is `home`"


def test_a_value_cannot_reach_into_an_object() -> None:
    english = load_sentences("en", site="en", text={"home": "{n.real} {0} {n!r} {n}"})
    assert say(english, "home", n=1) == "{n.real} {0} {n!r} 1"


@pytest.mark.parametrize(
    ("tag", "language", "locale"),
    [
        ("zh-Hans-CN", "zh", "zh_Hans_CN"),
        ("EN-gb", "en", "en_GB"),
        ("tlh", "", ""),
        ("pt-BR", "", "pt_BR"),
        ("x", "", ""),
    ],
)
def test_a_language_tag_is_understood(tag: str, language: str, locale: str) -> None:
    assert interface_language(tag) == language
    assert locale_name(tag) == locale
