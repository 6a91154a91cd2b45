"""Readers' comments to remarks."""

import html
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Html, Remark, Sidecar, email_digest
from generator.settings import Reading
from generator.source.front_matter import Front, Renderers
from generator.source.sidecar import read_sidecar

RENDER = Renderers(
    inline=lambda text: Html(html.escape(text)),
    remark=lambda text: (Html(html.escape(text)), ()),
    website=lambda url: url if url.startswith("https://") else "",
)
PATH = "content/articles/the-call.comments.yaml"


def read(text: str) -> Front[Sidecar]:
    return read_sidecar(PATH, text, Reading(), render=RENDER)


def remarks(text: str) -> tuple[Remark, ...]:
    found = read(text)
    assert found.problems == ()
    return found.remarks


def test_a_comment_is_read_in_full() -> None:
    text = (
        "- {author: ' Wang\t', date: 2024-05-18 10:00, text: ' Yes & no ', url: https://a/, email: ' W@Example.org ',"
    )
    text += " id: 42, reply_to: 7, status: approved, ip: 192.0.2.1}"
    text += "\n- {author: A, date: 2024-05-18, text: x, id: 7}"
    assert remarks(text)[:1] == (
        Remark(
            id="42",
            author="Wang",
            url="https://a/",
            date=datetime(2024, 5, 18, 10, tzinfo=UTC),
            text=Html("Yes &amp; no"),
            email_digest=email_digest("w@example.org"),
            reply_to="7",
            status="approved",
        ),
    )


def test_nothing_is_left_of_the_address_of_a_reader() -> None:
    found = read("- {author: A, date: 2024-05-18, text: x, email: ann@example.org, ip: 192.0.2.1}")
    assert "example" not in repr(found)
    assert "192" not in repr(found)


def test_without_a_status_a_comment_waits() -> None:
    found = read("- {author: A, date: 2024-05-18, text: x}\n- {author: B, date: 2024-05-18, text: y, status: approved}")
    assert [remark.status for remark in found.remarks] == ["pending", "approved"]
    assert found.value == Sidecar(path=PATH, remark_ids=("b-20240518-0000",), pending_ids=("a-20240518-0000",))


def test_an_id_is_made_of_author_and_date_and_is_given_once() -> None:
    one = "- {author: 王 Lei, date: 2024-05-18 10:05, text: x}\n"
    assert [remark.id for remark in remarks(one * 3)] == [
        "王-lei-20240518-1005",
        "王-lei-20240518-1005-2",
        "王-lei-20240518-1005-3",
    ]
    other = "- {author: B, date: 2023-05-18, text: y}\n"
    assert remarks(other + one)[1].id == remarks(one)[0].id


def test_a_made_id_gives_way_to_a_given_one() -> None:
    text = "- {author: A, date: 2024-05-18, text: x}\n- {author: B, date: 2024-05-18, text: y, id: a-20240518-0000}"
    assert [remark.id for remark in remarks(text)] == ["a-20240518-0000-2", "a-20240518-0000"]


def test_the_second_of_two_with_one_id_is_given_another_and_keeps_its_replies() -> None:
    one = "- {author: A, date: 2024-05-18, text: x, id: a, replies: [{author: B, date: 2024-05-18, text: y, id: "
    found = read(f"{one}b}}]}}\n{one}c}}]}}\n{one}a-2}}]}}\n")
    assert [remark.id for remark in found.remarks] == ["a", "b", "a-3", "c", "a-4", "a-2"]
    assert [remark.reply_to for remark in found.remarks] == ["", "a", "", "a-3", "", "a-4"]


def test_replies_lie_under_what_they_answer() -> None:
    text = """
- author: A
  date: 2024-05-18
  text: first
  replies:
    - author: B
      date: 2024-05-19
      text: second
      replies: [{author: C, date: 2024-05-20, text: third, id: c}]
    - {author: D, date: 2024-05-19, text: fourth, reply_to: c}
- {author: E, date: 2024-05-19, text: fifth, reply_to: c}
"""
    found = [(remark.author, remark.reply_to) for remark in remarks(text)]
    assert found == [("A", ""), ("B", "a-20240518-0000"), ("C", "b-20240519-0000"), ("D", "c"), ("E", "c")]


def test_an_answer_outlives_a_comment_that_cannot_be_read() -> None:
    found = read("- author: A\n  text: x\n  replies: [{author: B, date: 2024-05-18, text: y}]")
    assert [remark.author for remark in found.remarks] == ["B"]
    assert [problem.message for problem in found.problems] == ["the 1st comment has no date"]


IDS = [
    # as written . as an anchor
    ("a b", "a-b"),
    ('"x\\"><script>"', "x-script"),
    ("中文", "中文"),
    ("a.b_c-d", "a.b_c-d"),
    ("Cafe\u0301", "Café"),
]


