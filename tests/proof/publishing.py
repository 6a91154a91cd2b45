"""A publication in the hands of writers, designers and bad luck: a state machine, and campaigns of it."""

import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from msgspec import msgpack
from msgspec.structs import replace

from generator.build.inspect import inspect
from generator.engine.manifest import NAME
from generator.errors import BylineError
from generator.theme import study
from tests.proof.bench import NOW, Bench, Clean, Killed, Reaper, silent
from tests.proof.ground import Ground
from tests.proof.publication import (
    ARTICLES,
    AUTHORS,
    BIOS,
    BODIES,
    FILES,
    PAGES,
    SETTINGS,
    SIDECARS,
    SVG,
    TAGS,
    THEME,
    front,
    listed,
    mapping,
    whole,
)

STEPS = 10

VALUES: dict[str, Sequence[str | None]] = {
    "title": ["Tide and toll", "Rail", "*New* & old", "Tide and tolL"],
    "date": ["2024-03-01", "2025-02-01", "2025-02-01 23:30", "2026-01-03", "2023-12-31 23:30"],
    "authors": [None, "[ann]", "[bob, cem]", "[{id: ann, role: data}]", "[{name: Guest}]", "[nobody]"],
    "tags": [None, "[war]", "[conflict, grain]", "[War, rail, new]", "[c#]"],
    "summary": [None, "In short.", "In other words."],
    "kind": [None, "opinion", "report"],
    "updated": [None, "2025-06-01"],
    "image": [None, "{src: /media/map.svg, alt: A map}", "{src: /media/logo.svg, alt: A logo}"],
    "series": [None, "{name: Tolls, part: 1}", "{name: Tolls, part: 3}", "Gates"],
    "lang": [None, "ar", "fr"],
    "translation_of": [None, "tide"],
    "related": [None, "[tide]", "[isle, rail]"],
    "featured": [None, "true"],
    "draft": [None, "true"],
    "publish": [None, "2026-01-02", "2025-12-01"],
    "expires": [None, "2026-01-02 12:00"],
    "aliases": [None, "[/old/one/]", "[/old/two/]"],
    "corrections": [None, "[{date: 2025-06-02, kind: correction, text: It was not so.}]"],
    "comments": [
        None,
        "hidden",
        "closed",
        "[{author: Reader, date: 2024-03-02, text: Well said.}]",
        "[{author: Reader, date: 2024-03-02, text: Well said!}]",
        "{status: closed, list: [{author: bob, date: 2024-03-02, text: So., id: r1}]}",
    ],
    "extra": [None, "{a: 1}"],
}
"""Keys of an article's front matter to values; None takes the key away."""

TEXTS = (
    "A first paragraph.\n\n## Aims\n\nSee [the gate](/articles/2024/gate.md) and [[isle]].",
    "A first paragrapH.\n\n## Aims\n\nSee [the gate](/articles/2024/gate.md) and [[isle]].",
    "Another one, with [data](/media/data.csv).\n\n![](/media/map.svg)",
    "One [with](article:tide#aims) and [without](/tags/war/).",
    "Of [Ann](/authors/ann/) and [the archive](/archive/2025/), page [two](/page/2/).",
    "",
)

WORDS = (
    "More.",
    "Other words, and many of them.",
    "## Aims",
    "A note[^1].\n\n[^1]: Of it.",
    "![](/media/map.svg)",
    "- x",
)

SITE: dict[str, Sequence[str | None]] = {
    "title": ["Press", "presS", "The Other Press"],
    "per_page": ["2", "1", "20"],
    "text": [None, "{more: More here}", "{more: Less}", "{comments.count: {one: One, other: 'Many ({n})'}}"],
    "permalink": ["/{slug}/", "/{year}/{slug}/"],
    "theme": ["{name: child, accent: red}", "{name: child, accent: blue}", "parent", "{name: child, wide: true}"],
    "timezone": ["UTC", "Europe/Brussels", "Pacific/Auckland"],
    "language": ["en", "fr"],
    "url": ["https://example.org/", "https://example.org/press/", "http://example.org/"],
    "head": [None, "<!-- head -->", "<!-- heaD -->"],
    "menu": [None, "[pages/about.md]", "[{label: Tags, url: /tags/}]"],
    "publisher": [None, "{name: The Press}", "{logo: /media/map.svg, email: a@example.org}"],
    "feeds": [None, "{entries: 2}", "{full: all}", "{full: none}"],
    "comments": [None, "closed", "{form: 'https://example.org/write'}"],
    "markdown": [None, "{html: safe}"],
    "kinds": [None, "{opinion: View}"],
    "checks": [None, "{unknown-author: warning, broken-link: warning}"],
    "extra": [None, "{a: 1}"],
    "colour": [None, "red"],
}

