"""What a user of the command line sees: exit codes, results and messages, each where it belongs."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from generator import __version__
from generator.cli import main
from generator.engine.lock import lock
from tests.press import Press

Make = Callable[[str], Press]
Capture = pytest.CaptureFixture[str]

HEAD = "---\ntitle: A title\ndate: 2024-05-17\n---\n\nA text.\n"
GOOD = f"-- content/articles/a.md --\n{HEAD}"
BAD = "-- content/articles/a.md --\n---\ntitel: A title\ndate: 2024-05-17\n---\n"
NOW = "--now=2026-01-01"

CODES = [
    # title . project . arguments . exit code . what standard error says
    ("a build", GOOD, ["build"], 0, "is finished"),
    ("a mistake", BAD, ["build"], 1, "titel is not a key known here"),
    ("a check", GOOD, ["check"], 0, "1 article checked, nothing to mend"),
    ("a check of a mistake", BAD, ["check"], 1, "1 mistake"),
    ("no command", GOOD, [], 2, "usage: byline"),
    ("an unknown command", GOOD, ["bulid"], 2, "invalid choice: 'bulid'"),
    ("an unknown option", GOOD, ["build", "--fast"], 2, "unrecognized arguments: --fast"),
    ("no such number of processes", GOOD, ["build", "--jobs", "0"], 2, "is not a number of processes"),
    ("no such instant", GOOD, ["build", "--now", "soon"], 2, "--now soon is not a date"),
    ("no such address", GOOD, ["build", "--url", "ftp://x"], 2, "--url ftp://x"),
    ("an output folder of somebody else's", GOOD, ["build", "--output", "content"], 2, "cannot be the output folder"),
    ("why an unknown page", GOOD, ["why", "/nowhere/"], 2, "/nowhere/ is no address of this site"),
    ("why a page of another site", GOOD, ["why", "https://example.com/a/"], 2, "is no address of this site"),
    ("comments of an unknown piece", GOOD, ["comments", "list", "b"], 2, "no piece has the slug 'b'"),
    ("an author that is there", f"{GOOD}-- content/authors/li.md --\nx", ["new", "author", "Li"], 2, "exists already"),
    ("an article that is there", GOOD, ["new", "article", "A"], 2, "content/articles/a.md has that address already"),
    ("an article without a letter", GOOD, ["new", "article", "?!"], 2, "no address can be made of the title '?!'"),
]


@pytest.fixture(name="inside")
def _inside(press: Make, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Press]:
    def go(text: str) -> Press:
        site = press(text)
        monkeypatch.chdir(site.folder)
        return site

    return go


@pytest.mark.parametrize(
    ("text", "arguments", "code", "said"), [case[1:] for case in CODES], ids=[case[0] for case in CODES]
)
def test_exit_codes_and_messages(
    inside: Callable[[str], Press], capsys: Capture, text: str, arguments: list[str], code: int, said: str
) -> None:
    inside(text)
    assert main(arguments) == code
    out, err = capsys.readouterr()
    assert said in err
    assert "Traceback" not in err
    assert not out


def test_a_fault_of_the_machine_is_3(
    inside: Callable[[str], Press], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside(GOOD)

    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    assert main(["build"]) == 3
    assert "No space left on device" in capsys.readouterr().err


def test_a_fault_of_byline_s_own_is_70_and_shows_a_traceback_only_when_asked(
    inside: Callable[[str], Press], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside(GOOD)
    monkeypatch.setattr("generator.cli.building.build_site", lambda *_a, **_k: 1 / 0)
    assert main(["build"]) == 70
    err = capsys.readouterr().err
    assert "a fault of Byline's own: ZeroDivisionError" in err
    assert "--debug" in err
    assert "Traceback" not in err
    with pytest.raises(ZeroDivisionError):
        main(["build", "--debug"])


def test_another_build_that_holds_the_lock_is_75(
    inside: Callable[[str], Press], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = inside(GOOD)
    monkeypatch.setattr("generator.build.start.lock", partial(lock, wait=0.05))
    with lock(str(site.folder / ".byline")):
        assert main(["build"]) == 75
    assert "another build is at work in this folder" in capsys.readouterr().err


def test_results_and_messages_go_to_different_places(inside: Callable[[str], Press], capsys: Capture) -> None:
    inside(GOOD)
    assert main(["build", "--json", NOW]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert (told["read"], told["rendered"], told["problems"]) == (1, told["pages"], [])
    assert told["reasons"] == {"are new": told["pages"]}
    assert not err


def test_a_mistake_is_data_with_json(inside: Callable[[str], Press], capsys: Capture) -> None:
    inside(BAD)
    for command in ("build", "check"):
        assert main([command, "--json"]) == 1
        told = json.loads(capsys.readouterr().out)
        (problem,) = told["problems"] if command == "build" else told
        assert (problem["path"], problem["line"], problem["column"]) == ("content/articles/a.md", 2, 1)
        assert problem["message"] == "titel is not a key known here"
        assert problem["severity"] == "error"


def test_the_summary_says_what_was_done_and_why(inside: Callable[[str], Press], capsys: Capture) -> None:
    site = inside(f"{GOOD}-- content/articles/later.md --\n---\ntitle: L\ndate: 2099-01-01\n---\n")
    main(["build", NOW])
    err = capsys.readouterr().err
    assert "read 2, rendered 13 of 13 pages (13 are new), removed 0\n" in err
    assert "scheduled: content/articles/later.md appears at 2099-01-01 00:00 UTC\n" in err
    site.edit("content/articles/a.md", "title: A title", "title: Another title")
    main(["build", NOW])
    assert "rendered 7 of 13 pages (7 show the changed title), removed 0\n" in capsys.readouterr().err
    assert main(["build", NOW, "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_the_next_change_is_printed_and_nothing_built(inside: Callable[[str], Press], capsys: Capture) -> None:
    site = inside(
        f"{GOOD}-- content/articles/later.md --\n---\ntitle: L\ndate: 2099-01-01 08:30\nexpires: 2099-02-01\n---\n"
    )
    for now, change in (
        ("2026-01-01", "2099-01-01T08:30:00Z\n"),
        ("2099-01-02", "2099-01-03T08:30:00Z\n"),  # it is news for two days
        ("2099-01-04", "2099-02-01T00:00:00Z\n"),
        ("2100-01-01", "\n"),
    ):
        assert main(["build", "--next-change", f"--now={now}"]) == 0
        assert capsys.readouterr().out == change
    assert not site.output.exists()


def test_the_project_is_found_from_below_and_by_name(
    press: Make, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site = press(GOOD)
    monkeypatch.chdir(site.folder / "content" / "articles")
    assert main(["check"]) == 0
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert "there is no content/site.yaml here or in a folder above" in capsys.readouterr().err
    assert main(["check", "--project", str(site.folder)]) == 0
    assert main(["check", "--project", str(tmp_path)]) == 2


def test_why_tells_what_a_page_is_made_from(inside: Callable[[str], Press], capsys: Capture) -> None:
    site = inside(GOOD)
    main(["build", NOW, "--quiet"])
    for url in ("/a/", "a", "https://example.org/a/", "/a/index.html"):
        assert main(["why", url]) == 0
        out = capsys.readouterr().out
        assert out.startswith("https://example.org/a/\n  file          output/a/index.html\n")
        assert "from          content/articles/a.md\n" in out
        assert "last written  because it is new\n" in out
        assert "now           up to date\n" in out
    site.edit("content/articles/a.md", "title: A title", "title: Another title")
    main(["why", "/a/"])
    told = capsys.readouterr().out
    assert "to be written, because it shows the changed title (article, page changed)" in told


def test_verify_says_that_a_clean_build_is_the_same(inside: Callable[[str], Press], capsys: Capture) -> None:
    inside(GOOD)
    assert main(["build", "--verify", NOW]) == 0
    assert "verified: a clean build is the same" in capsys.readouterr().err


def test_profile_tells_where_the_time_went(inside: Callable[[str], Press], capsys: Capture) -> None:
    inside(GOOD)
    assert main(["build", "--profile", NOW]) == 0
    err = capsys.readouterr().err
    assert all(
        f"\n{verb} " in err for verb in ("settle", "scan", "read", "catalogue", "plan", "bind", "render", "publish")
    )


def test_a_baseline_silences_what_an_archive_brought_along(inside: Callable[[str], Press], capsys: Capture) -> None:
    site = inside("-- content/articles/a.md --\n---\ntitle: A\ndate: 2024-05-17\n---\n\n[x](x.md)\n")
    assert main(["build"]) == 1
    assert main(["check", "--write-baseline"]) == 0
    assert "content/baseline.tsv now silences 1 problem\n" in capsys.readouterr().err
    assert main(["check", "--write-baseline"]) == 0, "written twice it silences the same"
    assert main(["build"]) == 0
    assert main(["check"]) == 0
    site.write("content/articles/b.md", "---\ntitle: B\ndate: 2024-05-17\n---\n\n[y](y.md)\n")
    capsys.readouterr()
    assert main(["check"]) == 1
    err = capsys.readouterr().err
    assert "there is no file or page 'y.md'" in err
    assert "x.md" not in err


def test_a_baseline_does_not_silence_structure(inside: Callable[[str], Press], capsys: Capture) -> None:
    inside("-- content/articles/a.md --\n---\ntitle: [x] y\ndate: 2024-05-17\n---\n")
    assert main(["check", "--write-baseline"]) == 1
    assert "now silences 0 problems" in capsys.readouterr().err
    assert main(["build"]) == 1


def test_check_tells_what_readers_wrote_amiss(inside: Callable[[str], Press], capsys: Capture) -> None:
    inside(
        "-- content/articles/a.md --\n---\ntitle: A\ndate: 2024-05-17\n---\n"
        "-- content/articles/a.comments.yaml --\n"
        '- {author: Ada, date: 2024-05-18, text: "A [link](javascript:x).", url: "javascript:x"}\n'
    )
    assert main(["build"]) == 0
    assert "warning" not in capsys.readouterr().err
    assert main(["check"]) == 0
    assert "warning: " in capsys.readouterr().err


def test_comments_are_listed(inside: Callable[[str], Press], capsys: Capture) -> None:
    inside(
        f"{GOOD}-- content/articles/a.comments.yaml --\n"
        "- {author: Ada, date: 2024-05-18, text: Well said, email: ada@example.org}\n"
        "- {author: Bo, date: 2024-05-19, text: Is it?, status: approved}\n"
    )
    assert main(["comments", "list"]) == 0
    out = capsys.readouterr().out
    assert out.index("Bo") < out.index("Ada")
    assert "ada@example.org" not in out
    assert main(["comments", "list", "a", "--status", "pending", "--json"]) == 0
    (only,) = json.loads(capsys.readouterr().out)
    assert (only["author"], only["status"], only["slug"], only["text"]) == ("Ada", "pending", "a", "Well said")


def test_new_begins_what_builds_as_it_is(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "site", "my-press"]) == 0
    assert main(["new", "site", "my-press"]) == 2
    assert "there is a content folder in my-press already" in capsys.readouterr().err
    monkeypatch.chdir("my-press")
    assert main(["new", "author", "Li Wei"]) == 0
    assert main(["new", "article", 'A "quoted" title: and #4']) == 0
    paths = capsys.readouterr().out.split("\n")
    assert paths[0].endswith("content/authors/li-wei.md")
    assert paths[1].endswith("a-quoted-title-and-4.md")
    assert main(["check", "--drafts", "--future"]) == 0
    written = Path(paths[1]).read_text()
    assert 'title: "A \\"quoted\\" title: and #4"' in written
    assert "author:  # one of: editor, li-wei" in written
    assert "draft: true" in written
    assert main(["new", "article", "4"]) == 0, "an address that another one only ends with is free"


def _python(*arguments: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    root = str(Path(__file__).parents[2])
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": root, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


HEAVY = ("jinja2", "markdown_it", "yaml", "babel", "msgspec", "sqlite3", "argparse", "multiprocessing", "nh3")


def test_the_version_costs_no_import(tmp_path: Path) -> None:
    code = (
        "import sys; from generator.cli import main; code = main(['--version']);"
        f"print([name for name in {HEAVY!r} if name in sys.modules]); sys.exit(code)"
    )
    ended = _python("-c", code, folder=tmp_path)
    assert (ended.returncode, ended.stdout) == (0, f"byline {__version__}\n[]\n")


def test_a_reader_who_goes_away_is_no_fault(press: Make) -> None:
    site = press(GOOD)
    root = str(Path(__file__).parents[2])
    command = f"{sys.executable} -m generator build --json | head -c 1"
    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        cwd=site.folder,
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in ended.stderr
    assert "BrokenPipe" not in ended.stderr
