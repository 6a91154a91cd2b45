"""Emphasis beside Chinese, Japanese and Korean: the rows of commonmark-spec#650, and what must not change."""

import re

import pytest

from generator.settings import Reading
from generator.source.markdown import render

ROWS = [
    "これは**私のやりたかったこと。**だからするの。",
    "**[製品ほげ](./product-foo)**と**[製品ふが](./product-bar)**をお試しください",
    "単語と**[単語と](word-and)**単語",
    "**これは太字になりません。**ご注意ください。",
    "カッコに注意**（太字にならない）**文が続く場合に要警戒。",
    "**[リンク](https://example.com)**も注意。（画像も同様）",
    "先頭の**`コード`も注意。**",
    "**末尾の`コード`**も注意。",
    "税込**¥10,000**で入手できます。",
    "正解は**④**です。",
    "太郎は\\ **「こんにちわ」**\\ といった",
    "太郎は&#x200B;**「こんにちわ」**&#x200B;といった",
    "太郎は**「こんにちわ」**といった",
    "太郎は **「こんにちわ」** といった",
    '太郎は**"こんにちわ"**といった',
    "太郎は**こんにちわ**といった",
    "太郎は**「Hello」**といった",
    '太郎は**"Hello"**といった',
    "太郎は**Hello**といった",
    "太郎は**「Oh my god」**といった",
    '太郎は**"Oh my god"**といった',
    "**C#**や**F#**は**「.NET」**というプラットフォーム上で動作します。",
    "IDが**001号**になります。",
    "IDが**００１号**になります。",
    "Go**「初心者」**を対象とした記事です。",
    'Go**"初心者"**を対象とした記事です。',
    "**⻲田太郎**と申します",
    "・**㋐**:選択肢１つ目",
    "**真，**她",
    "**真。**她",
    "**真、**她",
    "**真；**她",
    "**真：**她",
    "**真？**她",
    "**真！**她",
    "**真“**她",
    "**真”**她",
    "**真‘**她",
    "**真’**她",
    "**真（**她",
    "真**（她**",
    "**真）**她",
    "**真【**她",
    "真**【她**",
    "**真】**她",
    "**真《**她",
    "真**《她**",
    "**真》**她",
    "**真—**她",
    "**真～**她",
    "**真…**她",
    "**真·**她",
    "**真〃**她",
    "**真-**她",
    "**真々**她",
    "**真**她",
    "**真，** 她",
    "**真**，她",
    "**真，**&ZeroWidthSpace;她",
    "私は**⻲田太郎**と申します",
    "選択肢**㋐**: 1つ目の選択肢",
    "**さようなら︙**と太郎はいった。",
    ".NET**（.NET Frameworkは不可）**では、",
    "「禰󠄀」の偏は示ではなく**礻**です。",
    "Git**（注：不是GitHub）**",
    "𰻞𰻞**（ビャンビャン）**麺",
    "𰻞𰻞**(ビャンビャン)**麺",
    "ハイパーテキストコーヒーポット制御プロトコル**(HTCPCP)**",
    "﨑**(崎)**",
    "国際規格**[ECMA-262](https://tc39.es/ecma262/)**",
    "㐧**(第の俗字)**",
    "葛󠄀**(こちらが正式表記)**城市",
    "**推荐几个框架：**React、Vue等前端框架。",
    "あ𛀙**(か)**よろし",
    "大塚︀**(U+585A U+FE00)** 大塚**(U+FA10)**",
    "〽︎**(庵点)**は、",
    "**“︁Git”︁**Hub",
    "**이 [링크](https://example.kr/)**만을 강조하고 싶다.",
    "**스크립트(script)**라고",
    "패키지를 발행하려면 **`npm publish`**를 실행하십시오.",
    "**안녕(hello)**하세요.",
    "ᅡ**(a)**",
    "**(k)**ᄏ",
    "a**〰**a",
    "a**〽**a",
    "a**🈂**a",
    "a**🈷**a",
    "a**㊗**a",
    "a**㊙**a",
    "**テスト。**テスト",
    "**テスト**。テスト",
    "**テスト、**テスト",
    "**テスト？**テスト",
    "**テスト**？テスト",
    "这是**我想做的事。**所以继续。",
    "~~真，~~她",
    "__注意__：注意事項",
    "注意：__注意事項__",
    "正體字。︁_Traditional._",
    "正體字。︁__Hong Kong and Taiwan.__",
    "简体字 / 新字体。︀_Simplified._",
]

UNCHANGED = [
    ("a letter before, a bracket after", "a**(b)**c", "a**(b)**c"),
    ("blanks inside", "中 ** 文 ** 字", "中 ** 文 ** 字"),
    ("underscores within a word", "中_文_字", "中_文_字"),
    ("an emoji is no character of these", "a**⭐**b", "a**⭐**b"),
    ("arithmetic", "2*3*4 = 24", "2<em>3</em>4 = 24"),
]


def html(text: str) -> str:
    return render(text, path="a.md", first_line=1, reading=Reading()).html.strip()


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_emphasised(row: str) -> None:
    done = html(row)
    assert re.search("<(?:strong|em|s)>", done)
    assert not re.search("[*_~]", re.sub("<[^>]*>", "", done))


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in UNCHANGED], ids=[row[0] for row in UNCHANGED])
def test_what_is_no_emphasis_stays(text: str, expected: str) -> None:
    assert html(text) == f"<p>{expected}</p>"
