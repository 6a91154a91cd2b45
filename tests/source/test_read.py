"""A file of the content folder to what is known of it, and its text to the store."""

import os
import stat
from pathlib import Path

import pytest
from msgspec import msgpack

from generator.engine.digest import digest_bytes
from generator.engine.files import Files
from generator.engine.store import Store
from generator.model import Content, Piece, Profile, Remark, Sidecar, Standing
from generator.settings import Reading
from generator.source.decode import LARGEST
from generator.source.read import Desk, Outcome, Record, Unread, read_file


def read(folder: Path, role: str, path: str, data: str | bytes, *, digest: str = "") -> tuple[Outcome, Record]:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data if isinstance(data, bytes) else data.encode())
    outcome = read_file(
        Desk(project=str(folder), store=Store(str(folder / "texts"), Files()), reading=Reading()),
        Unread(path, role, digest),
    )
    return outcome, msgpack.decode(outcome.record, type=Record) if outcome.record else Record(value=None)


def content(folder: Path, key: str) -> Content:
    return msgpack.decode(Store(str(folder / "texts"), Files()).get(key), type=Content)


HEAD = "---\ntitle: The call\ndate: 2024-05-17\n---\n"


def test_a_piece_is_known_with_its_text_in_the_store(tmp_path: Path) -> None:
    text = HEAD + "\nOne *two* three. See [it](b.md#x).\n\n## Aims\n\nFour.\n"
    _, record = read(tmp_path, "article", "content/articles/a.md", text)
    piece = record.value
    assert isinstance(piece, Piece)
    assert piece.summary.plain.startswith("One two three.")
    assert piece.anchors == ("aims",)
    assert piece.minutes == 1
    assert [(ref.target, ref.mark.line) for ref in piece.refs] == [("b.md#x", 6)]
    kept = content(tmp_path, piece.content)
    assert "<em>two</em>" in kept.html
    assert [heading.id for heading in kept.toc] == ["aims"]


def test_the_same_bytes_are_not_read_twice(tmp_path: Path) -> None:
    first, _ = read(tmp_path, "article", "content/articles/a.md", HEAD)
    again, _ = read(tmp_path, "article", "content/articles/a.md", HEAD, digest=first.digest)
    assert again == Outcome(digest=first.digest)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_make_no_difference(tmp_path: Path, ending: str, mark: str) -> None:
    text = mark + (HEAD + "\nOne\n[x](y.md)\n").replace("\n", ending)
    _, record = read(tmp_path, "article", "content/articles/a.md", text)
    assert isinstance(record.value, Piece)
    assert record.value.refs[0].mark.line == 7
    assert not record.problems


def test_every_other_role(tmp_path: Path) -> None:
    _, page = read(tmp_path, "page", "content/pages/about.md", "---\ntitle: About\n---\n\nUs.\n")
    _, author = read(tmp_path, "author", "content/authors/li.md", "---\nname: Li\n---\n\nWrites [x](y.md).\n")
    comments = (
        "- {author: Ada, date: 2024-05-17, text: Hm., status: approved}\n- {author: Bo, date: 2024-05-18, text: Hm.}"
    )
    _, sidecar = read(tmp_path, "sidecar", "content/articles/a.comments.yaml", comments)
    assert isinstance(page.value, Standing)
    assert "Us." in content(tmp_path, page.value.content).html
    assert isinstance(author.value, Profile)
    assert "Writes" in author.value.bio
    assert len(author.value.refs) == 1
    assert isinstance(sidecar.value, Sidecar)
    assert len(sidecar.value.remark_ids) == 1
    remarks = msgpack.decode(sidecar.value.remarks, type=tuple[Remark, ...])
    assert [(remark.author, remark.status) for remark in remarks] == [("Ada", "approved"), ("Bo", "pending")]


def test_a_mistake_in_the_structure_leaves_a_piece_to_check_a_name_and_all_the_mistakes(tmp_path: Path) -> None:
    text = "---\ntitle: A\ndate: soon\nslug: the-a\n---\n\n[x](javascript:y)\n"
    _, record = read(tmp_path, "article", "content/articles/a.md", text)
    assert isinstance(record.value, Piece)
    assert (record.value.slug, record.name) == ("the-a", "the-a")
    assert [problem.rule for problem in record.problems] == ["structure", "link-scheme"]
    assert [problem.frame for problem in record.problems] == ["date: soon", "[x](javascript:y)"]


def test_any_other_mistake_leaves_the_piece(tmp_path: Path) -> None:
    _, record = read(tmp_path, "article", "content/articles/a.md", HEAD + "\n[x](javascript:y)\n")
    assert isinstance(record.value, Piece)
    assert [problem.rule for problem in record.problems] == ["link-scheme"]


@pytest.mark.parametrize("data", [b"\xff\xfea", b"caf\xe9", b"a\x00b", b"a" * (LARGEST + 1)])
def test_what_is_no_text_is_a_mistake_and_no_fault(tmp_path: Path, data: bytes) -> None:
    outcome, record = read(tmp_path, "article", "content/articles/a.md", data)
    assert outcome.digest
    assert (record.value, record.name, len(record.problems)) == (None, "a", 1)


def test_a_control_character_is_told_and_taken_out(tmp_path: Path) -> None:
    _, record = read(tmp_path, "article", "content/articles/a.md", HEAD + "\nA\x02B\x03\n")
    assert isinstance(record.value, Piece)
    assert [(problem.rule, problem.place.line) for problem in record.problems] == [("control-character", 6)] * 2
    assert "AB" in content(tmp_path, record.value.content).html


def test_a_file_that_grows_while_it_is_read_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fstat = os.fstat

    def smaller(file: int) -> os.stat_result:
        told = list(fstat(file))
        told[stat.ST_SIZE] -= 5
        return os.stat_result(told)

    monkeypatch.setattr(os, "fstat", smaller)
    outcome, record = read(tmp_path, "article", "content/articles/a.md", HEAD + "\nOne two three.\n")
    assert outcome.digest == digest_bytes((HEAD + "\nOne two three.\n").encode())
    assert isinstance(record.value, Piece)
    assert record.value.words == 3


def test_only_a_piece_without_a_summary_is_led_by_its_text(tmp_path: Path) -> None:
    leads = []
    for line in ("", "summary: Given.\n"):
        head = HEAD.removesuffix("---\n") + line + "---\n"
        _, record = read(tmp_path, "article", "content/articles/a.md", head + "\nOne *two*.\n")
        assert isinstance(record.value, Piece)
        leads.append(record.value.summary.html)
    assert leads == ["One <em>two</em>.", "Given."]
