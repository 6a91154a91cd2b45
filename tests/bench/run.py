"""The benchmark: Byline beside the real Hugo on the same texts, in alternating runs; a table in Markdown.

python -m tests.bench.run [--sizes 1000 10000] [--corpora plain mixed] [--themes like broadsheet] [--runs 5]
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from tests.bench import corpus, rivals
from tests.bench.measure import Cost, run

ROOT = Path(__file__).parents[2]
RESULT = ROOT / "docs" / "bench.md"
HOME = ROOT / ".bench"
"""Where rivals and corpora lie."""

BYLINE = [sys.executable, "-m", "generator", "build", "--quiet", "--jobs", str(os.cpu_count() or 2)]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
    "PYTHONPATH": str(ROOT)
}
"""Byline's modules are compiled once, as they are on every machine where it was installed."""


MANY = 20_000
"""Articles above which Hugo is not run, for it would need tens of gigabytes, and one run of one field has to do."""

Row = tuple[str, list[Cost], list[Cost]]
"""What was done, Byline's runs, Hugo's runs beside them."""


class Field:
    """One corpus of one size as both generators have it, and Byline under one theme."""

    def __init__(self, name: str, size: int, theme: str, folder: Path) -> None:
        self.name, self.size, self.theme = name, size, theme
        self.byline, self.hugo = folder / "byline", folder / "hugo"
        mixed = name == "mixed"
        corpus.write("byline", size, self.byline, mixed=mixed)
        corpus.write("hugo", size, self.hugo, mixed=mixed)
        if theme == "like":
            shutil.copytree(Path(__file__).parent / "like", self.byline / "themes" / "like")
        with open(self.byline / "content/site.yaml", "a", encoding="utf-8") as settings:
            settings.write(f"theme: {theme}\n")
        self._trash = folder / "trash"
        self._trash.mkdir()
        self.article = self.byline / "content/articles" / f"article-{size // 2:06d}.md"

    def clean(self) -> Cost:
        """Byline with an empty cache and no output."""
        self._put_away(self.byline / "output", self.byline / ".byline")
        return run(BYLINE, self.byline, environment=ENVIRONMENT)

    def again(self) -> Cost:
        """Byline when nothing has changed."""
        return run(BYLINE, self.byline, environment=ENVIRONMENT)

    def body_edited(self, number: int) -> Cost:
        """Byline after a sentence more in one text."""
        text = self.article.read_text(encoding="utf-8")
        self.article.write_text(f"{text.rstrip()}\n\nA word more, {number}.\n", encoding="utf-8")
        return self.again()

    def title_edited(self, number: int) -> Cost:
        """Byline after a word more in one title."""
        lines = self.article.read_text(encoding="utf-8").split("\n")
        lines[1] = f'title: "A changed title, for the time {number}"'
        self.article.write_text("\n".join(lines), encoding="utf-8")
        return self.again()

    def rival(self, hugo: Path) -> Cost:
        """Hugo, which always builds everything."""
        self._put_away(self.hugo / "public", self.hugo / "resources")
        return run([str(hugo), "--quiet", "--noBuildLock"], self.hugo)

    def _put_away(self, *folders: Path) -> None:
        """Out of the way, and not deleted: ext4 is slow to make files for a minute after many were deleted."""
        for folder in folders:
            if folder.exists():
                folder.rename(self._trash / f"{len(list(self._trash.iterdir()))}")


def measure(field: Field, hugo: Path | None, runs: int) -> list[Row]:
    """All rows of one field; clean builds alternate with Hugo's."""
    clean, rival = [], []
    for _ in range(runs):
        if hugo:
            rival.append(field.rival(hugo))
        clean.append(field.clean())
    return [("clean build", clean, rival), *edits(field, rival, runs)]


def edits(field: Field, rival: list[Cost], runs: int) -> list[Row]:
    """The rows of a field that was built."""
    field.again()  # the files' hints are old enough from here on
    steps: list[tuple[str, Callable[[int], Cost]]] = [
        ("nothing changed", lambda _number: field.again()),
        ("one body edited", field.body_edited),
        ("one title edited", field.title_edited),
    ]
    return [(name, [step(number) for number in range(runs)], rival) for name, step in steps]


def floors(field: Field, folder: Path, runs: int) -> list[tuple[str, list[Cost]]]:
    """The floors under a clean build."""
    here = [sys.executable, "-m", "tests.bench.floors"]
    writing = []
    for number in range(runs):
        target = folder / f"written-{number}"
        writing.append(run([*here, "write", str(field.byline / "output"), str(target)], ROOT, environment=ENVIRONMENT))
        shutil.rmtree(target)
    parsing = [
        run([*here, "parse", str(field.byline / "content/articles")], ROOT, environment=ENVIRONMENT)
        for _ in range(runs)
    ]
    return [("floor: writing the same files", writing), ("floor: a bare parse, markdown-it-py as it comes", parsing)]


