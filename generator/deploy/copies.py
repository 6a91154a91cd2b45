"""A goal to the same goal with gzip and Brotli copies beside its files, for servers that hand those out."""

import gzip
import os
from collections.abc import Callable, Iterator, Sequence

from generator.build.request import Progress
from generator.deploy.goal import Goal, Parcel
from generator.deploy.headers import is_text
from generator.engine.digest import digest_bytes
from generator.engine.files import Files, read
from generator.errors import Usage

ENDINGS = {"gzip": ".gz", "br": ".br"}
LEAST = 512
"""Bytes below which a copy saves a reader nothing."""

Compress = Callable[[bytes], bytes]


def with_copies(goal: Goal, encodings: Sequence[str], *, cache: str, files: Files, progress: Progress) -> Goal:
    """Add copies of the files that are text. What was compressed once is kept in the `cache` folder."""
    if not encodings:
        return goal
    parcels = dict(goal.parcels)
    texts = [parcel for path, parcel in goal.parcels.items() if is_text(path)]
    for encoding in encodings:
        compress = compressor(encoding)
        for done, parcel in enumerate(texts):
            progress(f"compressing ({encoding})", done, len(texts))
            parcels.update({copy.path: copy for copy in _copy(parcel, encoding, compress, cache, files)})
    _sweep(cache, {f"{parcel.digest}{ending}" for parcel in texts for ending in ENDINGS.values()}, files)
    return Goal(site=goal.site, parcels=parcels)


def compressor(encoding: str) -> Compress:
    """What compresses bytes, always to the same bytes. Raises Usage where its library is missing."""
    if encoding == "gzip":
        return lambda data: gzip.compress(data, 9, mtime=0)
    try:
        import brotli
    except ImportError as error:
        raise Usage("compress: br needs the Brotli library; install it with: pip install 'byline[brotli]'") from error
    return lambda data: bytes(brotli.compress(data, quality=9))


def _copy(parcel: Parcel, encoding: str, compress: Compress, cache: str, files: Files) -> Iterator[Parcel]:
    """The copy of one file; none where it would be no smaller."""
    ending = ENDINGS[encoding]
    place = f"{cache}/{parcel.digest}{ending}"
    if not os.path.isfile(place):
        data = read(parcel.file)
        small = compress(data) if len(data) >= LEAST else b""
        files.write(f"{place}.new", small if len(small) < len(data) else b"")
        files.rename(f"{place}.new", place)
    copied = read(place)
    if copied:
        yield Parcel(f"{parcel.path}{ending}", place, digest_bytes(copied))


def _sweep(cache: str, wanted: set[str], files: Files) -> None:
    for name in os.listdir(cache) if os.path.isdir(cache) else ():
        if name not in wanted:
            files.remove(f"{cache}/{name}")
