"""The feed of an article's comments, as Atom with its threads (RFC 4287, RFC 4685)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from generator.model import Comment, RemarkFeedView
from generator.theme.feeds import ATOM_NAMES, THREADS
from generator.theme.threads import discussion, in_time
from generator.theme.xml import document, element, instant

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def remarks_feed(feed: RemarkFeedView) -> bytes:
    """The feed; the newest comment first."""
    comments = in_time(discussion(feed.comments).threads)
    names = {"xmlns": ATOM_NAMES, "xmlns:thr": THREADS, "xml:lang": feed.lang}
    return document(element("feed", attributes=names, within=(*_head(feed, comments), *_entries(feed, comments))))


def _head(feed: RemarkFeedView, comments: Sequence[Comment]) -> Iterator[str]:
    yield element("title", feed.title)
    yield element("id", feed.url)
    yield element("updated", instant(max((comment.date for comment in comments), default=_NEVER)))
    yield element("link", attributes={"rel": "self", "type": "application/atom+xml", "href": feed.url})
    yield element("link", attributes={"rel": "alternate", "type": "text/html", "href": f"{feed.home}#comments"})
    yield element("author", within=[element("name", feed.author)])
    yield element("generator", "Byline")


def _entries(feed: RemarkFeedView, comments: Sequence[Comment]) -> Iterator[str]:
    for comment in reversed(comments):
        yield element("entry", within=_entry(comment, feed))


def _entry(comment: Comment, feed: RemarkFeedView) -> Iterator[str]:
    url = f"{feed.home}#comment-{comment.id}"
    yield element("title", comment.author)
    yield element("id", url)
    yield element("link", attributes={"rel": "alternate", "type": "text/html", "href": url})
    yield element("published", instant(comment.date))
    yield element("updated", instant(comment.date))
    uri = [element("uri", comment.url)] if comment.url else []
    yield element("author", within=[element("name", comment.author), *uri])
    above = f"{feed.home}{comment.answers.url}" if comment.answers else feed.home
    yield element("thr:in-reply-to", attributes={"ref": above, "href": above, "type": "text/html"})
    yield element("content", comment.text.html, attributes={"type": "html"})
