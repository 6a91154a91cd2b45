"""Which languages are written from right to left."""

import pytest

from generator.site.language import direction


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("he", "rtl"),
        ("fa_IR", "rtl"),
        ("zh-Hant-TW", "ltr"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("pa-Arab-PK", "rtl"),
    ],
)
def test_direction(lang: str, expected: str) -> None:
    assert direction(lang) == expected