@pytest.mark.parametrize(("written", "ident"), IDS)
def test_an_id_can_be_an_anchor(written: str, ident: str) -> None:
    text = f"- {{author: A, date: 2024-05-18, text: x, id: {written}}}\n"
    text += f"- {{author: B, date: 2024-05-18, text: x, reply_to: {written}}}\n"
    first, second = remarks(text)
    assert (first.id, second.reply_to) == (ident, ident)


MISTAKES = [
    # sidecar ("COMMENT" is one without fault) . place . message . rule
    ("a: b", "1:1", "the file is a mapping", "structure"),
    ("- x", "1:3", "the 1st comment is a text, not a mapping", "structure"),
    ("- {author: A, date: 2024-05-18}", "1:3", "the 1st comment has no text", "structure"),
    ("- {date: 2024-05-18, text: x}", "1:3", "the 1st comment has no author", "structure"),
    ("- {name: A, date: 2024-05-18, text: x}", "1:4", "name is not a key known here in the 1st comment", "structure"),
    ("- {COMMENT, mood: y}", "1:42", "mood is not a key known here in the 1st comment", "unknown-key"),
    (
        "- {author: A, date: soon, text: x}",
        "1:21",
        "the 1st comment's date is 'soon', which is not a date",
        "structure",
    ),
    ("- {COMMENT, status: ok}", "1:50", "the 1st comment's status is 'ok', which is not known", "structure"),
    ("- {COMMENT, url: 'data:a'}", "1:47", "the 1st comment's url is 'data:a', which is left out", "comment"),
    (
        "- {author: A, date: 2024-05-18, text: ''}",
        "1:39",
        "the 1st comment's text says nothing, so the comment is left out",
        "comment",
    ),
    (
        "- {author: A, date: 2024-05-18, text: }",
        "1:39",
        "the 1st comment's text says nothing, so the comment is left out",
        "comment",
    ),
    (
        "- {author: ' ', date: 2024-05-18, text: x}",
        "1:12",
        "the 1st comment's author says nothing, so the comment is left out",
        "comment",
    ),
    (
        '- {author: "\\u202e", date: 2024-05-18, text: x}',
        "1:12",
        "the 1st comment's author says nothing, so the comment is left out",
        "comment",
    ),
    (
        '- {author: A, date: 2024-05-18, text: "x\\0y"}',
        "1:39",
        "the text holds a control character (U+0000)",
        "comment",
    ),
    ("- {author: A, date: 2024-05-18, text: x\x02y}", "1:40", "a control character (U+0002) stands here", "comment"),
    (
        "- {COMMENT, reply_to: b}",
        "1:52",
        "the 1st comment's reply_to is 'b', and no comment here has that id",
        "comment",
    ),
    ("- {COMMENT, replies: y}", "1:51", "the 1st comment's replies is a text, not a list", "structure"),
    ("- {COMMENT, id: a}\n- {COMMENT, id: a}", "2:46", "two comments have the id a", "comment"),
]


@pytest.mark.parametrize(("text", "place", "message", "rule"), MISTAKES)
def test_a_mistake_is_told_once_with_its_place(text: str, place: str, message: str, rule: str) -> None:
    problems = read(text.replace("COMMENT", "author: A, date: 2024-05-18, text: x")).problems
    assert [f"{problem.place.line}:{problem.place.column}" for problem in problems] == [place]
    assert (problems[0].message, problems[0].rule) == (message, rule)


def test_a_mistake_in_one_comment_leaves_the_others() -> None:
    dated = "  date: 2024-05-18\n  text: "
    found = read(f"- author: A: x\n{dated}a\n- author: B\n{dated}*b\n- author: C\n{dated}c\n")
    assert [str(problem.place) for problem in found.problems] == [f"{PATH}:1:12", f"{PATH}:6:9"]
    assert [remark.author for remark in found.remarks] == ["C"]


LINES = ["- author: a", "  date: 2024-05-18", "  text: x", "  replies:", "  - {}", "- x", "  id: 1", "  id: [", "\t"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINES)).map("\n".join))
def test_any_file_gives_remarks_or_problems(text: str) -> None:
    found = read(text)
    ids = [remark.id for remark in found.remarks]
    assert len(ids) == len(set(ids))


def test_every_key_that_a_comment_may_have_is_named_to_who_writes_another() -> None:
    for also in ("", "id: a, ", "url: https://a.b/, via: form, "):
        (problem,) = read(f"- {{author: A, date: 2024-05-18, text: x, {also}zzz: 1}}").problems
        assert problem.hint == (
            "known here: author, date, email, history, id, ip, replies, reply_to, status, text, url, verified, via"
        )
