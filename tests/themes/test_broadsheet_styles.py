"""What can be told of the default theme's style sheets without a browser."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "themes" / "broadsheet" / "static"
COLOUR = re.compile(r"--(\w+): (#[0-9a-f]{6})")


def schemes() -> Iterator[tuple[str, dict[str, str]]]:
    """Each accent, by day and by night, with the colours that are then in force."""
    day, _, night = (STATIC / "tokens.css").read_text(encoding="utf-8").partition("@media (prefers-color-scheme: dark)")
    for when, part in (("day", day), ("night", night)):
        rules = re.findall(r"(:root|\.accent-\w+)[^{}]*\{([^{}]*)\}", part)
        ground = {name: colour for place, body in rules if place == ":root" for name, colour in COLOUR.findall(body)}
        yield f"claret by {when}", ground
        for place, body in rules:
            if place != ":root":
                yield f"{place.removeprefix('.accent-')} by {when}", ground | dict(COLOUR.findall(body))


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("name", "colours"), list(schemes()))
def test_every_colour_can_be_read_on_every_ground(name: str, colours: dict[str, str]) -> None:
    for text in ("ink", "soft", "accent", "blue", "green", "plum", "amber", "red"):
        for ground in ("paper", "wash"):
            dark, light = sorted((luminance(colours[text]), luminance(colours[ground])))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{name}: {text} on {ground}"


def test_ten_schemes_are_looked_at() -> None:
    assert len(list(schemes())) == 10


def test_sides_are_logical_so_that_right_to_left_needs_nothing() -> None:
    css = (STATIC / "broadsheet.css").read_text(encoding="utf-8")
    assert not re.findall(r"(?:[{;\s]|margin-|padding-|border-|inset-)(?:left|right|top|bottom)(?:-\w+)?:", css)
    assert not re.findall(r"[{;\s](?:width|height|max-width|min-width):", css)


def test_the_style_sheets_are_small() -> None:
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in STATIC.glob("*.css")) < 10_000
