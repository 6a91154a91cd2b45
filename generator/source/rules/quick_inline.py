"""Text whose markup is plain, straight to HTML: words in emphasis, code, links to plain addresses, notes.

`quick_inline` gives exactly what markdown-it-py with `cjk_emphasis` would, or None where it is not sure. Why it may be
sure: a pair of runs holds only words, and whatever stands before it is words or closed. So its first run cannot close
anything, and opens if a word follows; its second one closes if it stands after a word, or after anything visible and
before a blank or a letter of Chinese or Japanese. Where `_` is the run, it must be able to do only that one thing.

The HTML has as many words between blanks as the text, and as many dashes among them: what is marked neither begins nor
ends with a blank, nor with a dash that would stand alone without the marks.
"""

import re
from collections.abc import Callable

LinkOpener = Callable[[str, int], str]
"""Address, and where it stands in the text, to the opening tag; empty where the link is to be only its text."""

Referrer = Callable[[str], str]
"""The label of a note to the HTML of `[^label]`."""

ADDRESS = r"[A-Za-z0-9/.#?][A-Za-z0-9/.#?=@,;:~+$_-]*+"
"""Of a link or picture, with nothing that would be encoded or end it."""

_DASH = "[-–—]"
_PLAIN = r"[^\n&<>\"*_`\[\]\\~]"
_WORD = r"[^\W_]"


_SELECTORS = "\ufe00-\ufe0e\U000e0100-\U000e01ef"
"""Which are looked past where it is asked what stands before a run."""

_LETTER = "[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff]"


def _opens(run: str) -> str:
    return rf"{run}(?<![^ \n\t(]{run})(?={_WORD})"


def _closes(run: str) -> str:
    return rf"(?:(?<=[^\W_]){run}(?=[ \n\t.,;:!?)]|\Z)|(?<=[^\s*_~\-–—{_SELECTORS}]){run}(?=[ \n\t]|\Z))"


def _pair(run: str, *, name: str = "", holds: str = rf"{_PLAIN}*+") -> str:
    """An opening run, words (a group if it is named), and an equal closing run."""
    group = f"?P<{name}>" if name else "?:"
    return f"{_opens(run)}({group}{holds}){_closes(run)}"


def _free(run: str, *, name: str = "") -> str:
    """What follows an opening run that also works within a word: words (a group), and an equal closing run."""
    group = f"?P<{name}>" if name else ""
    closes = rf"(?:(?<=[^\W_]){run}(?![*~])|(?<=[^\s*_~\-–—{_SELECTORS}]){run}(?=[ \n\t]|{_LETTER}|\Z))"
    return rf"(?={_WORD})({group}{_PLAIN}*+){closes}"


def _free_pair(run: str, *, name: str) -> str:
    """As `_pair`, of a run that also works within a word."""
    return run + _free(run, name=name)


_EM = r"\*"
_STRONG = r"\*\*"
_HOLDS = rf"{_PLAIN}*+(?:(?:{_pair(_STRONG)}|{_pair(_EM)}){_PLAIN}*+)+"
"""Words with pairs among them; the group is not possessive, since Python 3.11 takes too much for one that chooses."""

_BREAK = r"\n(?<=[!-~]\n)(?=[!-~])(?:(?<=[A-Za-z0-9.,;:!?'\"]\n)|(?=[A-Za-z0-9'\"(]))"
"""A line break that is one: no blanks around it, and a letter that is not wide on one side."""

_LINK = rf"\[(?<!!\[)(?!\^|{_DASH}?[\s\]])(?P<text>{_PLAIN}++)\](?<!\s\])(?<!\s{_DASH}\])\((?P<link>{ADDRESS})\)(?!\{{)"
_NOTE = r"\[\^(?<!!\[\^)(?P<note>[A-Za-z0-9_-]{1,40})\](?![\[(:{])"

_TELLING = re.compile('[\n&<>"*_`\\[\\]\\\\~}]')
_TOKEN = re.compile(
    '([^\n&<>"*_`\\[\\]\\\\~]*+)(?:'  # words up to a mark, so that the pattern is tried at marks alone
    + "|".join(
        [
            _free_pair(_STRONG, name="strong"),
            _pair(_STRONG, name="nested_strong", holds=_HOLDS),
            _free_pair(_EM, name="em"),
            _pair(_EM, name="nested_em", holds=_HOLDS),
            _LINK,
            '(?P<quote>")',
            _NOTE,
            rf"(?P<same>{_BREAK}|_(?<=[^\W_]_)(?=[^\W_])|~(?<!~~)(?!~)|\](?![\[(:{{]))",
            rf"`(?<!``)(?!{_DASH}?[\s`])(?P<code>[^`\n]++)`(?<!\s`)(?<!\s{_DASH}`)(?![`{{])",
            _pair("__", name="strong_"),
            _pair("_", name="em_"),
            _free_pair("~~", name="s"),
            r"(?P<amp>&(?![#A-Za-z]))",
            r"(?P<lt><(?= ))",
            r"(?P<gt>>)",
            r"(?P<end>\Z)",
        ]
    )
    + ")"
)
_PAIRS = re.compile(rf"\*(?:\*{_free(_STRONG)}|{_free(_EM)})")
"""Words in strong emphasis or in emphasis, which are its groups."""

