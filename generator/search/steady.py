"""The files of an index as Pagefind wrote them to the same files in one order, whatever the chance in its tables.

Pagefind (1.5) writes the values of a filter, the filters of a language and the languages in the order of a hash table,
which differs from run to run, and names files by their digests. All else in an index is the same each time.
"""

import gzip
import json
import struct
from collections.abc import Mapping
from typing import Any

from generator.engine.digest import digest_bytes

_MAGIC = b"pagefind_dcd"
_ENTRY = "pagefind-entry.json"
_FILTERS = 3
"""The place in a language's table that lists its filters."""


class Strange(ValueError):
    """A file that is not what this version of Pagefind writes."""


def steady(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, each filter, table and list of languages in order; unchanged where they are of another form."""
    try:
        return _steady(files)
    except (Strange, ValueError, LookupError, TypeError, AttributeError, OSError, EOFError):
        return dict(files)


def _steady(files: Mapping[str, bytes]) -> dict[str, bytes]:
    made = {path: data for path, data in files.items() if not path.endswith((".pf_filter", ".pf_meta", _ENTRY))}
    names: dict[str, str] = {}
    for path in sorted(path for path in files if path.endswith(".pf_filter")):
        name, values = _opened(files[path])
        old = path.removeprefix("filter/").removesuffix(".pf_filter")
        data = _packed([name, sorted(values)])
        names[old] = f"{old.partition('_')[0]}_{digest_bytes(data)[:7]}"
        made[f"filter/{names[old]}.pf_filter"] = data
    entry = json.loads(files[_ENTRY])
    for language, about in entry["languages"].items():
        table = _opened(files[f"pagefind.{about['hash']}.pf_meta"])
        table[_FILTERS] = sorted([name, names[old]] for name, old in table[_FILTERS])
        data = _packed(table)
        about["hash"] = f"{language}_{digest_bytes(data)[:10]}"
        made[f"pagefind.{about['hash']}.pf_meta"] = data
    made[_ENTRY] = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return made


def _opened(data: bytes) -> Any:
    raw = gzip.decompress(data)
    if not raw.startswith(_MAGIC):
        raise Strange
    value, end = _read(raw, len(_MAGIC))
    if end != len(raw) or _write(value) != raw[len(_MAGIC) :]:
        raise Strange
    return value


def _packed(value: Any) -> bytes:
    return gzip.compress(_MAGIC + _write(value), mtime=0)


# ---------------------------------------------------------------- the part of CBOR (RFC 8949) that is in use


def _read(data: bytes, at: int) -> tuple[Any, int]:
    """The value that begins there, and where it ends: a whole number, a text, or a list of such."""
    major, small = data[at] >> 5, data[at] & 31
    at += 1
    if small < 24:
        number = small
    elif small <= 27:
        size = 1 << (small - 24)
        number = int.from_bytes(data[at : at + size])
        at += size
    else:
        raise Strange
    if major == 0:
        return number, at
    if major == 3:
        return data[at : at + number].decode(), at + number
    if major != 4:
        raise Strange
    items = []
    for _ in range(number):
        item, at = _read(data, at)
        items.append(item)
    return items, at


def _write(value: Any) -> bytes:
    if isinstance(value, int):
        return _head(0, value)
    if isinstance(value, str):
        text = value.encode()
        return _head(3, len(text)) + text
    return _head(4, len(value)) + b"".join(map(_write, value))


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    for small, form in ((24, ">B"), (25, ">H"), (26, ">I"), (27, ">Q")):
        size = struct.calcsize(form)
        if number < 1 << 8 * size:
            return bytes([major << 5 | small]) + struct.pack(form, number)
    raise Strange
