"""Requests that other web pages, strangers and scanners send, by class; and which of them got something."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SECRET = "what nobody may read"
"""Stands in files around the site."""

PUBLIC = "The first piece"
"""Stands on the page at `/one/`, which the site's own readers get."""


class Hostile(NamedTuple):
    """A request as bytes, and of which class it is."""

    kind: str
    name: str
    data: bytes


def listed(kind: str) -> list[str]:
    """What the table beside this file has of one class, a line each."""
    table = Path(__file__).with_name("hostile.txt").read_text(encoding="utf-8")
    return table.partition(f"[{kind}]\n")[2].partition("\n\n")[0].split("\n")


def requests(port: int) -> Iterator[Hostile]:
    """All hostile requests to the server at a port."""
    for path in listed("path"):
        yield Hostile("path", path, _get(port, path))
    for path in (
        "http://127.0.0.1:{0}/one/",
        "http://evil.example/one/",
        "https://127.0.0.1:{0}/one/",
        "one/",
        "*",
        "?x",
    ):
        yield Hostile("target", path, _get(port, path.format(port)))
    for host in (template.format(port=port) for template in listed("host")):
        yield Hostile("host", host, _get(port, "/one/", host=host))
    yield Hostile("host", "none", b"GET /one/ HTTP/1.1\r\n\r\n")
    yield Hostile("host", "none in 1.0", b"GET /one/ HTTP/1.0\r\n\r\n")
    yield Hostile("host", "empty", b"GET /one/ HTTP/1.1\r\nHost:\r\n\r\n")
    yield Hostile("host", "twice", _get(port, "/one/", "Host: evil.example"))
    yield Hostile("host", "twice the same", _get(port, "/one/", f"Host: 127.0.0.1:{port}"))
    for origin in (template.format(port=port) for template in listed("origin")):
        yield Hostile("origin", origin, _get(port, "/one/", f"Origin: {origin}"))
    yield Hostile(
        "origin", "twice", _get(port, "/one/", f"Origin: http://127.0.0.1:{port}", "Origin: http://evil.example")
    )
    for site in ("cross-site", "same-site"):
        for mode, dest in (
            ("no-cors", "script"),
            ("no-cors", "image"),
            ("cors", "empty"),
            ("navigate", "iframe"),
            ("navigate", "embed"),
            ("navigate", "object"),
            ("websocket", "websocket"),
            ("no-cors", "style"),
        ):
            heads = (f"Sec-Fetch-Site: {site}", f"Sec-Fetch-Mode: {mode}", f"Sec-Fetch-Dest: {dest}")
            yield Hostile("fetch", f"{site} {mode} {dest}", _get(port, "/one/", *heads))
    for method in listed("method"):
        yield Hostile("method", method, _get(port, "/one/").replace(b"GET", method.encode(), 1))
    yield from _framing(port)
    yield from _tokens(port)


def _framing(port: int) -> Iterator[Hostile]:
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    yield Hostile(
        "upgrade",
        "websocket",
        _get(port, "/one/", "Upgrade: websocket", "Connection: Upgrade", key, "Sec-WebSocket-Version: 13"),
    )
    yield Hostile(
        "upgrade",
        "h2c",
        _get(
            port,
            "/one/",
            "Upgrade: h2c",
            "Connection: Upgrade, HTTP2-Settings",
            "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
        ),
    )
    yield Hostile("upgrade", "tls", _get(port, "/one/", "Upgrade: TLS/1.2", "Connection: Upgrade"))
    yield Hostile("upgrade", "http2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    yield Hostile("body", "length", _get(port, "/one/", "Content-Length: 5") + b"hello")
    yield Hostile("body", "chunks", _get(port, "/one/", "Transfer-Encoding: chunked") + b"5\r\nhello\r\n0\r\n\r\n")
    smuggled = _get(port, "/one/")
    yield Hostile(
        "body",
        "smuggled",
        _get(port, "/x", "Content-Length: 6", "Transfer-Encoding: chunked") + b"0\r\n\r\n" + smuggled,
    )
    yield Hostile("body", "two lengths", _get(port, "/x", "Content-Length: 0", "Content-Length: 5") + smuggled)
    yield Hostile("body", "odd length", _get(port, "/one/", "Content-Length: +0"))
    yield Hostile("size", "header", _get(port, "/one/", "X: " + "a" * 100_000))
    yield Hostile("size", "headers", _get(port, "/one/", *(f"X{n}: a" for n in range(10_000))))
    yield Hostile("size", "target", _get(port, "/one/?" + "a" * 100_000))
    yield Hostile("line", "old", b"GET /one/\r\n\r\n")
    yield Hostile("line", "version", b"GET /one/ HTTP/3.7\r\nHost: localhost\r\n\r\n")
    yield Hostile("line", "nul", _get(port, "/one/", "X: a\x00b"))
    yield Hostile("line", "name", _get(port, "/one/", "X y: a"))
    yield Hostile("line", "space before colon", _get(port, "/one/", "Content-Length : 5"))
    yield Hostile("line", "two spaces", b"GET  /one/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
    yield Hostile("line", "tls", b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03")


def _tokens(port: int) -> Iterator[Hostile]:
    for name in ("state", "stream"):
        for query in (
            "",
            "?token=",
            "?token=x",
            "?token=%00",
            "?token=None",
            "?token[]=x",
            "?token=" + "A" * 32,
            "?page=one/",
        ):
            yield Hostile("token", f"{name}{query}", _get(port, f"/_byline/{name}{query}"))


def _get(port: int, target: str, *heads: str, host: str = "") -> bytes:
    lines = [f"GET {target} HTTP/1.1", f"Host: {host or f'127.0.0.1:{port}'}", *heads, "", ""]
    return "\r\n".join(lines).encode("latin-1")


def got(port: int, hostile: Hostile) -> str:
    """What a hostile request got that it should not have; empty where it got nothing."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        try:
            connection.sendall(hostile.data)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
                if b"text/event-stream" in answer:
                    break
        except ConnectionError:
            return ""
    text = answer.decode("latin-1")
    statuses = [line.split(" ")[1] for line in text.split("\r\n") if line.startswith("HTTP/1.1 ")]
    for word in (SECRET, PUBLIC, "root:x:0"):
        if word in text:
            return f"{hostile.kind} {hostile.name}: it read {word!r}"
    if any(not status.startswith(("4", "5")) for status in statuses) and not _is_harmless(text):
        return f"{hostile.kind} {hostile.name}: it was answered {statuses}"
    if "access-control-" in text.lower():
        return f"{hostile.kind} {hostile.name}: other pages are let in"
    return ""


def _is_harmless(text: str) -> bool:
    """Whether it only leads to an address of the site itself."""
    location = next((line[10:] for line in text.split("\r\n") if line.lower().startswith("location: ")), "")
    return " 302 " in text[:16] and location.startswith("/") and not location.startswith("//")
