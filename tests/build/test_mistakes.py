"""One folder with every mistake that an editor makes: one run tells each of them, where it is and how to mend it."""

from collections.abc import Callable

import pytest

from generator.errors import Problem, show
from tests.press import Press

Make = Callable[[str], Press]

SITE = """\
title: Press
url: https://example.org/
language: en
timezone: Europe/Brussels
theme: plain
menu:
  - {label: Abuot, url: /abuot/}
"""

FOLDER = f"""\
-- content/site.yaml --
{SITE}
-- content/authors/li.md --
---
name: Li Wei
photo: portraits/li.jpg
---

Writes about [ports](/tags/prots/).
-- content/articles/misspelt.md --
---
titel: The port of Piraeus
date: 2024-05-17
author: li
---

A text.
-- content/articles/who.md --
---
title: Nobody knows them
date: 2024-05-17
author: lee
tags: [Ports]
updatd: 2024-05-18
---

A text.
-- content/articles/when.md --
---
title: Last week
date: last tuesday
updated: 2024-02-30
author: li
---

A text.
-- content/articles/colon.md --
---
title: Xi: the call
date: 2024-05-17
---

A text.
-- content/articles/number.md --
---
title: Issue #4
date: 2024-05-17
summary: &c
tags: [Ports]
tags: [Seas]
---

A text.
-- content/articles/links.md --
---
title: Links
date: 2024-05-17
author: li
image: {{src: no-such.jpg, alt: A port}}
related: [the-prot]
---

## Aims

See [the call](the-call.md), [[the-prot]], [below](#aims-and-means), [there](the-port.md#aim),
[this](javascript:alert), [the unread](colon.md), [[when]] and [the misspelt](/misspelt/#aims).

![A ship](ship.png)
-- content/articles/the-port.md --
---
title: The port
date: 2024-05-17
author: li
draft: perhaps
---

## Aim
-- content/articles/the-strait.md --
---
title: The strait
date: 2024-05-17
author: li
---

## Aim
-- content/articles/strait.md --
---
title: Another strait
date: 2024-05-17
author: li
slug: the-strait
aliases: [/about/]
---

A text, [with a look](the-strait.md#aims).
-- content/articles/gone.comments.yaml --
- {{author: Ada, date: 2024-05-18, text: Well said.}}
-- content/articles/the-strait.comments.yaml --
- author: Ada
  date: 2024-05-18
  text: Well [said](javascript:x).
  url: javascript:alert(1)
-- content/pages/about.md --
---
title: About
kind: page
---

Write to [us](/contact/).
"""


EXPECTED = """
content/articles/colon.md:2:10: the value of title has a second colon, which YAML takes for another key
content/articles/gone.comments.yaml:1:1: these comments belong to content/articles/gone.md, which does not exist
content/articles/links.md:5:14: there is no picture 'no-such.jpg'
content/articles/links.md:6:11: related names 'the-prot', and no piece has that slug
content/articles/links.md:11:16: there is no file or page 'the-call.md'
content/articles/links.md:11:32: no piece has the slug 'the-prot'
content/articles/links.md:11:52: there is no #aims-and-means in this text
content/articles/links.md:12:8: the link's address begins with 'javascript:', which is not allowed
content/articles/links.md:12:79: there is no #aims in /misspelt/
content/articles/links.md:14:11: there is no picture 'ship.png'
content/articles/misspelt.md:2:1: titel is not a key known here
content/articles/number.md:2:14: YAML cuts the value here and takes the rest for a comment
content/articles/number.md:4:10: the value begins with '&', which YAML takes for the name of an anchor
content/articles/number.md:6:1: tags is given twice
content/articles/strait.md:5:7: two pieces have the slug 'the-strait'
content/articles/strait.md:6:11: the alias /about/ is the address of content/pages/about.md already
content/articles/strait.md:9:23: there is no #aims in /the-strait/
content/articles/the-port.md:5:8: draft is 'perhaps', which is neither true nor false
content/articles/when.md:3:7: date is 'last tuesday', which is not a date
content/articles/when.md:4:10: updated is '2024-02-30', which is not a date
content/articles/who.md:4:9: there is no author 'lee'
content/articles/who.md:6:1: updatd is not a key known here
content/authors/li.md:3:8: there is no picture 'portraits/li.jpg'
content/pages/about.md:3:1: kind is not a key known here
content/pages/about.md:6:15: nothing is at '/contact/'
content/site.yaml:7:25: nothing is at '/abuot/'
"""


