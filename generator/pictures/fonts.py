"""The fonts of a machine: where they lie, and which characters each can draw. No font comes with Byline."""

import os
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from msgspec import Struct

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
)

WANTED = (
    *("NotoSerif-Bold.ttf", "LiberationSerif-Bold.ttf", "DejaVuSerif-Bold.ttf", "Georgia Bold.ttf"),
    *("NotoNaskhArabic-Bold.ttf", "NotoSansArabic-Bold.ttf", "GeezaPro.ttc"),
    *("NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc", "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc"),
    *("Songti.ttc", "PingFang.ttc", "WenQuanYiZenHei.ttc", "wqy-zenhei.ttc"),
    *("NotoSerifHebrew-Bold.ttf", "NotoSansHebrew-Bold.ttf", "NotoSerifDevanagari-Bold.ttf", "NotoSerifThai-Bold.ttf"),
    *("NotoSans-Bold.ttf", "DejaVuSans-Bold.ttf", "Arial Bold.ttf"),
    *("NotoSerifArmenian-Bold.ttf", "NotoSerifGeorgian-Bold.ttf", "NotoSerifBengali-Bold.ttf"),
)
"""Names of the files that are looked for, the first to be tried first."""

_FACES = {"ja": 0, "ko": 1, "zh": 2, "zh-hant": 3, "zh-tw": 3, "zh-hk": 4}
"""A language to its face in a collection of Noto's CJK fonts."""


class Font(Struct, frozen=True, array_like=True, order=True):
    """A file of a font."""

    path: str
    size: int
    """Bytes, by which a changed file is known."""


class Run(Struct, frozen=True, array_like=True):
    """A part of a text that one font can draw."""

    text: str
    font: Font


class Undrawable(Exception):
    """A character that no font here has."""

    def __init__(self, character: str) -> None:
        super().__init__(character)
        self.character = character


def find_fonts(named: Iterable[str]) -> tuple[Font, ...]:
    """The fonts that are tried, in order: those named (paths that exist), then the known ones of this machine."""
    lying: dict[str, str] = {}
    for folder in FOLDERS:
        for here, _folders, files in os.walk(os.path.expanduser(folder)):
            for name in files:
                lying.setdefault(name, f"{here}/{name}")
    paths = [*named, *(lying[name] for name in WANTED if name in lying)]
    return tuple(Font(path, os.path.getsize(path)) for path in dict.fromkeys(paths))


def runs(text: str, fonts: tuple[Font, ...]) -> list[Run]:
    """The text in parts, each with the first font that has it; a part goes on while it can. Raises Undrawable."""
    chosen: list[tuple[Font, str]] = []
    current: Font | None = None
    for letter in text:
        stays = current is not None and (letter.isspace() or _has(current, letter))
        if current is None or not stays or _is_letter_of_first(letter, current, fonts):
            current = next((font for font in fonts if _has(font, letter)), None)
            if current is None:
                raise Undrawable(letter)
        chosen.append((current, letter))
    return [Run("".join(letter for _, letter in part), font) for font, part in groupby(chosen, key=lambda one: one[0])]


def face_of(font: Font, lang: str) -> int:
    """Which face of a font's file draws a language."""
    if "CJK" not in os.path.basename(font.path):
        return 0
    lower = lang.lower()
    return _FACES.get("-".join(lower.split("-")[:2]), _FACES.get(lower.split("-")[0], 0))


def _is_letter_of_first(letter: str, current: Font, fonts: tuple[Font, ...]) -> bool:
    """Whether a letter would rather be drawn by a font that comes before the current one."""
    if not letter.isalpha():
        return False
    return any(_has(font, letter) for font in fonts[: fonts.index(current)])


def _has(font: Font, letter: str) -> bool:
    starts, ends = _coverage(font)
    place = bisect_right(starts, ord(letter)) - 1
    return place >= 0 and ord(letter) <= ends[place]


@lru_cache(maxsize=64)
def _coverage(font: Font) -> tuple[list[int], list[int]]:
    """The first and last characters of each range that a font has; none where the file cannot be read."""
    try:
        with open(font.path, "rb") as file:
            data = file.read()
        found = sorted(_ranges(data))
    except (OSError, struct.error, IndexError):
        return [], []
    return [first for first, _last in found], [last for _first, last in found]


def _ranges(data: bytes) -> Iterator[tuple[int, int]]:
    """The ranges of the best character map (OpenType, `cmap`) of the first face in a file."""
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    (count,) = struct.unpack_from(">H", data, start + 4)
    tables = (struct.unpack_from(">4sIII", data, start + 12 + 16 * number) for number in range(count))
    cmap = next((offset for tag, _sum, offset, _length in tables if tag == b"cmap"), None)
    if cmap is None:
        return
    (maps,) = struct.unpack_from(">H", data, cmap + 2)
    offsets = [cmap + struct.unpack_from(">HHI", data, cmap + 4 + 8 * number)[2] for number in range(maps)]
    forms = {struct.unpack_from(">H", data, offset)[0]: offset for offset in offsets}
    if 12 in forms:
        at = forms[12]
        for number in range(struct.unpack_from(">I", data, at + 12)[0]):
            first, last, _glyph = struct.unpack_from(">III", data, at + 16 + 12 * number)
            yield first, last
    elif 4 in forms:
        at = forms[4]
        segments = struct.unpack_from(">H", data, at + 6)[0] // 2
        for number in range(segments):
            (last,) = struct.unpack_from(">H", data, at + 14 + 2 * number)
            (first,) = struct.unpack_from(">H", data, at + 16 + 2 * segments + 2 * number)
            if first != 0xFFFF:
                yield first, last
