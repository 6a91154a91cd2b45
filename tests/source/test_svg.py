"""Drawings in SVG to their sizes."""

import pytest

from generator.source.svg import viewed

DRAWINGS = [
    # beginning . width and height
    ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80">', (120, 80)),
    ("<?xml version='1.0'?>\n<!-- a -->\n<svg width='100%' viewBox='0,0, 120.4,80'/>", (120, 80)),
    ('<s:svg\n viewBox = "-5 -5 1e2 2e1">', (100, 20)),
    ('<svg viewBox="0 0 0 80">', (0, 0)),
    ('<svg viewBox="0 0 120">', (0, 0)),
    ('<svg viewBox="0 0 1e300 1">', (0, 0)),
    ("<svg>", (0, 0)),
]


@pytest.mark.parametrize(("beginning", "size"), DRAWINGS)
def test_a_drawing_has_the_size_of_its_view_box(beginning: str, size: tuple[int, int]) -> None:
    assert viewed(beginning.encode()) == size
