"""A template's tree as one list."""

from jinja2 import nodes

from generator.theme.environment import environment
from generator.theme.tree import below, of_kind

TEXT = "{% for a in b if a.c %}{{ a|upper }}{% if e %}{{ f('g', h=i) }}{% else %}{{ j }}{% endif %}{% endfor %}{{ k }}"


def test_all_is_found_once_in_the_order_of_the_text() -> None:
    tree = environment().parse(TEXT)
    found = below(tree)
    assert list(map(id, found)) == list(map(id, tree.find_all(nodes.Node)))
    names = [node.name for node in of_kind(found, nodes.Name)]
    assert names == [node.name for node in tree.find_all(nodes.Name)]
    assert len(names) == len("abaaefijk")
    assert of_kind(found, nodes.Template) == []
