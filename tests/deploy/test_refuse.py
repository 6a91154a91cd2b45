"""What is never sent, and what is not sent without reading the plan first."""

import json
from collections.abc import Callable

import pytest

from generator.cli import main
from generator.deploy.host import There
from generator.deploy.plan import Plan
from generator.deploy.refuse import against_target
from generator.engine.manifest import NAME, Manifest
from tests.deploy.conftest import HEAD, Desk
from tests.deploy.targets import SOME_KINDS, write

Make = Callable[[str], Desk]
Capture = pytest.CaptureFixture[str]


def interrupted(desk: Desk) -> None:
    text = (desk.press.output / NAME).read_text()
    (desk.press.output / NAME).write_text(text.replace("state: finished", "state: building"))


def edited(desk: Desk) -> None:
    desk.press.edit("content/articles/one.md", "The first", "The very first")


def removed(desk: Desk) -> None:
    (desk.press.folder / "content/articles/two.md").unlink()
    desk.press.edit("content/articles/one.md", " and [[two]]", "")


def mistaken(desk: Desk) -> None:
    desk.press.edit("content/articles/one.md", "title:", "titel:")


def due(desk: Desk) -> None:
    """A scheduled piece whose instant has come since the build."""
    desk.press.write("content/articles/later.md", HEAD.format("Later", "2025-12-31 23:59", "Now."))
    assert main(["build", "--quiet", "--now=2025-12-31"]) == 0


def retouched(desk: Desk) -> None:
    (desk.press.output / "index.html").write_text("by hand")


OUTPUT = [
    # title . what was done . what is said . hint
    ("unfinished", interrupted, "the last build was not finished", "run byline build"),
    ("with drafts", lambda desk: desk.build("--drafts"), "built with drafts", "without --drafts"),
    ("with the future", lambda desk: desk.build("--future"), "built with scheduled pieces", "without --future"),
    (
        "for another address",
        lambda desk: desk.build("--url=https://example.net/"),
        "built for https://example.net/",
        "--url",
    ),
    ("older than a text", edited, "older than the content: a build would change", "run byline build"),
    ("older than a deletion", removed, "older than the content", "run byline build"),
    ("older than the clock", due, "older than the content", "run byline build"),
    ("older than the settings", lambda desk: desk.settings("description: New.\n"), "older than the content", ""),
    ("older than a mistake", mistaken, "titel is not a key known here", ""),
    ("changed by hand", retouched, "older than the content: a build would change index.html", "run byline build"),
]


@pytest.mark.parametrize(("done", "said", "hint"), [row[1:] for row in OUTPUT], ids=[row[0] for row in OUTPUT])
def test_an_output_that_is_not_to_be_sent(
    desk_of: Make, capsys: Capture, done: Callable[[Desk], None], said: str, hint: str
) -> None:
    desk = desk_of("folder in place")
    done(desk)
    for options in ((), ("--yes",), ("--plan",)):
        assert desk.deploy(*options) == 1
        err = capsys.readouterr().err
        assert said in err
        assert hint in err
    assert desk.place.read() == {}