_BRACKETS = re.compile(f"{_LINK}|{_NOTE}")
_BREAKS = re.compile(_BREAK)
_ENTITY = re.compile("&[#A-Za-z]")
_RUN = re.compile(r"_(?:(?<![^\W_]_)|(?![^\W_]))")
_NESTED = re.compile(f"{_pair(_STRONG, name='strong')}|{_pair(_EM, name='em')}")
_AROUND = {
    "strong": ("<strong>", "</strong>"),
    "strong_": ("<strong>", "</strong>"),
    "em": ("<em>", "</em>"),
    "em_": ("<em>", "</em>"),
    "s": ("<s>", "</s>"),
}
_INSTEAD = {"quote": "&quot;", "amp": "&amp;", "lt": "&lt;", "gt": "&gt;"}


def is_bare(text: str) -> bool:
    """Whether a text is its own HTML, and can hold nothing that is to be told either."""
    return not _TELLING.search(text)


def quick_inline(text: str, open_link: LinkOpener, *, refer: Referrer | None = None) -> str | None:
    """The HTML of a text with plain markup; None where the whole parser has to look at it.

    Without `refer` there are no notes.
    """
    html = kind_by_kind(text, open_link, refer)
    return html if html is not None else mark_by_mark(text, open_link, refer)


def kind_by_kind(text: str, open_link: LinkOpener, refer: Referrer | None) -> str | None:
    """What `mark_by_mark` gives, sooner, for a text without code and rarer marks: each kind of mark is looked for in
    turn, which is much faster than to look for any of them. None where the text may hold something else."""
    html = _escaped(text)
    if html is not None and "*" in html:
        html = _PAIRS.sub(_element, html)
        if "*" in html:
            return None
    if html is not None and ("[" in html or "]" in html):
        html = _linked(html, text, open_link, refer)
    return html


def _escaped(text: str) -> str | None:
    """A text with entities for what HTML keeps to itself; None where another mark than `*` and brackets means more
    than itself, as far as a look at its neighbours shows."""
    if "`" in text or "~" in text or "\\" in text or ("_" in text and _RUN.search(text)):
        return None
    if "\n" in text and len(_BREAKS.findall(text)) != text.count("\n"):
        return None
    if "&" in text:
        if _ENTITY.search(text):
            return None
        text = text.replace("&", "&amp;")
    if "<" in text:
        if text.count("<") != text.count("< "):
            return None
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace('"', "&quot;") if '"' in text else text


def _element(match: re.Match[str]) -> str:
    words = match[2]
    return f"<em>{words}</em>" if words is not None else f"<strong>{match[1]}</strong>"


def _linked(html: str, text: str, open_link: LinkOpener, refer: Referrer | None) -> str | None:
    """The HTML of a text with its links and notes in place; None where it has other brackets."""
    pieces = _BRACKETS.split(html)
    between = "".join(pieces[::4])
    if "[" in between or "]" in between or (refer is None and "[^" in html):
        return None
    rest = iter(pieces)
    out: list[str] = []
    start = 0
    for before, words, address, label in zip(rest, rest, rest, rest):  # noqa: B905 - the last piece is left over
        start = text.index("]", start) + 2
        if label is not None and refer is not None:
            out += (before, refer(label))
        elif tag := open_link(address, start):
            out += (before, tag, words, "</a>")
        else:
            out += (before, words)
    out.append(pieces[-1])
    return "".join(out)


def mark_by_mark(text: str, open_link: LinkOpener, refer: Referrer | None) -> str | None:
    """The HTML of a text whose marks are looked at one after another; None where one of them is not plain."""
    out: list[str] = []
    later: list[tuple[int, re.Match[str]]] = []
    done = 0
    while match := _TOKEN.match(text, done):
        done = match.end()
        kind = match.lastgroup or ""
        if kind in _AROUND:
            words, held = match.group(1, kind)
            before, after = _AROUND[kind]
            out += (words, before, held, after)
            continue
        out.append(match[1])
        if kind == "end":
            break
        if kind in _INSTEAD:
            out.append(_INSTEAD[kind])
        elif kind == "link":
            later.append((len(out), match))
            out += ("", match["text"], "</a>")
        elif kind == "note":
            if refer is None:
                return None
            later.append((len(out), match))
            out.append("")
        else:
            out.append(_rare(kind, match))
    else:
        return None
    for place, match in later:  # asked for only now that all of the text is known to be plain
        if refer is not None and match["note"] is not None:
            out[place] = refer(match["note"])
            continue
        tag = out[place] = open_link(match["link"], match.start("link"))
        if not tag:
            out[place + 2] = ""
    return "".join(out)


def _rare(kind: str, match: re.Match[str]) -> str:
    if kind == "code":
        code = match["code"].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        return f"<code>{code}</code>"
    if kind == "same":
        return match["same"]
    before, after = _AROUND[kind.removeprefix("nested_")]
    return before + _NESTED.sub(_within, match[kind]) + after


def _within(match: re.Match[str]) -> str:
    before, after = _AROUND[match.lastgroup or ""]
    return f"{before}{match[match.lastgroup or 0]}{after}"
