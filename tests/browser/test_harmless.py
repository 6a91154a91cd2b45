"""Whatever readers and writers type, nothing of it runs, frames, fetches or sends; and a hole in any sink is seen."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec import Struct
from playwright.sync_api import Browser, sync_playwright

from generator.model import Html
from generator.source.read import RENDERERS
from tests.browser.conftest import FLAGS
from tests.browser.oracle import Oracle, asked_for, pages_of, served
from tests.browser.payloads import Payload, corpus
from tests.press import Press

pytestmark = pytest.mark.browser

OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

SETTINGS = """
title: The Review
url: https://example.org/
language: en
timezone: UTC
per_page: 200
theme: {name: holed, holes: HOLES}
plugins: [holes]
comments: {form: https://comments.example.org/}
feeds: {entries: 1000, full: all, comments: true}
checks: {link-scheme: "off", broken-link: "off", broken-anchor: "off", missing-picture: "off", control-character: "off",
  missing-alt: "off", raw-html: "off", lost-link: "off", theme-cost: "off", unused-template: "off"}
"""

PLUGIN = """
from html import unescape
from markupsafe import Markup
from generator.plugins import Plugin

plugin = Plugin(filters={"hole": lambda value: Markup(unescape(str(value)))})
"""

HOLED = """
{% extends 'broadsheet/article.html' %}
{% block head %}{{ super() }}
{% if theme.holes %}
<meta property="og:x" content="{{ article.extra.og|hole }}">
<script type="application/ld+json">{"headline": "{{ article.extra.ld|hole }}"}</script>
{% endif %}
{% endblock %}
{% block main %}{{ super() }}
{% if theme.holes %}
{% for remark in comments.threads %}
<div>{{ remark.text|hole }}</div> <b>{{ remark.author|hole }}</b> <a href="{{ remark.url|hole }}">x</a>
{% endfor %}
<h2>{{ article.title|hole }}</h2> <p>{{ article.summary|hole }}</p> <p>{{ article.extra.slug|hole }}</p>
{% for tag in article.tags %}<i>{{ tag.name|hole }}</i>{% endfor %}
{% for who in article.authors %}<i>{{ who.name|hole }}</i> <i>{{ who.bio|hole }}</i>{% endfor %}
<img src="/x.png" alt="{{ article.image.alt|hole }}"> <p>{{ article.image.caption|hole }}</p>
<pre>{{ article.body|hole }}</pre>
{% endif %}
{% endblock %}
"""

LOST = """
{% extends 'broadsheet/404.html' %}
{% block main %}{{ super() }}
{% if theme.holes %}<script src="{{ 'hole.js'|asset }}"></script>{% endif %}
{% endblock %}
"""

THEME = "name: holed\nbyline: 1\nextends: broadsheet\noptions:\n  holes: {type: flag, default: false}\n"
HOLE_JS = "document.body.insertAdjacentHTML('beforeend', decodeURIComponent(location.search.slice(3)));"

SINKS = (
    "comment", "name", "website", "title", "summary", "slug", "tag", "author", "biography", "alt", "caption", "fence",
    "ld", "og", "404",
)  # fmt: skip


def scalar(text: str) -> str:
    """A text as YAML, what it holds notwithstanding."""
    return json.dumps(text)


class Said(Struct, frozen=True, kw_only=True):
    """What each sink is told."""

    number: int
    texts: dict[str, str]

    def __getitem__(self, sink: str) -> str:
        return self.texts.get(sink, "x")


def everywhere(payload: Payload) -> Said:
    """One payload in every sink; a picture from elsewhere, which a writer may mean, only where it is not asked for."""
    texts = dict.fromkeys(SINKS, payload.text)
    if payload.text.startswith(("![x](https://", "![x](<https://")):
        # as an alternative text or a caption it may hold a quote, which ends the picture around it
        texts |= dict.fromkeys(["fence", "biography", "alt", "caption"], "x")
    return Said(number=payload.number, texts=texts)


def article(said: Said) -> str:
    """An article whose every sink is told what it is to be told."""
    flat = {sink: said[sink].replace("\n", " ") for sink in SINKS}
    yaml = {sink: scalar(said[sink]) for sink in SINKS}
    head = [
        f"title: {yaml['title']}",
        f"date: 2025-01-{said.number % 28 + 1:02}",
        f"author: who-{said.number}",
        f"summary: {yaml['summary']}",
        f"tags: [{yaml['tag']}]",
        f"slug: {scalar(' '.join([str(said.number), said['slug']]))}",
        f"image: {{src: /media/x.png, alt: {yaml['alt']}, caption: {yaml['caption']}, credit: {yaml['caption']}}}",
        f"extra: {{slug: {yaml['slug']}, ld: {yaml['ld']}, og: {yaml['og']}}}",
    ]
    picture = f'![{flat["alt"]}](/media/x.png "{flat["caption"]}")'
    fence = f"```{flat['fence'].replace('`', chr(39))}\ncode\n```"
    return "\n".join(["---", *head, "---", "", "First.", "", picture, "", fence, "", said["fence"], ""])


def remarks(said: Said) -> str:
    name, url, text = scalar(said["name"]), scalar(said["website"]), scalar(said["comment"])
    rows = [f"{{author: {name}, url: {url}, date: 2025-02-01, text: {text}, status: approved}}"]
    behind = scalar(f"https://{said['website']}")
    rows.append(f"{{author: x, url: {behind}, date: 2025-02-02, text: y, status: approved}}")
    return "".join(f"- {row}\n" for row in rows)


def written(folder: Path, told: Sequence[Said], *, holes: bool = False) -> Press:
    """A publication in which every sink holds what it was told."""
    site = Press(folder)
    site.write("content/site.yaml", SETTINGS.replace("HOLES", str(holes).lower()))
    site.write("plugins/holes.py", PLUGIN)
    site.write("themes/holed/theme.yaml", THEME)
    site.write("themes/holed/templates/article.html", HOLED)
    site.write("themes/holed/templates/404.html", LOST)
    site.write("themes/holed/static/hole.js", HOLE_JS)
    site.write("content/media/x.png", PIXEL)
    for said in told:
        name = scalar(said["author"])
        author = f"---\nname: {name}\nrole: {name}\n---\n\n{said['biography']}\n"
        site.write(f"content/authors/who-{said.number}.md", author)
        site.write(f"content/articles/p{said.number}.md", article(said))
        site.write(f"content/articles/p{said.number}.comments.yaml", remarks(said))
    return site


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6300010000050001"
    "0d0a2db40000000049454e44ae426082"
)


def built(site: Press, payloads: Sequence[Payload]) -> tuple[Payload, ...]:
    """The payloads that are in the site; those whose files a build refuses are taken out, and that is safe as well."""
    left = {payload.number: payload for payload in payloads}
    for _ in range(4):
        report = site.build()
        wrong = {problem.place.path for problem in report.problems if problem.severity == "error"}
        if not wrong:
            return tuple(left.values())
        for number in [number for number in left if any(f"{number}." in path for path in wrong)]:
            for path in (f"articles/p{number}.md", f"articles/p{number}.comments.yaml", f"authors/who-{number}.md"):
                (site.folder / "content" / path).unlink()
            del left[number]
    raise AssertionError(report.problems)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium that reaches nothing but this machine."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=[*FLAGS, OFFLINE])
        yield started
        started.close()


def looked_at(browser: Browser, site: Press, payloads: Sequence[Payload], *, csp: bool, pages: bool = True) -> Oracle:
    """Every page of a site, its feeds as markup, and the pages that an address may say something to."""
    with served(site.output, csp=csp, styles=False) as own:
        context = browser.new_context()
        context.set_default_timeout(20_000)
        oracle = Oracle(context, own)
        for path in pages_of(site.output) if pages else ():
            oracle.visit(path)
        places = ["nothing/here", *(["search/"] if (site.output / "search/index.html").exists() else [])]
        for payload in payloads:
            for place in places:
                oracle.visit(place + asked_for(payload.text))
        for feed in sorted(site.output.rglob("*.xml")):
            if feed.name in ("feed.xml", "comments.xml") and len(feed.parts) - len(site.output.parts) <= 2:
                oracle.show(fragments(feed), name=feed.relative_to(site.output).as_posix())
        for feed in [site.output / "feed.json"]:
            held = [item.get("content_html", "") for item in json.loads(feed.read_text(encoding="utf-8"))["items"]]
            oracle.show(held, name="feed.json")
        context.close()
        return oracle


def fragments(feed: Path) -> list[str]:
    """What a reader of feeds takes for markup."""
    return [element.text or "" for element in ElementTree.parse(feed).iter() if element.get("type") == "html"]


def test_the_corpus_is_whole() -> None:
    assert len(corpus()) > 500
    assert len({payload.text for payload in corpus()}) > 500


def test_a_sample_of_every_class_is_harmless(browser: Browser, tmp_path: Path) -> None:
    payloads = corpus(every=80)
    site = written(tmp_path / "press", [everywhere(payload) for payload in payloads])
    kept = built(site, payloads)
    assert len(kept) > len(payloads) * 0.7
    oracle = looked_at(browser, site, kept, csp=False)
    assert oracle.findings == {}
    assert oracle.pages > 3 * len(kept)


def hole_for(number: int) -> str:
    return f'"><img src=x onerror=alert({number})>'


@pytest.mark.parametrize("holes", [True, False], ids=["open", "closed"])
def test_a_hole_in_any_sink_is_seen(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, holes: bool
) -> None:
    numbers = {sink: 500 + place for place, sink in enumerate(SINKS)}
    texts = {sink: hole_for(number) for sink, number in numbers.items()}
    texts["ld"] = "</script>" + texts["ld"]  # nothing less leads out of a script
    said = Said(number=1, texts=texts)
    if holes:  # what cleans these two leaves nothing for a template to let through
        let = RENDERERS._replace(website=lambda url: url, remark=lambda text: (Html(text), ()))
        monkeypatch.setattr("generator.source.read.RENDERERS", let)
    site = written(tmp_path / "press", [said], holes=holes)
    site.built()
    oracle = looked_at(browser, site, [Payload(numbers["404"], "handler", hole_for(numbers["404"]))], csp=False)
    told = " ".join(line for lines in oracle.findings.values() for line in lines)
    seen = {sink for sink, number in numbers.items() if f"alert {number}" in told}
    assert seen == (set(SINKS) if holes else set())


@pytest.mark.parametrize("name", ["feed.xml", "feed.json", "p-1/comments.xml"])
def test_a_hole_in_a_feed_is_seen(browser: Browser, tmp_path: Path, name: str) -> None:
    said = Said(number=1, texts={**dict.fromkeys(SINKS, hole_for(7)), "slug": "x"})
    site = written(tmp_path / "press", [said])
    site.built()
    feed = site.output / name.replace("p-1", "1-x")
    text = feed.read_text(encoding="utf-8")
    feed.write_text(text.replace("&amp;lt;", "&lt;") if feed.suffix == ".xml" else text.replace("&lt;", "<"), "utf-8")
    oracle = looked_at(browser, site, (), csp=False, pages=False)
    assert set(oracle.findings) == {name.replace("p-1", "1-x")}


def searched(
    browser: Browser, folder: Path, payloads: Sequence[Payload], *, hole: bool = False
) -> tuple[Oracle, int, int]:
    """What was seen among the results for a word that every piece has; how many results there were, and pieces."""
    site = written(folder, [everywhere(payload) for payload in payloads])
    site.edit("content/site.yaml", "language: en\n", "language: en\nsearch: true\n")
    kept = built(site, payloads)
    for script in site.output.glob("static/search.*.js") if hole else ():
        text = script.read_text(encoding="utf-8")
        script.write_text(text.replace("link.textContent = meta.title", "link.innerHTML = meta.title"), "utf-8")
    with served(site.output, styles=False) as own:
        context = browser.new_context()
        context.set_default_timeout(20_000)
        oracle = Oracle(context, own)
        count = oracle.search("First")
        context.close()
    return oracle, count, len(kept)


def test_results_of_a_search_are_harmless(browser: Browser, tmp_path: Path) -> None:
    oracle, shown, pieces = searched(browser, tmp_path / "press", corpus(every=40))
    assert oracle.findings == {}
    assert shown >= pieces


def test_a_hole_in_the_search_is_seen(browser: Browser, tmp_path: Path) -> None:
    oracle, _, _ = searched(browser, tmp_path / "press", corpus(every=40), hole=True)
    assert list(oracle.findings) == ["search for First"]


@pytest.mark.soak
def test_results_of_a_search_over_the_whole_corpus_are_harmless(
    browser: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    oracle, shown, pieces = searched(browser, tmp_path / "press", corpus())
    with capsys.disabled():
        print(f"\n{shown} results of {pieces} pieces shown, {sum(map(len, oracle.findings.values()))} findings")
    assert oracle.findings == {}
    assert shown >= pieces


@pytest.mark.soak
@pytest.mark.parametrize("csp", [False, True], ids=["policy off", "policy on"])
def test_the_whole_corpus_is_harmless(
    browser: Browser, tmp_path: Path, csp: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    payloads = corpus()
    site = written(tmp_path / "press", [everywhere(payload) for payload in payloads])
    kept = built(site, payloads)
    oracle = looked_at(browser, site, kept, csp=csp)
    with capsys.disabled():
        told = f"{len(kept)} of {len(payloads)} payloads published, {oracle.pages} pages looked at"
        print(f"\n{told}, {sum(map(len, oracle.findings.values()))} findings")
    assert oracle.findings == {}
