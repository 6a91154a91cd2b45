"""Readers' remarks as they were written down to the discussion as readers see it."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType

from msgspec import msgpack
from msgspec.structs import replace

from generator.model import Comment, Comments, KeptComments, Link, Remark
from generator.names import initials

DEEPEST = 50
"""Levels of replies; deeper ones stand beside one another at the last, so that no template can run out of stack."""

_ANSWERED = attrgetter("reply_to")

NAMELESS: Mapping[str, str] = MappingProxyType({})

_decode = msgpack.Decoder(tuple[Remark, ...]).decode


def discussion(kept: KeptComments) -> Comments:
    """The approved remarks of a piece in threads: by date, replies below what they answer.

    An author is known by the e-mail address, and in the piece's own front matter, where no reader writes, by the id,
    in whose place the name is shown.
    """
    own, *readers = (_decode(packed) if packed else () for packed in kept.remarks or (b"",))
    if not own and not any(readers):
        return _discussion(kept, ())
    signed = [
        replace(remark, email_digest=remark.author) if remark.author in kept.authors else remark for remark in own
    ]
    everything = [remark for group in (signed, *readers) for remark in group]
    shown = {"approved", "pending"} if kept.pending else {"approved"}
    remarks = _distinct(_in_order(remark for remark in everything if remark.status in shown))
    unseen = {remark.id: remark.reply_to for remark in everything if remark.status not in shown}
    remarks = [replace(remark, reply_to=_seen(remark.reply_to, unseen)) for remark in remarks] if unseen else remarks
    threads = thread(remarks, authors=frozenset(kept.authors), names=dict(kept.names))
    return _discussion(kept, threads, count=len(remarks))


def _discussion(kept: KeptComments, threads: tuple[Comment, ...], *, count: int = 0) -> Comments:
    return Comments(status=kept.status, count=count, threads=threads, form=kept.form, post=kept.post, feed=kept.feed)


def in_time(threads: Iterable[Comment]) -> list[Comment]:
    """Every comment of threads, the oldest first."""
    found: list[Comment] = []
    waiting = list(threads)
    while waiting:
        comment = waiting.pop()
        found.append(comment)
        waiting.extend(comment.replies)
    return sorted(found, key=lambda comment: (comment.date, comment.id))


def _in_order(remarks: Iterable[Remark]) -> list[Remark]:
    return sorted(remarks, key=lambda remark: (remark.date, remark.id))


def _seen(name: str, unseen: Mapping[str, str]) -> str:
    """What an answer to a remark stands below: that one, or the nearest above it that is shown."""
    passed: set[str] = set()
    while name in unseen and name not in passed:
        passed.add(name)
        name = unseen[name]
    return name


def thread(
    remarks: Sequence[Remark], *, authors: frozenset[str], names: Mapping[str, str] = NAMELESS
) -> tuple[Comment, ...]:
    """Remarks, in order and with ids of their own, as threads.

    A reply to nothing known, or in a ring, begins a thread. `authors` holds what an author's own remark is known by,
    `names` what those are called who are known by an id.
    """
    above = _answered({remark.id: remark.reply_to for remark in remarks}) if any(map(_ANSWERED, remarks)) else {}
    if not any(above.values()):
        return tuple([_comment(remark, (), None, authors, names) for remark in remarks])
    depth = {remark.id: _depth(remark.id, above) for remark in remarks}
    replies: dict[str, list[Remark]] = {}
    for remark in remarks:
        replies.setdefault(_held_by(remark.id, above, depth), []).append(remark)
    by_id = {remark.id: remark for remark in remarks}
    done: dict[str, Comment] = {}
    for remark in sorted(remarks, key=lambda remark: -depth[remark.id]):
        below = [done[reply.id] for reply in replies.get(remark.id, ())]
        answered = by_id.get(above[remark.id])
        answers = Link(_shown_name(answered, names), f"#comment-{answered.id}") if answered else None
        done[remark.id] = _comment(remark, below, answers, authors, names)
    return tuple(done[remark.id] for remark in replies.get("", ()))


def _shown_name(remark: Remark, names: Mapping[str, str]) -> str:
    return names.get(remark.author, remark.author) if remark.email_digest == remark.author else remark.author


def _comment(
    remark: Remark,
    replies: Iterable[Comment],
    answers: Link | None,
    authors: frozenset[str],
    names: Mapping[str, str],
) -> Comment:
    name = _shown_name(remark, names)
    return Comment(
        id=remark.id,
        author=name,
        initials=initials(name),
        answers=answers,
        pending=remark.status == "pending",
        url=remark.url,
        date=remark.date,
        text=remark.text,
        replies=tuple(replies),
        by_author=remark.email_digest != "" and remark.email_digest in authors,
    )


def _distinct(remarks: Iterable[Remark]) -> list[Remark]:
    """The remarks with ids that differ; one kept in two places is shown once."""
    kept: dict[str, Remark] = {}
    for remark in remarks:
        first = kept.get(remark.id)
        if first is not None and (first.author, first.date, first.text) == (remark.author, remark.date, remark.text):
            continue
        number, name = 1, remark.id
        while name in kept:
            number += 1
            name = f"{remark.id}-{number}"
        kept[name] = remark if name == remark.id else replace(remark, id=name)
    return list(kept.values())


def _answered(reply_to: dict[str, str]) -> dict[str, str]:
    """What each remark answers; empty for one that answers nothing known, or itself by way of others."""
    above = {name: answered if answered in reply_to else "" for name, answered in reply_to.items()}
    settled: set[str] = set()
    for name in reply_to:
        path: dict[str, None] = {}
        current = name
        while current and current not in settled and current not in path:
            path[current] = None
            current = above[current]
        if current in path:
            ring = list(path)
            for member in ring[ring.index(current) :]:
                above[member] = ""
        settled.update(path)
    return above


def _depth(name: str, above: dict[str, str]) -> int:
    depth = 0
    while name := above[name]:
        depth += 1
    return depth


def _held_by(name: str, above: dict[str, str], depth: dict[str, int]) -> str:
    """The remark below which this one is shown: what it answers, or the ancestor at the last level but one."""
    holder = above[name]
    while holder and depth[holder] >= DEEPEST:
        holder = above[holder]
    return holder
