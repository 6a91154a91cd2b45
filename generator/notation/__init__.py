"""YAML whose every value knows its place, safe against hostile input, with a checked reader on top."""

from generator.notation.fields import Fields
from generator.notation.findings import Findings
from generator.notation.mishaps import quoted
from generator.notation.nodes import Broken, Entry, Items, Mapping, Node, Scalar, called
from generator.notation.opening import LONGEST, open_items, open_mapping
from generator.notation.parse import DEPTH, Parsed, parse
from generator.notation.words import clip, nearest, plain_value, split_commas

__all__ = [
    "DEPTH",
    "LONGEST",
    "Broken",
    "Entry",
    "Fields",
    "Findings",
    "Items",
    "Mapping",
    "Node",
    "Parsed",
    "Scalar",
    "called",
    "clip",
    "nearest",
    "open_items",
    "open_mapping",
    "parse",
    "plain_value",
    "quoted",
    "split_commas",
]
