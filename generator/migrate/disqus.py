"""Disqus' export (help.disqus.com, Comments Export) to its comments."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from generator.migrate.markup import markdown_of
from generator.migrate.values import DELETED, NAMELESS, SILENT, SPAM, UNDATED, Left, Load, Old
from generator.migrate.xml import child, elements, local, text_of

_ID = "{http://disqus.com/disqus-internals}id"


def read_disqus(data: bytes, *, path: str) -> Load:
    """The comments of an export. Raises Stop for what is no XML."""
    found, repairs = elements(data, ("thread", "post"), path=path)
    threads = {_id(one): _places(one) for one in found if local(one) == "thread"}
    posts = [one for one in found if local(one) == "post"]
    return Load(format="Disqus", found=tuple(_comment(post, threads) for post in posts), repairs=repairs)


def _comment(post: Element, threads: dict[str, tuple[str, ...]]) -> Old | Left:
    name = f"disqus-{_id(post)}"
    above = child(post, "parent")
    parent = f"disqus-{_id(above)}" if above is not None else ""
    reason = DELETED if _flag(post, "isDeleted") else SPAM if _flag(post, "isSpam") else ""
    date = _date(text_of(post, "createdAt"))
    text, losses = markdown_of(text_of(post, "message"))
    if not reason:
        reason = UNDATED if date is None else "" if text else SILENT
    if reason or date is None:
        return Left(id=name, reason=reason, parent=parent)
    thread = child(post, "thread")
    author = child(post, "author")
    return Old(
        id=name,
        places=threads.get(_id(thread), ()) if thread is not None else (),
        author=text_of(author, "name") or text_of(author, "username") or NAMELESS,
        email=text_of(author, "email"),
        date=date,
        text=text,
        parent=parent,
        status="pending" if text_of(post, "isApproved").lower() == "false" else "approved",
        verified=text_of(author, "isAnonymous").lower() == "false",
        losses=losses,
    )


def _places(thread: Element) -> tuple[str, ...]:
    """The address of a thread's page, and the name that its site gave it."""
    return tuple(place for place in (text_of(thread, "link"), text_of(thread, "id")) if place)


def _id(element: Element) -> str:
    """Disqus' own number; after a repair its prefix may stand for another namespace."""
    return next((value for key, value in element.attrib.items() if key == _ID or key.rpartition("}")[2] == "id"), "")


def _flag(post: Element, name: str) -> bool:
    return text_of(post, name).lower() in ("true", "1")


def _date(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at
