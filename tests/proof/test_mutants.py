"""Every dependency there is, dropped once: the comparison with a clean build catches each."""

import itertools
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields, replace

from generator.build import edited, holders, make, retouch, start, substitute
from generator.build.inspect import inspect
from generator.engine.files import hint_of
from generator.model import Html
from generator.settings import Reading
from generator.source import scan
from generator.theme.offered import OFFERED
from tests.proof.bench import NOW, Bench, Clean, Killed, Reaper, silent
from tests.proof.publication import SVG, whole
from tests.proof.publishing import compiled_once
from tests.proof.wrong import (
    Harm,
    believing_store,
    blind_fresh,
    card_without,
    deaf_asked,
    deaf_mentions,
    edition_without,
    edition_without_plugins,
    feed_without_texts,
    fewer_names,
    forgets,
    hint_without,
    late_withdrawal,
    listing_unordered,
    listing_without,
    named_assets_only,
    named_templates_only,
    no_building,
    no_since,
    no_sweep,
    no_until,
    one_code,
    one_study,
    one_version,
    only_pieces,
    output_unseen,
    reading_without,
    result_kept,
    retouching,
    same_size,
    sheet_named_alone,
    shortcut_without,
    unread,
    whatever_it_refers_to,
    without,
)

Change = Callable[[Bench], Any]

TIDE, GATE, RAIL = (f"content/articles/{name}.md" for name in ("2024/tide", "2024/gate", "2025/rail"))
PORT, ISLE, FAR = (f"content/articles/{name}.md" for name in ("port", "isle/index", "far"))
REMARKS = "content/articles/2024/gate.comments.yaml"
SITE, ABOUT = "content/site.yaml", "content/pages/about.md"
ANN, CEM = "content/authors/ann.md", "content/authors/cem.md"
TEMPLATES = "themes/parent/templates"


# ---------------------------------------------------------------- what is done between two builds


def edit(path: str, old: str, new: str) -> Change:
    return lambda bench: bench.edit(path, old, new)


def add(path: str, line: str) -> Change:
    """Add a line to a front matter."""
    return lambda bench: bench.edit(path, "\n---\n", f"\n{line}\n---\n")


def put(path: str, text: str) -> Change:
    return lambda bench: bench.put(path, text)


def far(keys: str) -> Change:
    """Add a piece that nothing refers to."""
    return put(FAR, f"---\ntitle: Far\n{keys}\n---\nFar.\n")


def both(*changes: Change) -> Change:
    return lambda bench: [change(bench) for change in changes]


def after(**passed: int) -> Change:
    return lambda bench: {"now": NOW + timedelta(**passed)}


def nothing(bench: Bench) -> None:
    """Just build again."""


def same_size_edit(bench: Bench) -> None:
    """A change that neither size nor mtime shows."""
    place = bench.folder / RAIL
    mtime = place.stat().st_mtime_ns
    bench.edit(RAIL, "Rails,", "Rules,")
    os.utime(place, ns=(mtime, mtime))


def replaced(bench: Bench) -> None:
    """Another file of the same size and mtime takes a file's place."""
    place, beside = bench.folder / RAIL, "content/.beside"
    mtime = place.stat().st_mtime_ns
    bench.put(beside, bench.files[RAIL].replace(b"Rails,", b"Rules,"))
    os.utime(bench.folder / beside, ns=(mtime, mtime))
    bench.drop(RAIL)
    bench.move(beside, RAIL)


def spoiled_page(bench: Bench) -> None:
    """A page of the output gets other bytes, with its size and mtime as they were."""
    place = bench.output / "rail/index.html"
    time.sleep(0.01)  # a clock's tick after it was published, so that a change can show
    mtime = place.stat().st_mtime_ns
    place.write_bytes(place.read_bytes()[:-2] + b"!\n")
    os.utime(place, ns=(mtime, mtime))


def lost_page(bench: Bench) -> None:
    (bench.output / "rail/index.html").unlink()


def spoiled_store(bench: Bench) -> None:
    """A text in the store gets other words, just as many; then all pages are due."""
    for path in (bench.memory / "texts").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"An isle.", b"An aisl."))
    bench.edit(SITE, "<!-- head -->", "<!-- other -->")


def regretted(change: Change, undo: Change) -> Change:
    """A build of a change is killed at each operation, and each time the change is undone."""

    def done(bench: Bench) -> None:
        for at in itertools.count(1):
            change(bench)
            ended = False
            with suppress(Killed):
                bench.build(bench.request(), Reaper(at))
                ended = True
            undo(bench)
            if bench.differences(bench.request()) or ended:
                return

    return done


