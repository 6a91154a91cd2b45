"""What other programs and services say, without the keys that may stand in it."""

import re
from collections.abc import Iterable, Mapping

HIDDEN = "(hidden)"

_NAMES = re.compile(r"KEY|SECRET|TOKEN|PASS|CREDENTIAL|SAS|CONNECTION_STRING|AUTH", re.IGNORECASE)
_PLACES = re.compile(r"_SOCK$|_FILE$|_PATH$|_DIR$|CREDENTIALS$", re.IGNORECASE)
"""Names of variables that hold where a key lies, and not the key; a value that is a path is told all the same."""

_USER = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://)[^/@\s]*:[^/@\s]*@|(?P<other>https?://)[^/@\s]+@", re.IGNORECASE)
_FIELDS = re.compile(
    r"((?:sig|signature|token|secret|password|credential|authorization|x-amz-[a-z-]*(?:signature|token|credential))"
    r"[\"']?\s*[=:]\s*[\"']?)[^\s\"'&<>,]+",
    re.IGNORECASE,
)
_LEAST = 6


def secrets_in(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The values of variables that hold keys."""
    return tuple(
        value
        for name, value in environment.items()
        if _NAMES.search(name) and len(value) >= _LEAST and not (_PLACES.search(name) and "/" in value)
    )


def without_secrets(text: str, secrets: Iterable[str]) -> str:
    """A text in which no secret stands, nor a name and password in an address."""
    for secret in sorted(secrets, key=len, reverse=True):
        for form in {secret, secret.strip(), *secret.strip().splitlines()}:
            if len(form) >= _LEAST:
                text = text.replace(form, HIDDEN)
    text = _USER.sub(lambda match: f"{match['scheme'] or match['other']}{HIDDEN}@", text)
    return _FIELDS.sub(rf"\1{HIDDEN}", text)
