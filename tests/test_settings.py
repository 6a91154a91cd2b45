"""The text of site.yaml to settings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import show
from generator.settings import (
    CommentSettings,
    Feeds,
    MenuEntry,
    Publisher,
    Reading,
    Settings,
    Target,
    load_settings,
    reading_of,
)

NEEDED = "title: The Strait\nurl: https://example.org/\nlanguage: en\ntimezone: UTC\n"


def settings(more: str) -> Settings:
    found, problems = load_settings(NEEDED + more)
    assert [show(problem) for problem in problems] == []
    assert found is not None
    return found


def told(text: str) -> list[tuple[str, str]]:
    _, problems = load_settings(text)
    return [(f"{problem.place.line}:{problem.place.column}", problem.message) for problem in problems]


def test_what_is_needed_is_enough() -> None:
    found = settings("")
    assert found == Settings(
        title="The Strait", url="https://example.org/", prefix="", language="en", timezone="UTC", marks={}
    )
    assert (found.theme, found.permalink, found.per_page, found.html) == ("broadsheet", "/{slug}/", 20, "false")


def test_full_settings_are_read_in_full() -> None:
    found = settings(
        """description: On straits.
theme: {name: own, accent: "#123", columns: 2}
permalink: /{year}/{month}/{slug}/
per_page: 10
menu:
  - about
  - {label: Tags, url: /tags/}
publisher:
  name: The Press
  logo: /media/logo.svg
  email: desk@example.org
  policies: {corrections: /corrections-policy/}
comments: {status: closed, form: "https://example.org/comment"}
feeds: {entries: 5, full: all}
markdown: {html: safe}
kinds: {dispatch: Dispatch}
checks: {broken-link: warning, comment: error}
head: ["<meta name=a>", "<meta name=b>"]
text: {comments: {one: "{n} letter", other: "{n} letters"}, read_more: Go on}
hosts: [netlify, cloudflare]
plugins: [plugins.words]
deploy:
  live: {kind: rsync, host: example.org, path: /srv/www, port: 2222}
  spare: {kind: folder, path: ../www}
