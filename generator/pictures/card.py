"""What a piece is called, by whom and where it stands, to the picture that social media show of it. Needs Pillow."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from generator.model import CardView
from generator.pictures.fonts import Font, Run, Undrawable, face_of, runs

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

RECIPE = 1

WIDTH, HEIGHT = 1200, 630
_MARGIN = 80
_PAPER, _INK, _FAINT, _ACCENT = "#fbf9f4", "#1b1a17", "#5b5850", "#8a1c2b"
_SIZES = (84, 76, 68, 60, 52, 46, 40)
"""Pixels of a title's letters, the largest first; the first is taken in which it fits."""

_TALLEST = 330
"""Pixels that a title may take."""

_EAST = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_TOKENS = re.compile(rf"[{_EAST}]|\s+|[^\s{_EAST}]+")
"""What a line may be broken between: characters of East Asia, and words."""

_RTL = ("R", "AL", "AN")


class NotReady(Exception):
    """What keeps a card from being drawn on this machine: a sentence, and a hint."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def draw_card(view: CardView, fonts: tuple[Font, ...]) -> bytes:
    """The card as a PNG. Raises NotReady where no font has a character of it, or a script cannot be set here."""
    from PIL import Image, ImageDraw

    _check(view)
    made = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    canvas = ImageDraw.Draw(made)
    canvas.rectangle((0, 0, WIDTH, 16), fill=_ACCENT)
    pen = _Pen(canvas, view, fonts)
    try:
        pen.line(view.kicker, top=72, size=34, fill=_ACCENT)
        pen.title(view.title, top=136)
        pen.line(view.names, top=HEIGHT - 132, size=34, fill=_INK)
        pen.line(view.site, top=HEIGHT - 84, size=30, fill=_FAINT)
    except Undrawable as error:
        letter = error.character
        raise NotReady(
            f"no font on this machine has '{letter}' (U+{ord(letter):04X}), which the card of this piece needs",
            "install one that has it (on Debian: fonts-noto-core, fonts-noto-cjk), or name it under cards.fonts",
        ) from error
    out = BytesIO()
    made.save(out, "PNG", optimize=True)
    return out.getvalue()


def _check(view: CardView) -> None:
    from PIL import features

    words = f"{view.title}{view.kicker}{view.names}{view.site}"
    if any(bidirectional(letter) in _RTL for letter in words) and not features.check("raqm"):
        raise NotReady(
            "Pillow was built here without Raqm, which joins the letters of this piece's script",
            "install Pillow's own wheel, or libraqm",
        )


class _Pen:
    """Writes on one card."""

    def __init__(self, canvas: "ImageDraw", view: CardView, fonts: tuple[Font, ...]) -> None:
        self._canvas = canvas
        self._lang = view.lang
        self._is_rtl = view.dir == "rtl"
        self._fonts = fonts
        self._room = WIDTH - 2 * _MARGIN

    def title(self, text: str, *, top: int) -> None:
        """A title in as large letters as fit; what does not fit in the smallest is cut."""
        for size in _SIZES:
            lines = list(self._lines(text, size))
            if len(lines) * size * 1.22 <= _TALLEST:
                break
        most = int(_TALLEST // (size * 1.22))
        for number, line in enumerate(lines[:most]):
            is_cut = number == most - 1 and len(lines) > most
            shown = f"{line.rstrip()}…" if is_cut else line
            self.line(shown, top=top + round(number * size * 1.22), size=size, fill=_INK)

    def line(self, text: str, *, top: int, size: int, fill: str) -> None:
        """A line from the side where the language begins; what is too long is cut."""
        text = text.strip()
        while len(text) > 1 and self._length(text, size) > self._room:
            text = text.rstrip("…")[:-1].rstrip() + "…"
        x = float(WIDTH - _MARGIN if self._is_rtl else _MARGIN)
        for run in runs(text, self._fonts):
            font = self._font(run, size)
            direction = _direction(run.text)
            length = font.getlength(run.text, direction=direction)
            x -= length if self._is_rtl else 0
            self._canvas.text((x, top + size), run.text, font=font, fill=fill, anchor="ls", direction=direction)
            x += 0 if self._is_rtl else length

    def _lines(self, text: str, size: int) -> Iterator[str]:
        line = ""
        for token in _TOKENS.findall(text):
            if line.strip() and self._length((line + token).strip(), size) > self._room:
                yield line
                line = ""
            line += token
        if line.strip():
            yield line

    def _length(self, text: str, size: int) -> float:
        return sum(
            self._font(run, size).getlength(run.text, direction=_direction(run.text)) for run in runs(text, self._fonts)
        )

    def _font(self, run: Run, size: int) -> "FreeTypeFont":
        from PIL import ImageFont

        return ImageFont.truetype(run.font.path, size, index=face_of(run.font, self._lang))


def _direction(text: Sequence[str]) -> str | None:
    """None where the letters follow one another as they are written, which needs no Raqm."""
    return "rtl" if any(bidirectional(letter) in _RTL for letter in text) else None
