"""The beginning of a drawing in SVG to the size that its view box gives it."""

import re

_NUMBER = rb"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]{1,3})?"
_OPENING = rb"<(?:[A-Za-z]+:)?svg\s[^<>]*?\bviewBox\s*=\s*[\"']\s*"
_BOX = re.compile(_OPENING + rb"[\s,]+".join([rb"(" + _NUMBER + rb")"] * 4) + rb"\s*[\"']")
_MOST = 1_000_000


def viewed(head: bytes) -> tuple[int, int]:
    """Width and height of the view box; zeros where there is none that can be used."""
    box = _BOX.search(head)
    if box is None:
        return 0, 0
    width, height = float(box[3]), float(box[4])
    return (round(width), round(height)) if 0.5 < width < _MOST and 0.5 < height < _MOST else (0, 0)
