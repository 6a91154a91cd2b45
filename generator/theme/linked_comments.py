"""What readers say under a piece to the nodes that tell machines of it."""

from collections.abc import Iterator, Mapping
from itertools import islice

from generator.model import Article, Comment
from generator.theme import linked_nodes as nodes

MOST = 50
"""Comments that are told one by one; the count tells of all."""


def remarks(threads: tuple[Comment, ...], article: Article, canonical: str, site: str) -> list[nodes.Comment]:
    """The first comments under a piece."""
    authors = {author.name: author.url for author in article.authors}
    return list(islice(_each(threads, None, canonical, site, authors), MOST))


def _each(
    threads: tuple[Comment, ...], parent: nodes.Known | None, canonical: str, site: str, authors: Mapping[str, str]
) -> Iterator[nodes.Comment]:
    for comment in threads:
        name = f"{canonical}#comment-{comment.id}"
        page = authors.get(comment.author) if comment.by_author else ""
        yield nodes.Comment(
            id=name,
            url=name,
            author=nodes.Guest(name=comment.author, id=f"{site[: site.index('/', 8)]}{page}#person")
            if page
            else nodes.Guest(name=comment.author, url=comment.url),
            date_published=comment.date.isoformat(),
            text=" ".join(comment.text.plain.split()),
            parent_item=parent,
        )
        if comment.replies:
            yield from _each(comment.replies, nodes.Known(id=name), canonical, site, authors)
