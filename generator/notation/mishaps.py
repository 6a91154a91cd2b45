"""A YAML error and the text around it to a sentence that an editor understands, with the remedy."""

import re

from msgspec import Struct
from yaml import YAMLError
from yaml.error import MarkedYAMLError

from generator.notation.nodes import Scalar

_KEY = r"[^\s:#'\"\[\]{},&*!|>%@`-][^:]*?"
_ENTRY = re.compile(rf"[ ]*(?:-[ ]+)*(?P<key>{_KEY}|\"[^\"]*\"|'[^']*')[ ]*:(?:[ \t]+(?P<value>\S.*?)?)?[ \t]*$")
_ITEM = re.compile(r"[ ]*(?:-[ \t]+)+(?P<value>\S.*?)[ \t]*$")
_GLUED = re.compile(r"[ ]*(?:-[ ]+)*(?P<key>[\w-]+)(?P<colon>:)(?P<value>[^\s/].*)$")
_WIDE_COLON = re.compile(r"[ ]*(?:-[ ]+)*(?P<key>[\w-]+)[ ]*(?P<colon>[：︰﹕])")
_HARD_BLANK = re.compile(r"[ ]*(?:-[ ]+)*(?P<key>[\w-]+)[ ]*:(?P<blank>[\u00a0\u2007\u202f\u3000])")
_FIRST_WORD = re.compile(r"[\"']?(?P<word>\w[\w-]*)")
_COMMENT = r"[ \t]*(?:#.*)?$"
_ENDS = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"'),
    "'": re.compile(r"'(?:[^']|'')*'"),
    "[": re.compile(r"\[.*\]"),
    "{": re.compile(r"\{.*\}"),
}
_CLOSERS = {'"': "quote", "'": "quote", "[": "bracket", "{": "brace"}
_BLOCK = re.compile(r"[|>][-+]?[1-9]?[-+]?" + _COMMENT)
_TAKEN_FOR = {
    "&": "the name of an anchor",
    "*": "a reference to an anchor",
    "!": "a tag",
    "%": "a directive",
    "|": "the beginning of a block of lines",
    ">": "the beginning of a block of lines",
    "-": "an entry of a list",
    "?": "a key",
    ",": "the next entry of a list",
    "]": "the end of a list",
    "}": "the end of a mapping",
    "#": "a comment",
}


class Mishap(Struct, frozen=True):
    """What went wrong, in an editor's words."""

    start: int
    end: int
    message: str
    hint: str = ""


def quoted(value: str) -> str:
    """A text as YAML wants it quoted."""
    return '"' + value + '"' if '"' not in value and "\\" not in value else "'" + value.replace("'", "''") + "'"


def begins_with(character: str) -> str:
    """The sentence about a value whose first character means something else to YAML."""
    if character in _TAKEN_FOR:
        return f"the value begins with '{character}', which YAML takes for {_TAKEN_FOR[character]}"
    return f"the value begins with '{character}', which YAML keeps for itself"


def key_of(block: str, start: int) -> Scalar | None:
    """The key that a block of lines seems to begin with; `start` is the block's index."""
    word = _FIRST_WORD.match(block)
    return Scalar(word["word"], start + word.start("word"), start + word.end("word"), True) if word else None


def explain(text: str, error: YAMLError) -> Mishap:
    """Find the line at fault near a YAML error and say what is wrong with it."""
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    if not isinstance(error, MarkedYAMLError) or mark is None:
        return Mishap(0, 1, "this is not YAML")
    at = min(mark.index, len(text))
    problem = error.problem or ""
    if "tab character" in problem or text[at : at + 1] == "\t":
        start = text.rfind("\n", 0, at) + 1
        at = text.find("\t", start)
        return Mishap(at, at + 1, "a tab stands where YAML allows only blanks", "indent with blanks")
    context = error.context_mark.index if error.context_mark is not None else at
    if "could not find expected ':'" in problem:
        return _no_colon(text, context)
    for line in (at, *_lines_above(text, at), context):
        if mishap := _at_fault(text, line):
            return mishap
    return _by_problem(text, at, problem)


def _lines_above(text: str, index: int) -> list[int]:
    """Where the three written lines above begin, nearest first."""
    above: list[int] = []
    end = text.rfind("\n", 0, index)
    while end >= 0 and len(above) < 3:
        start = text.rfind("\n", 0, end) + 1
        if text[start:end].strip():
            above.append(start)
        end = start - 1
    return above


