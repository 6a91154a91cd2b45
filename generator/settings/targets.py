"""The `deploy` key of site.yaml to the targets it names, each checked for its kind."""

from generator.model import Mark
from generator.notation import Fields
from generator.settings.values import Target

_TARGETS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "folder": (("path",), ()),
    "rsync": (("host", "path"), ("user", "port")),
    "s3": (("bucket",), ("prefix", "region", "endpoint")),
    "gs": (("bucket",), ("prefix", "region", "endpoint")),
    "azure": (("bucket",), ("prefix", "region", "endpoint")),
    "git": ((), ("remote", "branch", "cname")),
}
"""Kind of target to the keys it must have, and those it may."""


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
        else:
            options[key] = target.text(key)
    target.done()
    return {key: value for key, value in options.items() if value}