@pytest.fixture(name="found")
def _found(press: Make) -> tuple[Problem, ...]:
    return press(FOLDER).build().problems


def test_one_run_tells_every_mistake_and_no_other(found: tuple[Problem, ...]) -> None:
    assert [f"{problem.place}: {problem.message}" for problem in found] == EXPECTED.strip().split("\n")
    assert {problem.severity for problem in found} == {"error"}


def test_each_shows_its_line_with_a_caret_and_says_how_to_mend_it(found: tuple[Problem, ...]) -> None:
    for problem in found:
        assert problem.frame, problem.place
        assert problem.place.column, problem.place
        assert problem.hint, problem.place
        assert "^" in show(problem)


def test_a_message_is_what_an_editor_reads(found: tuple[Problem, ...]) -> None:
    shown = {str(problem.place): show(problem) for problem in found}
    assert shown["content/articles/strait.md:5:7"] == (
        "content/articles/strait.md:5:7: two pieces have the slug 'the-strait'\n"
        "    5 | slug: the-strait\n"
        "      |       ^^^^^^^^^^\n"
        "  also: content/articles/the-strait.md:1:1\n"
        "  hint: give one of the two another `slug`"
    )
    assert shown["content/articles/links.md:11:32"].endswith("\n  hint: did you mean the-port?")
    assert shown["content/articles/strait.md:9:23"].endswith("\n  hint: did you mean #aim?")
    assert shown["content/site.yaml:7:25"].endswith(
        "    7 |   - {label: Abuot, url: /abuot/}\n"
        "      |                         ^^^^^^^\n"
        "  hint: did you mean /about/?"
    )
    assert shown["content/articles/who.md:4:9"].endswith(
        "  hint: the authors are li; byline new author NAME begins another, and {name: …} is a guest"
    )


def test_mistakes_leave_the_site_as_it_was_byte_for_byte(press: Make) -> None:
    site = press("-- content/articles/a.md --\n---\ntitle: A\ndate: 2024-05-17\n---\n\nOne.\n")
    site.built()
    before = site.files()
    site.write("content/articles/b.md", "---\ntitle: B\ndate: 2024-05-17\n---\n\nTwo.\n")
    site.write("content/articles/a.md", "---\ntitle: A\ndate: last tuesday\n---\n\nThree.\n")
    assert [problem.message for problem in site.build().problems] == ["date is 'last tuesday', which is not a date"]
    assert site.files() == before


def test_mistakes_are_told_again_though_nothing_is_read_again(press: Make) -> None:
    site = press(FOLDER)
    first = site.build()
    second = site.build()
    assert first.read
    assert not second.read
    assert second.problems == first.problems


LEAST = "title: P\nurl: https://example.org/\nlanguage: en\ntimezone: UTC\n"

LINKS = "-- content/articles/a.md --\n---\ntitle: A\ndate: 2024-05-17\n---\n\nSee [b](b.md).\n"


@pytest.mark.parametrize(
    ("checks", "severities", "built"),
    [("", ["error"], False), ("broken-link: warning", ["warning"], True), ("broken-link: off", [], True)],
)
def test_a_rule_can_be_a_warning_or_off(press: Make, checks: str, severities: list[str], built: bool) -> None:
    setting = f"checks: {{{checks}}}\n" if checks else ""
    site = press(f"-- content/site.yaml --\n{LEAST}theme: plain\n{setting}{LINKS}")
    report = site.build()
    assert [problem.severity for problem in report.problems] == severities
    assert (site.output / "a" / "index.html").exists() is built
    if built:
        assert "<a>b</a>" in site.page("a/")


