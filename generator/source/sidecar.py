"""Readers' comments, from a front matter or from the file beside it, to remarks."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from unicodedata import normalize

from msgspec import Struct

from generator.errors import Problem
from generator.model import Html, Remark, Sidecar, email_digest
from generator.notation import Fields, Findings, Mapping, Node, Scalar, clip, open_items
from generator.settings import Reading
from generator.slugs import slugify
from generator.source.dates import read_instant, zone_of
from generator.source.front_matter import Front, Renderers, cleaned, shows, shows_markup

LONGEST = 10 * 1024 * 1024
"""Bytes of a sidecar."""

_SHAPE = "{author: A. Name, date: 2024-05-17 09:30, text: …}"
_STATUSES = ("approved", "pending", "spam", "removed")
_MEANT = {
    "name": "author",
    "by": "author",
    "body": "text",
    "content": "text",
    "comment": "text",
    "message": "text",
    "website": "url",
    "mail": "email",
    "parent": "reply_to",
    "in_reply_to": "reply_to",
    "children": "replies",
    "time": "date",
    "created": "date",
}
_RARE = frozenset(["reply_to", "url", "email", "via", "verified", "ip", "history"])
"""What most readers do not give, and a comment in a front matter need not have."""

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_EMPTY = "says nothing, so the comment is left out"
_NOT_IN_AN_ID = re.compile(r"[^\w.-]+")


class _Found(Struct, frozen=True, kw_only=True):
    """A comment as read, before its id is known."""

    given_id: str
    parent: int | None
    """The place among all found of the comment that it is nested under."""
    reply_to: str
    author: str
    date: datetime
    text: Html
    url: str
    email_digest: str
    status: str
    entry: Fields


class _Sender(Struct, frozen=True, kw_only=True):
    """What a comment says besides who wrote what, and when."""

    reply_to: str = ""
    url: str = ""
    email_digest: str = ""


_NOBODY = _Sender()


class _Reader(Struct, frozen=True):
    """What reading a comment needs besides its mapping."""

    zone: tzinfo
    status: str
    """Of a comment that says none."""
    render: Renderers


class Placed(Struct, frozen=True, kw_only=True):
    """The comments of a sidecar with their places in its text."""

    remarks: tuple[Remark, ...]
    starts: tuple[int, ...]
    problems: tuple[Problem, ...]


def read_sidecar(path: str, text: str, reading: Reading, *, render: Renderers) -> Front[Sidecar]:
    """The file of comments beside an article; one without a status is pending."""
    findings = Findings(text, path=path)
    nodes = open_items(text, findings, name="the file", longest=LONGEST)
    outer = Fields(Mapping({}, 0, 0), findings)
    zone = zone_of(reading.timezone)
    remarks = read_remarks(nodes, outer, "comments", zone=zone, status="pending", render=render)
    forgive(findings, 0, len(findings.text))
    value = Sidecar(path=path, remark_ids=ids_of(remarks, "approved"), pending_ids=ids_of(remarks, "pending"))
    return Front(value=value, remarks=remarks, problems=findings.problems)


def placed_remarks(text: str, reading: Reading, *, path: str, render: Renderers) -> Placed:
    """The comments of a sidecar in the order of the file, and where in the text the mapping of each begins."""
    findings = Findings(text, path=path)
    nodes = open_items(text, findings, name="the file", longest=LONGEST)
    outer = Fields(Mapping({}, 0, 0), findings)
    reader = _Reader(zone_of(reading.timezone), "pending", render)
    found: list[_Found] = []
    _collect(nodes, outer, "comments", None, reader=reader, found=found)
    return Placed(
        remarks=_identified(found), starts=tuple(one.entry.start for one in found), problems=findings.problems
    )


def read_remarks(
    nodes: Iterable[Node], fields: Fields, key: str, *, zone: tzinfo, status: str, render: Renderers
) -> tuple[Remark, ...]:
    """The comments of a list with their replies, in the order of the file; those that cannot be read are told."""
    found: list[_Found] = []
    _collect(nodes, fields, key, None, reader=_Reader(zone, status, render), found=found)
    return _identified(found)


def ids_of(remarks: Iterable[Remark], status: str) -> tuple[str, ...]:
    """The ids of those with a status."""
    return tuple([remark.id for remark in remarks if remark.status == status])


def forgive(findings: Findings, start: int, end: int) -> None:
    """Between two characters stands what readers wrote: a control character there is no mistake of an editor."""
    findings.rename(start, end, rule="control-character", to="comment")


def _collect(
    nodes: Iterable[Node],
    fields: Fields,
    key: str,
    parent: int | None,
    *,
    reader: _Reader,
    found: list[_Found],
) -> None:
    for entry in fields.each(nodes, key, shape=_SHAPE):
        number = len(found)
        one = _found(entry, parent, reader)
        if one is not None:
            found.append(one)
        replies = entry.items("replies")
        entry.done(meant=_MEANT, known=_RARE)
        if replies:
            nested = number if one is not None else parent
            _collect(replies, entry, "replies", nested, reader=reader, found=found)


def _found(entry: Fields, parent: int | None, reader: _Reader) -> _Found | None:
    if entry.text("status").lower() == "removed":
        return _tombstone(entry, parent, reader)
    author = _written(entry, "author")
    told = len(entry.findings.found)
    date = read_instant(entry, "date", reader.zone)
    if date is None and len(entry.findings.found) == told:
        entry.require("date")
    written = _written(entry, "text")
    text = _text(written, entry, reader.render) if written else Html("")
    given_id = remark_id(entry.text("id"))
    status = entry.choice("status", _STATUSES, default=reader.status)
    sender = _NOBODY if entry.lacks(_RARE) else _sender(entry, reader.render)
    if not (author and text and date):
        return None
    return _Found(
        given_id=given_id,
        parent=parent,
        reply_to=sender.reply_to,
        author=author,
        date=date,
        text=text,
        url=sender.url,
        email_digest=sender.email_digest,
        status=status,
        entry=entry,
    )


def _sender(entry: Fields, render: Renderers) -> _Sender:
    _kept_back(entry)
    return _Sender(
        url=_website(entry, render),
        email_digest=_proven_address(entry),
        reply_to=remark_id(entry.text("reply_to")),
    )


def _tombstone(entry: Fields, parent: int | None, reader: _Reader) -> _Found | None:
    """What is left of a removed comment: its place, so that the answers to it keep theirs."""
    entry.choice("status", _STATUSES, default="")
    _kept_back(entry)
    for key in ("author", "text", "url", "email", "via", "verified"):
        entry.node(key)
    given_id, reply_to = remark_id(entry.text("id")), remark_id(entry.text("reply_to"))
    date = read_instant(entry, "date", reader.zone)
    if not given_id:
        return None
    return _Found(
        given_id=given_id,
        parent=parent,
        reply_to=reply_to,
        author="",
        date=date or _LONG_AGO,
        text=Html(""),
        url="",
        email_digest="",
        status="removed",
        entry=entry,
    )


def _kept_back(entry: Fields) -> None:
    """What a form or an editor may have kept, and goes no further."""
    entry.node("ip")
    entry.node("history")


def _proven_address(entry: Fields) -> str:
    """What the writer's address is known by; anyone may type an author's into a form, so there an editor must vouch."""
    address, via = entry.text("email"), entry.text("via")
    verified = entry.flag("verified")
    return email_digest(address) if verified or not via else ""


def _written(entry: Fields, key: str) -> str:
    """What a reader wrote; without it there is no comment, and it is an editor's mistake only if there is no key."""
    text = entry.text(key, free=True)
    if key not in entry.entries:
        entry.require(key)
    elif not shows(text) and isinstance(entry.entries[key].value, Scalar):
        entry.wrong(key, _EMPTY, rule="comment")
        return ""
    return cleaned(text) if key == "author" else text


