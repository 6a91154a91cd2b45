"""What is written of elements is what Python's own trees are written as."""

import re
from typing import Any
from xml.etree.ElementTree import Element, fromstring, indent, tostring

from hypothesis import example, given
from hypothesis import strategies as st

from generator.theme.xml import clean, document, element

TEXT = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("&<>\"'\r\n\t \x00\x0b\x85\ufffe\ud800")), max_size=8
)
NAME = st.sampled_from(["entry", "thr:total", "a"])
ATTRIBUTES = st.dictionaries(st.sampled_from(["href", "xml:lang", "xmlns:thr"]), TEXT, max_size=2)
TREE = st.recursive(
    st.tuples(NAME, TEXT, ATTRIBUTES),
    lambda inner: st.tuples(NAME, st.lists(inner, min_size=1, max_size=3), ATTRIBUTES),
    max_leaves=6,
)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def written(tree: Any) -> str:
    name, held, attributes = tree
    if isinstance(held, str):
        return element(name, held, attributes=attributes)
    return element(name, attributes=attributes, within=map(written, held))


def pythons(tree: Any) -> Element:
    name, held, attributes = tree
    made = Element(name, {key: FORBIDDEN.sub("", value) for key, value in attributes.items()})
    if isinstance(held, str):
        made.text = FORBIDDEN.sub("", held) or None
    else:
        made.extend(map(pythons, held))
    return made


@given(TREE)
@example(("a", "\x00", {"href": "\n\t\r\x00"}))
@example(("a", [("entry", "", {}), ("entry", "\x00", {})], {}))
def test_an_element_is_written_as_a_tree_is(tree: Any) -> None:
    root = pythons(tree)
    indent(root, space="")
    assert written(tree) == tostring(root, encoding="unicode") + "\n"


@given(TEXT)
def test_what_is_clean_can_be_read(text: str) -> None:
    assert clean(text) == FORBIDDEN.sub("", text)
    assert fromstring(document(element("a", text))).text or not clean(text)
