"""What a build writes, and where: addresses, files beside pieces, feeds, redirects, pages of lists."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize
from xml.etree import ElementTree

import pytest

from generator.build.verify import verify
from tests.press import SITE, Press

Make = Callable[[str], Press]

HEAD = "---\ntitle: A title\ndate: 2024-05-17\n---\n"

NAMES = [
    # title . file below content/articles/ . file of the output
    ("a plain name", "the-call.md", "the-call"),
    ("a date in the name", "2024-05-17-the-call.md", "the-call"),
    ("folders", "2024/asia/the-call.md", "the-call"),
    ("a bundle", "2024/the-call/index.md", "the-call"),
    ("a dated bundle", "2024-05-17-the-call/index.md", "the-call"),
    ("blanks and capitals", "The Call, at last.md", "the-call-at-last"),
    ("Hebrew", "שיחה.md", "שיחה"),
    ("Chinese", "数人头这件事.md", "数人头这件事"),
    ("a name in NFD", normalize("NFD", "élysée.md"), "élysée"),
    ("another ending", "the-call.markdown", "the-call"),
    ("an ending in capitals", "the-call.MD", "the-call"),
]


@pytest.mark.parametrize(("file", "address"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES])
def test_a_file_s_name_gives_the_address(press: Make, file: str, address: str) -> None:
    site = press(f"-- content/articles/{file} --\n{HEAD}")
    site.built()
    assert (site.output / address / "index.html").is_file()
    assert "A title" in site.page("")


def test_only_files_that_are_referred_to_are_copied(press: Make) -> None:
    site = press(
        f"""\
-- content/articles/call/index.md --
{HEAD}

