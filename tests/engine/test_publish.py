"""Nobody who is killed, or runs out of disk, leaves a page torn, a stale page claimed, or a stranger's file harmed."""

import errno
import itertools
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from generator.engine.files import Files
from generator.engine.ledger import Ledger
from generator.errors import Fault, Stop

BEFORE = {
    "index.html": b"<p>home, one",
    "a/index.html": b"<p>a, one",
    "a/feed.xml": b"<feed>one",
    "b/index.html": b"<p>b",
    "b/c/index.html": b"<p>c",
    "old": b"a file that becomes a folder",
    "new/index.html": b"a folder that becomes a file",
    "new/deep/er/index.html": b"deep in it",
    "static/s.1.css": b"body{}",
    "feed.xml": b"<feed>one",
}
AFTER = {
    "index.html": b"<p>home, two",
    "a/index.html": b"<p>a, two",
    "a/feed.xml": b"<feed>two",
    "a/port.jpg": b"picture",
    "b/index.html": b"<p>b",
    "d/index.html": b"<p>d",
    "d/e/index.html": b"<p>e",
    "old/index.html": b"<p>old",
    "new": b"new",
    "static/s.2.css": b"body{a:b}",
    "feed.xml": b"<feed>two",
    "Über uns/index.html": "<p>Ünïcode".encode(),
}


def test_a_build_makes_replaces_and_removes_what_it_should(press):
    assert set(press.build(BEFORE).placed) == set(BEFORE)
    assert press.tree() == BEFORE
    published = press.build(AFTER)
    assert press.tree() == AFTER
    assert set(published.placed) == {path for path, data in AFTER.items() if BEFORE.get(path) != data}
    assert set(published.removed) == BEFORE.keys() - AFTER.keys()
    assert press.folders() == {"a", "b", "d", "d/e", "old", "static", "Über uns"}
    assert [line.partition("  ")[2] for line in press.manifest().split("\n\n")[1].splitlines()] == sorted(AFTER)
    assert "\nstate: finished\n" in press.manifest()


def test_an_output_that_is_not_there_yet_comes_at_one_stroke(press, rig):
    hand = rig()
    published = press.build(BEFORE, hand)
    renamed = [path for verb, path in hand.done if verb == "rename"]
    assert renamed == [str(press.output), f"{press.output}/.byline-manifest"]
    assert set(published.placed) == set(BEFORE)
    assert press.claims().keys() == BEFORE.keys()


def test_killed_at_any_point_a_first_output_is_whole_or_not_there(make_press, in_child, rig, dies):
    hand = rig()
    make_press("whole").build(BEFORE, hand)
    seen = set()
    for at in range(1, len(hand.done) + 1):
        press = make_press(str(at))
        assert in_child(lambda press=press, at=at: press.build(BEFORE, rig(at, dies))) == -9
        assert not press.output.exists() or press.tree() == BEFORE
        seen.add(press.output.exists())
        press.build(AFTER)
        assert press.tree() == AFTER
        assert "\nstate: finished\n" in press.manifest()
    assert seen == {True, False}


def test_an_output_folder_that_is_there_is_kept(press):
    press.output.mkdir()
    (press.output / ".gitkeep").touch()
    folder = os.stat(press.output).st_ino
    assert set(press.build(BEFORE).placed) == set(BEFORE)
    assert press.tree() == {**BEFORE, ".gitkeep": b""}
    assert os.stat(press.output).st_ino == folder


def test_nothing_changed_touches_nothing(press, rig):
    press.build(AFTER)
    hand = rig()
    published = press.build(AFTER, hand)
    assert (published.placed, published.removed) == ((), ())
    assert not [path for verb, path in hand.done if "output" in path and verb != "remove tree"]


def changes(path):
    """What a change of a file shows in; to have read it does not matter."""
    stat = os.stat(path)
    return stat.st_ino, stat.st_mode, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def test_equal_bytes_are_not_written_again(press):
    press.build(BEFORE)
    before = {path: changes(press.output / path) for path in BEFORE}
    press.theme = b"made otherwise of "
    assert press.build(BEFORE).placed == ()
    assert {path: changes(press.output / path) for path in BEFORE} == before
    press.build(BEFORE)
    assert press.build({**BEFORE, "index.html": b"new"}).placed == ("index.html",)


