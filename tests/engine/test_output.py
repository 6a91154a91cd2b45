"""Only its own: which folders a build may write to, and which files in them are as it left them."""

import os
from pathlib import Path

import pytest

from generator.engine.digest import digest_bytes
from generator.engine.files import Hint
from generator.engine.ledger import Claim
from generator.engine.output import claim_folder, fresh
from generator.errors import Usage


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project in a home folder, with files of a life in it."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    project = tmp_path / "home/press"
    for folder in ("content/articles", "themes/own", ".byline", "output", "elsewhere/deep"):
        (project / folder).mkdir(parents=True)
    (project / "content/articles/x.md").write_text("x")
    (project / "elsewhere/thesis.docx").write_text("mine")
    (project / "a-file").write_text("mine")
    return project


def claim(project, path):
    precious = [str(project / name) for name in ("content", "themes", ".byline")]
    return claim_folder(str(project / path), project=str(project), precious=precious)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", "cannot be the output folder: a build would put its files among those of "),
        ("..", "cannot be the output folder: a build would put its files among those of "),
        ("../..", "cannot be the output folder: a build would put its files among those of "),
        (".", "cannot be the output folder: a build would put its files among those of "),
        ("content", "cannot be the output folder: .*/content is kept there"),
        ("content/", "cannot be the output folder: .*/content is kept there"),
        ("content/output", "cannot be the output folder: .*/content is kept there"),
        ("output/../content", "cannot be the output folder: .*/content is kept there"),
        ("themes", "cannot be the output folder: .*/themes is kept there"),
        (".byline/stage", r"cannot be the output folder: .*/\.byline is kept there"),
        ("elsewhere", "was not made by Byline: it holds 'deep' and 1 more; name an empty folder, or clear it"),
        ("a-file", "cannot be the output folder: it is a file"),
        ("link-to-content", "/content cannot be the output folder: .*/content is kept there"),
        ("link-to-elsewhere", "/elsewhere was not made by Byline"),
    ],
)
def test_folders_that_are_refused(project, path, told):
    (project / "link-to-content").symlink_to("content")
    (project / "link-to-elsewhere").symlink_to("elsewhere")
    before = sorted(project.rglob("*"))
    with pytest.raises(Usage, match=told) as usage:
        claim(project, path)
    assert str(Path(os.path.realpath(project / path))) in str(usage.value)
    assert sorted(project.rglob("*")) == before


@pytest.mark.parametrize("held", [[], [".gitkeep"], [".gitignore"], [".gitkeep", ".gitignore"], [".byline-stage"]])
def test_folders_that_are_taken(project, held):
    for name in held:
        (project / "output" / name).write_text("")
    output = claim(project, "output")
    assert (output.folder, output.name, output.manifest) == (str(project / "output"), "output", None)


@pytest.mark.parametrize("name", ["index.html", ".git", ".htaccess", "CNAME", ".gitkeep2", ".byline-manifest.txt"])
def test_one_file_more_is_one_too_many(project, name):
    (project / "output/.gitkeep").write_text("")
    (project / "output" / name).write_text("")
    with pytest.raises(Usage, match=f"it holds '{name}'; name an empty folder"):
        claim(project, "output")


def test_a_folder_that_is_not_there_yet(project):
    assert claim(project, "public/site").name == "public/site"
    assert claim(project, "../site").name == str(project.parent / "site")
    assert not (project / "public").exists()


def test_a_manifest_is_a_claim_on_the_folder(project):
    (project / "output/index.html").write_text("")
    (project / "output/.byline-manifest").write_text("")
    manifest = claim(project, "output").manifest
    assert (manifest.state, manifest.paths) == ("building", {})


def test_a_link_is_no_manifest(project):
    (project / "real").write_text("byline-manifest 1\n")
    (project / "output/.byline-manifest").symlink_to(project / "real")
    with pytest.raises(Usage, match=r"it holds '\.byline-manifest'"):
        claim(project, "output")


