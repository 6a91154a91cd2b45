"""The `deploy` key of site.yaml to the targets it names, each checked for its kind."""

import re

from generator.model import Mark
from generator.notation import Fields
from generator.settings.values import Target

_TARGETS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "folder": (("path",), ("compress",)),
    "rsync": (("host", "path"), ("user", "port", "compress")),
    "s3": (("bucket",), ("prefix", "region", "endpoint", "compress")),
    "gs": (("bucket",), ("prefix", "region", "endpoint", "compress")),
    "azure": (("bucket",), ("prefix", "region", "endpoint", "compress")),
    "git": ((), ("remote", "branch", "cname")),
}
"""Kind of target to the keys it must have, and those it may."""

_ENCODINGS = {"folder": ("gzip", "br"), "rsync": ("gzip", "br")}
"""What may be asked of `compress`: copies beside each file; elsewhere a file is stored in one encoding, gzip."""

_PASSWORD = re.compile(r"://[^/@\s]*:[^/@\s]*@|://[^/@:\s]{20,}@")
"""An address that holds a password, or a token in place of a name."""

_HYPHEN = ("host", "user", "path", "remote", "branch")
"""What is handed to other programs, which would take a leading hyphen for an option."""


def read_targets(fields: Fields, marks: dict[str, Mark]) -> tuple[Target, ...]:
    """The targets in the order of the file; where each stands goes to `marks`."""
    inner = fields.mapping("deploy", shape="{live: {kind: rsync, host: example.org, path: /srv/www}}")
    targets: list[Target] = []
    for name in inner.entries if inner else ():
        assert inner is not None
        target = inner.mapping(name, shape="{kind: folder, path: /srv/www}")
        if target is None:
            continue
        marks[f"deploy.{name}"] = inner.mark(name)
        if not target.required("kind"):
            target.done(known={key for keys in _TARGETS.values() for key in (*keys[0], *keys[1])})
        elif kind := target.choice("kind", _TARGETS, default=""):
            targets.append(Target(name=name, kind=kind, options=_options(target, kind)))
    return tuple(targets)


def _options(target: Fields, kind: str) -> dict[str, str | int]:
    needed, others = _TARGETS[kind]
    options: dict[str, str | int] = {key: target.required(key) for key in needed}
    for key in others:
        if key == "port":
            options[key] = target.number(key, default=0, least=1, most=65535)
        elif key == "compress":
            options[key] = _encodings(target, _ENCODINGS.get(kind, ("gzip",)))
        else:
            options[key] = target.text(key)
    for key, value in options.items():
        _check(target, key, value)
    target.done()
    return {key: value for key, value in options.items() if value}


def _encodings(target: Fields, known: tuple[str, ...]) -> str:
    """The encodings asked for, with blanks between them."""
    words: dict[str, None] = {}
    for value in target.scalars("compress", commas=True):
        word = value.text.strip().lower()
        if word in known:
            words[word] = None
        else:
            target.not_among(value, "compress", known)
    return " ".join(words)


def _check(target: Fields, key: str, value: str | int) -> None:
    if not isinstance(value, str):
        return
    if _PASSWORD.search(value):
        hint = "keys come from the environment, the agent or the host's own files"
        target.wrong(key, "holds a password, which has no place in site.yaml", hint=hint)
    elif key in _HYPHEN and value.startswith("-"):
        target.wrong(key, "begins with a hyphen, which other programs take for an option")