def test_claims_are_withdrawn_before_the_first_byte_changes(press):
    press.build(BEFORE)
    seen = []

    class Watching(Files):
        def before(self, verb, path):
            if "output/" in path and verb != "remove tree" and not seen:
                seen.append(set(press.claims()))

    press.build(AFTER, Watching())
    assert seen == [{path for path, data in BEFORE.items() if AFTER.get(path) == data}]


def test_a_page_that_went_is_claimed_no_longer(press):
    press.build(BEFORE)
    os.utime(press.output / "b/index.html", ns=(7, 7))
    press.build({"index.html": b"only"})
    assert set(press.claims()) == {"index.html"}


@pytest.mark.parametrize(
    "harm",
    [
        lambda out: (out / "a/index.html").unlink(),
        lambda out: (out / "a/index.html").write_bytes(b"<p>a, oNe"),
        lambda out: shutil.rmtree(out / "b"),
        lambda out: (out / "a/index.html").write_bytes(b""),
        lambda out: [path.unlink() for path in out.glob("*.xml")],
    ],
    ids=["deleted", "changed", "folder deleted", "emptied", "feeds deleted"],
)
def test_harm_to_the_output_is_mended(press, harm):
    press.build(BEFORE)
    harm(press.output)
    assert press.build(BEFORE).placed
    assert press.tree() == BEFORE
    assert press.build(BEFORE).placed == ()


def test_a_change_that_puts_back_size_and_mtime_is_seen(press):
    press.build(BEFORE)
    time.sleep(0.06)
    press.build(BEFORE)
    assert all(claim.hint for claim in press.claims().values()), "by now every hint is trusted"
    page = press.output / "a/index.html"
    stat = page.stat()
    page.write_bytes(b"<p>a, oNe")
    os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert press.build(BEFORE).placed == ("a/index.html",)


# ---------------------------------------------------------------- killed


def campaign(make_press, in_child, rig, harm, *, every=1):
    """Do harm ahead of each operation of a build; yields what was tried, and under the same number what was lost."""
    first = make_press("first")
    first.build(BEFORE)
    for at in itertools.count(1, every):
        press = make_press(f"press{at}")
        shutil.copytree(first.folder, press.folder, dirs_exist_ok=True)
        ended = in_child(lambda press=press, at=at: press.build(AFTER, rig(at, harm))) == 0
        lost = list(_losses(press))
        if at % 2:  # the edit is undone, or it is not
            press.build(BEFORE)
            lost += [f"{path} is wrong with the edit undone" for path in _differing(press.tree(), BEFORE)]
        press.build(AFTER)
        lost += [f"{path} is wrong" for path in _differing(press.tree(), AFTER)]
        if "finished" not in press.manifest() or list((press.folder / ".byline").glob("stage*")):
            lost.append("it is not finished")
        shutil.rmtree(press.folder)
        yield at, lost
        if ended:
            return


def _losses(press):
    tree = press.tree()
    for path, data in tree.items():
        if data not in (BEFORE.get(path), AFTER.get(path)):
            yield f"{path} is torn"
    if "finished" in press.manifest() and tree not in (BEFORE, AFTER):
        yield "a finished manifest on an unfinished output"


def _differing(left, right):
    return sorted(path for path in left.keys() | right.keys() if left.get(path) != right.get(path))


def test_killed_at_any_point_nothing_is_lost(make_press, in_child, rig, dies):
    tried = dict(campaign(make_press, in_child, rig, dies))
    assert {at: lost for at, lost in tried.items() if lost} == {}
    assert len(tried) > 40


@pytest.mark.parametrize(("number", "every"), [(errno.ENOSPC, 2), (errno.EIO, 7), (errno.EACCES, 7)])
def test_failing_at_any_point_nothing_is_lost(make_press, in_child, rig, number, every):
    def fail():
        raise OSError(number, os.strerror(number))

    tried = dict(campaign(make_press, in_child, rig, fail, every=every))
    assert {at: lost for at, lost in tried.items() if lost} == {}
    assert max(tried) > 40


def test_the_campaign_sees_claims_that_were_not_withdrawn(make_press, in_child, rig, dies, monkeypatch):
    monkeypatch.setattr(Ledger, "withdraw", lambda self, paths: None)
    monkeypatch.setattr("generator.engine.output.holds", lambda place, digest: True)
    assert any("undone" in loss for _, lost in campaign(make_press, in_child, rig, dies) for loss in lost)


