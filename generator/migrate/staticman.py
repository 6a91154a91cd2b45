"""A folder of Staticman's files, one for each comment in a folder for each piece, to the comments in them."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from generator.engine.files import told
from generator.migrate.markup import markdown_of
from generator.migrate.values import NAMELESS, SILENT, UNDATED, Left, Load, Old
from generator.notation import Findings, Mapping, parse, plain_value

ENDINGS = (".yml", ".yaml", ".json")

_NAMES = {
    "id": ("_id", "id"),
    "author": ("name", "author"),
    "text": ("message", "body", "comment", "text", "content"),
    "date": ("date", "timestamp", "_date", "published"),
    "url": ("url", "website", "link"),
    "email": ("email",),
    "parent": ("_parent", "parent", "reply_to", "replyTo", "replying_to_uid", "parent_id", "reply_id"),
    "number": ("replying_to", "replyingTo"),
    "slug": ("slug", "post_id", "page", "permalink"),
}
"""What the forms of the usual themes call what they send."""

_DIGEST = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}")

Values = dict[str, Any]


def read_staticman(folder: Path, *, zone: tzinfo) -> Load:
    """The comments of all files below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
    repairs: dict[str, None] = {}
    read = [(path, _values(path, repairs)) for path in files]
    found: list[Old | Left] = []
    for place in dict.fromkeys(path.parent for path in files):
        group = [(path, values) for path, values in read if path.parent == place]
        known = [(_id(path, values), values) for path, values in group if values is not None]
        found += [
            Left(id=f"staticman-{path.stem}", reason="its file cannot be read")
            if values is None
            else _comment(_id(path, values), values, place.relative_to(folder).as_posix(), known, zone)
            for path, values in group
        ]
    return Load(format="Staticman", found=tuple(found), repairs=tuple(repairs))


def _comment(name: str, values: Values, place: str, known: Sequence[tuple[str, Values]], zone: tzinfo) -> Old | Left:
    date = _date(values, zone)
    text, losses = markdown_of(_text(values, "text"), plain=True)
    parent = _parent(values, known)
    reason = UNDATED if date is None else "" if text else SILENT
    if reason or date is None:
        return Left(id=f"staticman-{name}", reason=reason, parent=parent)
    email = _text(values, "email")
    return Old(
        id=f"staticman-{name}",
        places=tuple(dict.fromkeys(one for one in (_text(values, "slug"), place, *_slugs(values, known)) if one)),
        author=_text(values, "author") or NAMELESS,
        email="" if _DIGEST.fullmatch(email.lower()) else email,
        url=_text(values, "url"),
        date=date,
        text=text,
        parent=parent,
        losses=losses,
    )


def _parent(values: Values, known: Sequence[tuple[str, Values]]) -> str:
    """What a comment answers: one of the folder by its id, or by its number among those that answer nothing."""
    wanted = [str(values[key]).strip() for key in (*_NAMES["parent"], *_NAMES["number"]) if values.get(key) is not None]
    names = {name for name, _ in known}
    for one in wanted:
        if one in names:
            return f"staticman-{one}"
    number = next((one for one in wanted if one.isdigit() and 0 < int(one) <= len(known)), "")
    roots = [name for name, other in known if not any(str(other.get(key) or "").strip() for key in _NAMES["number"])]
    return f"staticman-{roots[int(number) - 1]}" if number and int(number) <= len(roots) else ""


def _slugs(values: Values, known: Sequence[tuple[str, Values]]) -> list[str]:
    """`_parent` is the piece in some sites, and another comment in others."""
    names = {name for name, _ in known}
    return [str(values[key]) for key in ("_parent", "parent") if values.get(key) and str(values[key]) not in names]


def _values(path: Path, repairs: dict[str, None]) -> Values | None:
    with told("read", str(path)):
        data = path.read_bytes()
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        repairs[f"{path.name} is no UTF-8, and was read as Windows-1252"] = None
    if path.suffix.lower() == ".json":
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None
    findings = Findings(text, path=path.name)
    node = parse(text, findings).root
    if findings.problems:
        repairs[f"{path.name}: {findings.problems[0].message}"] = None
    return plain_value(node) if isinstance(node, Mapping) else None


def _id(path: Path, values: Values) -> str:
    return next((str(values[key]).strip() for key in _NAMES["id"] if values.get(key)), path.stem)


def _text(values: Values, what: str) -> str:
    return next((str(values[key]).strip() for key in _NAMES[what] if values.get(key) not in (None, "")), "")


def _date(values: Values, zone: tzinfo) -> datetime | None:
    """ISO 8601, or seconds or milliseconds since 1970: Staticman writes whichever it was told to."""
    written = _text(values, "date")
    try:
        if written.lstrip("-").replace(".", "", 1).isdigit():
            number = float(written)
            return datetime.fromtimestamp(int(number / 1000 if abs(number) >= 1e11 else number), UTC)
        at = datetime.fromisoformat(written)
    except (ValueError, OverflowError, OSError):
        return None
    return at.replace(tzinfo=zone) if at.tzinfo is None else at
