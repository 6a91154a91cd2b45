"""The feed of an article's comments, as Atom with its threads (RFC 4287, RFC 4685)."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from generator.model import Comment, RemarkFeedView
from generator.theme.feeds import ATOM_NAMES, THREADS
from generator.theme.threads import discussion, in_time
from generator.theme.xml import add, document, element, instant

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def remarks_feed(feed: RemarkFeedView) -> bytes:
    """The feed; the newest comment first."""
    comments = in_time(discussion(feed.comments).threads)
    root = element("feed", {"xmlns": ATOM_NAMES, "xmlns:thr": THREADS, "xml:lang": feed.lang})
    add(root, "title", text=feed.title)
    add(root, "id", text=feed.url)
    add(root, "updated", text=instant(max((comment.date for comment in comments), default=_NEVER)))
    add(root, "link", attributes={"rel": "self", "type": "application/atom+xml", "href": feed.url})
    add(root, "link", attributes={"rel": "alternate", "type": "text/html", "href": f"{feed.home}#comments"})
    add(add(root, "author"), "name", text=feed.author)
    add(root, "generator", text="Byline")
    for comment in reversed(comments):
        _entry(root, comment, feed)
    return document(root)


def _entry(root: Element, comment: Comment, feed: RemarkFeedView) -> None:
    url = f"{feed.home}#comment-{comment.id}"
    made = add(root, "entry")
    add(made, "title", text=comment.author)
    add(made, "id", text=url)
    add(made, "link", attributes={"rel": "alternate", "type": "text/html", "href": url})
    add(made, "published", text=instant(comment.date))
    add(made, "updated", text=instant(comment.date))
    author = add(made, "author")
    add(author, "name", text=comment.author)
    if comment.url:
        add(author, "uri", text=comment.url)
    above = f"{feed.home}{comment.answers.url}" if comment.answers else feed.home
    add(made, "thr:in-reply-to", attributes={"ref": above, "href": above, "type": "text/html"})
    add(made, "content", text=comment.text.html, attributes={"type": "html"})