def test_the_campaign_sees_torn_pages(make_press, in_child, rig, dies, monkeypatch):
    def rename(self, old, new):
        if Path(old).is_dir() or "manifest" in new:
            self.before("rename", new)
            os.replace(old, new)
        else:
            self.write(new, Path(old).read_bytes())

    monkeypatch.setattr("generator.engine.files.Files.rename", rename)
    assert any("torn" in loss for _, lost in campaign(make_press, in_child, rig, dies) for loss in lost)


def test_nothing_changes_before_publishing_begins(press, rig):
    press.build(BEFORE)
    manifest = press.manifest()

    class Faulty(rig):
        def before(self, verb, path):
            if ".byline/stage/new/d" in path:
                raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(Fault, match=r"cannot write .*d/index.html: No space left on device"):
        press.build(AFTER, Faulty())
    assert (press.tree(), press.manifest()) == (BEFORE, manifest)
    assert not (press.folder / ".byline/stage").exists()


@pytest.fixture
def small_disk(tmp_path):
    """Mounts a disk of 400 KB over a folder."""
    mounted = []

    def mount(folder):
        folder.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", folder]
        if os.getuid() != 0 or subprocess.run(command, capture_output=True).returncode:
            pytest.skip("a small disk can only be mounted by root: NOT TESTED HERE")
        mounted.append(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", folder], check=True)


BIG = {**AFTER, **{f"big/{n}/index.html": bytes([n]) * 9000 for n in range(60)}}


def test_a_full_disk_leaves_what_was_there(make_press, tmp_path, small_disk):
    small_disk(tmp_path / "disk")
    press = make_press("disk/press")
    press.build(BEFORE)
    with pytest.raises(Fault, match="No space left on device"):
        press.build(BIG)
    assert press.tree() == BEFORE
    press.build(AFTER)
    assert press.tree() == AFTER


def test_an_output_on_another_disk_has_its_stage_there(press, rig, small_disk):
    small_disk(press.output)
    hand = rig()
    press.build(BEFORE, hand)
    assert any("output/.byline-stage/" in path for _, path in hand.done)
    with pytest.raises(Fault, match="No space left on device"):
        press.build(BIG)
    assert press.tree() == BEFORE
    published = press.build(AFTER)
    assert press.tree() == AFTER
    assert published.placed
    assert not (press.output / ".byline-stage").exists()


def test_what_a_killed_build_left_of_its_stage_goes(press, rig, in_child, dies):
    press.build(BEFORE)
    assert in_child(lambda: press.build(AFTER, rig(8, dies))) == -9
    left = {path.name for path in (press.folder / ".byline/stage").rglob("*") if path.is_file()}
    assert left
    (press.folder / ".byline/stage/new/stray").mkdir(parents=True)
    (press.folder / ".byline/stage/new/stray/left.html").write_bytes(b"left behind")
    press.build({**BEFORE, "stray/index.html": b"stray"})
    assert press.tree() == {**BEFORE, "stray/index.html": b"stray"}
    assert not (press.folder / ".byline/stage").exists()


# ---------------------------------------------------------------- only its own


def test_strangers_are_never_touched(press):
    press.build(BEFORE)
    strangers = {"CNAME": b"mine", "a/notes.txt": b"mine", "b/c/d/e.txt": b"mine"}
    for path, data in strangers.items():
        (press.output / path).parent.mkdir(parents=True, exist_ok=True)
        (press.output / path).write_bytes(data)
    press.build({"index.html": b"only"})
    assert press.tree() == {"index.html": b"only", **strangers}


@pytest.mark.parametrize(
    ("stranger", "named"),
    [
        ("d/index.html", "d/index.html"),
        ("d", "d"),
        ("new/index.txt", "new/index.txt"),
        ("new/deeper/index.txt", "new/deeper/index.txt"),
    ],
)
def test_a_stranger_where_a_page_must_go_stops_the_build(press, stranger, named):
    press.build(BEFORE)
    (press.output / stranger).parent.mkdir(parents=True, exist_ok=True)
    (press.output / stranger).write_bytes(b"mine")
    with pytest.raises(Stop) as stop:
        press.build(AFTER)
    assert [str(problem.place) for problem in stop.value.problems] == [f"output/{named}"]
    assert press.tree() == {**BEFORE, stranger: b"mine"}


def test_a_stranger_with_the_very_bytes_is_taken_in(press):
    press.build(BEFORE)
    (press.output / "d").mkdir()
    (press.output / "d/index.html").write_bytes(AFTER["d/index.html"])
    press.build(AFTER)
    assert press.tree() == AFTER


@pytest.mark.parametrize("path", ["a", "a/index.html", "d"])
def test_links_are_never_followed_out(press, path):
    press.build(BEFORE)
    outside = press.folder / "outside"
    outside.mkdir()
    (outside / "index.html").write_bytes(b"mine")
    (outside / "feed.xml").write_bytes(b"mine")
    place = press.output / path
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    place.symlink_to(outside if path != "a/index.html" else outside / "index.html")
    if path == "a/index.html":
        press.build(AFTER)
        assert press.tree() == AFTER, "a link in a page's place is replaced"
    else:
        with pytest.raises(Stop):
            press.build(AFTER)
    assert {file.name: file.read_bytes() for file in outside.iterdir()} == dict.fromkeys(
        ["index.html", "feed.xml"], b"mine"
    )


def test_a_link_in_place_of_a_folder_is_not_swept_through(press):
    press.build(BEFORE)
    outside = press.folder / "outside"
    (press.output / "b").rename(outside)
    (press.output / "b").symlink_to(outside)
    press.build({"index.html": b"only"})
    assert (outside / "index.html").read_bytes() == BEFORE["b/index.html"]
    assert (outside / "c/index.html").exists()


@pytest.mark.parametrize("page", ["../x.html", "/etc/x", "a//b", "a/./b", "a\nb", ".byline-manifest", "", "a/", "x\0"])
def test_no_page_leaves_the_output(press, page):
    with pytest.raises(Stop):
        press.build({page: b"x"})


def test_order_of_placing(press, rig):
    press.build({"a/x.html": b"", "x.html": b"", "a/feed.xml": b"", "feed.xml": b"", "robots.txt": b"", "a/x.css": b""})
    hand = rig()
    press.build(
        {"a/x.html": b"1", "x.html": b"1", "a/feed.xml": b"1", "feed.xml": b"1", "robots.txt": b"1", "a/x.css": b"1"},
        hand,
    )
    renamed = [Path(path).name for verb, path in hand.done if verb == "rename" and "output/" in path]
    assert renamed == [
        ".byline-manifest",
        "x.css",
        "x.html",
        "x.html",
        "feed.xml",
        "feed.xml",
        "robots.txt",
        ".byline-manifest",
    ]


# ---------------------------------------------------------------- memory lost or damaged


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / ".byline/ledger.sqlite").unlink(),
        lambda folder: (folder / ".byline/ledger.sqlite").write_bytes(b"garbage" * 1000),
        lambda folder: os.truncate(folder / ".byline/ledger.sqlite", 5000),
        lambda folder: os.truncate(folder / ".byline/ledger.sqlite", 0),
        lambda folder: shutil.rmtree(folder / ".byline"),
        lambda folder: os.truncate(folder / "output/.byline-manifest", 200),
        lambda folder: (folder / "output/.byline-manifest").write_bytes(b"\xff\xfe\0garbage"),
        lambda folder: (folder / "output/.byline-manifest").write_bytes(b""),
    ],
    ids=["no ledger", "garbage", "cut", "empty", "no memory", "manifest cut", "manifest garbage", "manifest empty"],
)
def test_what_is_lost_costs_time_only(press, damage):
    press.build(BEFORE)
    damage(press.folder)
    press.build(BEFORE)
    assert press.tree() == BEFORE
    press.build(AFTER)
    assert press.tree() == AFTER
    assert "\nstate: finished\n" in press.manifest()


def test_an_unfinished_manifest_is_finished_by_the_next_build(press):
    press.build(BEFORE)
    manifest = press.output / ".byline-manifest"
    manifest.write_text(press.manifest().replace("finished", "building") + f"{'0' * 32}  gone/index.html\n")
    press.build(BEFORE)
    assert "\nstate: finished\n" in press.manifest()
    assert "gone" not in press.manifest()


def test_a_folder_without_rights_is_a_fault_in_a_sentence(press, in_child, nobody):
    press.build(BEFORE)
    os.chmod(press.folder, 0o755)
    for path in (press.folder, *press.folder.parents[:3]):
        os.chmod(path, 0o755)

    def build():
        nobody()
        press.build(AFTER)

    os.chmod(press.output, 0o555)
    assert in_child(build) == 3
    assert press.tree() == BEFORE
