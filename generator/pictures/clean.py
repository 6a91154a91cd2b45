"""The bytes of any file to what may be published of it: a picture keeps its pixels, its colours and its credit."""

from generator.pictures import gif, heif, jpeg, png, webp
from generator.pictures.found import Taken

LARGEST = 256 << 20
"""Bytes of a picture; a larger one is not published, for it is held in memory whole."""

HEAD = 64
"""Bytes by which a picture is known."""


def is_picture(head: bytes) -> bool:
    """Whether a file that begins so is a picture out of which something may have to be taken."""
    return (
        head.startswith((b"\xff\xd8\xff", png.SIGNATURE, b"GIF87a", b"GIF89a"))
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or heif.is_heif(head)
    )


def taken(data: bytes) -> Taken:
    """What may be published of a file. It is judged by its bytes, whatever its name; anything but a picture stays."""
    if data.startswith(b"\xff\xd8\xff"):
        return jpeg.taken(data)
    if data.startswith(png.SIGNATURE):
        return png.taken(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return webp.taken(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return gif.taken(data)
    if heif.is_heif(data[:HEAD]):
        return heif.taken(data)
    return Taken(form="", data=data)
