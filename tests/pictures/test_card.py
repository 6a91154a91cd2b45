"""Cards for social media: every script is drawn in a font that has it, and what none has is told."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from generator.model import CardView
from generator.pictures.card import HEIGHT, WIDTH, NotReady, draw_card
from generator.pictures.fonts import Font, Undrawable, face_of, find_fonts, runs
from tests.conftest import needed
from tests.press import SITE, Press

VIEW = CardView(title="Of tolls", kicker="Analysis", names="Li Wei", site="The Review", lang="en", dir="ltr")
CHINESE = CardView(title="数人头这件事", kicker="分析", names="温彦舟", site="评论", lang="zh", dir="ltr")
ARABIC = CardView(title="خط الصفر", kicker="تحليل", names="ريم", site="مجلة", lang="ar", dir="rtl")


@pytest.fixture(scope="module")
def fonts() -> tuple[Font, ...]:
    found = find_fonts(())
    if not any("CJK" in font.path for font in found) or not any("Arabic" in font.path for font in found):
        needed("fonts-noto-cjk and fonts-noto-core")
    return found


def ink(data: bytes, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part of a card are not paper."""
    with Image.open(BytesIO(data)) as card:
        assert (card.format, card.size) == ("PNG", (WIDTH, HEIGHT))
        part = card.convert("L").crop(box)
        return sum(part.histogram()[:200])


@pytest.mark.parametrize("view", [VIEW, CHINESE], ids=["Latin", "Chinese"])
def test_a_card_begins_where_its_language_does(fonts: tuple[Font, ...], view: CardView) -> None:
    data = draw_card(view, fonts)
    assert ink(data, (80, 130, 400, 240)) > 3000
    assert ink(data, (0, 20, 70, HEIGHT)) == 0


def test_an_arabic_card_begins_at_the_right(fonts: tuple[Font, ...]) -> None:
    data = draw_card(ARABIC, fonts)
    assert ink(data, (WIDTH - 400, 130, WIDTH - 80, 260)) > 3000
    assert ink(data, (0, 20, 600, HEIGHT)) == 0


def test_arabic_letters_are_joined(fonts: tuple[Font, ...]) -> None:
    from PIL import ImageFont

    (run,) = runs("كيف", fonts)
    font = ImageFont.truetype(run.font.path, 80)
    joined = font.getlength("كيف", direction="rtl")
    apart = sum(font.getlength(letter, direction="rtl") for letter in "كيف")
    assert joined < apart


def test_each_script_has_a_font_that_has_it(fonts: tuple[Font, ...]) -> None:
    found = [(run.text, Path(run.font.path).name) for run in runs("ab 数人 ريم cd", fonts)]
    assert [text for text, _font in found] == ["ab ", "数人 ", "ريم ", "cd"]
    assert "CJK" in found[1][1]
    assert found[0][1] == found[3][1] != found[2][1]


def test_what_no_font_has_is_told_and_not_drawn(fonts: tuple[Font, ...]) -> None:
    with pytest.raises(Undrawable):
        runs("a\U000140aa", fonts)
    view = CardView(title="A \U000140aa", kicker="", names="", site="S", lang="en", dir="ltr")
    with pytest.raises(NotReady, match="no font on this machine has '\U000140aa'"):
        draw_card(view, fonts)


@pytest.mark.parametrize(
    ("lang", "face"), [("ja", 0), ("ko", 1), ("zh", 2), ("zh-Hant-TW", 3), ("zh-HK", 4), ("en", 0)]
)
def test_a_collection_has_a_face_for_each_language(lang: str, face: int) -> None:
    assert face_of(Font("/fonts/NotoSerifCJK-Bold.ttc", 1), lang) == face
    assert face_of(Font("/fonts/NotoSerif-Bold.ttf", 1), lang) == 0


def test_a_long_title_stays_on_its_card(fonts: tuple[Font, ...]) -> None:
    view = CardView(title="Unending " * 60, kicker="K", names="N" * 200, site="S", lang="en", dir="ltr")
    data = draw_card(view, fonts)
    assert ink(data, (WIDTH - 60, 20, WIDTH, HEIGHT)) == 0
    assert ink(data, (80, 475, WIDTH, 490)) == 0  # between the title and the names


def test_a_file_that_is_no_font_has_no_characters(tmp_path: Path) -> None:
    path = tmp_path / "x.ttf"
    path.write_bytes(b"\0\1\0\0" + b"\xff" * 40)
    with pytest.raises(Undrawable):
        runs("a", (Font(str(path), 44),))


# ---------------------------------------------------------------- in a site

FILES = """-- content/articles/call.md --
---
title: The <call> & "more"
date: 2025-01-01
---
Text.
-- content/articles/other.md --
---
title: Other
date: 2025-01-02
---
Text.
"""
Make = Callable[[str], Press]


@pytest.fixture
def site(press: Make, fonts: tuple[Font, ...]) -> Press:
    made = press(FILES)
    made.write("content/site.yaml", SITE.replace("plain", "broadsheet") + "cards: true\n")
    made.built()
    return made


def test_each_piece_has_a_card_that_its_page_names(site: Press) -> None:
    assert {path for path in site.files() if path.endswith(".png")} == {"call/card.png", "other/card.png"}
    html = site.page("call/")
    assert '<meta property="og:image" content="https://example.org/call/card.png">' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html
    assert html.count('property="og:image"') == 1
    assert "og:image" not in site.page("")


def test_only_the_card_of_a_piece_that_changed_is_drawn(site: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def draw(view: CardView, fonts: tuple[Font, ...]) -> bytes:
        drawn.append(view.title)
        return draw_card(view, fonts)

    monkeypatch.setattr("generator.build.pictures.draw_card", draw)
    before = site.files()
    site.edit("content/articles/other.md", "Text.", "Another text.")
    site.built()
    assert drawn == []
    site.edit("content/articles/other.md", "title: Other", "title: Another")
    site.built()
    assert drawn == ["Another"]
    site.edit("content/articles/other.md", "title: Another", "title: Other")
    site.edit("content/articles/other.md", "Another text.", "Text.")
    site.built()
    assert drawn == ["Another"]  # the first one was kept
    assert site.files() == before


def test_a_piece_that_no_font_can_draw_is_told(site: Press) -> None:
    before = site.files()
    site.edit("content/articles/other.md", "title: Other", "title: Other \U000140aa")
    (problem,) = site.build().problems
    assert problem.place.path == "content/articles/other.md"
    assert "(U+140AA)" in problem.message
    assert "fonts-noto" in problem.hint
    assert site.files() == before


def test_a_font_that_is_not_there_is_told(site: Press) -> None:
    site.edit("content/site.yaml", "cards: true", "cards: {fonts: [fonts/none.ttf]}")
    from generator.errors import Stop

    with pytest.raises(Stop) as stop:
        site.build()
    (problem,) = stop.value.problems
    assert (problem.message, problem.place.line) == ("there is no font 'fonts/none.ttf'", 6)
