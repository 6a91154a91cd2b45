"""Addresses, language tags and time zones as written to their one form, or a sentence about what is wrong with them."""

import re
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from generator.notation import nearest

_LANGUAGE = re.compile(
    r"(?P<language>[a-z]{2,3}|[a-z]{5,8})(?:[-_](?P<script>[a-z]{4}))?(?:[-_](?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}|[a-wyz0-9](?:-[a-z0-9]{2,8})+|x(?:-[a-z0-9]{1,8})+))*)",
    re.IGNORECASE | re.ASCII,
)
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):")
_FEDIVERSE = re.compile(r"@?([\w.-]+)@([\w-]+(?:\.[\w-]+)+)|https://([\w-]+(?:\.[\w-]+)+)/@([\w.-]+)/?")
_EMAIL = re.compile(r"[^@\s<>\"(),:;\\]+@[^@\s<>\"(),:;\\]+")


class UnusableError(ValueError):
    """A value that cannot be used: what it is (to follow the key's name), and a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def site_address(text: str) -> tuple[str, str]:
    """The site's address, with a slash at its end, and the prefix of its path without one. Raises UnusableError."""
    try:
        parts = urlsplit(text.strip())
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise UnusableError("is not an address", "write it as https://example.org/") from error
    if parts.scheme not in ("http", "https") or not host or _UNFIT.search(text.strip()):
        raise UnusableError("is not an absolute address", "write it as https://example.org/")
    if parts.query or parts.fragment or "?" in text or "#" in text:
        raise UnusableError("has a query or a fragment", "leave out everything from `?` or `#` on")
    if parts.username is not None:
        raise UnusableError("holds a name or a password", "write it as https://example.org/")
    segments = [segment for segment in parts.path.split("/") if segment]
    if any(segment in (".", "..") for segment in segments):
        raise UnusableError("has `.` or `..` in its path", "write the path in full")
    prefix = "".join(f"/{segment}" for segment in segments)
    return f"{parts.scheme}://{parts.netloc.lower()}{prefix}/", prefix


def permalink_pattern(text: str) -> str:
    """The pattern of articles' addresses. Raises UnusableError."""
    pattern = text.strip()
    unknown = [name for name in _PLACEHOLDER.findall(pattern) if name not in ("slug", "year", "month", "day")]
    if unknown:
        raise UnusableError(f"has {{{unknown[0]}}}, which is not known", "known are {slug}, {year}, {month} and {day}")
    if "{slug}" not in pattern:
        raise UnusableError("has no {slug}", "write it as /{year}/{slug}/")
    if not (pattern.startswith("/") and pattern.endswith("/")):
        raise UnusableError("does not begin and end with a slash", f"write it as /{pattern.strip('/')}/")
    bare = _PLACEHOLDER.sub("x", pattern)
    if _UNFIT.search(bare) or any(part in ("", ".", "..") for part in bare.strip("/").split("/")) or "%" in bare:
        raise UnusableError("is not the path of an address", "write it as /{year}/{slug}/")
    if "?" in bare or "#" in bare:
        raise UnusableError("has a query or a fragment", "write it as /{year}/{slug}/")
    return pattern


def language_tag(text: str) -> str:
    """A BCP 47 language tag in its usual case: `zh-Hant-TW`. Raises UnusableError."""
    found = _LANGUAGE.fullmatch(text.strip())
    if found is None:
        raise UnusableError("is not a language tag", "write it as en, zh-CN or ar")
    script, region = found["script"], found["region"]
    parts = [found["language"].lower(), script.title() if script else "", region.upper() if region else ""]
    return "-".join(part for part in parts if part) + found["rest"].lower()


def time_zone(text: str) -> str:
    """The name of a time zone that this machine knows. Raises UnusableError."""
    name = text.strip()
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = nearest(name, _zones())
        hint = f"did you mean {near}?" if near else "write it as Europe/Paris, Asia/Shanghai or UTC"
        raise UnusableError("is not the name of a time zone", hint) from error
    return name


@lru_cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def link_address(text: str, *, schemes: frozenset[str] = frozenset(["http", "https", "mailto", "tel"])) -> str:
    """An address that a page may link to: relative, or of one of the schemes. Raises UnusableError."""
    address = text.strip()
    scheme = _SCHEME.match(address)
    if scheme and scheme["scheme"].lower() not in schemes:
        message = f"has the scheme {scheme['scheme']}, which is not allowed"
        raise UnusableError(message, f"use {', '.join(sorted(schemes))}")
    if address.startswith(("//", "\\", "/\\")) or re.search(r"[\s\x00-\x1f\x7f]", address):
        raise UnusableError("is not an address", "write it in full, with https://")
    return address


def form_address(text: str) -> str:
    """Where a form is sent: http, https, an address of the site, or `mailto`. Raises UnusableError."""
    if text.strip() == "mailto":
        return "mailto"
    address = link_address(text, schemes=frozenset(["http", "https"]))
    if not address.startswith(("http://", "https://", "/")):
        raise UnusableError(
            "is not an address that a form can be sent to", "write it in full, with https://, or mailto"
        )
    return address


def email_address(text: str) -> str:
    """An e-mail address. Raises UnusableError."""
    address = text.strip()
    if not _EMAIL.fullmatch(address):
        raise UnusableError("is not an e-mail address", "write it as name@example.org")
    return address


def fediverse_handle(text: str) -> str:
    """A name on the fediverse as `@name@host`, be it written so or as the address of its page. Raises UnusableError."""
    found = _FEDIVERSE.fullmatch(text.strip())
    if found is None:
        raise UnusableError("is not a name on the fediverse", 'write it as "@name@host.example"')
    return f"@{found[1] or found[4]}@{(found[2] or found[3]).lower()}"