AUTHOR: dict[str, Sequence[str | None]] = {
    "name": ["Ann Aal", "Ann AaL", "Bob Birk"],
    "role": [None, "Editor", "Guest"],
    "photo": [None, "/media/face.svg", "/media/logo.svg"],
    "email": [None, "ann@example.org", "other@example.org"],
    "extra": [None, "{desk: Near}"],
    "expertise": [None, "[war]"],
}

SIDE = (
    ["{author: Rea, date: 2024-03-04, text: Indeed., status: approved, id: r1}"],
    ["{author: Rea, date: 2024-03-04, text: Indeed!, status: approved, id: r1}"],
    ["{author: Rea, date: 2024-03-04, text: Indeed., status: pending, id: r1}"],
    ["{author: Ann, email: ann@example.org, date: 2024-03-05, text: Thanks., status: approved, reply_to: r1}"],
)

PLACES = ("content/articles/new.md", "content/articles/2025/new.md", "content/articles/new/index.md")
NAMES = ("content/articles/{}.md", "content/articles/2024/{}.md", "content/articles/{}/index.md")

EDITS: dict[str, Sequence[tuple[str, str]]] = {
    "themes/parent/templates/base.html": [("<nav>", "<nav class=a>"), ("</nav>", "</nav>{{ latest|length }}")],
    "themes/parent/templates/foot.html": [("<footer>", "<footer class=a>"), ("</footer>", "{{ theme.wide }}</footer>")],
    "themes/parent/templates/macros.html": [("<li>", "<li class=a>"), ("{{ author.name }}", "{{ author.initials }}")],
    "themes/parent/templates/home.html": [("{{ card.summary }}", "{{ card.minutes }}"), ("{{ pager.total }}", "")],
    "themes/parent/templates/article.html": [
        ("related {{ card.title }}", "related {{ card.summary }}"),
        ("{{ article.words }}", "{{ article.words }} {{ article.ai }}"),
        ("newer {{ newer.title }}", "newer {{ newer.words }} {{ newer['slug'] }}"),
    ],
    "themes/parent/templates/tag.html": [("{{ tag.count }}", ""), ("n=card.comments", "n=card.words")],
    "themes/parent/templates/author.html": [("{{ card.words }}", "{{ card|attr('kind') }}")],
    "themes/parent/templates/404.html": [("{{ card.title }}", "{{ card.url }}{{ card.words }}")],
    "themes/parent/static/style.css": [("body", "html"), ("url(dot.svg)", "red")],
    "themes/parent/static/dot.svg": [('width="1"', 'width="2"')],
    "themes/parent/static/unused.css": [("red", "blue")],
    "themes/parent/theme.yaml": [("default: black", "default: white"), ("default: false", "default: true")],
    "themes/child/theme.yaml": [("extends: parent", "extends: parent\noptions: {x: {type: text, default: y}}")],
    "themes/child/templates/article.html": [
        ("{{ comments.count }}", ""),
        ("{{ comment.author }}", "{{ comment.date|date }}"),
    ],
    "themes/child/templates/foot.html": [("<small>", "<b>"), ("{{ site.description }}", "{{ 'unused.css'|asset }}")],
}
"""Files of the themes to what may be replaced in them, which is put back by the same rule."""

_index = st.integers(0, 50)


def chosen(values: dict[str, Sequence[str | None]]) -> Any:
    """A key and one of its values."""
    return st.sampled_from([(key, value) for key, held in values.items() for value in held])


