"""Bytes to text that is safe to work on, or to the line where they are not."""

import re

from msgspec.structs import replace

from generator.errors import Place, Problem, Stop

LARGEST = 10_000_000
"""Bytes; no article is longer, and a mistake is."""

_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")

_CONTROL_BYTES = bytes([*range(1, 9), 11, 12, *range(14, 32), 127])


def decode(data: bytes, *, path: str, size: int) -> str:
    """The text with one kind of line end and no byte order mark; raises Stop for what is no text or too long.

    `size` is the file's in bytes, of which `data` is the beginning.
    """
    if size > LARGEST:
        problem = Problem(
            place=Place(path),
            message=f"this file has {size / 1e6:.1f} MB, and {LARGEST // 1_000_000} MB is the most",
            hint="split it, or move what is no text into a file of its own",
        )
        raise Stop(problem)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Stop(_not_utf8(path, 1, "this file is UTF-16"))
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Stop(_not_utf8(path, line, f"this file is not UTF-8: byte 0x{data[error.start]:02x}")) from error
    if 0 in data:  # which is much faster asked of bytes than of characters
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise Stop(
            Problem(
                place=Place(path, line),
                message="this file holds a NUL character, so it is no text",
                hint="write the piece anew in a text editor, or restore it from a backup",
            )
        )
    return text.replace("\r\n", "\n").replace("\r", "\n") if 13 in data else text


def is_plain(data: bytes) -> bool:
    """Whether a text surely has no control characters.

    To look for each of their bytes by itself is much faster than to look at each byte once, or at each character.
    """
    if any(map(data.__contains__, _CONTROL_BYTES)):
        return False
    # what the other control characters begin with in UTF-8, and some letters too
    return data.isascii() or not (0xC2 in data or (0xEF in data and b"\xef\xbf" in data))


def without_controls(text: str, *, path: str, first_line: int) -> tuple[str, tuple[Problem, ...]]:
    """The text without characters that no browser or feed reader can show, each told."""
    if not _CONTROL.search(text):
        return text, ()
    problems = []
    for match in _CONTROL.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        problems.append(
            Problem(
                place=Place(path, first_line + text.count("\n", 0, start), match.start() - start + 1),
                message=f"there is an invisible control character here, U+{ord(match[0]):04X}",
                hint="delete it; it often comes along when text is pasted from a document",
                rule="control-character",
                frame=text[start : end if end >= 0 else len(text)],
            )
        )
        if len(problems) == 20:
            break
    return _CONTROL.sub("", text), tuple(problems)


def framed(problem: Problem, text: str) -> Problem:
    """The problem with the line of source that it points into."""
    lines = text.split("\n", problem.place.line)
    if problem.frame or not 0 < problem.place.line <= len(lines):
        return problem
    return replace(problem, frame=lines[problem.place.line - 1])


def _not_utf8(path: str, line: int, message: str) -> Problem:
    return Problem(place=Place(path, line), message=message, hint="save it in the encoding UTF-8")
