"""An address to the picture that a server of portraits has for it (docs.gravatar.com, wiki.libravatar.org/api)."""

from hashlib import md5, sha256
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from msgspec import Struct

from generator.errors import Fault, Usage

SERVER = "https://gravatar.com/avatar/"
SIZE = 512
"""Pixels of a side."""

LARGEST = 4 * 1024 * 1024
PATIENCE = 20.0
"""Seconds."""

_KINDS = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"GIF8", ".gif"))


class Portrait(Struct, frozen=True):
    """A picture, and what its file's name ends in."""

    data: bytes
    ending: str


def fetch(address: str, *, server: str = SERVER) -> Portrait | None:
    """The picture of an e-mail address; None where the server has none.

    The server is told a digest of the address and nothing else. Raises Fault where it cannot be asked, or answers with
    what is no picture, and Usage for what is no server.
    """
    if urlsplit(server).scheme not in ("http", "https"):
        raise Usage(f"{server} is no address of a server; write it as {SERVER}")
    folded = address.strip().lower().encode()
    for digest in (sha256(folded).hexdigest(), md5(folded, usedforsecurity=False).hexdigest()):
        data = _asked(f"{server.rstrip('/')}/{digest}?s={SIZE}&d=404")
        if data is not None:
            return Portrait(data, ending_of(data))
    return None


def ending_of(data: bytes) -> str:
    """What a picture's name ends in, by its first bytes; only what every browser shows. Raises Fault."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    for head, ending in _KINDS:
        if data.startswith(head):
            return ending
    raise Fault("the server of portraits answered with what is no picture")


def _asked(url: str) -> bytes | None:
    request = Request(url, headers={"User-Agent": "Byline", "Accept": "image/*"})
    try:
        with urlopen(request, timeout=PATIENCE) as answer:
            data: bytes = answer.read(LARGEST + 1)
    except HTTPError as error:
        with error:
            if error.code == 404:
                return None
        raise Fault(f"the server of portraits answered {error.code}") from error
    except (URLError, OSError, HTTPException, ValueError) as error:
        raise Fault(f"the server of portraits cannot be asked: {error}") from error
    if len(data) > LARGEST:
        raise Fault(f"the server of portraits answered with more than {LARGEST // 1024 // 1024} MB")
    return data
