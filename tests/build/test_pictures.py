"""Whatever the way a picture takes to the site, what tells of the camera and the place stays behind."""

from collections.abc import Callable

import pytest

from tests.pictures import samples
from tests.pictures.samples import SECRETS, unpacked
from tests.press import Press

Make = Callable[[str], Press]

SITE = """-- content/articles/call/index.md --
---
title: Call
date: 2025-01-01
author: li
image: {src: lead.jpg, alt: A lead}
---
![Below](below.webp) ![m](/media/m.png) [the file](hidden.dat) [a link](/media/linked.jpeg)
-- content/authors/li.md --
---
name: Li
photo: /media/li.png
---
"""

PLACES = {
    "content/articles/call/lead.jpg": ("call/lead.jpg", samples.jpeg()),
    "content/articles/call/below.webp": ("call/below.webp", samples.webp()),
    "content/articles/call/hidden.dat": ("call/hidden.dat", samples.jpeg()),
    "content/media/m.png": ("media/m.png", samples.png()),
    "content/media/linked.jpeg": ("media/linked.jpeg", samples.jpeg(progressive=True)),
    "content/media/li.png": ("media/li.png", samples.jpeg()),
    "content/root/icon.png": ("icon.png", samples.png()),
    "content/root/moving.gif": ("moving.gif", samples.moving("GIF")),
}
"""Where a picture lies, where it goes to, and what it is, whatever its name says."""


@pytest.fixture
def site(press: Make) -> Press:
    made = press(SITE)
    for path, (_output, data) in PLACES.items():
        made.write(path, data)
    made.write("themes/plain/static/paper.webp", samples.webp())
    made.edit("themes/plain/templates/base.html", "</head>", "<link rel=icon href=\"{{ 'paper.webp'|asset }}\"></head>")
    sized = '"{{ article.image.alt }}" width="{{ article.image.width }}" height="{{ article.image.height }}">'
    made.edit("themes/plain/templates/article.html", '"{{ article.image.alt }}">', sized)
    made.built()
    return made


def test_nothing_secret_is_anywhere_in_the_site(site: Press) -> None:
    files = site.files()
    assert {output for output, _data in PLACES.values()} <= files.keys()
    assert any(path.startswith("static/paper.") for path in files)
    for path, data in files.items():
        assert [secret for secret in SECRETS if secret in unpacked(data)] == [], path


def test_width_and_height_are_those_that_readers_see(site: Press) -> None:
    html = site.page("call/")
    assert 'src="/call/lead.jpg" alt="A lead" width="24" height="48"' in html  # a camera held upright
    assert 'src="/media/m.png" alt="m" width="24" height="48"' in html
    assert 'src="/call/below.webp" alt="Below" width="48" height="24"' in html  # browsers do not turn a WebP


def test_a_second_build_writes_nothing(site: Press) -> None:
    report = site.built()
    assert (report.rendered, report.copied) == (0, 0)


BROKEN = samples.png()[:200]


def test_a_broken_picture_is_told_where_it_is_shown(press: Make) -> None:
    site = press(SITE)
    for path, (_output, data) in PLACES.items():
        site.write(path, data)
    site.write("content/media/m.png", BROKEN)
    (problem,) = site.build().problems
    assert problem.message == "the picture content/media/m.png cannot be read: it ends before the picture does"
    assert (problem.rule, problem.place.path, problem.place.line) == (
        "broken-picture",
        "content/articles/call/index.md",
        7,
    )
    assert not site.output.exists()


def test_a_broken_picture_that_nobody_shows_is_no_mistake(press: Make) -> None:
    site = press("-- content/articles/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\nText.\n")
    site.write("content/media/m.png", BROKEN)
    site.built()
    assert "media/m.png" not in site.files()


def test_a_broken_picture_that_is_let_through_says_no_more_than_a_whole_one(press: Make) -> None:
    site = press("-- content/articles/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\n![m](/media/m.jpg)\n")
    site.edit("content/site.yaml", "theme: plain", "theme: plain\nchecks: {broken-picture: warning}")
    whole = samples.jpeg()
    site.write("content/media/m.jpg", whole[: whole.index(b"Trailing") - 40])
    (problem,) = site.built().problems
    assert problem.severity == "warning"
    assert [secret for secret in SECRETS if secret in site.files()["media/m.jpg"]] == []


def test_a_picture_whose_parts_cannot_be_told_apart_is_not_published(press: Make) -> None:
    site = press("-- content/articles/a.md --\n---\ntitle: A\ndate: 2025-01-01\n---\nText.\n")
    site.write("content/root/p.avif", samples.avif()[:100])
    (problem,) = site.build().problems
    assert problem.message.startswith("this picture cannot be published, for nobody can tell what else is in it")
    assert problem.place.path == "content/root/p.avif"
    assert not site.output.exists()