class Publishing(RuleBasedStateMachine):
    """A publication in the hands of editors, designers, and bad luck."""

    clean: dict[str, Clean] = {}  # noqa: RUF012 - what clean builds came to, shared by all examples of one process

    def __init__(self) -> None:
        super().__init__()
        self.ground = Ground()
        self.folder = self.ground.folder
        self.bench = Bench(self.folder, whole(), clean=self.clean)
        self.now = NOW
        self.trusting = True
        self.flags: dict[str, bool] = {}
        self.site: dict[str, str] = dict(SETTINGS)
        self.tags: dict[str, str] = dict(TAGS)
        self.authors = {name: dict(keys) for name, keys in AUTHORS.items()}
        self.articles = {path: dict(keys) for path, keys in ARTICLES.items()}
        self.bodies = dict(BODIES)
        self.bios = dict(BIOS)
        self.mistakes = 0
        self.bench.build(self.request())
        self.sound = self.held()

    @initialize(plain=st.booleans())
    def begin(self, plain: bool) -> None:
        """In half of the publications no biography refers to anything: there an edit need not look at them."""
        if plain:
            self.bios = dict.fromkeys(BIOS, "Writes.")
            for name in self.authors:
                self.bench.put(f"content/authors/{name}.md", front(self.authors[name], self.bios[name]))
            self.check()

    def teardown(self) -> None:
        self.ground.clear()

    def request(self) -> Any:
        return self.bench.request(now=self.now, trusting=self.trusting, **self.flags)

    def held(self) -> Any:
        """All that writers and designers can change."""
        return deepcopy((self.bench.files, self.site, self.tags, self.authors, self.articles, self.bodies))

    def check(self) -> None:
        """Compare with a clean build; of four mistakes three are put right at once, for there is little to compare."""
        self.compare()
        if not self.bench.clean(self.request()).errors:
            self.sound = self.held()
            return
        self.mistakes += 1
        if self.mistakes % 4:
            files, self.site, self.tags, self.authors, self.articles, self.bodies = deepcopy(self.sound)
            for path in self.bench.files.keys() - files.keys():
                self.bench.drop(path)
            for path, data in files.items():
                if self.bench.files.get(path) != data:
                    self.bench.put(path, data)
            self.compare()

    def compare(self) -> None:
        found = self.bench.differences(self.request())
        assert not found, found

    def pick(self, values: Any, number: int) -> Any:
        held = sorted(values)
        return held[number % len(held)]

    def put_article(self, path: str) -> None:
        self.bench.put(path, front(self.articles[path], self.bodies[path]))

    # ------------------------------------------------------------ writers

    @rule(number=_index, change=chosen(VALUES))
    def edit_front_matter(self, number: int, change: tuple[str, str | None]) -> None:
        path = self.pick(self.articles, number)
        self.change(self.articles[path], change)
        self.put_article(path)
        self.check()

    @rule(number=_index, text=st.sampled_from(TEXTS))
    def edit_body(self, number: int, text: str) -> None:
        path = self.pick(self.articles, number)
        self.bodies[path] = text
        self.put_article(path)
        self.check()

    @rule(number=_index, other=_index, word=st.sampled_from(WORDS), where=st.sampled_from(["first", "last", "both"]))
    def reword(self, number: int, other: int, word: str, where: str) -> None:
        """One body changes, or two, and nothing that they refer to."""
        for path in {self.pick(self.articles, number), self.pick(self.articles, other if where == "both" else number)}:
            text = self.bodies[path]
            self.bodies[path] = f"{word}\n\n{text}" if where == "first" else f"{text}\n\n{word}"
            self.put_article(path)
        self.check()

    @rule(number=_index, change=chosen(VALUES), word=st.sampled_from(WORDS))
    def check_in_between(self, number: int, change: tuple[str, str | None], word: str) -> None:
        """An edit is read by a check, and another one follows before anything is built."""
        path = self.pick(self.articles, number)
        self.change(self.articles[path], change)
        self.put_article(path)
        with suppress(BylineError):
            inspect(self.request(), baseline=True, progress=silent)
        self.bodies[path] += f"\n\n{word}"
        self.put_article(path)
        self.check()

    @rule(place=st.sampled_from(PLACES), keys=st.lists(chosen(VALUES), max_size=3), text=st.sampled_from(TEXTS))
    def add(self, place: str, keys: list[tuple[str, str | None]], text: str) -> None:
        self.articles[place] = {"title": "New", "date": "2025-06-01"}
        for change in keys:
            self.change(self.articles[place], change)
        self.bodies[place] = text
        self.put_article(place)
        self.check()

    @precondition(lambda self: len(self.articles) > 1)
    @rule(number=_index)
    def delete(self, number: int) -> None:
        path = self.pick(self.articles, number)
        del self.articles[path]
        self.bench.drop(path)
        self.check()

    @rule(
        number=_index, name=st.sampled_from(NAMES), slug=st.sampled_from(["tide", "rail", "moved", "2025-03-04-dated"])
    )
    def move(self, number: int, name: str, slug: str) -> None:
        old, new = self.pick(self.articles, number), name.format(slug)
        if new not in self.bench.files:
            self.articles[new], self.bodies[new] = self.articles.pop(old), self.bodies.pop(old)
            self.bench.move(old, new)
        self.check()

    @rule(number=_index)
    def swap(self, number: int) -> None:
        """Two files change places: same sizes perhaps, other inodes."""
        one, two = self.pick(self.articles, number), self.pick(self.articles, number + 1)
        if one != two:
            for held in (self.articles, self.bodies):
                held[one], held[two] = held[two], held[one]
            for old, new in ((one, "content/.swapped"), (two, one), ("content/.swapped", two)):
                self.bench.move(old, new)
        self.check()

    @rule(
        remarks=st.sampled_from([*SIDE, None]), path=st.sampled_from([*SIDECARS, "content/articles/isle/comments.yaml"])
    )
    def write_sidecar(self, remarks: list[str] | None, path: str) -> None:
        if remarks is not None:
            self.bench.put(path, listed(remarks))
        elif path in self.bench.files:
            self.bench.drop(path)
        self.check()

    @rule(
        change=chosen({"title": ["About", "On us"], "draft": [None, "true"], "extra": [None, "{note: x}"]}),
        text=st.sampled_from(TEXTS),
    )
    def edit_page(self, change: tuple[str, str | None], text: str) -> None:
        keys = dict(PAGES["content/pages/about.md"][0])
        self.change(keys, change)
        self.bench.put("content/pages/about.md", front(keys, text))
        self.check()

    @rule(
        number=_index,
        change=chosen(AUTHOR),
        bio=st.sampled_from(["", "Writes on [[tide]].", "Writes on [war](/tags/war/)."]),
    )
    def edit_author(self, number: int, change: tuple[str, str | None], bio: str) -> None:
        name = self.pick(self.authors, number)
        self.change(self.authors[name], change)
        self.bench.put(f"content/authors/{name}.md", front(self.authors[name], bio or self.bios[name]))
        self.check()

    @rule(number=_index)
    def delete_or_restore_author(self, number: int) -> None:
        name = self.pick(self.authors, number)
        path = f"content/authors/{name}.md"
        if path in self.bench.files:
            self.bench.drop(path)
        else:
            self.bench.put(path, front(self.authors[name], self.bios[name]))
        self.check()

    @rule(change=chosen(SITE))
    def edit_settings(self, change: tuple[str, str | None]) -> None:
        self.change(self.site, change)
        self.bench.put("content/site.yaml", mapping(self.site))
        self.check()

    @rule(
        change=chosen(
            {
                "war": [None, "{name: War}", "{name: Conflict, slug: war, description: D.}"],
                "grain": [None, "{name: Corn, slug: grain}"],
            }
        )
    )
    def edit_tags(self, change: tuple[str, str | None]) -> None:
        self.change(self.tags, change)
        self.bench.put("content/tags.yaml", mapping(self.tags) or "{}\n")
        self.check()

    @rule(path=st.sampled_from(sorted(FILES)), size=st.sampled_from([None, 10, 20, 30]))
    def change_file(self, path: str, size: int | None) -> None:
        if size is None:
            if path in self.bench.files:
                self.bench.drop(path)
        else:
            self.bench.put(path, SVG.format(size, size))
        self.check()

    @rule()
    def restore_files(self) -> None:
        for path, text in FILES.items():
            self.bench.put(path, text)
        self.check()

    @rule(hours=st.sampled_from([1, 24, 36, 24 * 400]))
    def time_passes(self, hours: int) -> None:
        self.now = min(self.now + timedelta(hours=hours), datetime(2040, 1, 1, tzinfo=NOW.tzinfo))
        self.check()

    @rule(name=st.sampled_from(["drafts", "future"]), value=st.booleans())
    def show_more(self, name: str, value: bool) -> None:
        self.flags = {**self.flags, name: value}
        self.check()

    # ------------------------------------------------------------ designers

    @rule(change=st.sampled_from([(path, *edit) for path, edits in EDITS.items() for edit in edits]))
    def edit_theme(self, change: tuple[str, str, str]) -> None:
        path, old, new = change
        text = self.bench.files[path].decode()
        self.bench.put(path, text.replace(old, new) if new == "" or new not in text else THEME[path])
        self.check()

    # ------------------------------------------------------------ what file systems get up to

    @rule(number=_index, offset=st.integers(0, 400), back=st.sampled_from(["same", "older", "future"]))
    def change_a_byte_and_set_the_clock_back(self, number: int, offset: int, back: str) -> None:
        path = self.pick(self.articles, number)
        text = self.bodies[path] or "x"
        at = offset % len(text)
        swapped = text[:at] + text[at].swapcase() + text[at + 1 :]
        self.bodies[path] = swapped
        place = self.folder / path
        mtime = place.stat().st_mtime_ns
        self.put_article(path)
        shift = {"same": 0, "older": -(10**15), "future": 10**17}[back]
        os.utime(place, ns=(mtime + shift, mtime + shift))
        self.check()

    @rule(number=_index)
    def touch(self, number: int) -> None:
        os.utime(self.folder / self.pick(self.bench.files, number))
        self.check()

    @rule(trusting=st.booleans())
    def trust(self, trusting: bool) -> None:
        self.trusting = trusting
        self.check()

    # ------------------------------------------------------------ what happens to an output

    @rule(number=_index, harm=st.sampled_from(["delete", "change", "empty", "same size", "folder", "link", "touch"]))
    def harm_output(self, number: int, harm: str) -> None:
        found = [path for path in self.bench.tree() if not path.endswith("/") and path != NAME]
        if found:
            time.sleep(0.01)  # a clock's tick after it was published, so that a change can show
            _harm(self.bench.output, self.pick(found, number), harm)
        self.check()

    @rule(path=st.sampled_from(["own.txt", "tags/own/own.txt", "own/own.txt"]))
    def add_a_stranger(self, path: str) -> None:
        place = self.bench.output / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("mine")
        self.bench.strangers.add(path)
        self.check()
        assert place.read_text() == "mine"

    @rule()
    def delete_output(self) -> None:
        """All of it; where nothing can be published for now, or strangers would be left, the claim on it stays."""
        if self.bench.strangers or self.bench.clean(self.request()).errors:
            for path in self.bench.tree():
                if path != NAME:
                    _unlink(self.bench.output, path)
        else:
            shutil.rmtree(self.bench.output, ignore_errors=True)
        self.check()

    # ------------------------------------------------------------ what happens to Byline's memory

    @rule(
        harm=st.sampled_from(["delete", "empty", "cut", "garbage", "version", "flip", "older"]),
        number=st.integers(0, 2**16),
    )
    def harm_ledger(self, harm: str, number: int) -> None:
        _harm_ledger(self.bench.memory / "ledger.sqlite", harm, number)
        self.check()

    @rule(harm=st.sampled_from(["all", "one", "damage", "empty"]), number=_index)
    def harm_texts(self, harm: str, number: int) -> None:
        texts = self.bench.memory / "texts"
        found = sorted(path for path in texts.rglob("*") if path.is_file())
        if harm == "all":
            shutil.rmtree(texts, ignore_errors=True)
        elif found:
            place = found[number % len(found)]
            place.unlink() if harm == "one" else place.write_bytes(
                b"" if harm == "empty" else place.read_bytes() + b"x"
            )
        self.check()

    @rule()
    def lose_memory(self) -> None:
        shutil.rmtree(self.bench.memory)
        self.check()

    # ------------------------------------------------------------ death

    @rule(
        number=_index,
        changes=st.lists(chosen(VALUES), min_size=1, max_size=3),
        text=st.sampled_from(TEXTS),
        at=st.integers(1, 50),
        undone=st.booleans(),
    )
    def die_half_way(
        self, number: int, changes: list[tuple[str, str | None]], text: str, at: int, undone: bool
    ) -> None:
        path = self.pick(self.articles, number)
        keys, body = dict(self.articles[path]), self.bodies[path]
        for change in changes:
            self.change(self.articles[path], change)
        self.bodies[path] = text
        self.put_article(path)
        before, after = self.bench.tree(), self.bench.clean(self.request()).tree
        with suppress(Killed):
            self.bench.build(self.request(), Reaper(at))
        torn = [
            name
            for name, digest in self.bench.tree().items()
            if not name.startswith(".byline") and digest not in (before.get(name, ""), after.get(name, ""))
        ]
        assert not torn, torn
        if undone:
            self.articles[path], self.bodies[path] = keys, body
            self.put_article(path)
        self.check()

    @staticmethod
    def change(held: dict[str, str], change: tuple[str, str | None]) -> None:
        key, value = change
        if value is None:
            held.pop(key, None)
        else:
            held[key] = value


