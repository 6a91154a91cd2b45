"""Rendered text to its words: a bare form for tables of contents, a lead cut at a sentence, counts and reading time."""

import re
from collections.abc import Sequence
from html import unescape

from generator.model import Ref

KEPT = frozenset(["em", "strong", "code", "s", "sub", "sup"])
"""Elements of a bare text."""

LEAD = 300
"""Characters of a lead, about."""

LONGEST_LEAD = LEAD + LEAD // 3
"""Characters of a first paragraph that is a lead as it is."""

_NOTE = re.compile(r'<sup class="footnote-ref">.*?</sup>', re.DOTALL)
_TAG = re.compile(r"<[^<>]*+>")
_TAG_BYTES = re.compile(rb"<[^<>]*+>")
_PART = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*+>|<[^<>]*+>")
_TITLE = re.compile("\x02([0-9]+)@\x03")
_ENTITY = re.compile(r"&[#a-zA-Z0-9]+;")
_TAG_OR_ENTITY = re.compile(r"<[^<>]*+>|&[#a-zA-Z0-9]+;")
_SHAPE = bytes(not (byte < 0x80 and chr(byte).isspace()) for byte in range(256))
"""Blanks to 0, letters to 1."""

_CJK_LEADS = bytes([0xE1, *range(0xE3, 0xF1)])
"""With what the characters below begin in UTF-8, and some others."""

_CJK_MARKS = re.compile(
    "[\u3000-\u3004\u3008-\u303f\u30fb\ufe10-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff65…—“”‘’·]+"
)
_CJK = (
    "[\u1100-\u11ff\u3005-\u3007\u3041-\u30ff\u3105-\u318e\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003fffd]"
)
_CJK_RUN = re.compile(f"{_CJK}({_CJK}*+)")
"""Characters that are words; the group is empty where there is one alone."""

_ALONE = (" — ", " – ", " - ")
_END = re.compile(
    r"[.!?…。！？｡؟۔।](?:(?<=[\w)\]%”’\"'][.!?…])[.!?…]*[\"'”’)\]»]*(?=\s|$)|(?<=[。！？｡؟۔।])[。！？｡؟۔।]*[」』”’）】]*)"
)
_SHORT = re.compile(r"(?:^|[\s(])(?:\w|\w\.\w|[A-Z]\w{0,2}|vs|etc|approx|No)\.$")
WORDS_A_MINUTE = 220
HAN_A_MINUTE = 400


def bare(html: str, refs: Sequence[Ref] = ()) -> str:
    """Inline HTML with emphasis and code alone, balanced; links become their text, notes and pictures go."""
    if "<" not in html and "\x02" not in html:
        return html
    open_tags: list[str] = []

    def keep(match: re.Match[str]) -> str:
        name = (match[2] or "").lower()
        if name not in KEPT:
            return ""
        if not match[1]:
            open_tags.append(name)
            return f"<{name}>"
        if not open_tags or open_tags[-1] != name:
            return ""
        open_tags.pop()
        return f"</{name}>"

    text = _PART.sub(keep, _NOTE.sub("", html))
    text += "".join(f"</{name}>" for name in reversed(open_tags))
    return _TITLE.sub(lambda match: _slug(refs, int(match[1])), text).strip()


def plain(html: str, refs: Sequence[Ref] = ()) -> str:
    """The words of some HTML."""
    return unescape(_TAG.sub("", bare(html, refs))) if "<" in html or "\x02" in html else unescape(html)


def _slug(refs: Sequence[Ref], number: int) -> str:
    return refs[number].target.removeprefix("article:") if number < len(refs) else ""