extra: {analytics: false}
"""
    )
    assert found == Settings(
        title="The Strait",
        url="https://example.org/",
        prefix="",
        language="en",
        timezone="UTC",
        description="On straits.",
        theme="own",
        theme_options={"accent": "#123", "columns": 2},
        permalink="/{year}/{month}/{slug}/",
        per_page=10,
        menu=(MenuEntry("", "about"), MenuEntry("Tags", "/tags/")),
        publisher=Publisher(
            name="The Press",
            logo="/media/logo.svg",
            email="desk@example.org",
            policies={"corrections": "/corrections-policy/"},
        ),
        comments=CommentSettings(status="closed", form="https://example.org/comment"),
        feeds=Feeds(entries=5, full="all"),
        html="safe",
        kinds={"dispatch": "Dispatch"},
        checks={"broken-link": "warning", "comment": "error"},
        head="<meta name=a>\n<meta name=b>",
        text={"comments": {"one": "{n} letter", "other": "{n} letters"}, "read_more": "Go on"},
        hosts=("netlify", "cloudflare"),
        plugins=("plugins.words",),
        deploy=(
            Target(name="live", kind="rsync", options={"host": "example.org", "path": "/srv/www", "port": 2222}),
            Target(name="spare", kind="folder", options={"path": "../www"}),
        ),
        extra={"analytics": False},
        marks=found.marks,
    )
    marks = "theme theme.accent theme.columns menu.0 menu.1 publisher.logo publisher.policies.corrections plugins.0"
    assert found.marks.keys() >= {*marks.split(), "text.read_more", "deploy.live"}
    assert (found.marks["menu.1"].line, found.marks["menu.1"].column) == (11, 24)


URLS = [
    # as written . the site's address . its prefix
    ("https://example.org", "https://example.org/", ""),
    ("http://example.org/", "http://example.org/", ""),
    ("https://example.org/press", "https://example.org/press/", "/press"),
    ("https://example.org//a//b/", "https://example.org/a/b/", "/a/b"),
    ("HTTPS://Example.ORG/Press/", "https://example.org/Press/", "/Press"),
    ("https://example.org:8443/", "https://example.org:8443/", ""),
    ("https://münchen.example/", "https://münchen.example/", ""),
]


@pytest.mark.parametrize(("written", "url", "prefix"), URLS)
def test_the_address_of_the_site_has_one_form(written: str, url: str, prefix: str) -> None:
    found, problems = load_settings(NEEDED.replace("https://example.org/", written))
    assert found is not None
    assert (found.url, found.prefix, problems) == (url, prefix, ())


WRONG_URLS = [
    # as written . what is wrong with it
    ("example.org", "is not an absolute address"),
    ("/press", "is not an absolute address"),
    ("ftp://example.org/", "is not an absolute address"),
    ("https:///press", "is not an absolute address"),
    ("https://exa mple.org/", "is not an absolute address"),
    ("https://example.org/?a", "has a query or a fragment"),
    ("https://example.org/#", "has a query or a fragment"),
    ("https://me:secret@example.org/", "holds a name or a password"),
    ("https://me@example.org/", "holds a name or a password"),
    ("https://example.org/../", "has `.` or `..` in its path"),
    ("https://example.org:port/", "is not an address"),
    ("https://[::1", "is not an address"),
]


@pytest.mark.parametrize(("written", "reason"), WRONG_URLS)
def test_an_address_that_cannot_be_the_sites_is_told(written: str, reason: str) -> None:
    found, problems = load_settings(NEEDED.replace("https://example.org/", f"'{written}'"))
    assert found is None
    assert [problem.message for problem in problems] == [f"url is '{written}', which {reason}"]
    assert str(problems[0].place) == "content/site.yaml:2:6"


LANGUAGES = [
    ("en", "en"),
    ("zh_cn", "zh-CN"),
    ("ZH-hant-tw", "zh-Hant-TW"),
    ("es-419", "es-419"),
    ("sr-latn", "sr-Latn"),
]


@pytest.mark.parametrize(("written", "tag"), LANGUAGES)
def test_a_language_has_one_form(written: str, tag: str) -> None:
    found, _ = load_settings(NEEDED.replace("language: en", f"language: {written}"))
    assert found is not None
    assert found.language == tag


MISTAKES = [
    # site.yaml after what is needed . place . message
    ("permalnk: /x/", "5:1", "permalnk is not a key known here"),
    ("permalink: /{year}/", "5:12", "permalink is '/{year}/', which has no {slug}"),
    ("permalink: /{slug}", "5:12", "permalink is '/{slug}', which does not begin and end with a slash"),
    ("permalink: /{title}/", "5:12", "permalink is '/{title}/', which has {title}, which is not known"),
    ("permalink: /../{slug}/", "5:12", "permalink is '/../{slug}/', which is not the path of an address"),
    ("permalink: /{slug}/?a/", "5:12", "permalink is '/{slug}/?a/', which has a query or a fragment"),
    ("per_page: 0", "5:11", "per_page is '0', which is not a whole number from 1 to 1000"),
    ("theme: {accent: x}", "5:8", "theme has no name"),
    ("menu: about", "5:7", "menu is a text, not a list"),
    ("menu: [{label: a}]", "5:8", "the 1st menu entry has no url"),
    (
        "menu: [a, {label: b, url: 'data:x'}]",
        "5:27",
        "the 2nd menu entry's url is 'data:x', which has the scheme data",
    ),
    ("publisher: {nmae: x}", "5:13", "nmae is not a key known here in publisher"),
    ("publisher: {email: x}", "5:20", "publisher.email is 'x', which is not an e-mail address"),
    (
        "publisher: {policies: {a: 'javascript:x'}}",
        "5:27",
        "publisher.policies.a is 'javascript:x', which",
    ),
    ("comments: shut", "5:11", "comments is 'shut', which is not known"),
    ("comments: {form: 'javascript:x'}", "5:18", "comments.form is 'javascript:x', which has the scheme javascript"),
    ("feeds: {full: some}", "5:15", "feeds.full is 'some', which is not known"),
    ("feeds: {entries: many}", "5:18", "feeds.entries is 'many', which is not a whole number from 1 to 1000"),
    ("markdown: {html: maybe}", "5:18", "markdown.html is 'maybe', which is not known"),
    ("markdown: html", "5:11", "markdown is a text, not a mapping"),
    ("kinds: {Big One: x}", "5:9", "'Big One' is not the name of a kind"),
    ("checks: {brokn-link: off}", "5:10", "brokn-link is not a key known here in checks"),
    ("checks: {structure: off}", "5:10", "structure is not a key known here in checks"),
    ("checks: {comment: of}", "5:19", "checks.comment is 'of', which is not known"),
    ("hosts: [vercel]", "5:9", "hosts is 'vercel', which is not known"),
    ("plugins: [a b]", "5:11", "plugins holds 'a b', which is not the name of a module"),
    ("plugins: ['../x']", "5:11", "plugins holds '../x', which is not the name of a module"),
    ("deploy: {live: {path: x}}", "5:16", "deploy.live has no kind"),
    ("deploy: {live: {kind: ftp}}", "5:23", "deploy.live.kind is 'ftp', which is not known"),
    ("deploy: {live: {kind: folder}}", "5:16", "deploy.live has no path"),
    ("deploy: {live: {kind: s3, bucket: a, host: b}}", "5:38", "host is not a key known here in deploy.live"),
    (
        "deploy: {live: {kind: rsync, host: a, path: b, port: x}}",
        "5:54",
        "deploy.live.port is 'x', which is not",
    ),
    ("description: Issue #4", "5:20", "YAML cuts the value here"),
    ("title: again", "5:1", "title is given twice"),
]


@pytest.mark.parametrize(("more", "place", "message"), MISTAKES)
def test_a_mistake_is_told_once_with_its_place(more: str, place: str, message: str) -> None:
    problems = told(NEEDED + more)
    assert [where for where, _ in problems] == [place]
    assert problems[0][1].startswith(message)


@pytest.mark.parametrize("key", ["title", "url", "language", "timezone"])
def test_what_is_needed_is_missed(key: str) -> None:
    lines = [line for line in NEEDED.splitlines() if not line.startswith(key)]
    found, problems = load_settings("\n".join(lines))
    assert found is None
    assert [(str(p.place), p.message) for p in problems] == [("content/site.yaml:1", f"{key} is missing")]


def test_the_nearest_time_zone_and_rule_are_named() -> None:
    hints = [p.hint for p in load_settings(NEEDED.replace("UTC", "Europe/Pariss") + "checks: {brokn-link: off}")[1]]
    assert hints == ["did you mean Europe/Paris?", "did you mean broken-link?"]


@pytest.mark.parametrize("zone", ["Europe", "../UTC", "/etc/passwd", "Mars/Base", "a\\b", "CEST"])
def test_a_name_that_is_no_time_zone_is_told(zone: str) -> None:
    problems = told(NEEDED.replace("UTC", zone))
    assert [message for _, message in problems] == [f"timezone is '{zone}', which is not the name of a time zone"]


def test_reading_depends_on_little() -> None:
    found = settings("markdown: {html: true}\nkinds: {dispatch: Dispatch}")
    reading = reading_of(found, version="1")
    assert reading == Reading(
        language="en",
        timezone="UTC",
        html="true",
        kinds=("analysis", "opinion", "explainer", "report", "background", "interview", "review", "dispatch"),
        version="1",
    )
    assert reading_of(settings("description: other\n"), version="1") == reading_of(settings(""), version="1")


KEYS = "title url language timezone theme permalink per_page menu publisher comments feeds markdown kinds checks head"
VALUES = ["x", "[]", "{}", "[x]", "{name: x}", "[{label: a}]", "{a: {kind: s3}}", "'%'", "http://[", "&a", "{1: 2}", ""]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*KEYS.split(), "text", "hosts", "plugins", "deploy", "extra", "x"]),
            st.one_of(st.sampled_from(VALUES), st.text(max_size=12)),
        ),
        max_size=8,
    )
)
def test_any_text_gives_settings_or_problems(lines: list[tuple[str, str]]) -> None:
    found, problems = load_settings("\n".join(f"{key}: {value}" for key, value in lines))
    assert found is not None or problems


SIZED = [
    # title . what is written . the widths and the quality . what is told
    ("yes", "pictures: true", ((480, 800, 1200, 1600), 80), ""),
    ("no", "pictures: false", None, ""),
    ("widths", "pictures: {widths: [900, 300, 300], quality: 60}", ((300, 900), 60), ""),
    ("too narrow", "pictures: {widths: [5]}", ((480, 800, 1200, 1600), 80), "widths holds '5', which is not a number"),
    ("too good", "pictures: {quality: 101}", ((480, 800, 1200, 1600), 80), "quality is '101', which is not"),
    ("a word", "pictures: small", None, "pictures is 'small', which is neither true nor false"),
    ("another key", "pictures: {width: 5}", ((480, 800, 1200, 1600), 80), "width is not a key known here"),
]


@pytest.mark.parametrize(("written", "sizes", "told"), [case[1:] for case in SIZED], ids=[case[0] for case in SIZED])
def test_smaller_pictures(written, sizes, told):
    text = f"title: T\nurl: https://e.org/\nlanguage: en\ntimezone: UTC\n{written}\n"
    settings, problems = load_settings(text)
    made = settings.pictures
    assert (made and (made.widths, made.quality)) == sizes
    assert [told.split()[0] in problem.message and problem.place.line == 5 for problem in problems] == [True] * bool(
        told
    )


def test_cards_and_search():
    text = "title: T\nurl: https://e.org/\nlanguage: en\ntimezone: UTC\n"
    plain, _ = load_settings(text)
    assert (plain.search, plain.cards) == (False, None)
    asked, problems = load_settings(text + "search: yes\ncards: {fonts: [a.ttf]}\n")
    assert (asked.search, asked.cards.fonts, problems) == (True, ("a.ttf",), ())