def _unlink(output: Path, path: str) -> None:
    """Remove a file, and the folders that this empties."""
    place = output / path
    place.unlink()
    while place.parent != output and not any(place.parent.iterdir()):
        place = place.parent
        place.rmdir()


def _harm(output: Path, path: str, harm: str) -> None:
    """Do something to a file of the output that no build did."""
    place = output / path
    if place.is_symlink() or not place.is_file():
        return
    stat = place.stat()
    data = place.read_bytes()
    match harm:
        case "delete":
            _unlink(output, path)
        case "change":
            place.write_bytes(data + b"!")
        case "empty":
            place.write_bytes(b"")
        case "same size":
            place.write_bytes(data[:-1] + b"!")
            os.utime(place, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        case "folder" if place.parent != output:
            shutil.rmtree(place.parent)
        case "link":
            place.unlink()
            place.symlink_to("/dev/null")
        case "touch":
            os.utime(place)


def _harm_ledger(place: Path, harm: str, number: int) -> None:
    if not place.is_file():
        return
    size = place.stat().st_size
    match harm:
        case "delete":
            place.unlink()
        case "empty":
            place.write_bytes(b"")
        case "cut":
            os.truncate(place, number % (size + 1))
        case "garbage":
            place.write_bytes(b"garbage" * 100)
        case "version":
            with sqlite3.connect(place) as connection:
                connection.execute("UPDATE versions SET key = 'another'")
            connection.close()
        case "flip":
            data = bytearray(place.read_bytes())
            if data:
                data[number % len(data)] ^= 0x10
            place.write_bytes(data)
        case "older":
            os.utime(place, ns=(0, 0))


# ---------------------------------------------------------------- campaigns


def campaign(sequences: int, number: int, *, phases: Sequence[Phase] = (Phase.generate,)) -> None:
    """So many sequences of ten steps, always the same ones for a number; raises at the first difference."""
    machine = seed(number)(type("Publishing", (Publishing,), {"clean": {}}))
    with compiled_once(), studied_once():
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=sequences,
                stateful_step_count=STEPS,
                database=None,
                deadline=None,
                phases=phases,
                suppress_health_check=list(HealthCheck),
                print_blob=False,
            ),
        )