def test_no_output_is_not_sent(desk_of: Make, capsys: Capture) -> None:
    desk = desk_of("folder in place")
    for path in sorted(desk.press.output.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert desk.deploy("--yes") == 1
    assert "there is no site here" in capsys.readouterr().err


def test_deploy_builds_nothing(desk_of: Make) -> None:
    desk = desk_of("folder in place")
    before = {path: (desk.press.output / path).stat().st_mtime_ns for path in desk.output()}
    assert desk.deploy() == 0
    assert {path: (desk.press.output / path).stat().st_mtime_ns for path in desk.output()} == before


@pytest.mark.parametrize("kind", ["folder in place", "s3", "git"])
def test_another_site_is_never_overwritten(desk_of: Make, capsys: Capture, kind: str) -> None:
    desk = desk_of(kind)
    other = b"byline-manifest 1\nsite: https://other.example/\nstate: finished\ndrafts: no\nfuture: no\npaths: 0\n\n\n"
    desk.place.put(NAME, other)
    assert desk.deploy("--yes") == 1
    assert "holds another site, https://other.example/" in capsys.readouterr().err
    assert desk.place.read() == {NAME: other}


@pytest.mark.parametrize("kind", SOME_KINDS)
def test_what_stands_in_the_way_is_named_and_left(desk_of: Make, capsys: Capture, kind: str) -> None:
    desk = desk_of(kind)
    if kind in ("folder", "rsync"):
        assert desk.deploy() == 0
        desk.edit()
    desk.place.put("four/index.html" if kind in ("folder", "rsync") else "one/index.html", b"mine")
    before = desk.place.read()
    assert desk.deploy("--yes") == 1
    assert "has files that Byline did not put there, where files of the site must go" in capsys.readouterr().err
    assert desk.place.read() == before


@pytest.mark.parametrize("kind", SOME_KINDS)
def test_somebody_elses_deploy_is_not_overwritten_unread(
    desk_of: Make, capsys: Capture, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(kind)
    assert desk.deploy() == 0
    mine = desk.press.folder / ".byline/deploy"
    mine.rename(desk.press.folder / "kept")
    edited(desk)
    desk.build()
    assert desk.deploy() == 0, "a clone without a memory may go on with a target of the same site"
    for path in sorted(mine.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    mine.rmdir()
    (desk.press.folder / "kept").rename(mine)
    desk.press.edit("content/articles/one.md", "The very first", "The third first")
    desk.build()
    before = desk.place.read()
    capsys.readouterr()
    assert desk.deploy() == 1
    assert "somebody else deployed to" in capsys.readouterr().err
    assert desk.place.read() == before
    assert desk.deploy("--plan", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["refused"][0]["message"].startswith("somebody else deployed")
    assert told["pieces"]["article"] == {"changed": 1, "new": 0, "gone": 0}
    assert desk.deploy("--yes") == 0
    assert desk.deploy() == 0


def planned(gone: int, of: int) -> Plan:
    before = {f"{number}.html": "1" * 32 for number in range(of)}
    paths = tuple(sorted(before))[:gone]
    return Plan(new=(), changed=(), gone=paths, in_the_way=(), obstacles=(), before=before)


@pytest.mark.parametrize(
    ("gone", "of", "refused"),
    [(0, 0, False), (20, 100, False), (21, 100, True), (100, 1000, False), (101, 1000, True), (1, 4, True)],
)
def test_many_deletions_want_a_reader(gone: int, of: int, refused: bool) -> None:
    there = There("1", Manifest(site="s", state="finished", drafts=False, future=False, paths={}))
    found = list(against_target(planned(gone, of), there, site="s", seen=("1",), place="there", name="live"))
    assert [refusal.message for refusal in found] == (
        [f"{gone:,} of {of:,} files would be deleted from there"] if refused else []
    )
    assert all(refusal.may_be_overruled for refusal in found)


def test_many_deletions_go_on_after_yes(desk_of: Make, capsys: Capture) -> None:
    desk = desk_of("folder in place")
    assert desk.deploy() == 0
    for name in ("two", "three"):
        (desk.press.folder / f"content/articles/{name}.md").unlink()
    (desk.press.folder / "content/pages/about.md").unlink()
    desk.press.write("content/articles/one.md", "---\ntitle: One\ndate: 2024-01-01\n---\n\nAlone.\n")
    desk.build()
    before = desk.place.read()
    assert desk.deploy() == 1
    assert "files would be deleted from" in capsys.readouterr().err
    assert desk.place.read() == before
    assert desk.deploy("--yes") == 0
    assert desk.place.read() == desk.output()


def test_a_site_that_moved_is_known_by_who_deployed_it(desk_of: Make, capsys: Capture) -> None:
    desk = desk_of("folder in place")
    assert desk.deploy() == 0
    desk.settings()
    text = (desk.press.folder / "content/site.yaml").read_text()
    desk.press.write("content/site.yaml", text.replace("https://example.org/", "https://example.net/"))
    desk.build()
    assert desk.deploy() == 1
    assert "holds another site, https://example.org/" in capsys.readouterr().err
    assert desk.deploy("--yes") == 0
    assert desk.place.read() == desk.output()


PLACES = [
    # title . target . exit code . what is said
    ("the project", "{kind: folder, path: .}", 2, "is kept there"),
    ("above the project", "{kind: folder, path: ..}", 2, "is kept there"),
    ("the output", "{kind: folder, path: output}", 2, "is kept there"),
    ("in the content", "{kind: folder, path: content/www}", 2, "is kept there"),
    ("a branch of nowhere", "{kind: git, remote: nowhere}", 3, "no Git remote named nowhere"),
    ("a password", '{kind: git, remote: "https://me:hunter22@example.org/x.git"}', 1, "holds a password"),
    ("an option", "{kind: rsync, host: -oProxyCommand=x, path: /srv}", 1, "begins with a hyphen"),
    ("an unknown encoding", "{kind: folder, path: ../www, compress: zip}", 1, "compress is 'zip', which is not known"),
]


@pytest.mark.parametrize(("target", "code", "said"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_places_that_are_no_target(desk_of: Make, capsys: Capture, target: str, code: int, said: str) -> None:
    desk = desk_of("folder in place")
    desk.settings(target=target)
    if code != 1:
        desk.build()
    assert desk.deploy() == code
    assert said in capsys.readouterr().err


def test_a_file_is_no_folder(desk_of: Make, capsys: Capture) -> None:
    desk = desk_of("folder in place")
    write(desk.press.folder.parent / "www", b"mine")
    desk.settings(target="{kind: folder, path: ../www}")
    desk.build()
    assert desk.deploy() == 2
    assert "it is a file" in capsys.readouterr().err


def test_targets_are_named(desk_of: Make, capsys: Capture) -> None:
    desk = desk_of("folder in place")
    assert desk.deploy("spare") == 2
    assert "deploy has no target 'spare'; it has live" in capsys.readouterr().err
    desk.press.write(
        "content/site.yaml", "title: Press\nurl: https://example.org/\nlanguage: en\ntimezone: UTC\ntheme: plain\n"
    )
    desk.build()
    assert desk.deploy() == 2
    assert "names no target" in capsys.readouterr().err
