"""Files in a folder of this machine that is not the output: looked at without following links, written whole."""

import os
import stat as kinds
from collections.abc import Iterator, Sequence

from generator.deploy.goal import Parcel
from generator.deploy.host import Found, Sent
from generator.engine.digest import digest_bytes
from generator.engine.files import Files, read, told
from generator.engine.manifest import NAME, STAGE


def stands(folder: str, parcels: Sequence[Parcel]) -> dict[str, Found]:
    """What stands below a folder where these are to go."""
    found: dict[str, Found] = {}
    doors: dict[str, bool | None] = {"": True}
    for parcel in parcels:
        above = parcel.path.rpartition("/")[0]
        door = _door(folder, above, doors)
        if door is None:
            continue
        if not door:
            found[parcel.path] = Found.OTHER
            continue
        place = f"{folder}/{parcel.path}"
        mode = _mode(place)
        if mode is not None:
            same = kinds.S_ISREG(mode) and digest_bytes(read(place)) == parcel.digest
            found[parcel.path] = Found.SAME if same else Found.OTHER
    return found


def _door(folder: str, path: str, doors: dict[str, bool | None]) -> bool | None:
    """Whether one can go into a folder: None where there is none, False where something else stands in the way."""
    if path not in doors:
        above = _door(folder, path.rpartition("/")[0], doors)
        mode = _mode(f"{folder}/{path}") if above else None
        doors[path] = above if not above else None if mode is None else kinds.S_ISDIR(mode)
    return doors[path]


def _mode(place: str) -> int | None:
    with told("look at", place):
        try:
            return os.lstat(place).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return None


def put(folder: str, parcels: Sequence[Parcel], sent: Sent, files: Files) -> None:
    """Copy files to below a folder, each by way of a draft, so that it is seen whole or not at all."""
    draft = f"{folder}/{STAGE}/draft"
    for parcel in parcels:
        place = f"{folder}/{parcel.path}"
        files.remove(draft)
        files.copy(parcel.file, draft)
        files.make_folder(os.path.dirname(place))
        files.rename(draft, place)
        sent(parcel)


def put_bytes(folder: str, name: str, data: bytes, files: Files) -> None:
    """Write a file below a folder by way of a draft."""
    draft = f"{folder}/{STAGE}/draft"
    files.remove(draft)
    files.write(draft, data)
    files.rename(draft, f"{folder}/{name}")


def take_away(folder: str, paths: Sequence[str], files: Files) -> None:
    """Remove files, and the folders that this empties; never what lies behind a link."""
    emptied: set[str] = set()
    doors: dict[str, bool | None] = {"": True}
    for path in paths:
        above = path.rpartition("/")[0]
        mode = _mode(f"{folder}/{path}") if _door(folder, above, doors) else None
        if mode is not None and not kinds.S_ISDIR(mode):
            files.remove(f"{folder}/{path}")
        while above and above not in emptied:
            emptied.add(above)
            above = above.rpartition("/")[0]
    for path in sorted(emptied, key=lambda path: (-path.count("/"), path)):
        if _door(folder, path, {"": True}):
            files.remove_empty(f"{folder}/{path}")


def strangers(folder: str, known: set[str]) -> Iterator[tuple[str, bool]]:
    """Everything below a folder that is not known, folders before what is in them; whether each is a folder."""
    with told("read", folder):
        for here, folders, names in os.walk(folder):
            below = os.path.relpath(here, folder)
            prefix = "" if below == "." else f"{below}/"
            for name in list(folders):
                if os.path.islink(f"{here}/{name}"):
                    names.append(name)
                elif prefix + name != STAGE:
                    yield prefix + name, True
                else:
                    folders.remove(name)
            for name in names:
                if prefix + name not in known and prefix + name != NAME:
                    yield prefix + name, False
