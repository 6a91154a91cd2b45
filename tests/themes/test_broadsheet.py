"""What a reader, a browser and a build would notice about the pages of the default theme."""

import re

import pytest
from msgspec.structs import replace

from generator.model import Html, Label
from generator.theme.press import Press
from tests.themes.pages import ARTICLE, CARDS, PAGES, QUAY, SILENCE, TALK, TERMS, THEMES, press_of, printed

STATIC = THEMES / "broadsheet" / "static"


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return press_of("broadsheet", tmp_path_factory.mktemp("store"))


# ---------------------------------------------------------------- a piece


@pytest.mark.parametrize(
    "shown",
    [
        '<title>A &#34;title&#34; – The Long Quay</title>',
        '<h1 class="p-name">The <em>quay</em> &amp; the sea</h1>',
        '<p class="kicker">Analysis <span class="part">Water · Part 2 of 2</span></p>',
        '<p class="standfirst p-summary">What a quay is for.</p>',
        '<a class="p-name u-url" rel="author" href="/authors/wen/">Wen Yan</a> <span class="role">Editor</span>',
        '<img class="face" src="/media/wen.svg" alt=""',
        '<span class="face" aria-hidden="true">AG</span><span><span class="p-name">A &lt;Guest&gt;</span>',
        '<time class="dt-published" datetime="2025-03-04T09:30:00+00:00">March 4, 2025</time>',
        '<time class="dt-updated" datetime="2025-03-04T09:30:00+00:00">Updated March 4, 2025</time>',
        '<span>6 minute read</span>',
        'alt="The &#34;old&#34; port" width="1600" height="900" fetchpriority="high"',
        'At <em>dusk</em>. <span class="credit">Photo: R. Dao</span> <span class="license">CC BY 4.0</span>',
        '<li class="sub"><a href="#b">Two</a></li>',
        'It was <em>north</em>.',
        '<li id="source-moreno">Moreno, <cite><a href="https://books.example/">On tolls</a></cite>, 1951',
        'Prepared with the help of artificial intelligence · Edited by R. Okafor',
        'This piece replaces <a href="/p3/">The <em>quay</em> &amp; the sea</a>',
        '<a class="p-category" rel="tag" href="/tags/ports/">Ports</a>',
        '<strong aria-current="page">The <em>quay</em>',
        '<h2 id="_authors">About the authors</h2>',
        '<div class="bio p-note"><p>Wen <em>edits</em>.</p></div>',
        '<div class="bio p-note" lang="ar" dir="auto"><p>ضيفة.</p></div>',
        '<a rel="me" href="https://social.example/@wen">Mastodon</a>',
        '<a rel="prev" href="/samt/"><span>Previous piece</span> <b lang="ar" dir="rtl">صمت</b></a>',
        '<h2 id="_comments">This post has 3 comments</h2>',
        '<bdi>&lt;b&gt;Dao</bdi></a>',
        '<span class="badge">Author</span>',
        '<a class="button" href="mailto:desk@quay.example">Write to the editors</a>',
        '<meta property="og:image" content="https://quay.example/quay/port.jpg">',
        '<meta name="description" content="Said &lt; shortly.">',
    ],
)  # fmt: skip
def test_an_article_shows(press: Press, shown: str) -> None:
    assert shown in printed(press, "article")


def test_replies_stand_inside_what_they_answer(press: Press) -> None:
    thread = printed(press, "article").partition('<ol class="threads">')[2]
    steps = re.findall(r'<ol|</ol|<li|</li|id="(comment-\w+)"', thread.partition("respond")[0])
    inside = re.findall(r'(<ol|</ol)|id="comment-(\w+)"', thread.partition("respond")[0])
    assert [step for step in steps if step] == ["comment-c1", "comment-c2", "comment-c3"]
    assert [name or tag for tag, name in inside] == ["c1", "<ol", "c2", "<ol", "c3", "</ol", "</ol", "</ol"]


@pytest.mark.parametrize(
    ("name", "said", "unsaid"),
    [
        ("closed", "Comments are closed.", "Leave a comment"),
        ("hidden", "About the authors", 'id="comments"'),
        ("bare", "This publication takes no comments at the moment.", "Write to the editors"),
        ("bare", "This post has no comments yet", "About the author"),
    ],
)
def test_the_discussion_says_its_state(press: Press, name: str, said: str, unsaid: str) -> None:
    html = printed(press, name)
    assert said in html
    assert unsaid not in html


def test_a_first_paragraph_is_not_a_standfirst_too(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = replace(ARTICLE, summary=Html("It is for landing."))
    monkeypatch.setitem(PAGES, "article", ("article", {"article": taken, **TALK}))
    assert "standfirst" not in printed(press, "article")


def test_a_piece_in_another_language_says_so_in_a_list(press: Press) -> None:
    for name in ("home", "home of one", "tag", "year"):
        assert re.search(r'class="title" lang="ar" dir="rtl"><a href="/samt/">صمت</a>', printed(press, name)), name
    assert 'lang="en" dir' not in printed(press, "tag").partition("<main")[2]


def test_the_lead_leads_once(press: Press) -> None:
    main = printed(press, "home").partition("<main")[2]
    assert main.index('href="/quay/"') < main.index('href="/samt/"')
    assert main.count('class="card first') == 1
    assert all(main.count(f'"><a href="{card.url}">') == 1 for card in (QUAY, SILENCE, *CARDS))


# ---------------------------------------------------------------- options


def test_each_accent_is_a_colour_of_the_style_sheet(press: Press) -> None:
    tokens = (STATIC / "tokens.css").read_text(encoding="utf-8")
    for accent in press.theme.options["accent"].choices:
        assert f'class="accent-{accent} type-serif layout-margins"' in printed(press, "404", accent=accent)
        assert accent == press.theme.options["accent"].default or f".accent-{accent}:not(.light)" in tokens


def test_options_take_things_away(press: Press) -> None:
    assert 'class="toc"' in printed(press, "article")
    assert 'class="toc"' not in printed(press, "article", toc=False)
    assert ' light"' in printed(press, "404", dark=False)


@pytest.mark.parametrize(("beside", "shown"), [(0, 0), (1, 1), (12, 12), (15, 12)])
def test_a_tag_shows_the_first_dozen_beside_it(
    press: Press, monkeypatch: pytest.MonkeyPatch, beside: int, shown: int
) -> None:
    own = Label(TERMS[0].name, TERMS[0].slug, TERMS[0].url)
    labels = [Label(f"Tag {number}", f"tag-{number}", f"/tags/tag-{number}/") for number in range(beside)]
    listing = (replace(QUAY, tags=(own, *labels[:7])), replace(SILENCE, tags=(*labels[3:], own)))
    monkeypatch.setitem(PAGES, "beside", ("tag", {"tag": TERMS[0], "listing": listing, "pager": None}))
    page = printed(press, "beside")
    assert re.findall("/tags/(tag-[0-9]+)/", page) == [label.slug for label in labels[:shown]]
    assert ("_near" in page) == bool(shown)