@contextmanager
def compiled_once() -> Iterator[None]:
    """Jinja compiles a text that it has compiled before only once: it takes half the time of a small build."""
    real = jinja2.Environment.compile
    codes: dict[tuple[str, ...], Any] = {}

    def compiled(self: Any, source: Any, name: Any = None, filename: Any = None, *rest: Any, **more: Any) -> Any:
        if rest or more or not isinstance(source, str):
            return real(self, source, name, filename, *rest, **more)
        key = (source, str(name), str(filename), *sorted(self.filters))
        if key not in codes:
            codes[key] = real(self, source, name, filename)
        return codes[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "compile", compiled)
        yield


@contextmanager
def studied_once() -> Iterator[None]:
    """A theme that was studied before, whatever its key, is not studied again: a study is made of values alone."""
    real = study._studied
    studies: dict[bytes, Any] = {}

    def studied(theme: Any, key: str, **given: Any) -> Any:
        made_of = msgpack.encode((theme, sorted((kind, sorted(held)) for kind, held in given["offered"].items())))
        if made_of not in studies:
            studies[made_of] = real(theme, key, **given)
        return replace(studies[made_of], key=key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(study, "_studied", studied)
        patch.setattr(study, "_aside", lambda work, _meanwhile: work(None))  # a child's memory would be lost
        yield


if __name__ == "__main__":
    campaign(int(sys.argv[1]), int(sys.argv[2]), phases=[Phase[name] for name in ["generate", *sys.argv[3:]]])