HEAD = "---\ntitle: T\ndate: 2024-05-17\n"

ONE = [
    # title . files besides a plain article `other` . place . message . the hint begins
    (
        "a slug twice, neither written down",
        {"articles/x/a.md": HEAD + "---\n", "articles/y/a.md": HEAD + "---\n"},
        "content/articles/y/a.md:1:1",
        "two pieces have the slug 'a'",
        "add a `slug` to one of the two",
    ),
    (
        "a slug twice, the earlier one's written down",
        {"articles/a.md": HEAD + "slug: b\n---\n", "articles/b.md": HEAD + "---\n"},
        "content/articles/a.md:4:7",
        "two pieces have the slug 'b'",
        "give one of the two another `slug`",
    ),
    (
        "slugs that differ by Unicode form",
        {"articles/caf\u00e9.md": HEAD + "---\n", "articles/x/cafe\u0301.md": HEAD + "---\n"},
        "content/articles/x/cafe\u0301.md:1:1",
        "two pieces have the slug 'caf\u00e9'",
        "add a `slug`",
    ),
    (
        "a piece at a page of Byline's own",
        {"articles/tags.md": HEAD + "---\n"},
        "content/articles/tags.md:1:1",
        "the address /tags/ belongs to Byline's own tags.html already",
        "give it another slug",
    ),
    (
        "a piece and a page at one address",
        {"articles/about.md": HEAD + "---\n", "pages/about.md": "---\ntitle: About\n---\n"},
        "content/pages/about.md:1:1",
        "the address /about/ belongs to content/articles/about.md already",
        "give it another slug",
    ),
    (
        "an alias that is the piece's own address",
        {"articles/a.md": HEAD + "aliases: [/a/]\n---\n"},
        "content/articles/a.md:4:11",
        "the alias /a/ is the address of this very piece",
        "delete the alias",
    ),
    (
        "an alias where a folder is needed",
        {"articles/a.md": HEAD + "aliases: [/o.ther]\n---\n", "articles/b.md": HEAD + "aliases: [/o.ther/x]\n---\n"},
        "content/articles/b.md:4:11",
        "/o.ther/x/index.html and /o.ther, which content/articles/a.md needs, cannot both be",
        "give one another address",
    ),
    (
        "an alias that is another piece's address, but for its slash",
        {"articles/a.md": HEAD + "aliases: [/other]\n---\n"},
        "content/articles/a.md:4:11",
        "the alias /other/ is the address of content/articles/other.md already",
        "delete the alias, or write another",
    ),
    (
        "a file of root/ that Byline makes itself",
        {"root/sitemap.xml": "<x/>"},
        "content/root/sitemap.xml:1:1",
        "the address /sitemap.xml belongs to Byline's own sitemap.xml already",
        "give it another",
    ),
    (
        "a link to a draft",
        {"articles/a.md": HEAD + "---\n\n[d](d.md)\n", "articles/d.md": HEAD + "draft: true\n---\n"},
        "content/articles/a.md:6:5",
        "'d.md' leads to a piece that is a draft",
        "take the link out until",
    ),
    (
        "a link to a piece of tomorrow",
        {"articles/a.md": HEAD + "---\n\n[[d]]\n", "articles/d.md": "---\ntitle: D\ndate: 2099-01-01\n---\n"},
        "content/articles/a.md:6:3",
        "'d' leads to a piece that appears at 2099-01-01 00:00 UTC",
        "take the link out until",
    ),
    (
        "a link to the page of an author who has written nothing",
        {"articles/a.md": HEAD + "---\n\n[li](/authors/li/)\n", "authors/li.md": "---\nname: Li\n---\n"},
        "content/articles/a.md:6:6",
        "'/authors/li/' leads to an author whom nothing published names",
        "take the link out: an author's page",
    ),
    (
        "a picture beside a draft",
        {
            "articles/a.md": HEAD + "---\n\n![p](d/p.png)\n",
            "articles/d/index.md": HEAD + "draft: true\n---\n",
            "articles/d/p.png": "png",
        },
        "content/articles/a.md:6:6",
        "content/articles/d/p.png lies beside a piece that readers do not get",
        "move the file to content/media/",
    ),
    (
        "a picture that is elsewhere",
        {"articles/a.md": HEAD + "---\n\n![p](port.png)\n", "media/ports/Port.png": "png"},
        "content/articles/a.md:6:6",
        "there is no picture 'port.png'",
        "did you mean /media/ports/Port.png?",
    ),
    (
        "a misspelt file",
        {"articles/a.md": HEAD + "---\n\n[p](ohter.md)\n"},
        "content/articles/a.md:6:5",
        "there is no file or page 'ohter.md'",
        "did you mean /articles/other.md?",
    ),
    (
        "a piece of tomorrow that has a broken link today",
        {"articles/d.md": "---\ntitle: D\ndate: 2099-01-01\n---\n\n[x](x.md)\n"},
        "content/articles/d.md:6:5",
        "there is no file or page 'x.md'",
        "",
    ),
    (
        "a piece of tomorrow without its picture",
        {"articles/d.md": "---\ntitle: D\ndate: 2099-01-01\nimage: {src: x.png, alt: X}\n---\n"},
        "content/articles/d.md:4:14",
        "there is no picture 'x.png'",
        "",
    ),
    (
        "a piece of tomorrow by nobody known",
        {"articles/d.md": "---\ntitle: D\ndate: 2099-01-01\nauthor: x\n---\n"},
        "content/articles/d.md:4:9",
        "there is no author 'x'",
        "there are none yet; byline new author NAME",
    ),
    (
        "a piece of tomorrow at the address of a page",
        {"articles/d.md": "---\ntitle: D\ndate: 2099-01-01\n---\n", "pages/d.md": "---\ntitle: D\n---\n"},
        "content/articles/d.md:1:1",
        "the address /d/ belongs to content/pages/d.md already",
        "",
    ),
    (
        "an alias where a piece of tomorrow says it will be",
        {
            "articles/a.md": HEAD + "aliases: [/d/]\n---\n",
            "articles/b.md": "---\ntitle: D\ndate: 2099-01-01\nslug: d\n---\n",
        },
        "content/articles/a.md:4:11",
        "the alias /d/ is the address of content/articles/b.md already",
        "delete the alias, or write another",
    ),
    (
        "a translation of nothing",
        {"articles/a.md": HEAD + "lang: fr\ntranslation_of: ohter\n---\n"},
        "content/articles/a.md:5:17",
        "translation_of names 'ohter', and no piece has that slug",
        "did you mean other?",
    ),
    (
        "a successor of nothing",
        {"articles/a.md": HEAD + "supersedes: 'nothing at all'\n---\n"},
        "content/articles/a.md:4:13",
        "supersedes names 'nothing at all', and no piece has that slug",
        "write the slug of a piece",
    ),
    (
        "a guest's portrait that is missing",
        {"articles/a.md": HEAD + "author: {name: Ada, photo: ada.jpg}\n---\n"},
        "content/articles/a.md:4:9",
        "there is no picture 'ada.jpg'",
        "",
    ),
    (
        "a role written in a shorthand of its own",
        {"articles/a.md": HEAD + "authors: [{li: text}]\n---\n", "authors/li.md": "---\nname: Li\n---\n"},
        "content/articles/a.md:4:12",
        "the 1st author has neither an id nor a name",
        "write it as {id: li, role: text}",
    ),
    (
        "two files of one author",
        {"authors/li.md": "---\nname: Li\n---\n", "authors/li.markdown": "---\nname: Li\n---\n"},
        "content/authors/li.md:1:1",
        "two authors have the id 'li'",
        "give one of the two files another name",
    ),
    (
        "two files of comments for one piece",
        {
            "articles/a/index.md": HEAD + "---\n",
            "articles/a/comments.yaml": "[]",
            "articles/a/index.comments.yaml": "[]",
        },
        "content/articles/a/index.comments.yaml:1:1",
        "another file holds this piece's comments already",
        "put all comments of a piece into one file",
    ),
    (
        "a text where nobody looks",
        {"posts/a.md": HEAD + "---\n"},
        "content/posts/a.md",
        "this text lies where Byline does not read it",
        "move it to one of",
    ),
    (
        "comments under another ending",
        {"articles/other.comments.yml": "[]"},
        "content/articles/other.comments.yml",
        "Byline reads no file of this name",
        "rename it to other.comments.yaml",
    ),
    (
        "a theme's option misspelt",
        {"site.yaml": LEAST + "theme: {name: plain, acent: red}\n"},
        "content/site.yaml:5:29",
        "the theme has no option 'acent'",
        "did you mean accent?",
    ),
    (
        "a sentence of the interface misspelt",
        {"site.yaml": LEAST + "theme: plain\ntext: {hoem: Start}\n"},
        "content/site.yaml:6:14",
        "no sentence has the key `hoem`; the nearest is `home`",
        "",
    ),
]


