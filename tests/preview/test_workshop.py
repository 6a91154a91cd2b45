"""After every edit the preview's pages are those of a clean build, whether it was quick or looked at everything."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.preview.edition import Edition
from generator.preview.workshop import Workshop
from tests.press import NOW, Press

WORDS = ["ports", "seas", "grain", "treaty", "tolls", "river", "call", "aims", "vote", "count"]
TITLES = ["One", "Two & more", "*Three*", "Four", "Fünf", "六"]

SITE = """\
-- content/site.yaml --
title: Press
url: https://example.org/press/
language: en
timezone: UTC
theme: plain
per_page: 3
publisher: {email: desk@example.org}
menu: [pages/about.md]
checks: {broken-link: warning, broken-anchor: warning}
-- content/authors/li.md --
---
name: Li
---

See [[p3]] and [text](article:p4).
-- content/authors/ng.md --
---
name: Ng
---
-- content/pages/about.md --
---
title: About
---

We wrote [[p1]] and [that](../articles/p2.md#a-heading).
"""

Step = Callable[["Scribbler"], set[str] | None]
"""Does something to the project; the files that events would name, or None where they would name anything."""


class Scribbler:
    """Edits a publication by chance; in every other one, texts tell the titles of others."""

    def __init__(self, press: Press, seed: int) -> None:
        self.press = press
        self.random = random.Random(seed)
        self.count = 0
        self.is_linked = seed % 2 == 0
        if not self.is_linked:
            press.write("content/authors/li.md", "---\nname: Li\n---\n")
            press.edit("content/pages/about.md", "[[p1]]", "it")
        for number in range(9):
            press.write(f"content/articles/p{number}.md", self.piece(number))

    def piece(self, number: int, *, body: str = "") -> str:
        """A whole file."""
        chance = self.random
        lines = [
            f"title: '{chance.choice(TITLES)} {number}'",
            f"date: 202{number % 4}-0{1 + number % 8}-01",
            f"author: {chance.choice(['li', 'ng', '[li, ng]', '{name: Guest}'])}",
            f"tags: [{', '.join(chance.sample(WORDS, chance.randint(0, 3)))}]",
            *(["series: {name: S, part: 1}"] if chance.random() < 0.3 else []),
            *([f"related: [p{(number + 2) % 9}]"] if chance.random() < 0.2 else []),
            *([f"supersedes: p{(number + 1) % 9}"] if chance.random() < 0.2 else []),
            *([f"aliases: [/old-{number}/]"] if chance.random() < 0.3 else []),
            *(["draft: true"] if chance.random() < 0.1 else []),
            *([f"lang: zh\ntranslation_of: p{(number + 3) % 9}"] if chance.random() < 0.15 else []),
        ]
        return "---\n" + "\n".join(lines) + f"\n---\n\n{body or self.body()}\n"

    def body(self) -> str:
        """A text."""
        chance = self.random
        parts = [" ".join(chance.choices(WORDS, k=chance.randint(3, 400))) + "." for _ in range(chance.randint(1, 3))]
        if chance.random() < 0.4:
            parts.insert(0, "## A heading")
        if self.is_linked and chance.random() < 0.4:
            parts.append(f"See [[p{chance.randint(0, 8)}]] and [it](p{chance.randint(0, 8)}.md#a-heading).")
        return "\n\n".join(parts)

    def some(self) -> str:
        """The path of an article."""
        found = sorted(self.press.folder.glob("content/articles/*.md"))
        return self.random.choice(found).relative_to(self.press.folder).as_posix()

    def text(self, path: str) -> str:
        """A file's text."""
        return (self.press.folder / path).read_text(encoding="utf-8")


def edit_body(at: Scribbler) -> set[str]:
    """A sentence more."""
    path = at.some()
    at.press.write(path, f"{at.text(path)}\n{' '.join(at.random.choices(WORDS, k=at.random.randint(1, 300)))}.\n")
    return {path}


def edit_title(at: Scribbler) -> set[str]:
    """A word more in the title."""
    path = at.some()
    lines = at.text(path).split("\n")
    at.count += 1
    place = next(number for number, line in enumerate(lines) if line.startswith("title: "))
    lines[place] = f"title: '{at.random.choice(TITLES)}, {at.count}'"
    at.press.write(path, "\n".join(lines))
    return {path}


def edit_two(at: Scribbler) -> set[str]:
    """Two files at once."""
    return edit_title(at) | edit_body(at)


def add_summary(at: Scribbler) -> set[str]:
    """A standfirst, and what only the own page tells."""
    path = at.some()
    at.count += 1
    keys = f"summary: 'Told {at.count}.'\ncorrections: [{{date: 2024-01-01, text: 'N {at.count}'}}]\n"
    text = at.text(path)
    if "summary:" not in text:
        at.press.write(path, text.replace("---\n", f"---\n{keys}", 1))
    return {path}


def rewrite(at: Scribbler) -> set[str]:
    """Anything may be another."""
    path = at.some()
    at.press.write(path, at.piece(int(path.removesuffix(".md")[-1])))
    return {path}


def touch_only(at: Scribbler) -> set[str]:
    """Saved without a change."""
    path = at.some()
    at.press.write(path, at.text(path))
    return {path}


def remove_and_add(at: Scribbler) -> None:
    """One goes, and another comes back."""
    found = sorted(at.press.folder.glob("content/articles/*.md"))
    if len(found) > 6:
        at.random.choice(found).unlink()
    number = at.random.randint(0, 8)
    at.press.write(f"content/articles/p{number}.md", at.piece(number))


def edit_author(at: Scribbler) -> set[str]:
    """An author's own file."""
    at.count += 1
    at.press.write("content/authors/ng.md", f"---\nname: Ng {at.count}\n---\n")
    return {"content/authors/ng.md"}


def edit_settings(at: Scribbler) -> None:
    """The settings."""
    at.count += 1
    text = at.text("content/site.yaml").split("\n")
    text[0] = f"title: Press {at.count}"
    at.press.write("content/site.yaml", "\n".join(text))


def edit_template(at: Scribbler) -> None:
    """The template of articles, which may then show how long they are, or the newest."""
    path = "themes/plain/templates/article.html"
    shown = at.random.choice(["{{ article.words }}", "{{ latest[0].title }}", "{{ newer.words if newer }}", "x"])
    text = at.text(path).split("<!--")[0]
    at.press.write(path, text.replace("{% endblock %}", "<!--" + shown + "{% endblock %}") if "<!--" in text else text)


STEPS: list[Step] = [
    *[edit_body] * 5,
    *[edit_title] * 5,
    edit_two,
    *[add_summary] * 2,
    *[rewrite] * 2,
    touch_only,
    remove_and_add,
    edit_author,
    edit_settings,
    edit_template,
]


def served(edition: Edition, workshop: Workshop) -> dict[str, bytes]:
    """What a browser would get, by path."""
    return {path: workshop.prints.get(leaf) for path, leaf in edition.leaves.items()}


def clean(press: Press, folder: Path) -> dict[str, bytes]:
    """What a clean build makes, by path."""
    other = Press(press.folder)
    other.output = folder / "clean"
    report = other.build(clean=True)
    assert not [problem for problem in report.problems if problem.severity == "error"], report.problems
    files = other.files()
    return {path: data for path, data in files.items() if path != ".byline-manifest"}


@pytest.mark.parametrize("seed", range(6))
def test_every_edition_is_what_a_clean_build_makes(press: Callable[[str], Press], tmp_path: Path, seed: int) -> None:
    scribbled(press(SITE), tmp_path, seed, steps=8)


@pytest.mark.soak
def test_every_edition_is_what_a_clean_build_makes_for_long(press: Callable[[str], Press], tmp_path: Path) -> None:
    for seed in range(1000, 1300):
        scribbled(press(SITE), tmp_path, seed, steps=25)


def opened(site: Press) -> Workshop:
    """A workshop of a project."""
    request = replace(site.request(), memory=f"{site.folder}/.byline/preview")
    return Workshop(request, clock=lambda: NOW, progress=lambda *_: None)


def scribbled(site: Press, folder: Path, seed: int, *, steps: int) -> None:
    """Edit by chance and compare after each step."""
    scribbler = Scribbler(site, seed)
    workshop = opened(site)
    try:
        made = workshop.make()
        for number in range(steps):
            step = scribbler.random.choice(STEPS)
            named = step(scribbler)
            made = workshop.make(named=named)
            assert made.edition, made.problems
            assert not [problem for problem in made.problems if problem.severity == "error"], made.problems
            told = f"seed {seed}, step {number}: {step.__name__}"  # type: ignore[attr-defined]
            assert served(made.edition, workshop) == clean(site, folder), told
    finally:
        workshop.close()


def test_edits_of_bodies_and_titles_are_quick(press: Callable[[str], Press], tmp_path: Path) -> None:
    site = press(SITE)
    scribbler = Scribbler(site, 1)
    workshop = opened(site)
    try:
        workshop.make()
        for step in (edit_body, edit_title, edit_body, add_summary, edit_two):
            last = workshop.last.edition
            made = workshop.make(named=step(scribbler))
            assert workshop._unchecked, step.__name__
            assert made.edition is not last
            assert made.edition
            assert served(made.edition, workshop) == clean(site, tmp_path), step.__name__
            assert made.rendered < made.pages * 0.7
    finally:
        workshop.close()


def test_pages_that_nobody_can_ask_for_do_not_pile_up(press: Callable[[str], Press], tmp_path: Path) -> None:
    site = press(SITE)
    scribbler = Scribbler(site, 1)
    sizes = []
    for _ in range(4):
        workshop = opened(site)
        workshop.make()
        for _ in range(3):
            edit_settings(scribbler)
            made = workshop.make()
        assert made.edition
        assert served(made.edition, workshop) == clean(site, tmp_path)
        workshop.close()
        packs = (site.folder / ".byline/preview/prints/pages").iterdir()
        sizes.append(sum(pack.stat().st_size for pack in packs))

    assert sizes[-1] < 2 * sizes[0]


@pytest.mark.parametrize("path", ["content/articles/p2.md", "content/pages/about.md", "content/authors/li.md"])
def test_a_title_that_another_text_tells_is_current_there(
    press: Callable[[str], Press], tmp_path: Path, path: str
) -> None:
    site = press(SITE)
    scribbler = Scribbler(site, 1)
    title, article = "title: Told", "content/articles/p1.md"
    site.write(article, f"---\n{title}\ndate: 2024-01-01\nauthor: li\n---\nText.\n")
    site.write(path, scribbler.text(path) + "\nSee [[p1]].\n")
    workshop = opened(site)
    try:
        workshop.make()
        site.edit(article, title, "title: Told anew")
        made = workshop.make(named={article})
        assert made.edition
        assert served(made.edition, workshop) == clean(site, tmp_path)
    finally:
        workshop.close()
