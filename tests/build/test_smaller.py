"""Smaller pictures: which are made, how they look, that each is made once, and what cannot be made is told."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from generator.engine.pool import Bug
from generator.pictures import resize
from tests.pictures import samples
from tests.pictures.samples import ICC, SECRETS
from tests.press import SITE, Press

Make = Callable[[str], Press]

FILES = """-- content/articles/call/index.md --
---
title: Call
date: 2025-01-01
author: li
image: {src: lead.jpg, alt: A lead}
---
![Upright](/media/up.jpg) ![Small](/media/small.png) ![Drawn](/media/d.svg) [the file](/media/linked.jpg)
-- content/authors/li.md --
---
name: Li
photo: /media/li.jpg
---
-- content/media/d.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="900" height="500"/>
"""


def picture(size: tuple[int, int], form: str = "JPEG", mode: str = "RGB", **saved: object) -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, form, **saved)
    return out.getvalue()


@pytest.fixture
def site(press: Make) -> Press:
    made = press(FILES)
    settings = SITE.replace("plain", "broadsheet").replace("example.org/", "example.org/press/")
    made.write("content/site.yaml", settings + "pictures: {widths: [100, 200, 400], quality: 70}\n")
    made.write("content/articles/call/lead.jpg", picture((640, 320), exif=samples.exif(orientation=1)))
    made.write("content/media/up.jpg", picture((300, 150), exif=samples.exif(orientation=6), icc_profile=ICC))
    made.write("content/media/small.png", picture((80, 40), "PNG"))
    made.write("content/media/li.jpg", picture((500, 500)))
    made.write("content/media/linked.jpg", picture((500, 500)))
    made.built()
    return made


def made_of(site: Press) -> set[str]:
    return {path for path in site.files() if path.endswith(".webp")}


def test_only_what_is_shown_is_made_smaller_and_never_larger(site: Press) -> None:
    assert made_of(site) == {
        *(f"call/lead.jpg.{width}w.webp" for width in (100, 200, 400)),
        *(f"media/up.jpg.{width}w.webp" for width in (100, 150)),
    }


def test_the_page_names_them(site: Press) -> None:
    html = site.page("call/")
    named = re.findall(r'<img[^>]*src="([^"]*)"[^>]*?srcset="([^"]*)" sizes="[^"]+"', html)
    assert [(src, srcset.count(",") + 1) for src, srcset in named] == [
        ("/press/call/lead.jpg", 3),
        ("/press/media/up.jpg", 2),
    ]
    assert "/press/media/up.jpg.100w.webp 100w, /press/media/up.jpg.150w.webp 150w" in html
    assert 'width="150" height="300"' in html
    for _src, srcset in named:
        for candidate in srcset.split(", "):
            assert candidate.split()[0].removeprefix("/press/") in site.files()
    assert 'srcset="https://example.org/press/' in site.page("feed.json").replace('\\"', '"')


def test_they_are_upright_with_their_colours_and_credit_and_nothing_else(site: Press) -> None:
    data = site.files()["media/up.jpg.100w.webp"]
    assert [secret for secret in SECRETS if secret in data] == []
    assert b"Photo: A. Name" in data
    with Image.open(BytesIO(data)) as made:
        assert (made.format, made.size) == ("WEBP", (100, 200))
        assert made.info["icc_profile"] == ICC
        assert made.getexif().get(0x0112, 1) == 1
        left, right = (made.convert("L").getpixel((x, 100)) for x in (5, 95))
    assert left > right + 100  # what was above lies to the right


def test_a_second_build_encodes_none(site: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_given: object, **_named: object) -> bytes:
        raise AssertionError("a picture was encoded again")

    before = site.files()
    monkeypatch.setattr("generator.build.pictures.smaller", never)
    assert (site.built().rendered, site.built().copied) == (0, 0)
    (site.folder / ".byline/ledger.sqlite").unlink()
    for path in list(site.output.rglob("*.webp")):
        path.unlink()
    site.built()
    assert site.files() == before
    (kept, *_others) = sorted((site.folder / ".byline/pictures").iterdir())
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    (site.output / "call/lead.jpg.100w.webp").unlink()
    for path in (site.folder / ".byline/pictures").iterdir():
        path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(Bug, match="encoded again"):
        site.built()


def test_the_same_site_with_another_setting_and_back(site: Press) -> None:
    before = site.files()
    site.edit("content/site.yaml", "[100, 200, 400]", "[100]")
    site.built()
    assert made_of(site) == {"call/lead.jpg.100w.webp", "media/up.jpg.100w.webp"}
    site.edit("content/site.yaml", "[100]", "[100, 200, 400]")
    site.built()
    assert site.files() == before


def test_without_the_setting_there_is_one_size(press: Make) -> None:
    site = press(FILES.replace("author: li\n", ""))
    for name in ("up.jpg", "small.png", "linked.jpg"):
        site.write(f"content/media/{name}", picture((300, 150), "PNG"))
    site.write("content/articles/call/lead.jpg", picture((640, 320)))
    site.built()
    assert made_of(site) == set()
    assert "srcset" not in site.page("call/")


def test_what_cannot_be_made_smaller_is_told(site: Press) -> None:
    whole = bytearray(picture((640, 320), "PNG"))
    at = whole.index(b"IDAT") + 8
    whole[at : at + 40] = b"x" * 40
    site.write("content/media/up.jpg", bytes(whole))
    before = site.files()
    (problem,) = site.build().problems
    assert problem.place.path == "content/media/up.jpg"
    assert problem.message.startswith("this picture cannot be made smaller: ")
    assert site.files() == before


@pytest.mark.parametrize(
    ("form", "mode", "saved"),
    [
        ("JPEG", "CMYK", {}),
        ("JPEG", "L", {"icc_profile": ICC}),
        ("PNG", "RGBA", {}),
        ("PNG", "LA", {}),
        ("PNG", "P", {}),
        ("PNG", "P", {"transparency": 0}),
        ("PNG", "1", {}),
        ("PNG", "I;16", {}),
        ("WEBP", "RGBA", {}),
    ],
)
def test_every_form_of_colour_can_be_made_smaller(form: str, mode: str, saved: dict[str, object]) -> None:
    made = resize.smaller(picture((64, 32), form, mode, **saved), width=16, quality=80)
    with Image.open(BytesIO(made)) as smaller:
        assert (smaller.format, smaller.size) == ("WEBP", (16, 8))


def test_a_picture_of_too_many_pixels_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resize, "MOST_PIXELS", 1000)
    with pytest.raises(resize.Unreadable, match="million pixels"):
        resize.smaller(picture((64, 32)), width=16, quality=80)


def test_a_missing_extra_is_named(press: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.build.extras.find_spec", lambda _name: None)
    site = press("")
    site.write("content/site.yaml", SITE + "pictures: true\nsearch: true\n")
    told = [(problem.place.line, problem.message, problem.hint) for problem in site.build().problems]
    assert told == [
        (6, "pictures needs Pillow, which is not installed", "pip install 'byline[pictures]', or take pictures out"),
        (7, "search needs Pagefind, which is not installed", "pip install 'byline[search]', or take search out"),
    ]


def test_the_folder_of_what_was_made_is_not_in_the_way(site: Press) -> None:
    kept = site.folder / ".byline/pictures"
    assert len(list(kept.iterdir())) == 5
    assert not [path for path in Path(kept).iterdir() if "." in path.name]


def test_what_is_no_longer_shown_is_kept_only_for_a_while(site: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = site.folder / ".byline/pictures"
    monkeypatch.setattr("generator.build.pictures._SPARE", 0)
    site.edit("content/site.yaml", "[100, 200, 400]", "[100]")
    site.built()
    assert len(list(kept.iterdir())) == 2
