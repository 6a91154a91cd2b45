"""A request to the reason why it gets nothing: other web pages must neither read nor drive the preview."""

import ipaddress
import re
from collections.abc import Sequence

from msgspec import Struct

METHODS = ("GET", "HEAD")

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>\d{1,5}))?", re.ASCII)
_OTHERS = ("cross-site", "same-site")
"""Who asks, in the words of a browser, where it is no page of this very server: another port is `same-site`."""

_LOOPBACK = frozenset(["localhost", "127.0.0.1", "[::1]"])

_LARGEST = 16_384
"""Bytes of a target and its headers."""

Headers = Sequence[tuple[bytes, bytes]]


class House(Struct, frozen=True, kw_only=True):
    """Whom a server answers."""

    names: frozenset[str] = _LOOPBACK
    """Hosts by which it may be called, in lower case; a name that others can point here is not among them."""
    by_address: bool = False
    """Whether any IP address will do: a page that was lured here calls by a name."""


class Refusal(Struct, frozen=True):
    """Why a request gets nothing."""

    status: int
    message: str


def refusal(method: str, target: bytes, headers: Headers, *, house: House, version: str = "1.1") -> Refusal | None:
    """The reason to refuse a request, if there is one; the target is as it came, its query included."""
    if version not in ("1.0", "1.1"):
        return Refusal(505, "nothing but HTTP/1.1 is spoken here")
    if len(target) + sum(len(name) + len(value) + 4 for name, value in headers) > _LARGEST:
        return Refusal(431, "that is more than a browser would say")
    held: dict[str, list[str]] = {}
    for name, value in headers:
        held.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    if method not in METHODS:
        return Refusal(405, "only GET and HEAD are answered here")
    return _malformed(target, held) or _misdirected(held, house) or _foreign(held)


def _malformed(target: bytes, held: dict[str, list[str]]) -> Refusal | None:
    if not target.startswith(b"/") or any(byte <= 0x20 or byte >= 0x7F for byte in target):
        return Refusal(400, "the target of a request is a path")
    if "upgrade" in held or "http2-settings" in held:
        return Refusal(400, "nothing but plain HTTP is spoken here")
    if "transfer-encoding" in held or any(length.strip() != "0" for length in held.get("content-length", ())):
        return Refusal(400, "a request has no body here")
    if len(held.get("host", ())) != 1 or len(held.get("origin", ())) > 1:
        return Refusal(400, "a request has one Host, and one Origin at most")
    return None


def _misdirected(held: dict[str, list[str]], house: House) -> Refusal | None:
    name = host_name(held["host"][0])
    if name in house.names or (house.by_address and name is not None and is_address(name)):
        return None
    return Refusal(403, "this preview does not answer to that host")


def _foreign(held: dict[str, list[str]]) -> Refusal | None:
    """Whether another web page asks, by what the browser says of it."""
    origin = held.get("origin", [""])[0]
    if origin and origin.lower() != f"http://{held['host'][0]}".lower():
        return Refusal(403, "this preview answers only its own pages")
    if held.get("sec-fetch-site", [""])[0] in _OTHERS:
        is_visit = held.get("sec-fetch-mode") == ["navigate"] and held.get("sec-fetch-dest") == ["document"]
        if not is_visit:
            return Refusal(403, "this preview answers only its own pages")
    return None


def host_name(value: str) -> str | None:
    """The name in a Host header, in lower case; None where it is not well formed."""
    found = _HOST.fullmatch(value)
    if found is None or int(found["port"] or 1) not in range(1, 65536):
        return None
    return found["name"].lower()


def is_address(name: str) -> bool:
    """Whether a host's name is an IP address."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone."""
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host.strip("[]")).is_loopback)
