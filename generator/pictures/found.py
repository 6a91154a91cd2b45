"""What was found in a picture file: what of it may be published, and what is amiss with it."""

from msgspec import Struct, field
from msgspec.structs import replace

from generator.pictures.exif import Exif
from generator.pictures.xmp import Line, credit_lines


class Found(Struct, frozen=True, kw_only=True):
    """What a picture says of its maker and its licence."""

    xmp: tuple[Line, ...] = ()
    iptc: dict[tuple[int, int], str] = field(default_factory=dict)

    def with_xmp(self, lines: tuple[Line, ...]) -> "Found":
        return replace(self, xmp=self.xmp or lines)

    def with_iptc(self, texts: dict[tuple[int, int], str]) -> "Found":
        return replace(self, iptc=self.iptc or texts)


class Taken(Struct, frozen=True, kw_only=True):
    """A picture file, and what may be published of it."""

    form: str
    """`jpeg`, `png`, `webp`, `gif`, `avif`; empty for what is none of these, and is left as it is."""
    data: bytes
    """To publish. Of a file with a flaw, as much as could be read."""
    flaw: str = ""
    """What is amiss with it, as the second half of a sentence."""
    is_moving: bool = False
    size: tuple[int, int] = (0, 0)
    """Width and height, where only this room can tell."""
    exif: Exif = Exif()
    found: Found = Found()

    @property
    def is_turned(self) -> bool:
        """Whether browsers show it with its width for its height; they do not turn a WebP."""
        return self.exif.orientation >= 5 and self.form in ("jpeg", "png")

    @property
    def credit(self) -> tuple[Line, ...]:
        """Who made it and under which licence, for a picture made of this one."""
        said = self.found.iptc
        others = credit_lines(
            artist=said.get((2, 80), "") or self.exif.artist.decode(errors="replace"),
            rights=said.get((2, 116), "") or self.exif.copyright.decode(errors="replace"),
            credit=said.get((2, 110), ""),
        )
        known = {line.name for line in self.found.xmp}
        return tuple(sorted((*self.found.xmp, *(line for line in others if line.name not in known)), key=_by_name))


def _by_name(line: Line) -> str:
    return line.name