def table(field: Field, rows: list[Row], under: list[tuple[str, list[Cost]]]) -> list[str]:
    """The rows as Markdown, with medians and ratios pair by pair."""
    lines = [
        f"### {field.size:,} articles, corpus `{field.name}`, theme `{field.theme}`",
        "",
        "| | Byline, s | processor, s | memory, MB | Hugo, s | memory, MB | ratio of time | ratio of memory |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, ours, theirs in rows:
        line = f"| {name} | {_wall(ours):.2f} | {_processor(ours):.2f} | {_memory(ours):.0f} |"
        if theirs:
            ratio = median(a.wall / b.wall for a, b in zip(ours, theirs, strict=True))
            memory = _memory(ours) / _memory(theirs)
            line += f" {_wall(theirs):.2f} | {_memory(theirs):.0f} | **{ratio:.3f}** | {memory:.3f} |"
        else:
            line += " – | – | – | – |"
        lines.append(line)
    for name, costs in under:
        lines.append(f"| {name} | {_wall(costs):.2f} | {_processor(costs):.2f} | {_memory(costs):.0f} | | | | |")
    return [*lines, ""]


def _wall(costs: list[Cost]) -> float:
    return median(cost.wall for cost in costs)


def _processor(costs: list[Cost]) -> float:
    return median(cost.processor for cost in costs)


def _memory(costs: list[Cost]) -> float:
    return median(cost.memory for cost in costs) / 1e6


def main() -> None:
    """Measure what was asked for, print the table and keep it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--corpora", nargs="+", choices=["plain", "mixed"], default=["plain", "mixed"])
    parser.add_argument("--themes", nargs="+", choices=["like", "broadsheet"], default=["like", "broadsheet"])
    parser.add_argument("--rivals", nargs="*", choices=["hugo"], default=["hugo"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--preview", action="store_true", help="the preview as well, in a real Chromium")
    parser.add_argument("--dry", action="store_true", help="print the table, and keep nothing")
    given = parser.parse_args()
    hugo = rivals.hugo(HOME) if "hugo" in given.rivals else None
    lines = [
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with `{' '.join(['make bench', *_words(given)])}`: Python "
        f"{platform.python_version()}, {os.cpu_count()} cores, {given.runs} alternating runs, medians; the ratio "
        "is the median of the pairs. Hugo builds everything each time. Memory is the proportional set size of all "
        "processes.",
        "",
    ]
    for size in given.sizes:
        few = size <= MANY
        for name in given.corpora if few else given.corpora[:1]:
            for theme in given.themes if few else given.themes[:1]:
                with tempfile.TemporaryDirectory(dir=_made(HOME)) as folder:
                    part = (
                        _field(name, size, theme, Path(folder), hugo, given.runs)
                        if few
                        else _large(name, size, theme, Path(folder))
                    )
                    print("\n".join(part), flush=True)
                    lines += part
                    _keep(lines, given)
    for size in [size for size in given.sizes if size <= MANY] if given.preview else ():
        from tests.bench import preview

        part = preview.rows(size, themes=given.themes, binary=hugo if size <= MANY else None, edits=30)
        print("\n".join(part), flush=True)
        lines += part
    _keep(lines, given)


def _keep(lines: Sequence[str], given: argparse.Namespace) -> None:
    """Write the result so far: a long measurement that is stopped has not been in vain."""
    if not given.dry:
        _made(RESULT.parent)
        RESULT.write_text("# Benchmark\n\n" + "\n".join(lines), encoding="utf-8")


def _field(name: str, size: int, theme: str, folder: Path, hugo: Path | None, runs: int) -> list[str]:
    """One field beside Hugo, with the floors under it."""
    field = Field(name, size, theme, folder)
    rows = measure(field, hugo, runs)
    return table(field, rows, floors(field, folder, min(runs, 2)) if theme == "like" else [])


def _large(name: str, size: int, theme: str, folder: Path) -> list[str]:
    """One field that is too large for Hugo, between two clean builds of a tenth of it."""
    small, large = (Field(name, count, theme, _made(folder / f"{count}")) for count in (size // 10, size))
    before, clean, after = small.clean(), large.clean(), small.clean()
    tenth = (before.wall + after.wall) / 2
    return [
        *table(large, [("clean build", [clean], []), *edits(large, [], 1)], []),
        f"The clean build took {clean.wall / tenth:.1f} times as long as one of {size // 10:,} articles, "
        f"{before.wall:.2f} s just before it and {after.wall:.2f} s just after it "
        f"({before.processor:.1f} and {after.processor:.1f} s of processor).",
        "",
    ]


def _words(given: argparse.Namespace) -> list[str]:
    return [
        f"SIZES='{' '.join(map(str, given.sizes))}'",
        f"RUNS={given.runs}",
        *(["BENCH=--preview"] if given.preview else []),
    ]


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    main()
