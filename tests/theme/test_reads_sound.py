"""Whatever a template is made of, it never looks up a name that `reads` did not say."""

from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2.exceptions import TemplateError
from jinja2.runtime import Context, new_context

from generator.engine.digest import digest_bytes
from generator.theme.environment import Codes, environment
from generator.theme.offered import OFFERED
from generator.theme.reads import reads
from generator.theme.templates import Source, Theme

NAMES = ("article", "newer", "older", "related", "series", "site")
OTHERS = ("part.html", "macros.html", "base.html")

name = st.sampled_from(NAMES)
other = st.sampled_from(OTHERS)

value = st.recursive(
    name | st.sampled_from(["1", "'x'", "[]"]),
    lambda inner: st.one_of(
        st.builds("({} or {})".format, inner, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("({} is defined)".format, name),
        st.builds("({}|default({}))".format, inner, inner),
        st.builds("({}|length)".format, inner),
    ),
    max_leaves=3,
)

piece: st.SearchStrategy[str] = st.deferred(
    lambda: st.one_of(
        st.builds("{{{{ {}|length }}}}".format, value),
        st.builds("{{% set {} = {} %}}".format, name, value),
        st.builds("{{% set {} %}}{}{{% endset %}}".format, name, pieces),
        st.builds("{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format, value, pieces, pieces),
        st.builds("{{% if {} %}}{}{{% endif %}}".format, value, pieces),
        st.builds("{{% for {} in [{}] %}}{}{{% else %}}{}{{% endfor %}}".format, name, value, pieces, pieces),
        st.builds("{{% for x in [{}] if {} %}}{}{{% endfor %}}".format, value, value, pieces),
        st.builds("{{% with {} = {} %}}{}{{% endwith %}}".format, name, value, pieces),
        st.builds("{{% filter upper %}}{}{{% endfilter %}}".format, pieces),
        st.builds("{{% macro m({}, y={}) %}}{}{{% endmacro %}}{{{{ m({}) }}}}".format, name, value, pieces, value),
        st.builds(
            "{{% macro c() %}}{{{{ caller({}) }}}}{{% endmacro %}}{{% call({}) c() %}}{}{{% endcall %}}".format,
            value,
            name,
            pieces,
        ),
        st.builds("{{% include '{}' %}}".format, other),
        st.builds("{{% include ['none.html', '{}'] without context %}}".format, other),
        st.builds("{{% import '{}' as {} with context %}}".format, other, name),
        st.builds("{{% from '{}' import m as {} %}}".format, other, name),
        st.just("BLOCK"),
    )
)
pieces: st.SearchStrategy[str] = st.lists(piece, max_size=3).map("".join)


def numbered(source: str, template: str) -> str:
    """The source with a block of its own at each BLOCK."""
    parts = source.split("BLOCK")
    blocks = ("{% block " + template[0] + str(n) + " %}{{ newer|length }}{% endblock %}" for n in range(len(parts)))
    return "".join(part + block for part, block in zip(parts, blocks, strict=True))


class Watched(Context):
    """A context that knows what was looked up in it."""

    looked: set[str]

    def resolve_or_missing(self, key: str) -> Any:
        self.looked.add(key)
        return super().resolve_or_missing(key)


def looked_up(sources: dict[str, tuple[str, str]]) -> set[str]:
    """Every name that rendering `article.html` with all that is offered looks up, until it ends or fails."""
    looked: set[str] = set()

    class Here(Watched):
        pass

    Here.looked = looked
    jinja = environment(Codes(sources), filters={})
    jinja.context_class = Here
    held = {each: [each] for each in OFFERED["article"]}
    template = jinja.get_template("article.html")
    context = new_context(jinja, "article.html", template.blocks, held, False, jinja.globals, None)
    try:
        for _ in _limited(template.root_render_func(context)):
            pass
    except (TemplateError, TypeError, ValueError, AttributeError, RecursionError):
        pass
    return looked


def _limited(events: Iterator[str]) -> Iterator[str]:
    for count, event in enumerate(events):
        if count > 2000:
            return
        yield event


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(page=pieces, part=pieces, macros=pieces, base=pieces, extends=st.booleans())
def test_no_name_is_looked_up_that_reads_did_not_say(
    page: str, part: str, macros: str, base: str, extends: bool
) -> None:
    files = {
        "article.html": ("{% extends 'base.html' %}" if extends else "") + page,
        "part.html": part,
        "macros.html": "{% macro m(x) %}{{ x }}{% endmacro %}" + macros,
        "base.html": base,
    }
    shown = {each: (numbered(text, each), each) for each, text in files.items()}
    theme = Theme(
        name="t",
        chain=("t",),
        templates={each: Source(text, path) for each, (text, path) in shown.items()},
        options={},
        files={},
        digest=digest_bytes(repr(shown).encode()),
    )
    found, problems = reads(theme)
    if any("nested too deeply" in problem.message or problem.rule != "structure" for problem in problems):
        return
    assert looked_up(shown) & OFFERED["article"] <= found["article.html"].names
