"""Bytes to text that is safe to work on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import Place, Problem, Stop
from generator.source.decode import LARGEST, decode, framed, is_plain, without_controls

PATH = "content/a.md"

TEXTS = [
    ("plain", b"a\nb", "a\nb"),
    ("CRLF", b"a\r\nb\r\n", "a\nb\n"),
    ("CR", b"a\rb", "a\nb"),
    ("a mixture", b"a\r\nb\nc\rd", "a\nb\nc\nd"),
    ("a byte order mark", b"\xef\xbb\xbfa", "a"),
    ("other scripts", "数 خط".encode(), "数 خط"),
    ("nothing", b"", ""),
]


@pytest.mark.parametrize(("data", "text"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_text(data: bytes, text: str) -> None:
    assert decode(data, path=PATH, size=len(data)) == text


REFUSED = [
    ("Latin-1", b"a\nb\ncaf\xe9\n", 3, "this file is not UTF-8: byte 0xe9"),
    ("UTF-16", "a\n".encode("utf-16"), 1, "this file is UTF-16"),
    ("NUL", b"a\nb\x00c", 2, "this file holds a NUL character, so it is no text"),
    ("a surrogate", b"a\n\xed\xa0\x80", 2, "this file is not UTF-8: byte 0xed"),
]


@pytest.mark.parametrize(("data", "line", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_no_text_is_refused_with_its_line(data: bytes, line: int, message: str) -> None:
    with pytest.raises(Stop) as stopped:
        decode(data, path=PATH, size=len(data))
    (problem,) = stopped.value.problems
    assert (problem.place, problem.message) == (Place(PATH, line), message)
    assert problem.hint


def test_a_file_that_is_too_long_is_refused_by_name() -> None:
    with pytest.raises(Stop) as stopped:
        decode(b"a", path=PATH, size=LARGEST + 1)
    assert stopped.value.problems[0].message == "this file has 10.0 MB, and 10 MB is the most"
    assert decode(b"a", path=PATH, size=LARGEST) == "a"


def test_control_characters_are_taken_out_and_told() -> None:
    text, problems = without_controls("one\ntw\x0co\x02\n", path=PATH, first_line=5)
    assert text == "one\ntwo\n"
    assert [(str(problem.place), problem.message) for problem in problems] == [
        ("content/a.md:6:3", "there is an invisible control character here, U+000C"),
        ("content/a.md:6:5", "there is an invisible control character here, U+0002"),
    ]
    assert {problem.frame for problem in problems} == {"tw\x0co\x02"}


@given(st.text(st.characters(exclude_characters="\x00")))
def test_no_control_character_is_left(text: str) -> None:
    clean, _ = without_controls(text, path=PATH, first_line=1)
    assert not any(c < " " and c not in "\t\n\r" for c in clean)
    assert "\x7f" not in clean


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_a_plain_text_holds_no_control_character(text: str) -> None:
    clean, problems = without_controls(text, path=PATH, first_line=1)
    assert not is_plain(text.encode()) or (clean, problems) == (text, ())


@pytest.mark.parametrize(("text", "plain"), [("a\tb\r\n", True), ("“中", True), ("a\x1b", False), ("\x85\x86", False)])
def test_which_texts_are_plain(text: str, plain: bool) -> None:
    assert is_plain(text.encode()) == plain


def test_each_control_character_is_seen() -> None:
    controls = [*range(1, 9), 11, 12, *range(14, 32), *range(127, 133), *range(134, 160), 0xFFFE, 0xFFFF]
    assert not any(is_plain(f"a{chr(control)}b".encode()) for control in controls)
    assert all(is_plain(f"a{chr(code)}b".encode()) for code in range(128) if code not in controls)


def test_line_ends_and_nul_are_found_beside_letters_of_every_width() -> None:
    for letter in ("a", "é", "中", "𝔚", "\u0d0a", "\u0a0d"):
        text = f"{letter}\r\n{letter}\r{letter}"
        assert decode(text.encode(), path=PATH, size=1) == f"{letter}\n{letter}\n{letter}"
        with pytest.raises(Stop):
            decode(f"{letter}\x00".encode(), path=PATH, size=1)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_problem_with_a_line(data: bytes) -> None:
    try:
        text, problems = decode(data, path=PATH, size=len(data)), ()
    except Stop as stop:
        text, problems = "", stop.problems
    assert all(problem.place.line for problem in problems)
    assert "\r" not in text
    assert "\x00" not in text


def test_a_problem_gets_the_line_it_points_into() -> None:
    def at(line: int, frame: str = "") -> Problem:
        return Problem(place=Place(PATH, line), message="m", frame=frame)

    assert framed(at(2), "a\nb\nc").frame == "b"
    assert framed(at(4), "a\nb\nc").frame == ""
    assert framed(at(2, "kept"), "a\nb\nc").frame == "kept"
