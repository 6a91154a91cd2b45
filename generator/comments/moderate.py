"""An editor's judgement of comments to their files, with what was done, when and by whom."""

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from generator.build.discussion import Commented
from generator.comments.keeping import hand, keep, original
from generator.comments.script import instant
from generator.comments.sheet import Change, Sheet, past
from generator.errors import Usage
from generator.settings import Reading

STATUS_OF = {"approve": "approved", "spam": "spam", "remove": "removed"}
"""A verb to the status that it gives."""

_PERSONAL = ("author", "email", "url", "ip")
"""What is taken away when a comment is redacted as a whole."""


class Judgement(Struct, frozen=True, kw_only=True):
    """What an editor decided."""

    verb: str
    """`approve`, `spam`, `remove` or `redact`."""
    by: str
    at: datetime
    words: tuple[str, ...] = ()
    """What `redact` blots out; without any it takes away who wrote."""
    nobody: str = "A reader"
    """The name that `redact` leaves."""
    verified: bool = False
    """Whether the editor vouches that the address is the writer's own."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What became of a comment."""

    slug: str
    path: str
    id: str
    was: str
    now: str
    changed: bool


def moderate(
    project: str, memory: str, comments: Sequence[Commented], judgement: Judgement, *, reading: Reading
) -> tuple[Verdict, ...]:
    """Carry out a judgement; each file is written once, whole. Raises Usage, before anything is written, for a comment
    that stands in an article's own front matter, Stop for a file that cannot be changed, Fault and Busy."""
    own = next((comment for comment in comments if not comment.path.endswith(".yaml")), None)
    if own is not None:
        raise Usage(f"{own.remark.id} stands in the front matter of {own.path}; change it there")
    verdicts: dict[int, Verdict] = {}
    with hand(memory):
        prepared = {
            path: _prepared(project, path, [one for one in comments if one.path == path], judgement, reading, verdicts)
            for path in dict.fromkeys(comment.path for comment in comments)
        }
        for path, data in prepared.items():
            if data is not None:
                keep(os.path.join(project, path), data)
    return tuple(verdicts[id(comment)] for comment in comments)


def _prepared(
    project: str,
    path: str,
    comments: Iterable[Commented],
    judgement: Judgement,
    reading: Reading,
    verdicts: dict[int, Verdict],
) -> bytes | None:
    """A file's new bytes; None where nothing of it changes."""
    file = original(project, path)
    sheet = Sheet(file.text, path=path, reading=reading)
    changes: dict[str, Change] = {}
    for comment in comments:
        name = comment.remark.id
        if name not in sheet.remarks:
            raise Usage(f"{name} is no longer in {path}; look again with: byline comments list")
        was = sheet.remarks[name].status
        change = _change(sheet, name, judgement)
        if change is not None:
            changes[name] = change
        now = (change.status or was) if change else was
        verdicts[id(comment)] = Verdict(
            slug=comment.slug, path=path, id=name, was=was, now=now, changed=change is not None
        )
    return file.bytes_of(sheet.changed(changes).text) if changes else None


def _change(sheet: Sheet, name: str, judgement: Judgement) -> Change | None:
    """What the judgement does to a comment; None where it is so already."""
    was = sheet.remarks[name].status
    if was == "removed":
        return None
    if judgement.verb == "redact":
        return _redaction(sheet, name, judgement)
    status = STATUS_OF[judgement.verb]
    vouches = judgement.verified and sheet.value(name, "verified") != "true"
    if was == status and not vouches:
        return None
    return Change(status=status, verified=vouches, history=_past(judgement, was=was))


def _redaction(sheet: Sheet, name: str, judgement: Judgement) -> Change | None:
    if judgement.words:
        held = [key for key in ("text", "author") if _has(sheet.value(name, key), judgement.words)]
        if not held:
            return None
        return Change(hidden_words=judgement.words, history=_past(judgement, fields=" ".join(held)))
    values: Mapping[str, str] = {
        key: judgement.nobody if key == "author" else ""
        for key in _PERSONAL
        if sheet.value(name, key) not in ("", judgement.nobody)
    }
    return Change(values=values, history=_past(judgement, fields=" ".join(values))) if values else None


def _has(text: str, words: Iterable[str]) -> bool:
    return any(word.casefold() in text.casefold() for word in words)


def _past(judgement: Judgement, *, was: str = "", fields: str = "") -> dict[str, str]:
    return past(judgement.verb, at=instant(judgement.at), by=judgement.by, was=was, fields=fields)
