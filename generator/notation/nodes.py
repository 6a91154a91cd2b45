"""What YAML holds: texts, lists and mappings, each knowing where it begins and ends in its source."""

from typing import TypeAlias

from msgspec import Struct


class Scalar(Struct, frozen=True, gc=False):
    """A text, just as it was written: `No`, `1:30` and `~` are texts too."""

    text: str
    start: int
    """Index of its first character in the source."""
    end: int
    plain: bool
    """Whether it was written without quotes and not as a block."""


class Items(Struct, frozen=True):
    """A list."""

    items: tuple["Node", ...]
    start: int
    end: int


class Entry(Struct, frozen=True):
    """A key of a mapping with its value."""

    key: Scalar
    value: "Node"


class Mapping(Struct, frozen=True):
    """Keys with their values, in the order of the source."""

    entries: dict[str, Entry]
    start: int
    end: int


class Broken(Struct, frozen=True, gc=False):
    """A value that a problem was told about already; nothing more is asked of it."""

    start: int
    end: int


Node: TypeAlias = Scalar | Items | Mapping | Broken


def called(node: Node) -> str:
    """What an editor calls a node: a text, a list, a mapping."""
    match node:
        case Items():
            return "a list"
        case Mapping():
            return "a mapping"
        case _:
            return "a text"
