"""Nodes of a page's JSON-LD graph, each written as it is declared: that takes a third of what a mapping of it takes.

A property that is what it is by default is left out: nothing is said of what there is nothing to say of.
"""

from typing import Any

from msgspec import Raw, Struct, field


class Node(Struct, frozen=True, omit_defaults=True, rename="camel"):
    """What is told of one thing."""


class Known(Node, frozen=True):
    """What another node tells of."""

    id: str = field(name="@id")


class Page(Node, frozen=True, kw_only=True):
    """A page of the site."""

    type: str = field(name="@type")
    id: str = field(name="@id", default="")
    url: str = ""
    name: str = ""
    description: str = ""
    in_language: str = ""
    is_part_of: Known
    breadcrumb: Known | None = None
    main_entity: "Known | Entries | None" = None


class Entry(Node, frozen=True, tag="ListItem", tag_field="@type"):
    """A piece in a list."""

    position: int
    url: str
    name: str


class Entries(Node, frozen=True, tag="ItemList", tag_field="@type"):
    """The pieces of a list."""

    item_list_element: list[Entry]


class Step(Node, frozen=True, tag="ListItem", tag_field="@type"):
    """A page on the way from the front page to another."""

    position: int
    name: str
    item: str


class Trail(Node, frozen=True, tag="BreadcrumbList", tag_field="@type"):
    """The way from the front page to another."""

    id: str = field(name="@id")
    item_list_element: list[Step]


class Guest(Node, frozen=True, tag="Person", tag_field="@type"):
    """One who has a name, and perhaps a page."""

    name: str
    id: str = field(name="@id", default="")
    url: str = ""


class Comment(Node, frozen=True, tag="Comment", tag_field="@type"):
    """What a reader says under a piece."""

    id: str = field(name="@id")
    url: str
    author: Guest
    date_published: str
    text: str
    parent_item: Known | None = None


class Piece(Node, frozen=True, kw_only=True):
    """An article."""

    type: str | list[str] = field(name="@type")
    id: str = field(name="@id")
    url: str = ""
    main_entity_of_page: Known
    headline: str = ""
    description: str = ""
    genre: str = ""
    date_published: str
    date_modified: str
    in_language: str = ""
    author: list[Known | Raw]
    publisher: Known
    editor: Guest | None = None
    image: list[dict[str, Any]] = []
    article_section: str = ""
    keywords: list[str] = []
    word_count: int = 0
    is_accessible_for_free: bool
    digital_source_type: str = ""
    translation_of_work: Known | None = None
    work_translation: list[Known] = []
    is_part_of: dict[str, str] | None = None
    position: int | None = None
    citation: list[dict[str, Any]] = []
    correction: list[dict[str, str]] = []
    comment_count: int | None = None
    discussion_url: str = ""
    comment: list[Comment] = []
