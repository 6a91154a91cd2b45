"""WordPress' export (WXR 1.0 to 1.2) to the comments in it."""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from xml.etree.ElementTree import Element

from generator.migrate.markup import markdown_of
from generator.migrate.values import DELETED, NAMELESS, PING, SILENT, SPAM, UNDATED, Left, Load, Old
from generator.migrate.xml import elements, local, text_of

_STATUSES = {"1": "approved", "approve": "approved", "0": "pending", "hold": "pending"}


def read_wordpress(data: bytes, *, zone: tzinfo, path: str) -> Load:
    """The comments of an export; `zone` is that of dates without one. Raises Stop for what is no XML."""
    items, repairs = elements(data, ("item",), path=path)
    found = [
        _comment(comment, places, zone)
        for item in items
        for places in [_places(item)]
        for comment in item
        if local(comment) == "comment"
    ]
    return Load(format="WordPress", found=tuple(found), repairs=repairs)


def _places(item: Element) -> tuple[str, ...]:
    found = [text_of(item, "link"), text_of(item, "post_name"), text_of(item, "guid"), *_old_slugs(item)]
    return tuple(dict.fromkeys(place for place in found if place))


def _old_slugs(item: Element) -> Iterator[str]:
    """What a post was called before."""
    for meta in item:
        if local(meta) == "postmeta" and text_of(meta, "meta_key") == "_wp_old_slug":
            yield text_of(meta, "meta_value")


def _comment(comment: Element, places: tuple[str, ...], zone: tzinfo) -> Old | Left:
    name = f"wordpress-{text_of(comment, 'comment_id')}"
    above = text_of(comment, "comment_parent")
    parent = f"wordpress-{above}" if above not in ("", "0") else ""
    date = _date(comment, zone)
    text, losses = markdown_of(text_of(comment, "comment_content"))
    reason = _reason(comment) or (UNDATED if date is None else "" if text else SILENT)
    if reason or date is None:
        return Left(id=name, reason=reason, parent=parent)
    return Old(
        id=name,
        places=places,
        author=text_of(comment, "comment_author") or NAMELESS,
        email=text_of(comment, "comment_author_email"),
        url=text_of(comment, "comment_author_url"),
        date=date,
        text=text,
        parent=parent,
        status=_STATUSES[text_of(comment, "comment_approved")],
        verified=text_of(comment, "comment_user_id") not in ("", "0"),
        losses=losses,
    )


def _reason(comment: Element) -> str:
    kind, status = text_of(comment, "comment_type").lower(), text_of(comment, "comment_approved").lower()
    if kind in ("pingback", "trackback"):
        return PING
    if kind not in ("", "comment"):
        return f"no comment but of the type {kind[:40]}"
    if status == "spam":
        return SPAM
    if status in ("trash", "post-trashed"):
        return DELETED
    return "" if status in _STATUSES else f"its status there is {status[:40] or 'not given'}"


def _date(comment: Element, zone: tzinfo) -> datetime | None:
    """When it was written; WordPress leaves the first of the two dates at zero now and then."""
    for name, of in (("comment_date_gmt", UTC), ("comment_date", zone)):
        try:
            at = datetime.fromisoformat(text_of(comment, name))
        except ValueError:
            continue
        return at.replace(tzinfo=of) if at.tzinfo is None else at
    return None
