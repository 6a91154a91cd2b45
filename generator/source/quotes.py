"""Straight quotation marks and apostrophes in HTML to those of its language; code is left as it is."""

import re

from msgspec.structs import replace

from generator.model import Heading, Html, Piece, Standing, Text

Marks = tuple[str, str, str, str]
"""Opening and closing, then the same within a quotation."""

_ENGLISH: Marks = ("“", "”", "‘", "’")
_GUILLEMETS: Marks = ("«", "»", "“", "”")
_LOW: Marks = ("„", "“", "‚", "‘")
_LOW_AND_HIGH: Marks = ("„", "”", "‚", "’")
_HIGH: Marks = ("”", "”", "’", "’")
_NARROW = "\N{NARROW NO-BREAK SPACE}"

MARKS: dict[str, Marks] = {
    **dict.fromkeys(["en", "zh", "ko", "pt", "tr", "id", "hi", "nl"], _ENGLISH),
    **dict.fromkeys(["es", "it", "ar", "fa", "el", "ca", "no", "nb", "nn"], _GUILLEMETS),
    **dict.fromkeys(["de", "cs", "sk", "sl", "et", "lt", "bg"], _LOW),
    **dict.fromkeys(["pl", "ro", "hu", "hr"], _LOW_AND_HIGH),
    **dict.fromkeys(["sv", "fi"], _HIGH),
    **dict.fromkeys(["ru", "uk", "be"], ("«", "»", "„", "“")),
    "fr": (f"«{_NARROW}", f"{_NARROW}»", "“", "”"),
    "ja": ("「", "」", "『", "』"),
    "he": ("”", "”", "’", "’"),
    "da": ("»", "«", "›", "‹"),
}
"""Quotation marks by language; of one that is not here, as in English."""

_APOSTROPHE = "’"
_PIECES = re.compile(r"(<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|\x02[^\x03]*\x03)")
_STRAIGHT = re.compile(r"&quot;|\"|'")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_LITERAL = frozenset(["code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "var"])
_WITHIN = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "del",
        "em",
        "i",
        "ins",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
    ]
)
_OPENS_AFTER = frozenset(" \t\n\N{NO-BREAK SPACE}([{—–-/“‘«„‚「『" + _NARROW)


def quoted(html: str, language: str) -> str:
    """The HTML with its straight marks as the language has them."""
    if _STRAIGHT.search(html) is None:
        return html
    marks = MARKS.get(language.split("-")[0].lower(), _ENGLISH)
    parts = _PIECES.split(html)
    literal, before = 0, " "
    for index, part in enumerate(parts):
        if index % 2 == 0:
            if part and not literal:
                following = next((text[0] for text in parts[index + 2 :: 2] if text), " ")
                parts[index] = _curled(part, before, following, marks)
                before = parts[index][-1]
            continue
        name = _NAME.match(part)
        tag = name[1].lower() if name else ""
        if tag in _LITERAL:
            literal = max(0, literal + (-1 if part[1] == "/" else 1))
            before = "x"
        elif name and tag not in _WITHIN:
            before = " "
    return "".join(parts)


def quoted_text(text: Text, language: str) -> Text:
    """A body with the marks of its language."""
    return replace(
        text,
        html=quoted(text.html, language),
        toc=tuple(Heading(one.level, one.id, Html(quoted(one.title.html, language))) for one in text.toc),
        lead=Html(quoted(text.lead.html, language)),
    )


def quoted_piece(piece: Piece, language: str) -> Piece:
    """A piece whose title, standfirst, caption and corrections have the marks of its language."""
    image = piece.image
    return replace(
        piece,
        title=Html(quoted(piece.title.html, language)),
        summary=Html(quoted(piece.summary.html, language)),
        image=replace(image, caption=Html(quoted(image.caption.html, language))) if image else None,
        corrections=tuple(replace(one, text=Html(quoted(one.text.html, language))) for one in piece.corrections),
    )


def quoted_page(page: Standing, language: str) -> Standing:
    """A standing page whose title and summary have the marks of its language."""
    title, summary = (Html(quoted(html, language)) for html in (page.title.html, page.summary.html))
    return replace(page, title=title, summary=summary)


def _curled(text: str, before: str, following: str, marks: Marks) -> str:
    """One run of text, between the characters before and after it."""
    out: list[str] = []
    done = 0
    for straight in _STRAIGHT.finditer(text):
        out.append(text[done : straight.start()])
        done = straight.end()
        last = next((part[-1] for part in reversed(out) if part), before)
        after = text[done] if done < len(text) else following
        opens = last in _OPENS_AFTER and not after.isspace()
        if straight[0] != "'":
            out.append(marks[0] if opens else marks[1])
        elif opens and not after.isdigit():
            out.append(marks[2])
        else:
            out.append(_APOSTROPHE if last.isalnum() or opens else marks[3])
    return "".join([*out, text[done:]])