@pytest.mark.parametrize(
    ("files", "place", "message", "hint"), [case[1:] for case in ONE], ids=[case[0] for case in ONE]
)
def test_a_mistake_is_told_once_and_where_it_is(
    press: Make, files: dict[str, str], place: str, message: str, hint: str
) -> None:
    site = press(f"-- content/articles/other.md --\n{HEAD}---\n")
    for path, text in files.items():
        site.write(f"content/{path}", text)
    found = [problem for problem in site.build().problems if problem.severity == "error"]
    told = [(str(problem.place), problem.message) for problem in found]
    assert told == [(place, message)]
    assert all(problem.hint.startswith(hint) for problem in found)


def test_a_reference_to_what_could_not_be_read_is_no_second_mistake(press: Make) -> None:
    site = press(
        f"""\
-- content/articles/broken.md --
---
title: Broken
slug: the-break
date: last tuesday
author: li
tags: [Ports]
---

## Aim
-- content/articles/broken/index.md --
---
title: [
---
-- content/articles/broken/p.png --
png
-- content/articles/broken.comments.yaml --
[]
-- content/authors/li.md --
---
nmae: Li
---
-- content/pages/contact.md --
---
titel: Contact
---

## Aim
-- content/articles/fine.md --
{HEAD}author: li
related: [the-break]
---

[[the-break]], [x](broken.md), [x](/the-break/#aim), [x](/contact/), [x](/authors/li/), [x](/tags/ports/),
[x](../pages/contact.md#aim), [x](../authors/li.md), [x](broken/index.md), [x](/archive/2023/)

![p](broken/p.png)
"""
    )
    told = {problem.place.path for problem in site.build().problems}
    assert told == {
        "content/articles/broken.md",
        "content/articles/broken/index.md",
        "content/authors/li.md",
        "content/pages/contact.md",
    }


