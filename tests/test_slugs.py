"""Titles to slugs: letters of every script stay, anything else becomes one hyphen."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.slugs import LONGEST, is_usable, slugify

CASES = [
    ("words", "The Call for Peace", "the-call-for-peace"),
    ("a slug already", "the-call", "the-call"),
    ("punctuation at the ends", "«Xi: the call!»", "xi-the-call"),
    ("runs of hyphens", "a--b -- c", "a-b-c"),
    ("digits", "Issue #4, 1:30", "issue-4-1-30"),
    ("C++ and C#", "C++ and C#", "c-plus-plus-and-c-sharp"),
    ("pluses of other words", "A+ AB++", "a-ab"),
    ("accents", "Élysée, Ærø, Łódź", "élysée-ærø-łódź"),
    ("NFD", "E\u0301lyse\u0301e", "élysée"),
    ("Chinese", "数人头这件事", "数人头这件事"),
    ("Arabic with marks", "خَطّ الصفر", "خَطّ-الصفر"),
    ("Devanagari, whose marks are letters too", "हिन्दी में", "हिन्दी-में"),
    ("Hebrew", "שיחה, בקצרה", "שיחה-בקצרה"),
    ("capitals that grow", "İstanbul", "i̇stanbul"),
    ("nothing", "?!", ""),
    ("an emoji", "🚢 ships", "ships"),
    ("a joiner", "a\u200db", "a-b"),
]


@pytest.mark.parametrize(("text", "slug"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_slug(text: str, slug: str) -> None:
    assert slugify(text) == slug


@pytest.mark.parametrize("slug", ["", "con", "nul", "aux", "com1", "lpt9"])
def test_names_that_no_file_may_bear_are_unusable(slug: str) -> None:
    assert not is_usable(slug)


def test_a_usable_one_is_usable() -> None:
    assert is_usable("console")


@given(st.text(max_size=300))
def test_every_slug_is_in_its_one_form(text: str) -> None:
    slug = slugify(text)
    assert slugify(slug) == slug
    assert len(slug.encode()) <= LONGEST
    assert unicodedata.is_normalized("NFC", slug)
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert "--" not in slug
    assert all(c == "-" or unicodedata.category(c)[0] in "LMN" for c in slug)


@given(st.text(max_size=40))
def test_case_and_form_make_no_difference_to_ascii(text: str) -> None:
    assert slugify(unicodedata.normalize("NFD", text)) == slugify(text)


@given(st.text("ab Z-9.+#\n", max_size=12))
def test_blanks_alone_are_as_any_other_run(text: str) -> None:
    assert slugify(text) == slugify(text.replace(" ", "."))


def test_a_cut_never_parts_a_letter_from_its_marks() -> None:
    slug = slugify("ह" + "हि" * 100)
    assert len(slug.encode()) <= LONGEST
    assert ("ह" + "हि" * 100)[len(slug) : len(slug) + 1] != "ि"
