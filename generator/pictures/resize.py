"""A picture to a smaller one in WebP: upright, with its colours and its credit, and nothing else. Needs Pillow."""

import warnings
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from generator.pictures.clean import taken
from generator.pictures.xmp import write_xmp

if TYPE_CHECKING:
    from PIL.Image import Image

RECIPE = 1
"""Of how pictures are made; another number makes all of them anew."""

MOST_PIXELS = 120_000_000


class Unreadable(Exception):
    """A picture that cannot be made smaller: why, as the second half of a sentence."""


@lru_cache(maxsize=1)
def version() -> str:
    """What pictures are made with."""
    from PIL import __version__

    return f"{RECIPE} {__version__}"


def smaller(data: bytes, *, width: int, quality: int) -> bytes:
    """The picture in WebP, so many pixels wide as it is shown, and as high as that makes it. Raises Unreadable."""
    from PIL import Image, ImageOps

    known = taken(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(known.data), formats=("JPEG", "PNG", "WEBP")) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise Unreadable(f"it has more than {MOST_PIXELS // 1_000_000} million pixels")
                profile = opened.info.get("icc_profile") or b""
                scale = 2 * width * max(opened.size) // max(1, min(opened.size))
                opened.draft("RGB", (scale, scale))
                upright = opened if known.form == "webp" else ImageOps.exif_transpose(opened)
                picture, profile = _coloured(upright, profile)
                height = max(1, round(picture.height * width / picture.width))
                made = picture.resize((width, height), Image.Resampling.LANCZOS)
                out = BytesIO()
                made.save(
                    out, "WEBP", quality=quality, method=4, icc_profile=profile, exif=b"", xmp=write_xmp(known.credit)
                )
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, MemoryError, EOFError, TypeError) as error:
        raise Unreadable(f"{error}".rstrip(".") or type(error).__name__) from error
    except Image.DecompressionBombError as error:
        raise Unreadable("it is too large") from error
    return out.getvalue()


def _coloured(picture: "Image", profile: bytes) -> "tuple[Image, bytes]":
    """The picture in a form that WebP has, and the profile that goes with it."""
    if picture.mode in ("RGB", "RGBA"):
        return picture, profile
    if picture.mode == "CMYK":
        return picture.convert("RGB"), b""
    has_alpha = picture.mode in ("LA", "PA", "La") or "transparency" in picture.info
    if picture.mode.startswith("I"):  # 16 bits a pixel
        picture = picture.point(lambda value: value / 256).convert("L")
    return picture.convert("RGBA" if has_alpha else "RGB"), b"" if picture.mode in ("L", "LA", "I;16") else profile