HIDING = [
    # title . what is wrong with the front matter besides what is wrong in the rest of the piece
    ("an unknown kind", "title: A\ndate: 2024-05-17\nkind: opnion", 4),
    ("a date that is none", "title: A\ndate: soon", 3),
    ("no date", "title: A", 1),
    ("no title", "date: 2024-05-17", 1),
    ("a title with a colon", "title: A: b\ndate: 2024-05-17", 2),
    ("an anchor", "title: A\ndate: 2024-05-17\nsummary: &x", 4),
    ("a key twice", "title: A\ndate: 2024-05-17\ntitle: B", 4),
]


@pytest.mark.parametrize(("front", "line"), [case[1:] for case in HIDING], ids=[case[0] for case in HIDING])
def test_a_mistake_in_a_front_matter_hides_no_other(press: Make, front: str, line: int) -> None:
    keys = "author: lee\nrelated: [the-prot]\nsupersedes: x\nimage: {src: y.png, alt: y}"
    site = press(f"-- content/articles/a.md --\n---\n{front}\n{keys}\n---\n\n[x](x.md#y), [z](#z), ![w](w.png)\n")
    report = site.build()
    after = front.count("\n") + 3
    lines = [problem.place.line for problem in report.problems]
    assert lines == sorted([line, *range(after, after + 4), after + 6, after + 6, after + 6])
    assert not (site.output / "a").exists()


