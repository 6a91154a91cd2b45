"""A small publication in one string, on disk; what a build of it reads, renders and says."""

import re
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

from generator.build.request import MEMORY, Request
from generator.build.start import build
from generator.engine.files import Files
from generator.model import Report
from generator.site.moment import Moment

NOW = datetime(2026, 1, 1, tzinfo=UTC)

LATER = 10_000_000_000
"""Nanoseconds: how long ago a test's files seem to have been written, so that their hints are trusted."""

SITE = "title: Press\nurl: https://example.org/\nlanguage: en\ntimezone: UTC\ntheme: plain\n"
"""The least settings there can be, with a theme of a page's length whose templates tell what each page shows."""

THEME = Path(__file__).parent / "plain"

_HEAD = re.compile(r"^-- (\S.*) --\n", re.MULTILINE)


class Press:
    """A project in a folder of a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"

    @classmethod
    def of(cls, text: str, folder: Path) -> "Press":
        """Write the files of a string, and the theme `plain`, which the site has unless a site.yaml says otherwise."""
        press = cls(folder)
        parts = _HEAD.split(text)
        files = dict(zip(parts[1::2], parts[2::2], strict=True))
        for path, content in {"content/site.yaml": SITE, **files}.items():
            press.write(path, content)
        shutil.copytree(THEME, folder / "themes" / "plain", dirs_exist_ok=True)
        return press

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file of the project."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text in a file that has it."""
        text = (self.folder / path).read_text(encoding="utf-8")
        assert old in text, f"{path} has no {old!r}"
        self.write(path, text.replace(old, new))

    def request(self, *, now: datetime = NOW, drafts: bool = False, future: bool = False, cores: int = 1) -> Request:
        """What `byline build` asks for."""
        return Request(
            project=str(self.folder),
            moment=Moment(now=now, drafts=drafts, future=future),
            output=str(self.output),
            memory=str(self.folder / MEMORY),
            scanned=time.time_ns() + LATER,
            cores=cores,
        )

    def build(
        self, *, now: datetime = NOW, drafts: bool = False, future: bool = False, clean: bool = False, cores: int = 1
    ) -> Report:
        """Build, whatever comes of it."""
        asked = self.request(now=now, drafts=drafts, future=future, cores=cores)
        return build(asked, clean=clean, progress=lambda _verb, _done, _total: None, files=Files())

    def built(self, **options: bool) -> Report:
        """Build, and fail unless the site is finished without an error."""
        report = self.build(**options)  # type: ignore[arg-type]
        errors = [problem for problem in report.problems if problem.severity == "error"]
        assert not errors, errors
        return report

    def page(self, path: str) -> str:
        """The text of a file of the output: `the-call/` is `the-call/index.html`."""
        place = self.output / path
        return (place / "index.html" if place.is_dir() or path.endswith("/") else place).read_text(encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """Every file of the output, by path."""
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in sorted(self.output.rglob("*"))
            if path.is_file()
        }
