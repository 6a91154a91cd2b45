"""What readers say under a piece to the properties of the piece that tell machines of it."""

from collections.abc import Iterator
from typing import Any

from generator.model import Article, Comment, Comments

MOST = 50
"""Comments that are told one by one; the count tells of all."""


def remarks(comments: Comments, article: Article, canonical: str, site: str) -> dict[str, Any]:
    """The properties `commentCount`, `comment` and `discussionUrl`; none where the discussion is hidden."""
    if comments.status == "hidden":
        return {}
    authors = {author.name: author.url for author in article.authors}
    told = [node for node, _ in zip(_each(comments.threads, "", canonical, site, authors), range(MOST), strict=False)]
    said = {"commentCount": comments.count, "discussionUrl": f"{canonical}#comments"}
    return {**said, "comment": told} if told else said


def _each(
    threads: tuple[Comment, ...], parent: str, canonical: str, site: str, authors: dict[str, str]
) -> Iterator[dict[str, Any]]:
    for comment in threads:
        name = f"{canonical}#comment-{comment.id}"
        who = {"@type": "Person", "name": comment.author}
        page = authors.get(comment.author) if comment.by_author else ""
        if page:
            who["@id"] = f"{site[: site.index('/', 8)]}{page}#person"
        elif comment.url:
            who["url"] = comment.url
        node: dict[str, Any] = {
            "@type": "Comment",
            "@id": name,
            "url": name,
            "author": who,
            "datePublished": comment.date.isoformat(),
            "text": " ".join(comment.text.plain.split()),
        }
        if parent:
            node["parentItem"] = {"@id": parent}
        yield node
        yield from _each(comment.replies, name, canonical, site, authors)