def check(bench: Bench) -> None:
    """Everything is read and nothing built."""
    inspect(bench.request(), baseline=True, progress=silent)


def older_byline(bench: Bench) -> None:
    """The first build was by a Byline that made pages otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        real = make.render
        patch.setattr(make, "render", lambda press, job: real(press, job) + b"<!-- old -->")
        patch.setattr(start, "versions", lambda: "byline 0.0.1")
        bench.build(bench.request())


def plugin(word: str) -> Change:
    made = (
        f'from generator.plugins import Plugin\n\nplugin = Plugin(filters={{"shout": lambda text: text + "{word}"}})\n'
    )
    return put("plugins/shout.py", made)


WITH_PLUGIN = both(
    plugin("!"),
    edit(SITE, "per_page:", "plugins: [shout]\nper_page:"),
    edit(f"{TEMPLATES}/404.html", "/</a>", "{{ '/'|shout }}</a>"),
)


def retitling(word: str) -> Change:
    """A plugin that makes other pieces of pieces."""
    made = (
        "from msgspec.structs import replace\n"
        "from generator.model import Html\nfrom generator.plugins import Plugin\n\n"
        f'plugin = Plugin(article=lambda piece: replace(piece, title=Html(piece.title.html + "{word}")))\n'
    )
    return put("plugins/shout.py", made)


WITH_RETITLING = both(retitling("!"), edit(SITE, "per_page:", "plugins: [shout]\nper_page:"))
UNLINKED = edit(RAIL, "[a port](article:port)", "a port")
BODY = edit(TIDE, "See [", "Or [")
PLAIN = both(edit(ANN, "[war](/tags/war/)", "war"), edit(CEM, ", see [[isle]]", ""))
"""Biographies that refer to nothing, so that an edit of a text need not look at them."""

ROAD = edit(RAIL, "title: Rail", "title: Road")
EBB = edit(TIDE, "title: Tide and toll", "title: Ebb")
HEAD = edit(SITE, "<!-- head -->", "<!-- other -->")
YEAR = edit(f"{TEMPLATES}/year.html", "{{ card.slug }}", "+ {{ card.slug }}")
TWO_FAR = both(far("date: 2023-01-01"), put("content/articles/farther.md", "---\ntitle: Far\ndate: 2022-01-01\n---\n"))
FILES = ("article", "author", "page", "sidecar", "asset")


class Mutant(Struct, frozen=True):
    """A build that is wrong, and how to see it."""

    name: str
    harm: Harm
    change: Change
    """What is done between two builds; what it returns is asked of the second one."""
    setting: Change = nothing
    """What is done before the first build."""


MUTANTS = (
    # what a page holds
    Mutant("a piece", forgets("article"), BODY),
    Mutant("a piece's text", without("article", content=""), BODY),
    Mutant(
        "where references lead",
        without("article", addresses=()),
        add(PORT, "slug: haven"),
        edit(RAIL, "article:port", "/articles/port.md"),
    ),
    Mutant(
        "where a moved piece lies",
        without("content", addresses=()),
        edit(SITE, "permalink: /{slug}/", "permalink: /{year}/{slug}/"),
    ),
    Mutant(
        "a picture's size", without("article", sizes=()), put("content/articles/isle/chart.svg", SVG.format(70, 30))
    ),
    Mutant("the title of what is linked", without("content", titles=()), EBB),
    Mutant("the biography below a piece", without("article", authors=()), edit(CEM, "Reads,", "Writes,")),
    Mutant(
        "corrections",
        without("article", corrections=()),
        add(RAIL, "corrections: [{date: 2025-06-02, kind: correction, text: No.}]"),
    ),
    Mutant("a piece's own card", card_without(updated=None), add(RAIL, "updated: 2025-06-01")),
    Mutant("comments", forgets("comments"), edit(TIDE, "text: Well said.", "text: Well said!")),
    Mutant("a sidecar", without("comments", remarks=()), edit(REMARKS, "Indeed.", "Indeed!")),
    Mutant("whose reply is an author's", without("comments", authors=()), edit(ANN, "email: ann@", "email: anna@")),
    Mutant(
        "whether comments are open", without("comments", status="", form="", post=None), add(RAIL, "comments: closed")
    ),
    Mutant("related pieces", forgets("related"), EBB),
    Mutant("the newer piece", forgets("newer"), ROAD),
    Mutant("the older piece", forgets("older"), edit(GATE, "title: Gate *two*", "title: Door")),
    Mutant(
        "the series",
        forgets("series"),
        edit(FAR, "title: Far", "title: Near"),
        far("date: 2025-01-20\nseries: {name: Tolls, part: 3}"),
    ),
    Mutant("a page's own facts", forgets("page"), add(PORT, "translation_of: tide")),
    Mutant("translations", without("page", alternates=()), add(PORT, "translation_of: tide")),
    Mutant("a standing page's text", forgets("content"), edit(ABOUT, "Of [[", "On [[")),
    Mutant("a standing page's extra", without("content", extra={}), edit(ABOUT, "Since 1999", "Since 1998")),
    Mutant("a listing", forgets("listing"), ROAD),
    Mutant("a listing's order", listing_unordered, add(ISLE, "featured: true")),
    Mutant(
        "a section of the front page",
        forgets("sections"),
        edit(TIDE, "title: Tide and toll", "title: Ebb"),
        both(
            edit("themes/parent/theme.yaml", "options:\n", "options:\n  sections: {type: list, default: [grain]}\n"),
            edit(
                f"{TEMPLATES}/home.html",
                "{% block main %}",
                "{% block main %}{% for each in sections %}"
                "{% for card in each.pieces %}{{ card.title }}{% endfor %}{% endfor %}",
            ),
            edit(SITE, "per_page: 2", "per_page: 1"),
        ),
    ),
    Mutant("the pager", forgets("pager"), TWO_FAR),
    Mutant("a term", forgets("tag"), edit(GATE, "tags: [grain]", "tags: [grain, war]")),
    Mutant("an author", forgets("author"), far("date: 2023-01-01\nauthors: [ann]")),
    Mutant("the site", forgets("site"), HEAD),
    Mutant("the menu", without("site", menu=()), edit(SITE, "label: Tags", "label: Topics")),
    Mutant("the theme's options", forgets("theme"), edit(SITE, "accent: red", "accent: blue")),
    Mutant(
        "an option's default",
        forgets("theme"),
        edit("themes/parent/theme.yaml", "default: false", "default: true"),
        edit(f"{TEMPLATES}/foot.html", "</footer>", "{{ theme.wide }}</footer>"),
    ),
    Mutant("all terms", forgets("tags"), add(PORT, "tags: [new]")),
    Mutant("all authors", forgets("authors"), edit(CEM, "Cem Can", "Cem Cam")),
    Mutant("all years", forgets("years"), far("date: 2023-01-01")),
    Mutant("the latest pieces", forgets("latest"), ROAD),
    Mutant("a feed", forgets("feed"), ROAD),
    Mutant("a feed's texts", feed_without_texts, BODY),
    Mutant(
        "what a host is told",
        forgets("text"),
        add(PORT, "aliases: [/old/port/]"),
        edit(SITE, "per_page:", "hosts: [netlify]\nper_page:"),
    ),
    Mutant("the sitemap", forgets("sitemap"), far("date: 2023-01-01")),
    Mutant("a redirect", forgets("redirect"), ROAD),
    Mutant("the bytes of a file in media", forgets("digest"), edit("content/media/data.csv", "1,2", "1,3")),
    Mutant("the bytes of a file in root", forgets("digest"), edit("content/root/favicon.ico", "icon", "ocin")),
    # what a card says
    Mutant("a card's title", listing_without(title=Html("")), ROAD),
    Mutant(
        "a card's address",
        listing_without(url="", slug=""),
        add(PORT, "slug: haven"),
        edit(RAIL, "article:port", "/articles/port.md"),
    ),
    Mutant("a card's date", listing_without(date=NOW), edit(PORT, "2025-02-01 12:00", "2025-02-02 12:00")),
    Mutant("a card's authors", listing_without(authors=()), edit(CEM, "Cem Can", "Cem Cam")),
    Mutant("an author's role", listing_without(authors=()), edit(GATE, "role: figures", "role: data")),
    Mutant(
        "an author's portrait",
        listing_without(authors=()),
        edit(CEM, "name: Cem Can", "name: Cem Can\nphoto: /media/face.svg"),
    ),
    Mutant("a card's summary", listing_without(summary=Html("")), edit(GATE, "In short.", "In brief.")),
    Mutant("a card's picture", listing_without(image=None), edit(GATE, "alt: A map}", "alt: The map}")),
    Mutant(
        "the size of a card's picture", listing_without(image=None), put("content/media/map.svg", SVG.format(44, 20))
    ),
    Mutant(
        "how many comments",
        listing_without(comments=0),
        edit(REMARKS, "status: approved, id: r1", "status: pending, id: r1"),
    ),
    Mutant("how long a piece is", listing_without(words=0, minutes=0), edit(RAIL, "and [a tag]", "and also [a tag]")),
    # what a page does not hold
    Mutant("the template", forgets("(template)"), YEAR),
    Mutant(
        "a partial",
        unread(lambda name: name == "parent/foot.html"),
        edit(f"{TEMPLATES}/foot.html", "<footer>", "<footer class=a>"),
    ),
    Mutant(
        "a child's partial",
        unread(lambda name: name == "foot.html"),
        edit("themes/child/templates/foot.html", "<small>", "<small class=a>"),
    ),
    Mutant(
        "a macro", unread(lambda name: name == "macros.html"), edit(f"{TEMPLATES}/macros.html", "<li>", "<li class=a>")
    ),
    Mutant(
        "the parent theme",
        unread(lambda name: name.startswith("parent/")),
        edit(f"{TEMPLATES}/article.html", "<h1>", "<h1 class=a>"),
    ),
    Mutant(
        "the layout", unread(lambda name: name == "base.html"), edit(f"{TEMPLATES}/base.html", "<nav>", "<nav class=a>")
    ),
    Mutant("an asset", forgets("(assets)"), edit("themes/parent/static/style.css", "body", "html")),
    Mutant(
        "a computed asset",
        named_assets_only,
        edit("themes/parent/static/unused.css", "red", "blue"),
        edit(f"{TEMPLATES}/404.html", "/</a>", "{{ ('unused.' ~ page.kind|replace('404', 'css'))|asset }}</a>"),
    ),
    Mutant(
        "a template chosen while rendering",
        named_templates_only,
        edit(f"{TEMPLATES}/aside.html", "aside", "beside"),
        both(
            put(f"{TEMPLATES}/aside.html", "<p>aside</p>"),
            edit(f"{TEMPLATES}/404.html", "/</a>", "{% include page.kind|replace('404', 'aside') ~ '.html' %}</a>"),
        ),
    ),
    Mutant(
        "what a stylesheet names", sheet_named_alone, edit("themes/parent/static/dot.svg", 'width="1"', 'width="2"')
    ),
    Mutant("the edition", forgets("(edition)"), edit(SITE, "more: More here", "more: Less")),
    Mutant("the interface's sentences", edition_without(text={}), edit(SITE, "more: More here", "more: Less")),
    Mutant("the time zone", edition_without(timezone="UTC"), edit(SITE, "timezone: UTC", "timezone: Europe/Brussels")),
    Mutant(
        "the site's address",
        edition_without(url=""),
        edit(SITE, "https://example.org/", "https://example.net/"),
        edit(f"{TEMPLATES}/404.html", '<html lang="{{ page.lang }}">', ""),
    ),
    Mutant("plugins", edition_without_plugins, plugin("?"), WITH_PLUGIN),
    Mutant("a name that a template reads", fewer_names("latest"), ROAD),
    Mutant("what a template can show", deaf_mentions("image"), edit(GATE, "In short.", "In brief.")),
    Mutant(
        "what a template asks of a neighbour",
        deaf_asked("summary"),
        edit(GATE, "In short.", "In brief."),
        edit(f"{TEMPLATES}/article.html", "{{ older.title }}", "{{ older.summary }}"),
    ),
    Mutant("what a template is compiled to", one_code, edit(f"{TEMPLATES}/year.html", "{{ card.slug }}", "!")),
    Mutant("the study of a theme", one_study, edit(f"{TEMPLATES}/year.html", "{{ card.slug }}", "{{ latest|length }}")),
    # the instant
    Mutant("when a piece appears", no_until, after(days=2)),
    Mutant("when a piece expires", no_until, after(days=2), both(UNLINKED, add(PORT, "expires: 2026-01-02"))),
    Mutant("a clock put back", no_since, after(days=-334), UNLINKED),
    Mutant(
        "drafts",
        shortcut_without(flags=("drafts",)),
        lambda bench: {"drafts": True},
        far("date: 2023-01-01\ndraft: true"),
    ),
    Mutant("scheduled pieces", shortcut_without(flags=("future",)), lambda bench: {"future": True}),
    # what is believed and not looked at
    Mutant("files, by the shortcut", shortcut_without(roles=FILES), BODY),
    Mutant(
        "settings, by the shortcut",
        shortcut_without(roles=("settings",), settings=lambda found: replace(found, head="")),
        HEAD,
    ),
    Mutant(
        "tags.yaml, by the shortcut",
        shortcut_without(roles=("tags",), tags=lambda found: ()),
        edit("content/tags.yaml", "Of war.", "On war."),
    ),
    Mutant(
        "what is silenced, by the shortcut",
        shortcut_without(roles=("baseline",)),
        put("content/baseline.tsv", "missing-alt\tcontent/pages/about.md\tthis picture has no alternative text\n"),
    ),
    Mutant("the theme, by the shortcut", shortcut_without(theme=lambda found: replace(found, digest="")), YEAR),
    Mutant(
        "plugins, by the shortcut",
        shortcut_without(plugins=lambda found: replace(found, digest="")),
        plugin("?"),
        WITH_PLUGIN,
    ),
    Mutant("the output, by the shortcut", output_unseen, lost_page),
    Mutant("ctime", hint_without("st_ctime_ns", "st_ino"), same_size_edit),
    Mutant("that another file stands there", hint_without("st_ctime_ns", "st_ino"), replaced),
    Mutant(
        "the time zone, by what was read",
        reading_without("timezone"),
        edit(SITE, "timezone: UTC", "timezone: Pacific/Auckland"),
    ),
    Mutant(
        "the language, by what was read",
        reading_without("language"),
        edit(SITE, "language: en", "language: fr"),
        edit(RAIL, "Rails,", "Rails[^1],\n\n[^1]: A note.\n\n"),
    ),
    Mutant(
        "what becomes of HTML, by what was read",
        reading_without("html"),
        edit(SITE, "per_page:", "markdown: {html: safe}\nper_page:"),
        edit(RAIL, "Rails,", "<b>Rails</b>,"),
    ),
    Mutant(
        "what becomes of quotation marks, by what was read",
        reading_without("quotes"),
        edit(SITE, "per_page:", "markdown: {quotes: true}\nper_page:"),
        edit(RAIL, "Rails,", 'Rails "of" iron,'),
    ),
    Mutant(
        "the kinds of piece, by what was read",
        reading_without("kinds"),
        edit(SITE, "kinds: {essay: Essay}", "kinds: {story: Story}"),
        both(edit(SITE, "per_page:", "kinds: {essay: Essay}\nper_page:"), add(RAIL, "kind: essay")),
    ),
    Mutant("plugins, by what was read", reading_without("version"), retitling("?"), WITH_RETITLING),
    Mutant("the version", one_version, nothing, older_byline),
    Mutant("a page that is gone", blind_fresh(lambda place, hint: True), lost_page),
    Mutant("a page that was changed", blind_fresh(same_size), spoiled_page),
    Mutant("a damaged text", believing_store, spoiled_store),
    # a text that is set anew by itself
    Mutant(
        "what else changed in a piece",
        retouching(edited, "_is_alike", only_pieces),
        both(add(RAIL, "kind: opinion"), BODY),
        PLAIN,
    ),
    Mutant(
        "what an edited text refers to",
        retouching(edited, "_is_alike", whatever_it_refers_to),
        edit(TIDE, "[[isle]]", "[[rail]]"),
        PLAIN,
    ),
    Mutant(
        "how long an edited text is",
        retouching(retouch, "spares_others", lambda edits, settled: True),
        edit(GATE, "As [before]", "Just as [before]"),
        PLAIN,
    ),
    Mutant(
        "an edited text in every feed",
        retouching(retouch, "_FEEDS", ("feed.xml",)),
        BODY,
        both(PLAIN, edit(SITE, "per_page:", "feeds: {full: all}\nper_page:")),
    ),
    Mutant("an edited text in the site's feeds", retouching(retouch, "_FULL_FEEDS", ()), BODY, PLAIN),
    Mutant(
        "what is told of an edited file",
        retouching(edited, "_is_told", lambda path, report: False),
        edit(GATE, "As [before]", "\n\nSo [before]"),
        both(
            PLAIN,
            edit(SITE, "per_page:", "checks: {broken-link: warning}\nper_page:"),
            edit(GATE, "As [before]", "As [before](/nothing/) and [before]"),
        ),
    ),
    Mutant(
        "what a check read in between",
        retouching(edited, "_is_of_then", lambda row, before, last: True),
        both(edit(GATE, "title: Gate *two*", "title: Door"), check, edit(GATE, "As [before]", "So [before]")),
        PLAIN,
    ),
    Mutant(
        "a title as the words of a link",
        retouching(retouch, "_is_traceable", lambda edit, known: True),
        edit(ISLE, "title: Isle", "title: Islet"),
        PLAIN,
    ),
    Mutant("a title in a redirect", retouching(retouch, "_is_traceable", lambda edit, known: True), ROAD, PLAIN),
    Mutant(
        "a title in a biography",
        retouching(retouch, "_is_traceable", lambda edit, known: True),
        edit(PORT, "title: Port", "title: Haven"),
        edit(CEM, "see [[isle]]", "see [[port]]"),
    ),
    Mutant(
        "where else a title is shown",
        retouching(holders, "OF_OTHERS", frozenset()),
        edit(GATE, "title: Gate *two*", "title: Door"),
        PLAIN,
    ),
    Mutant(
        "a title in its own page's head",
        retouching(substitute, "_around", lambda names, new, settings: {}),
        edit(GATE, "title: Gate *two*", "title: Door"),
        PLAIN,
    ),
    Mutant(
        "a summary on cards",
        retouching(substitute, "TELLING", ("title",)),
        edit(GATE, "In short.", "In brief."),
        PLAIN,
    ),
    # publishing
    Mutant(
        "claims withdrawn too late",
        late_withdrawal,
        regretted(edit(TIDE, "See [", "Or ["), edit(TIDE, "Or [", "See [")),
    ),
    Mutant("what is begun", no_building, regretted(far("date: 2023-01-01"), lambda bench: bench.drop(FAR))),
    Mutant(
        "that a build was begun, by the shortcut",
        result_kept,
        regretted(far("date: 2023-01-01"), lambda bench: bench.drop(FAR)),
    ),
    Mutant("the sweep", no_sweep, lambda bench: bench.drop(FAR), far("date: 2023-01-01")),
)


@pytest.fixture(scope="module")
def clean() -> Iterator[dict[str, Clean]]:
    """What clean builds come to, for all mutants."""
    with compiled_once():
        yield {}


@pytest.mark.control
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_dependency_that_is_dropped_is_missed(
    mutant: Mutant, folder: Path, clean: dict[str, Clean], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert differences(mutant, folder / "sound", clean) == [], "without the mutant"
    mutant.harm(monkeypatch)
    assert differences(mutant, folder / "harmed", clean) != [], "with the mutant"


def test_there_is_a_mutant_for_every_kind_of_dependency() -> None:
    """Every name that any page holds, what stands beside the names, and all that the reading of a file depends on."""
    names = {*chain.from_iterable(OFFERED.values()), "feed", "sitemap", "redirect", "text", "digest"}
    names |= {"(template)", "(assets)", "(edition)"}
    wanted = {f"forgets {name}" for name in names} | {f"reading without {field.name}" for field in fields(Reading)}
    assert wanted - {mutant.harm.__name__ for mutant in MUTANTS} == set()


def differences(mutant: Mutant, folder: Path, clean: dict[str, Clean]) -> list[str]:
    """What differs from a clean build after the mutant's change; nothing, if all is well."""
    bench = Bench(folder, whole(), clean=clean)
    mutant.setting(bench)
    first = [problem.message for problem in bench.build(bench.request()) if problem.severity == "error"]
    if first:
        return first
    asked = mutant.change(bench)
    return bench.differences(bench.request(**asked if isinstance(asked, dict) else {}))


def test_a_file_that_changes_again_within_a_tick_is_read_again(
    folder: Path, clean: dict[str, Clean], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a file system whose clock ticks every two seconds a second change need not show."""
    start = time.time_ns()

    def ticked(stat: Any) -> Any:
        times = {name: max(getattr(stat, name) // start * start, start) for name in ("st_mtime_ns", "st_ctime_ns")}
        return SimpleNamespace(st_size=stat.st_size, st_ino=stat.st_ino, **times)

    def changed_twice(press: Path) -> list[str]:
        bench = Bench(press, whole(), clean=clean)
        bench.build(bench.request(trusting=False))
        bench.edit(RAIL, "Rails,", "Rules,")
        return bench.differences(bench.request(trusting=False))

    monkeypatch.setattr(scan, "hint_of", lambda stat, now: hint_of(ticked(stat), now=now))
    assert changed_twice(folder / "sound") == []
    monkeypatch.setattr(scan, "hint_of", lambda stat, now: hint_of(ticked(stat), now=now, pause=0))
    assert changed_twice(folder / "harmed") != []