def test_a_mistake_on_a_page_or_in_an_author_hides_no_other(press: Make) -> None:
    site = press(
        """\
-- content/pages/about.md --
---
titel: About
---

[x](x.md)
-- content/authors/li.md --
---
nmae: Li
photo: li.png
---

[x](x.md)
-- content/articles/a.comments.yaml --
- {author: Ada, date: soon, text: Hm.}
-- content/articles/b.md --
---
title: B
date: 2024-05-17
author: li
---
"""
    )
    told = [f"{problem.place.path}:{problem.place.line}" for problem in site.build().problems]
    assert told == [
        "content/articles/a.comments.yaml:1",
        "content/articles/a.comments.yaml:1",
        "content/authors/li.md:2",
        "content/authors/li.md:3",
        "content/authors/li.md:6",
        "content/pages/about.md:2",
        "content/pages/about.md:5",
    ]


def test_what_readers_wrote_never_stops_a_build(press: Make) -> None:
    site = press(
        f"""\
-- content/articles/a.md --
{HEAD}comments:
  - {{author: Ada, date: 2024-05-18, text: "A [link](javascript:x).", url: "javascript:x"}}
---
"""
    )
    report = site.build()
    assert report.problems == ()
    assert "javascript" not in site.page("a/")


READERS = """\
- {author: Ada, date: 2024-05-18, text: "A \\0 b", id: x, status: approved}
- {author: "\\u202e", date: 2024-05-18, text: Hm., status: approved}
- {author: Bo, date: 2024-05-18, text: "", status: approved}
- {author: Cy, date: 2024-05-18, text: "![](x)", status: approved}
- {author: Di, date: 2024-05-18, text: By \x00 nobody\x02., id: x, reply_to: nowhere, status: approved}
"""


@pytest.mark.parametrize("path", ["a.md", "a.comments.yaml"])
def test_what_a_form_lets_through_never_stops_a_build(press: Make, path: str) -> None:
    site = press(f"-- content/articles/a.md --\n{HEAD}---\n")
    if path == "a.md":
        written = "".join(f"  {line}\n" for line in READERS.replace("\x00", "").splitlines())
        site.write("content/articles/a.md", f"{HEAD}comments:\n{written}---\n")
    else:
        site.write(f"content/articles/{path}", READERS)
    report = site.build()
    assert report.problems == ()
    assert [name in site.page("a/") for name in ("Ada", "Bo", "Cy", "Di")] == [True, False, False, True]


SETTINGS = [
    # title . site.yaml . places of mistakes
    ("no title", "url: https://example.org/press/\nlanguage: en\ntimezone: UTC\n", ["content/site.yaml:1"]),
    (
        "no such zone",
        "title: P\nurl: https://example.org/press/\nlanguage: en\ntimezone: Mars\n",
        ["content/site.yaml:4:11"],
    ),
    (
        "a key misspelt",
        "titel: P\nurl: https://example.org/press/\nlanguage: en\ntimezone: UTC\n",
        ["content/site.yaml:1:1"],
    ),
]


@pytest.mark.parametrize(("text", "places"), [case[1:] for case in SETTINGS], ids=[case[0] for case in SETTINGS])
def test_settings_that_cannot_be_used_are_no_mistakes_of_others(press: Make, text: str, places: list[str]) -> None:
    site = press(
        f"-- content/site.yaml --\n{text}theme: plain\nkinds: {{dispatch: Dispatch}}\nchecks: {{broken-link: off}}\n"
        f"-- content/articles/a.md --\n{HEAD}kind: dispatch\n---\n\n[x](/press/a/), [y](nowhere.md)\n"
    )
    assert [str(problem.place) for problem in site.build().problems] == places


def test_twenty_mistakes_in_ten_files_are_more_than_twenty_messages() -> None:
    told = EXPECTED.strip().split("\n")
    assert len(told) >= 20
    assert len({line.partition(":")[0] for line in told}) >= 10