![a](a.png) [data](data/b.csv) ![m](/media/m.png) [v](<../my%20file.pdf?v=1#p2>)
-- content/articles/call/a.png --
a
-- content/articles/call/data/b.csv --
b
-- content/articles/call/unused.png --
c
-- content/articles/my file.pdf --
d
-- content/media/m.png --
m
-- content/media/unused.png --
u
-- content/root/.well-known/x.txt --
x
-- content/root/CNAME --
example.org
-- content/root/robots.txt --
User-agent: *
"""
    )
    site.built()
    files = site.files()
    copied = {path for path in files if not path.endswith((".html", ".xml", ".json", ".byline-manifest"))}
    assert copied == {
        "call/a.png",
        "call/data/b.csv",
        "call/my file.pdf",
        "media/m.png",
        ".well-known/x.txt",
        "CNAME",
        "llms.txt",
        "robots.txt",
    }
    assert files["robots.txt"] == b"User-agent: *\n"
    assert 'href="/call/my%20file.pdf?v=1#p2"' in site.page("call/")
    assert 'src="/media/m.png"' in site.page("call/")


def test_everything_carries_the_prefix_of_the_address(press: Make) -> None:
    site = press(
        f"""\
-- content/site.yaml --
{SITE.replace("example.org/", "example.org/press/")}
menu: [/about/, {{label: Topics, url: /tags/}}, {{label: Elsewhere, url: "https://example.com/x"}}]
permalink: /{{year}}/{{month}}/{{slug}}/
publisher: {{name: P, policies: {{corrections: /about/}}}}
-- content/pages/about.md --
---
title: About us
---
[x](article:call), [y](/2024/05/call/), [z](/press/2024/05/call/), [t](/tags/ports/), [a](/authors/li/#bio)
-- content/authors/li.md --
---
name: Li
---
-- content/articles/call.md --
---
title: The call
date: 2024-05-17
author: li
tags: [Ports]
aliases: [/old/]
image: {{src: /media/p.png, alt: P}}
---
[about](../pages/about.md), [li](../authors/li.md)
-- content/media/p.png --
p
"""
    )
    site.built()
    about = site.page("about/")
    assert about.count('href="/press/2024/05/call/"') == 3
    assert 'href="/press/tags/ports/"' in about
    assert 'href="/press/authors/li/#bio"' in about
    assert '<a href="/press/about/">About us</a> <a href="/press/tags/">Topics</a>' in about
    assert '<a href="https://example.com/x">Elsewhere</a>' in about
    assert '<link rel="canonical" href="https://example.org/press/about/">' in about
    article = site.page("2024/05/call/")
    assert 'src="/press/media/p.png"' in article
    assert 'href="/press/authors/li/"' in article
    assert "url=/press/2024/05/call/" in site.page("old/")
    assert 'href="/press/' in site.page("404.html")
    unprefixed = [path for path, data in site.files().items() if b'href="/"' in data or b'href="/tags' in data]
    assert not unprefixed
    assert "https://example.org/press/2024/05/call/" in site.page("sitemap.xml")
    assert "https://example.org/press/2024/05/call/" in site.page("feed.xml")
    assert "Sitemap: https://example.org/press/sitemap.xml" in site.page("robots.txt")


def test_lists_are_cut_into_pages(press: Make) -> None:
    pieces = "".join(
        f"-- content/articles/p{n}.md --\n---\ntitle: P{n}\ndate: 2024-01-0{n}\ntags: [T]\n---\n" for n in range(1, 6)
    )
    site = press(f"-- content/site.yaml --\n{SITE}per_page: 2\n{pieces}")
    site.built()
    assert [n for n in range(1, 6) if f"P{n}</a>" in site.page("")] == [4, 5]
    assert [n for n in range(1, 6) if f"P{n}</a>" in site.page("page/2/")] == [2, 3]
    assert [n for n in range(1, 6) if f"P{n}</a>" in site.page("tags/t/page/3/")] == [1]
    assert not (site.output / "page/1").exists()
    assert not (site.output / "page/4").exists()
    assert '<a rel="prev" href="/">newer</a> <a rel="next" href="/page/3/">older</a>' in site.page("page/2/")
    assert site.page("archive/2024/").count("</article>") == 5


def test_a_featured_piece_leads(press: Make) -> None:
    site = press(
        "-- content/articles/a.md --\n---\ntitle: Old lead\ndate: 2023-01-01\nfeatured: true\n---\n"
        "-- content/articles/b.md --\n---\ntitle: Newer\ndate: 2024-01-01\n---\n"
    )
    site.built()
    home = site.page("")
    assert home.index("Old lead</a>") < home.index("Newer</a>")
    assert home.count("Old lead</a>") == 1


FULL = [("site", True, False), ("all", True, True), ("none", False, False)]


@pytest.mark.parametrize(("full", "home", "tag"), FULL, ids=[case[0] for case in FULL])
def test_feeds_hold_texts_or_summaries(press: Make, full: str, home: bool, tag: bool) -> None:
    pieces = "".join(
        f"-- content/articles/p{n}.md --\n---\ntitle: P{n}\ndate: 2024-01-0{n}\ntags: [T]\n"
        f"summary: S{n}\n---\n\nBody {n}.\n"
        for n in range(1, 5)
    )
    site = press(f"-- content/site.yaml --\n{SITE}feeds: {{entries: 3, full: {full}}}\n{pieces}")
    site.built()
    for folder, expected in (("", home), ("tags/t/", tag)):
        items = json.loads(site.page(f"{folder}feed.json"))["items"]
        assert [item["title"] for item in items] == ["P4", "P3", "P2"]
        assert ("Body 4" in items[0]["content_html"]) is expected
        atom = ElementTree.fromstring(site.page(f"{folder}feed.xml"))
        entries = atom.findall("{http://www.w3.org/2005/Atom}entry")
        assert len(entries) == 3
        assert (entries[0].find("{http://www.w3.org/2005/Atom}content") is not None) is expected


def test_comments_can_be_hidden_by_a_piece_and_by_the_site(press: Make) -> None:
    comments = "comments: {{status: {}, list: [{{author: Ada, date: 2024-05-18, text: Well said}}]}}"
    pieces = "".join(
        f"-- content/articles/{status}.md --\n---\ntitle: T\ndate: 2024-05-17\n{comments.format(status)}\n---\n"
        for status in ("open", "closed", "hidden")
    )
    inherited = "-- content/articles/inherited.md --\n---\ntitle: T\ndate: 2024-05-17\n"
    inherited += "comments: [{author: Ada, date: 2024-05-18, text: Well said}]\n---\n"
    site = press(f"-- content/site.yaml --\n{SITE}comments: hidden\n{pieces}{inherited}")
    site.built()
    shown = {name: "Well said" in site.page(f"{name}/") for name in ("open", "closed", "hidden", "inherited")}
    assert shown == {"open": True, "closed": True, "hidden": False, "inherited": False}
    assert site.page("").count("1 comments") == 2


def test_parts_of_a_series_and_translations_know_one_another(press: Make) -> None:
    site = press(
        """\
-- content/articles/b.md --
---
title: Part one
date: 2024-03-01
series: {name: Straits, part: 1}
---
-- content/articles/a.md --
---
title: Part two
date: 2024-01-01
series: {name: Straits, part: 2}
---
-- content/articles/fr.md --
---
title: Partie un
date: 2024-03-02
lang: fr
translation_of: b
---
"""
    )
    site.built()
    assert "<li>Part one</li><li>Part two</li>" in site.page("a/")
    for page in ("b/", "fr/"):
        assert '<link rel="alternate" hreflang="en" href="https://example.org/b/">' in site.page(page)
        assert '<link rel="alternate" hreflang="fr" href="https://example.org/fr/">' in site.page(page)
    assert "hreflang" not in site.page("a/")
    assert '<html lang="fr" dir="ltr">' in site.page("fr/")


def test_a_guest_and_the_publication_have_no_page(press: Make) -> None:
    site = press(
        "-- content/articles/g.md --\n---\ntitle: G\ndate: 2024-05-17\n"
        "authors: [{name: Ada Guest, bio: Counts.}]\n---\n"
        "-- content/articles/p.md --\n---\ntitle: P\ndate: 2024-05-18\n---\n"
        "-- content/authors/idle.md --\n---\nname: Idle Hand\n---\n"
    )
    site.built()
    assert "<i>Ada Guest Counts.</i>" in site.page("g/")
    assert [path for path in site.files() if path.startswith("authors/")] == ["authors/index.html"]
    assert "Idle Hand" not in site.page("authors/")


HOSTS = [
    ("netlify", "/old/ /a/ 301!\n"),
    ("cloudflare", "/old/ /a/ 301\n"),
    ("netlify, cloudflare", "/old/ /a/ 301\n"),
]


@pytest.mark.parametrize(("hosts", "redirects"), HOSTS)
def test_hosts_are_told_of_redirects_and_headers(press: Make, hosts: str, redirects: str) -> None:
    site = press(
        f"-- content/site.yaml --\n{SITE}hosts: [{hosts}]\n"
        "-- content/articles/a.md --\n---\ntitle: T\ndate: 2024-05-17\naliases: [/old/]\n---\n"
    )
    site.built()
    assert site.page("_redirects") == redirects
    assert "/static/*\n  Cache-Control: public, max-age=31536000, immutable\n" in site.page("_headers")
    site.write("content/root/_headers", "mine")
    site.built()
    assert site.page("_headers") == "mine"


def test_a_picture_says_its_size(press: Make) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"></svg>'
    site = press(f"-- content/articles/a.md --\n{HEAD}\n![p](p.svg)\n-- content/articles/p.svg --\n{svg}\n")
    site.built()
    assert 'src="/a/p.svg" alt="p" width="640" height="480"' in site.page("a/")


def test_verify_finds_a_planted_difference(press: Make) -> None:
    site = press(f"-- content/articles/a.md --\n{HEAD}-- content/articles/b.md --\n{HEAD}")
    site.built()
    asked = site.request()
    assert verify(asked, progress=lambda *_: None) == ()
    (site.output / "a/index.html").write_text("planted")
    (site.output / "b/index.html").unlink()
    assert verify(asked, progress=lambda *_: None) == ("a/index.html: its bytes differ", "b/index.html: it is missing")
    assert not [name for name in os.listdir(site.folder) if name.startswith(".byline-verify")]


def test_another_address_and_folder(press: Make, tmp_path: Path) -> None:
    from msgspec.structs import replace

    from generator.build.start import build
    from generator.engine.files import Files

    site = press(f"-- content/articles/a.md --\n{HEAD}")
    asked = replace(site.request(), url="http://preview.example/x", output=str(tmp_path / "elsewhere"))
    report = build(asked, clean=False, progress=lambda *_: None, files=Files())
    assert not report.problems
    page = (tmp_path / "elsewhere/a/index.html").read_text()
    assert 'href="http://preview.example/x/a/"' in page
    assert not site.output.exists()
