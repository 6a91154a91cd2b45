"""Text whose markup is plain, straight to HTML: words in emphasis, code, links to plain addresses.

`quick_inline` gives exactly what markdown-it-py would, or None where it is not sure. Why it may be sure: a run that
opens stands after a blank or `(` and before a word; one that closes stands after a word and before a blank or a mark,
or after anything visible and before a blank. So each of them can do only that one thing, and a pair holds only words.
"""

import re
from collections.abc import Callable

LinkOpener = Callable[[str, int], str]
"""Address, and where it stands in the text, to the opening tag; empty where the link is to be only its text."""

_PLAIN = r"[^\n&<>\"*_`\[\]\\~]"
_WORD = r"[^\W_]"


def _opens(run: str) -> str:
    return rf"{run}(?<![^ \n\t(]{run})(?={_WORD})"


def _closes(run: str) -> str:
    return rf"(?:(?<=[^\W_]){run}(?=[ \n\t.,;:!?)]|\Z)|(?<=[^\s*_~]){run}(?=[ \n\t]|\Z))"


def _pair(run: str, *, name: str = "", holds: str = rf"{_PLAIN}*+") -> str:
    """An opening run, words (a group if it is named), and an equal closing run."""
    group = f"?P<{name}>" if name else "?:"
    return f"{_opens(run)}({group}{holds}){_closes(run)}"


_EM = r"\*"
_MARKED = re.compile('[\n&<>"*_`\\[\\]\\\\~]')
_TELLING = re.compile('[\n&<>"*_`\\[\\]\\\\~}]')
_TOKEN = re.compile(
    '([^\n&<>"*_`\\[\\]\\\\~]*+)(?:'  # words up to a mark, so that the pattern is tried at marks alone
    + "|".join(
        [
            _pair(r"\*\*", name="strong"),
            _pair(r"\*\*", name="nested", holds=rf"{_PLAIN}*+(?:{_pair(_EM)}{_PLAIN}*+)++"),
            _pair(_EM, name="em"),
            rf"\[(?<!!\[)(?!\^)(?P<text>{_PLAIN}++)\]\((?P<link>[A-Za-z0-9/.#?][A-Za-z0-9/.#?=@,;:~+$_-]*+)\)(?!\{{)",
            '(?P<quote>")',
            r"(?P<same>\n(?<=[!-~]\n)(?=[!-~])|_(?<=[^\W_]_)(?=[^\W_])|~(?<!~~)(?!~)|\](?![\[(:{]))",
            r"`(?<!``)(?P<code>[^`\n ](?:[^`\n]*[^`\n ])?)`(?![`{])",
            _pair("__", name="strong_"),
            _pair("_", name="em_"),
            _pair("~~", name="s"),
            r"(?P<amp>&(?![#A-Za-z]))",
            r"(?P<lt><(?= ))",
            r"(?P<gt>>)",
            r"(?P<end>\Z)",
        ]
    )
    + ")"
)
_NESTED = re.compile(_pair(_EM, name="em"))
_AROUND = {
    "strong": ("<strong>", "</strong>"),
    "strong_": ("<strong>", "</strong>"),
    "em": ("<em>", "</em>"),
    "em_": ("<em>", "</em>"),
    "s": ("<s>", "</s>"),
}
_INSTEAD = {"quote": "&quot;", "amp": "&amp;", "lt": "&lt;", "gt": "&gt;", "end": ""}


def is_bare(text: str) -> bool:
    """Whether a text is its own HTML, and can hold nothing that is to be told either."""
    return not _TELLING.search(text)


def quick_inline(text: str, open_link: LinkOpener) -> str | None:
    """The HTML of a text with plain markup; None where the whole parser has to look at it."""
    if not _MARKED.search(text):
        return text
    out: list[str] = []
    links: list[tuple[int, re.Match[str]]] = []
    done = 0
    while match := _TOKEN.match(text, done):
        done = match.end()
        kind = match.lastgroup or ""
        out.append(match[1])
        if kind in _INSTEAD:
            out.append(_INSTEAD[kind])
            if kind == "end":
                break
        elif kind in _AROUND:
            before, after = _AROUND[kind]
            out += (before, match[kind], after)
        elif kind == "link":
            links.append((len(out), match))
            out += ("", match["text"], "</a>")
        else:
            out.append(_rare(kind, match))
    else:
        return None
    for place, match in links:  # asked for only now that all of the text is known to be plain
        tag = out[place] = open_link(match["link"], match.start("link"))
        if not tag:
            out[place + 2] = ""
    return "".join(out)


def _rare(kind: str, match: re.Match[str]) -> str:
    if kind == "code":
        code = match["code"].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        return f"<code>{code}</code>"
    if kind == "nested":
        return "<strong>" + _NESTED.sub(r"<em>\g<em></em>", match["nested"]) + "</strong>"
    return match["same"]
