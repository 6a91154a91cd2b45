"""Words, reading time and the lead of a text."""

import pytest

from generator.model import Text
from generator.settings import Reading
from generator.source.markdown import render


def read(text: str) -> Text:
    return render(text, path="a.md", first_line=1, reading=Reading())


WORDS = [
    ("nothing", "", 0, 0),
    ("words", "one *two* [three](https://a.b/c) four-five", 4, 1),
    ("a dash is no word", "one — two – three - four", 4, 1),
    ("Han characters", "谈判打破了僵局。", 7, 1),
    ("both", "The 谈判 of 2024, in 北京。", 8, 1),
    ("kana and Hangul", "ひらカナ 한국", 6, 1),
    ("a long text", "word " * 1100, 1100, 5),
    ("a long text in Chinese", "字" * 2000, 2000, 5),
    ("code and tables", "```\na b\n```\n\n|c|d|\n|-|-|\n|e|f|", 6, 1),
]


@pytest.mark.parametrize(("text", "words", "minutes"), [row[1:] for row in WORDS], ids=[row[0] for row in WORDS])
def test_words(text: str, words: int, minutes: int) -> None:
    done = read(text)
    assert (done.words, done.minutes) == (words, minutes)


LONG = "The bank kept its rate at four per cent on Thursday, as the U.S. economy slowed. " * 6
LEADS = [
    ("the first paragraph", "# a\n\n![b](c)\n\nd *e* [f](g)[^1] `h`\n\ni\n\n[^1]: j", "d <em>e</em> f <code>h</code>"),
    ("nothing", "# a", ""),
    ("not of a quotation", "> a\n\nb", "b"),
    ("cut at a sentence", LONG, (LONG[:81] * 3)[:-1]),
    ("cut at a sentence in Chinese", "谈判打破了僵局。" * 60, "谈判打破了僵局。" * 37),
    ("one that is hardly longer", "word " * 78, ("word " * 78).strip()),
    ("no sentence", "word " * 100, ("word " * 60).strip() + "…"),
    ("open elements are closed", "*" + "word " * 100 + "end*", None),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in LEADS], ids=[row[0] for row in LEADS])
def test_lead(text: str, expected: str | None) -> None:
    lead = read(text).lead.html
    if expected is None:
        assert lead.startswith("<em>word")
        assert lead.endswith("word…</em>")
    else:
        assert lead == expected
