"""Text in Chinese, Japanese or Korean to emphasis and line breaks as its readers expect them.

`cjk_emphasis` follows the CommonMark CJK-friendly amendments (github.com/tats-u/markdown-cjk-friendly, answering
commonmark-spec#650); `cjk_breaks` follows CSS Text's segment breaks: no space between two wide characters.
"""

import re
from unicodedata import category

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter, Scanned
from markdown_it.token import Token

_HANGUL = (
    "\u1100-\u11ff\u302e\u302f\u3131-\u318e\u3200-\u321e\u3260-\u327e"
    "\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uffa0-\uffdc"
)
_WIDE = (
    "\u20a9\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u2fd5\u2ff0-\u303e\u3041-\u3247\u3250-\ua4c6"
    "\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff9f\uffe0-\uffee"
    "\U00016fe0-\U00018df2\U0001aff0-\U0001b2fb\U0001d300-\U0001d376\U0001f200\U0001f202\U0001f210-\U0001f219"
    "\U0001f21b-\U0001f22e\U0001f230\U0001f231\U0001f237\U0001f23b\U0001f240-\U0001f265\U00020000-\U0003fffd"
)
_CJK = re.compile(f"[{_HANGUL}{_WIDE}]")
_KOREAN = re.compile(f"[{_HANGUL}]")
_SPACES = frozenset("\t\n\x0b\x0c\r \xa0\u1680\u202f\u205f\u3000") | {chr(n) for n in range(0x2000, 0x200B)}
_BRACKETS = frozenset("“”‘’")


def is_cjk(char: str) -> bool:
    """Whether a character is written wide in East Asian text and is no emoji, or is Hangul."""
    return char >= "\u1100" and _CJK.match(char) is not None  # the empty text, past an end, is none


def joins_lines(char: str) -> bool:
    """Whether a line break beside this character stands for nothing: wide, but not Korean, which has spaces."""
    return char >= "\u2329" and _CJK.match(char) is not None and _KOREAN.match(char) is None


def cjk_emphasis(md: MarkdownIt) -> None:
    """Let `*`, `_` and `~~` open and close beside CJK characters and their punctuation."""
    md.inline.ruler.at("emphasis", _emphasis)
    md.inline.ruler.at("strikethrough", _strikethrough)


def cjk_breaks(md: MarkdownIt) -> None:
    """Drop a soft line break between two wide characters."""
    md.inline.ruler2.push("cjk_breaks", _drop_breaks)


def scan(state: StateInline, start: int, *, split_word: bool) -> Scanned:
    """What a run of delimiters at `start` can do; `split_word` is true for those that work within a word.

    Beyond the amendments, such a run also works between a letter and punctuation that encloses a CJK character, so that
    `Go**"初心者"**を` is bold as the issue asks.
    """
    src, marker = state.src, state.src[start]
    end = start
    while end < state.posMax and src[end] == marker:
        end += 1
    before, selector = _before(src, start)
    after = src[end] if end < state.posMax else " "
    space_before, space_after = before in _SPACES, after in _SPACES
    punct_before, punct_after = _is_punctuation(before), _is_punctuation(after)
    cjk_before = is_cjk(before) or "\U000e0100" <= selector <= "\U000e01ef"
    cjk_after = is_cjk(after)
    wide_mark = cjk_before or (selector == "\ufe01" and before in _BRACKETS)  # a quotation mark in its full-width form
    quotes_after = split_word and is_cjk(src[end + 1 : min(end + 2, state.posMax)])
    quotes_before = split_word and start > 1 and is_cjk(src[start - 2])
    left = not space_after and (
        not punct_after or cjk_after or space_before or punct_before or cjk_before or quotes_after
    )
    right = not space_before and (
        not punct_before or wide_mark or space_after or punct_after or cjk_after or quotes_before
    )
    opens = left and (split_word or not right or punct_before)
    closes = right and (split_word or not left or punct_after)
    return Scanned(opens, closes, end - start)


def _before(src: str, start: int) -> tuple[str, str]:
    """The character before a run, and the variation selector that stands between, if any."""
    if start == 0:
        return " ", ""
    char = src[start - 1]
    if start > 1 and ("\ufe00" <= char <= "\ufe0e" or "\U000e0100" <= char <= "\U000e01ef"):
        return src[start - 2], char
    return char, ""


def _is_punctuation(char: str) -> bool:
    return category(char)[0] in "PS"


def _emphasis(state: StateInline, silent: bool) -> bool:
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = scan(state, state.pos, split_word=marker == "*")
    for _ in range(scanned.length):
        _push(state, marker, scanned=scanned, length=scanned.length)
    state.pos += scanned.length
    return True


def _strikethrough(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] != "~":
        return False
    scanned = scan(state, state.pos, split_word=True)
    if scanned.length < 2:
        return False
    if scanned.length % 2:
        state.push("text", "", 0).content = "~"
    for _ in range(scanned.length // 2):
        _push(state, "~~", scanned=scanned, length=0)  # no rule of three for these
    state.pos += scanned.length
    return True


def _push(state: StateInline, markup: str, *, scanned: Scanned, length: int) -> None:
    state.push("text", "", 0).content = markup
    state.delimiters.append(
        Delimiter(ord(markup[0]), length, len(state.tokens) - 1, -1, scanned.can_open, scanned.can_close)
    )


def _drop_breaks(state: StateInline) -> None:
    if "\n" not in state.src or state.src.isascii():
        return
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type == "softbreak" and _is_joined(tokens, index):
            token.type, token.tag, token.content = "text", "", ""


def _is_joined(tokens: list[Token], index: int) -> bool:
    return joins_lines(_nearest(tokens, index, step=-1)) and joins_lines(_nearest(tokens, index, step=1))


def _nearest(tokens: list[Token], index: int, *, step: int) -> str:
    """The nearest visible character on one side of a token; a blank where something else stands there."""
    index += step
    while 0 <= index < len(tokens):
        token = tokens[index]
        if token.nesting == 0:
            if token.type not in ("text", "text_special", "code_inline"):
                return " "
            if token.content:
                return token.content[-1 if step < 0 else 0]
        index += step
    return " "
