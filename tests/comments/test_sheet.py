"""A comment is changed where it stands, and nothing else of its file."""

import difflib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.comments.script import Entry, paragraph, scalar
from generator.comments.sheet import BLOT, Change, Sheet
from generator.errors import Stop
from generator.notation import Findings, parse
from generator.settings import Reading

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
DONE = {"at": "2026-03-01T12:00:00Z", "by": "desk", "did": "approve", "was": "pending"}
LINE = "{at: 2026-03-01T12:00:00Z, by: desk, did: approve, was: pending}"
APPROVED = Change(status="approved", history=DONE)


def sheet(text: str) -> Sheet:
    return Sheet(text, path="content/articles/a.comments.yaml", reading=Reading())


APPROVALS = [
    # title . before . after
    (
        "in lines, without a status",
        "- author: A\n  date: 2026-01-02\n  text: x\n",
        "- author: A\n  date: 2026-01-02\n  id: a-20260102-0000\n  status: approved\n"
        f"  history:\n    - {LINE}\n  text: x\n",
    ),
    (
        "with a status",
        "- {id: a, author: A, date: 2026-01-02, status: pending, text: x}\n",
        f"- {{id: a, author: A, date: 2026-01-02, status: approved, text: x, history: [{LINE}]}}\n",
    ),
    (
        "beside a remark of the editor's",
        "- id: a # mine\n  author: A\n  date: 2026-01-02   # a Friday\n  status: 'pending' # wait\n  text: x",
        "- id: a # mine\n  author: A\n  date: 2026-01-02   # a Friday\n  status: approved # wait\n"
        f"  history:\n    - {LINE}\n  text: x",
    ),
    (
        "with a past in lines",
        "- id: a\n  author: A\n  date: 2026-01-02\n  status: spam\n  history:\n  - {did: spam}\n\n  text: x\n",
        "- id: a\n  author: A\n  date: 2026-01-02\n  status: approved\n  history:\n"
        f"  - {{did: spam}}\n  - {LINE}\n\n  text: x\n",
    ),
    (
        "with a past in brackets",
        "- {id: a, author: A, date: 2026-01-02, status: spam, history: [{did: spam}], text: x}",
        f"- {{id: a, author: A, date: 2026-01-02, status: approved, history: [{{did: spam}}, {LINE}], text: x}}",
    ),
    (
        "that begins with its text",
        "- text: |\n    one\n\n    two\n  author: >\n    A\n  date: 2026-01-02\n  id: a\n"
        "- {author: B, date: 2026-01-03, text: y}\n",
        "- text: |\n    one\n\n    two\n  author: >\n    A\n  date: 2026-01-02\n  status: approved\n  history:\n"
        f"    - {LINE}\n  id: a\n- {{author: B, date: 2026-01-03, text: y}}\n",
    ),
    (
        "in the list of another's replies",
        "-   author: B\n    date: 2026-01-01\n    id: b\n    text: z\n    replies:\n      - id: a\n"
        "        author: A\n        date: 2026-01-02\n        text: x\n",
        "-   author: B\n    date: 2026-01-01\n    id: b\n    text: z\n    replies:\n      - id: a\n"
        f"        author: A\n        date: 2026-01-02\n        status: approved\n        history:\n          - {LINE}\n"
        "        text: x\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), [case[1:] for case in APPROVALS], ids=[case[0] for case in APPROVALS])
def test_approving_changes_a_comment_where_it_stands(before: str, after: str) -> None:
    held = sheet(before)
    name = next(name for name in held.remarks if name.startswith("a"))
    assert held.changed({name: APPROVED}).text == after


def test_removing_leaves_the_place_and_the_answers() -> None:
    before = (
        "# top\n- id: a\n  author: Anna   # met at the fair\n  email: a@example.org\n  date: 2026-01-02\n  text: >\n"
        "    long\n\n"
        "    text\n  replies:\n    # first answer\n"
        "    - {id: b, author: B, date: 2026-01-03, text: y, status: approved}\n\n"
        "- {id: c, author: C, date: 2026-01-04, text: z, reply_to: a}\n"
    )
    held = sheet(before).changed({"a": Change(status="removed", history={"did": "remove"})})
    assert "Anna" not in held.text
    assert "example.org" not in held.text
    assert "fair" not in held.text
    assert held.remarks["b"].reply_to == "a"
    assert held.remarks["a"].status == "removed"
    assert held.text.startswith("# top\n- id: a\n  date: 2026-01-02\n  status: removed\n  history: [{did: remove}]\n")
    assert held.text.endswith("- {id: c, author: C, date: 2026-01-04, text: z, reply_to: a}\n")


@pytest.mark.parametrize(
    "text",
    [
        "text: call Rob now",
        'text: "call Rob \\u0041"',
        "text: |\n    call Rob\n    now",
        "text: >\n    call\n    rob and ROB",
    ],
)
def test_words_are_blotted_out_whatever_the_notation(text: str) -> None:
    held = sheet(
        f"- id: a\n  author: A\n  date: 2026-01-02\n  {text}\n- {{id: b, author: Rob, date: 2026-01-02, text: y}}\n"
    )
    after = held.changed({"a": Change(hidden_words=("rob",), history={"did": "redact"})})
    assert BLOT * 3 in after.value("a", "text")
    assert "rob" not in after.value("a", "text").lower()
    assert after.remarks["b"].author == "Rob"


@pytest.mark.parametrize(
    "text", ["a: 1\n", "- a: [\n", "just words\n", "- {id: a, id: b, author: A, date: 2026-01-02, text: x}\n"]
)
def test_a_file_that_cannot_be_read_whole_is_not_touched(text: str) -> None:
    with pytest.raises(Stop):
        sheet(text)


ENTRY = Entry(
    id="c-1", author="No", date=AT, status="pending", text="One: two\n\n  three # four", url="https://x.example/"
)


@pytest.mark.parametrize(
    "before",
    [
        "",
        "# nothing yet\n",
        "- {id: a, author: A, date: 2026-01-02, text: x}",
        "  - id: a\n    author: A\n    date: 2026-01-02\n    text: |+\n      x\n\n",
        "[]\n",
        "[{id: a, author: A, date: 2026-01-02, text: x}]\n",
        "[\n  {id: a, author: A, date: 2026-01-02, text: x},\n]\n",
    ],
)
def test_a_new_comment_stands_at_the_end(before: str) -> None:
    held = sheet(before).added([ENTRY])
    assert list(held.remarks)[-1] == "c-1"
    assert held.value("c-1", "text") == ENTRY.text
    assert held.value("c-1", "author") == "No"
    if before.startswith("#") or "a" in before:
        kept = [line for line in difflib.ndiff(before.splitlines(), held.text.splitlines()) if line.startswith("- ")]
        assert kept in ([], ["- [{id: a, author: A, date: 2026-01-02, text: x}]"])


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(deadline=None)
@given(ANY)
def test_any_text_is_read_as_it_was(text: str) -> None:
    for written in (scalar(text), paragraph(text)):
        whole = f"- a: {written}\n  b: end\n"
        findings = Findings(whole, path="x")
        root = parse(whole, findings).root
        told = [problem for problem in findings.problems if problem.rule != "control-character"]
        if not findings.problems:
            assert root.items[0].entries["a"].value.text == text  # type: ignore[union-attr]
        assert not told


STYLES = (
    "{{id: {0}, author: A, date: 2026-01-02, text: {1}}}",
    "id: {0}\n  author: A\n  date: 2026-01-02\n  text: {1}",
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(STYLES), st.sampled_from(["x", "'q # q'", '"é\\n"', "|\n    b\n    c"])),
        min_size=1,
        max_size=6,
    ),
    st.data(),
)
def test_the_lines_of_other_comments_stay(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    blocks = []
    for number, (style, text) in enumerate(rows):
        plain = text if style.startswith("id") or not text.startswith("|") else "flat"
        blocks.append(f"# note {number}\n- {style.format(f'n{number}', plain)}\n\n")
    chosen = data.draw(st.integers(0, len(rows) - 1))
    verb = data.draw(st.sampled_from(["approved", "spam", "removed"]))
    held = sheet("".join(blocks)).changed({f"n{chosen}": Change(status=verb, history=DONE)})
    for number, block in enumerate(blocks):
        if number != chosen:
            assert block.rstrip("\n") in held.text
    assert held.remarks[f"n{chosen}"].status == verb
    assert held.history(f"n{chosen}") == [DONE]