def _line(text: str, index: int) -> tuple[int, str]:
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", start)
    return start, text[start : end if end >= 0 else len(text)].rstrip("\r")


def _at_fault(text: str, index: int) -> Mishap | None:
    start, line = _line(text, index)
    if found := _colon_amiss(start, line):
        return found
    entry = _ENTRY.match(line)
    found_value = entry or _ITEM.match(line)
    if found_value is None or not found_value["value"]:
        return None
    return _value_at_fault(start + found_value.start("value"), found_value["value"], entry["key"] if entry else "")


def _colon_amiss(start: int, line: str) -> Mishap | None:
    if found := _WIDE_COLON.match(line):
        at = start + found.start("colon")
        return Mishap(at, at + 1, f"the colon after {found['key']} is not the plain one", "write ': '")
    if found := _HARD_BLANK.match(line):
        at = start + found.start("blank")
        return Mishap(at, at + 1, f"the blank after {found['key']}: is not a plain one", "type an ordinary blank there")
    if found := _GLUED.match(line):
        at = start + found.start("colon")
        return Mishap(at, at + 1, "a blank is missing after the colon", f"write `{found['key']}: {found['value']}`")
    return None


def _value_at_fault(start: int, value: str, key: str) -> Mishap | None:
    end, first = start + len(value), value[0]
    remedy = f"quote it: {key + ': ' if key else ''}{quoted(value)}"
    if first in _ENDS:
        return _not_ended(start, value, remedy)
    if first in "|>":
        return None if _BLOCK.match(value) else Mishap(start, end, begins_with(first), remedy)
    if first in "&*!@`%,]}#" or (first in "-?" and value[1:2] in ("", " ")):
        return Mishap(start, end, begins_with(first), remedy)
    colon = value.find(": ") if ": " in value else len(value) - 1 if value.endswith(":") else -1
    if key and colon >= 0:
        message = f"the value of {key} has a second colon, which YAML takes for another key"
        return Mishap(start + colon, start + colon + 1, message, remedy)
    return None


def _not_ended(start: int, value: str, remedy: str) -> Mishap | None:
    """What is wrong with a value that begins with a quote or a bracket, if anything is."""
    first, name = value[0], _CLOSERS[value[0]]
    comment = re.search(r"\s(#.*)$", value) if first in "[{" else None
    closed = _ENDS[first].match(value[: comment.start()] if comment else value)
    if closed is None:
        if comment:
            at = start + comment.start(1)
            message = f"YAML takes this for a comment, so the {name} before it is never closed"
            return Mishap(at, start + len(value), message, "quote the text that holds '#'")
        message = f"the {name} that opens here is never closed"
        return Mishap(start, start + len(value), message, f"close it, or {remedy}")
    rest = value[closed.end() :]
    if re.match(_COMMENT, rest):
        return None
    at = start + closed.end() + len(rest) - len(rest.lstrip())
    return Mishap(at, start + len(value), f"text goes on after the closing {name}", remedy)


def _no_colon(text: str, index: int) -> Mishap:
    start, line = _line(text, index)
    if found := _at_fault(text, index):
        return found
    body = line.strip()
    at = start + len(line) - len(line.lstrip())
    word, _, rest = body.partition(" ")
    remedy = f"write `{word}: {rest}`" if rest and re.fullmatch(r"\w+", word) else "write it as `key: value`"
    return Mishap(
        at, at + len(body), "this line is not `key: value`", f"{remedy}, or put `---` above it if the text begins here"
    )


def _by_problem(text: str, index: int, problem: str) -> Mishap:
    start, line = _line(text, index)
    indent = len(line) - len(line.lstrip())
    end = start + len(line.rstrip())
    if "mapping values" in problem:
        above = next((_line(text, at) for at in _lines_above(text, index)), None)
        if above and ":" not in above[1] and above[1].strip() != "---":
            return _no_colon(text, above[0])
        return Mishap(start + indent, end, "this line is indented as if it belonged to the value above", "line it up")
    if "unknown escape" in problem:
        return Mishap(index, index + 1, "a backslash in double quotes means something else", "use single quotes")
    if "expected key" in problem or "'-' indicator" in problem:
        message = "this line does not continue what stands above it"
        hint = "line it up with the keys or entries above"
        return Mishap(start + indent, max(end, start + indent + 1), message, hint)
    if line.startswith("%"):
        return Mishap(start, end, begins_with("%"), "quote it")
    return Mishap(index, index + 1, f"YAML cannot read this: {problem}", "quote the value")