def _identified(found: list[_Found]) -> tuple[Remark, ...]:
    """The remarks with their ids: the first to bring one keeps it, any other is made of author and date."""
    taken = {one.given_id: 1 for one in found if one.given_id}
    owners: dict[str, Fields] = {}
    ids: list[str] = []
    for one in found:
        if not one.given_id:
            ids.append(_free_id(one.author, one.date, taken))
        elif owners.setdefault(one.given_id, one.entry) is one.entry:
            ids.append(one.given_id)
        else:
            ids.append(_free(one.given_id, taken))
            _tell_twin(one.given_id, ids[-1], one.entry, owners[one.given_id])
    for one in found:
        if one.reply_to and one.reply_to not in taken:
            one.entry.wrong("reply_to", f"is '{clip(one.reply_to)}', and no comment here has that id", rule="comment")
    return tuple(
        [
            Remark(
                id=ident,
                author=one.author,
                url=one.url,
                date=one.date,
                text=one.text,
                email_digest=one.email_digest,
                reply_to=one.reply_to or (ids[one.parent] if one.parent is not None else ""),
                status=one.status,
            )
            for ident, one in zip(ids, found, strict=True)
        ]
    )


def remark_id(text: str) -> str:
    """A comment's id as an anchor can hold it."""
    return text and _NOT_IN_AN_ID.sub("-", normalize("NFC", text.strip())).strip("-")[:100]


def _free_id(author: str, date: datetime, taken: dict[str, int]) -> str:
    """An id made of author and date that is not taken; `taken` remembers how often each was wanted."""
    name = slugify(author)[:40].strip("-") or "reader"
    return _free(f"{name}-{date.year}{date.month:02}{date.day:02}-{date.hour:02}{date.minute:02}", taken)


def _free(made: str, taken: dict[str, int]) -> str:
    """An id, with a number behind it where it is taken."""
    ident = made
    while ident in taken:
        taken[made] += 1
        ident = f"{made}-{taken[made]}"
    taken[ident] = 1
    return ident


def _tell_twin(ident: str, made: str, entry: Fields, owner: Fields) -> None:
    first = owner.entries["id"].value
    entry.findings.note(
        entry.entries["id"].value.start,
        entry.end_of(entry.entries["id"].value),
        f"two comments have the id {clip(ident)}",
        hint=f"this one is known as {made}",
        rule="comment",
        other=entry.findings.place(first.start),
    )


def _website(entry: Fields, render: Renderers) -> str:
    written = entry.text("url")
    if not written:
        return ""
    safe = render.website(written)
    if not safe:
        entry.wrong("url", f"is '{clip(written)}', which is left out", rule="comment")
    return safe


def _text(text: str, entry: Fields, render: Renderers) -> Html:
    html, dropped = render.remark(text)
    if not shows_markup(html):
        entry.wrong("text", _EMPTY, rule="comment")
        return Html("")
    for words in dropped:
        entry.wrong("text", f"is not shown as written: {words}", rule="comment")
    return html