def test_a_link_to_a_folder_is_resolved_and_stays(project):
    (project / "volume").mkdir()
    (project / "public").symlink_to("volume")
    assert claim(project, "public").folder == str(project / "volume")


# ---------------------------------------------------------------- claims

PAGES = {path: path.encode() for path in ("index.html", "a/index.html", "a/b/index.html", "c/index.html", "d/x/y.html")}


@pytest.fixture
def output(project):
    for path, data in PAGES.items():
        (project / "output" / path).parent.mkdir(parents=True, exist_ok=True)
        (project / "output" / path).write_bytes(data)
    (project / "output/.byline-manifest").write_text("")
    return claim(project, "output")


@pytest.fixture
def claims(output):
    """Claims with hints."""
    found = {}
    for path, data in PAGES.items():
        stat = os.stat(f"{output.folder}/{path}")
        hint = Hint(f"{stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_size} {stat.st_ino}")
        found[path] = Claim(path, "f", digest_bytes(data), hint)
    return found


def test_what_is_as_it_was_is_not_read_again(output, claims, monkeypatch):
    monkeypatch.setattr("generator.engine.output.holds", lambda place, digest: pytest.fail(f"read {place}"))
    found = fresh(claims, output)
    assert found.claims == claims
    assert (found.renewed, found.strangers) == ((), ())


def _shift(top):
    for path in PAGES:
        os.utime(top / path, ns=(7, 7))


def _link(name):
    """Moves a file or folder of the output away and leaves a link to it in its place."""

    def move(top):
        (top / name).rename(top / "moved")
        (top / name).symlink_to(top / "moved")

    return move


def _replace(make):
    def harm(top):
        (top / "index.html").unlink()
        make(top / "index.html")

    return harm


HARM = {
    "deleted": (lambda top: (top / "a/index.html").unlink(), {"a/index.html"}, set()),
    "changed": (lambda top: (top / "a/index.html").write_bytes(b"a/index.htmL"), {"a/index.html"}, set()),
    "touched": (lambda top: os.utime(top / "a/index.html", ns=(7, 7)), set(), {"a/index.html"}),
    "all touched": (_shift, set(), set(PAGES)),
    "folder gone": (lambda top: (top / "a").rename(top / "z"), {"a/index.html", "a/b/index.html"}, set()),
    "folder linked": (_link("a"), {"a/index.html", "a/b/index.html"}, set()),
    "leaf linked": (_link("c"), {"c/index.html"}, set()),
    "deep leaf linked": (_link("d/x"), {"d/x/y.html"}, set()),
    "file linked": (_link("index.html"), {"index.html"}, set()),
    "a folder now": (_replace(Path.mkdir), {"index.html"}, set()),
    "a pipe now": (_replace(os.mkfifo), {"index.html"}, set()),
}


@pytest.mark.parametrize(("harm", "lost", "renewed"), HARM.values(), ids=HARM)
def test_claims_that_no_longer_hold(output, claims, harm, lost, renewed):
    harm(Path(output.folder))
    found = fresh(claims, output)
    assert claims.keys() - found.claims.keys() == lost
    assert {claim.path for claim in found.renewed} == renewed
    assert all(claim.digest == claims[claim.path].digest for claim in found.renewed)


def test_a_hint_taken_too_soon_is_not_trusted(output, claims):
    os.utime(f"{output.folder}/a/index.html", ns=(7, 7))
    renewed = fresh(claims, output).renewed
    assert [claim.hint for claim in renewed] == [""]


def test_no_output_no_claims(project, claims, output):
    gone = claim(project, "no/such/folder")
    assert fresh(claims, gone).claims == {}


def test_strangers_are_named(output, claims):
    top = Path(output.folder)
    for path in ("notes.txt", "mine/deep/x.txt", "d/y.txt", "index.html.bak"):
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text("mine")
    (top / ".gitkeep").write_text("")
    (top / "a/link").symlink_to("/")
    assert fresh(claims, output).strangers == ("a/link", "d/y.txt", "index.html.bak", "mine/", "notes.txt")
