"""Byline and what it stands on to one text, which changes when what a ledger keeps may no longer hold."""

import os
import sys
from functools import lru_cache
from pathlib import Path

from msgspec import msgpack

from generator import __version__
from generator.engine.digest import digest_bytes

_LIBRARIES = frozenset(["babel", "imagesize", "jinja2", "markdown-it-py", "markupsafe", "msgspec", "nh3", "pyyaml"])
_OPTIONAL = frozenset(["pagefind", "pagefind-bin", "pagefind-bin-extended", "pillow", "pygments"])
"""What may not be there, and changes what is made when it is."""


def versions() -> str:
    """Everything that a ledger's contents depend on besides what it keeps itself."""
    libraries = " ".join(sorted(_installed()))
    return f"byline {__version__} {_own_digest()} python {sys.version.split()[0]} {libraries}"


def _installed() -> set[str]:
    """The libraries with their versions, by the names of the folders that describe them: reading those takes long."""
    found = {
        name.removesuffix(".dist-info")
        for folder in sys.path
        if os.path.isdir(folder)
        for name in os.listdir(folder)
        if name.endswith(".dist-info") and _plain(name.partition("-")[0]) in _LIBRARIES | _OPTIONAL
    }
    known = {_plain(name.partition("-")[0]) for name in found}
    return found | {_described(name) for name in _LIBRARIES - known}


def _described(name: str) -> str:
    """A library that lies where Python alone knows."""
    from importlib.metadata import version  # slow to load, and hardly ever needed

    return f"{name}-{version(name)}"


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


@lru_cache(maxsize=1)
def _own_digest() -> str:
    """Of Byline's own code and data, so that a changed Byline never trusts what another one kept."""
    package = Path(__file__).resolve().parent.parent
    files = sorted(path for path in package.rglob("*") if path.suffix in (".py", ".yaml"))
    return digest_bytes(msgpack.encode([(path.relative_to(package).as_posix(), path.read_bytes()) for path in files]))
