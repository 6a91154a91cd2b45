"""What an output folder says of itself: whose it is, whether it is finished, and every file that a build made in it."""

from collections.abc import Mapping

from msgspec import Struct

NAME = ".byline-manifest"
STAGE = ".byline-stage"
"""Where a build prepares files when no other folder lies on the output's file system."""

_FIRST = "byline-manifest 1"
_DIGEST = 32
_ODD = tuple(start + name + end for start in ("  ", "/") for name in ("", ".", "..") for end in ("/", "\n"))
_OWN = ("  " + NAME, "  " + STAGE)
_NO_NAMES = frozenset(["", ".", ".."])
_CONTROLS = bytes([*range(10), *range(11, 32), 127])


class Manifest(Struct, frozen=True, kw_only=True):
    """The claim on an output folder."""

    site: str
    """Its absolute address."""
    state: str
    """`building` or `finished`."""
    drafts: bool
    future: bool
    paths: Mapping[str, str]
    """Every file that a build made, to the digest of its bytes; while building, those of before and those to come."""


def is_safe(path: str) -> bool:
    """Whether a path, with `/`, stays below a folder and within a line, and is not the engine's own."""
    if path.startswith((NAME, STAGE)) or not _NO_NAMES.isdisjoint(path.split("/")):
        return False
    return path.isprintable() or not any(c < " " or c == "\x7f" or "\ud800" <= c <= "\udfff" for c in path)


def write_manifest(manifest: Manifest) -> bytes:
    """The manifest as text: one line says what it is, then facts, a blank line, and a line for each path, sorted."""
    facts = {
        "site": manifest.site,
        "state": manifest.state,
        "drafts": "yes" if manifest.drafts else "no",
        "future": "yes" if manifest.future else "no",
        "paths": str(len(manifest.paths)),
    }
    lines = [_FIRST, *(f"{name}: {fact}" for name, fact in facts.items()), ""]
    lines += [f"{manifest.paths[path]}  {path}" for path in sorted(manifest.paths)]
    return ("\n".join(lines) + "\n").encode()


def read_manifest(data: bytes) -> Manifest:
    """The manifest in a text. One that is damaged is unfinished, and lists what can still be read of it."""
    head, _, body = data.translate(None, _CONTROLS).decode(errors="replace").partition("\n\n")
    first, *rest = head.split("\n")
    facts = dict(line.partition(": ")[::2] for line in rest)
    paths = _paths(body)
    whole = first == _FIRST and facts.get("state") == "finished"
    whole = whole and facts.get("paths") == str(len(paths)) and body[-1:] in ("", "\n")
    return Manifest(
        site=facts.get("site", ""),
        state="finished" if whole else "building",
        drafts=facts.get("drafts") == "yes",
        future=facts.get("future") == "yes",
        paths=paths,
    )


def _paths(body: str) -> dict[str, str]:
    lines = body.split("\n")
    paths = {line[_DIGEST + 2 :]: line[:_DIGEST] for line in lines if line[_DIGEST : _DIGEST + 2] == "  "}
    if any(odd in body for odd in _ODD + _OWN) or not body.endswith("\n"):
        paths = {path: digest for path, digest in paths.items() if is_safe(path)}
    return paths
