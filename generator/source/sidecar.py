"""Readers' comments, from a front matter or from the file beside it, to remarks."""

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo
from unicodedata import normalize

from msgspec import Struct

from generator.model import Html, Remark, Sidecar, email_digest
from generator.notation import Fields, Findings, Mapping, Node, clip, open_items
from generator.settings import Reading
from generator.slugs import slugify
from generator.source.dates import read_instant, zone_of
from generator.source.front_matter import Front, Renderers, cleaned

LONGEST = 10 * 1024 * 1024
"""Bytes of a sidecar."""

_SHAPE = "{author: A. Name, date: 2024-05-17 09:30, text: …}"
_STATUSES = ("approved", "pending", "spam")
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


class _Reader(Struct, frozen=True):
    """What reading a comment needs besides its mapping."""

    zone: tzinfo
    status: str
    """Of a comment that says none."""
    render: Renderers


def read_sidecar(path: str, text: str, reading: Reading, *, render: Renderers) -> Front[Sidecar]:
    """The file of comments beside an article; one without a status is pending."""
    findings = Findings(text, path=path)
    nodes = open_items(text, findings, name="the file", longest=LONGEST)
    outer = Fields(Mapping({}, 0, 0), findings)
    zone = zone_of(reading.timezone)
    remarks = read_remarks(nodes, outer, "comments", zone=zone, status="pending", render=render)
    approved = tuple(remark.id for remark in remarks if remark.status == "approved")
    return Front(value=Sidecar(path=path, remark_ids=approved), remarks=remarks, problems=findings.problems)


def read_remarks(
    nodes: Iterable[Node], fields: Fields, key: str, *, zone: tzinfo, status: str, render: Renderers
) -> tuple[Remark, ...]:
    """The comments of a list with their replies, in the order of the file; those that cannot be read are told."""
    found: list[_Found] = []
    ids: dict[str, Fields] = {}
    _collect(nodes, fields, key, None, reader=_Reader(zone, status, render), found=found, ids=ids)
    return _identified(found)


def _collect(
    nodes: Iterable[Node],
    fields: Fields,
    key: str,
    parent: int | None,
    *,
    reader: _Reader,
    found: list[_Found],
    ids: dict[str, Fields],
) -> None:
    for entry in fields.each(nodes, key, shape=_SHAPE):
        number = len(found)
        one = _found(entry, parent, reader, ids)
        if one is not None:
            found.append(one)
        replies = entry.items("replies")
        entry.done(meant=_MEANT)
        if replies:
            nested = number if one is not None else parent
            _collect(replies, entry, "replies", nested, reader=reader, found=found, ids=ids)


def _found(entry: Fields, parent: int | None, reader: _Reader, ids: dict[str, Fields]) -> _Found | None:
    author = cleaned(entry.required("author", free=True))
    told = len(entry.findings.found)
    date = read_instant(entry, "date", reader.zone)
    if date is None and len(entry.findings.found) == told:
        entry.require("date")
    text = entry.required("text", free=True)
    given_id = remark_id(entry.text("id"))
    if given_id:
        _check_id(given_id, entry, ids)
    status = entry.choice("status", _STATUSES, default=reader.status)
    entry.node("ip")  # what a form may have kept goes no further
    website = _website(entry, reader.render)
    email = email_digest(entry.text("email"))
    reply_to = remark_id(entry.text("reply_to"))
    if not (author and text and date):
        return None
    return _Found(
        given_id=given_id,
        parent=parent,
        reply_to=reply_to,
        author=author,
        date=date,
        text=_text(text, entry, reader.render),
        url=website,
        email_digest=email,
        status=status,
    )


def _identified(found: list[_Found]) -> tuple[Remark, ...]:
    """The remarks with their ids: a given one stays, any other is made of author and date."""
    taken = {one.given_id: 1 for one in found}
    ids = [one.given_id or _free_id(one.author, one.date, taken) for one in found]
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
    return _NOT_IN_AN_ID.sub("-", normalize("NFC", text.strip())).strip("-")[:100]


def _free_id(author: str, date: datetime, taken: dict[str, int]) -> str:
    """An id made of author and date that is not taken; `taken` remembers how often each was wanted."""
    name = slugify(author)[:40].strip("-") or "reader"
    made = ident = f"{name}-{date.year}{date.month:02}{date.day:02}-{date.hour:02}{date.minute:02}"
    while ident in taken:
        taken[made] += 1
        ident = f"{made}-{taken[made]}"
    taken[ident] = 1
    return ident


def _check_id(ident: str, entry: Fields, ids: dict[str, Fields]) -> None:
    if ident not in ids:
        ids[ident] = entry
        return
    first = ids[ident].entries["id"].value
    entry.findings.note(
        entry.entries["id"].value.start,
        entry.end_of(entry.entries["id"].value),
        f"two comments have the id {clip(ident)}",
        hint="give one of them another, or none",
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
    for words in dropped:
        entry.wrong("text", f"is not shown as written: {words}", rule="comment")
    return html