def count_words(html: str, blocks: Sequence[tuple[str, str]] = ()) -> tuple[int, int]:
    """Words of rendered text, and minutes to read it; each Han, kana or Hangul character is a word.

    Blocks are the rest of the text, each as what it was written in, and its HTML: they must have the same words between
    blanks. Which of the two is counted depends on whether there are words without blanks.
    """
    texts = [text for text, _ in blocks if text.isascii()]
    wide, spaced = [block for block in blocks if not block[0].isascii()], ""
    if wide:
        spaced = "\n".join([text for text, _ in wide])
        if _may_hold_cjk(spaced.encode()) or _may_hold_cjk(html.encode()):
            html, spaced = html + "".join([written for _, written in wide]), ""
    data = b"".join(_TAG_BYTES.split(html.encode()))  # bytes are looked through sooner, above all those of wide letters
    words, han = _count_between(spaced) if spaced else 0, 0
    if not data.isascii():
        # only lines with other letters are looked at letter by letter
        lines = data.split(b"\n")
        data = b"\n".join([line for line in lines if line.isascii()])
        more, han = _count_letters(b"\n".join([line for line in lines if not line.isascii()]))
        words += more
    # a dash is looked for where there is one at all: to count it takes as long as the words
    words -= data.count(b" - ") if b"-" in data else 0
    words -= sum([text.count(" - ") for text in texts if "-" in text])
    words += _runs(data) + _runs("\n".join(texts).encode())
    minutes = round(words / WORDS_A_MINUTE + han / HAN_A_MINUTE)
    return words + han, max(1, minutes) if words + han else 0


def _may_hold_cjk(data: bytes) -> bool:
    return not data.isascii() and len(data.translate(None, _CJK_LEADS)) != len(data)


def _count_letters(data: bytes) -> tuple[int, int]:
    """Words between blanks, and characters that are words."""
    text, han = data.decode(), 0
    if _may_hold_cjk(data):
        pieces = _CJK_RUN.split(text)
        han = len(text) - sum(map(len, pieces[::2]))
        if han:
            # two blanks stand for all of several characters: what is between dashes may end one and begin another
            pieces[1::2] = ["  " if more else " " for more in pieces[1::2]]
            text = _CJK_MARKS.sub(" ", "".join(pieces))
    return _count_between(text), han


def _count_between(text: str) -> int:
    """Words between blanks; dashes are none."""
    return len(text.split()) - sum(text.count(dash) for dash in _ALONE if dash[1] in text)


def _runs(data: bytes) -> int:
    """How many runs of letters there are between blanks; as one number, whose bits need no look at each of them."""
    shape = int.from_bytes(data.translate(_SHAPE), "little")
    return (shape ^ shape << 8).bit_count() // 2  # a run begins with a change, and ends with one


def lead_of(html: str, refs: Sequence[Ref]) -> str:
    """The bare first paragraph, cut after a sentence near `LEAD` characters, else after a word with an ellipsis."""
    text = bare(html, refs).replace("\n", " ")
    if len(text) <= LONGEST_LEAD:
        return text
    letters = _ENTITY.sub(lambda match: unescape(match[0])[:1], _TAG.sub("", text))
    if len(letters) <= LONGEST_LEAD:
        return text
    end, tail = _cut(letters)
    return _first(text, end, tail=tail)


def _cut(letters: str) -> tuple[int, str]:
    """How many characters to keep, and what to put after them."""
    best = 0
    for match in _END.finditer(letters, 0, LONGEST_LEAD):
        if match.end() > LEAD and best:
            break
        if not _SHORT.search(letters[max(0, match.end() - 8) : match.end()]):
            best = match.end()
    if best >= LEAD // 5:
        return best, ""
    blank = letters.rfind(" ", LEAD // 2, LEAD)
    return (blank if blank > 0 else LEAD), "…"


def _first(text: str, count: int, *, tail: str) -> str:
    """The first characters of a bare text and what follows the cut, with the elements that are open there closed."""
    open_tags: list[str] = []
    done = 0
    for match in _TAG_OR_ENTITY.finditer(text):
        between = match.start() - done
        if count < between or (count == between and match[0][:2] != "</"):
            break
        count -= between
        done = match.end()
        if match[0][0] == "&":
            count -= 1
        elif match[0][1] == "/":
            open_tags.pop()
        else:
            open_tags.append(match[0][1:-1])
    return text[: done + count] + tail + "".join(f"</{name}>" for name in reversed(open_tags))
