"""Writing whole, and telling what failed."""

import errno
import os
import time

import pytest

from generator.engine.files import NO_HINT, Files, hint_of, read
from generator.errors import Fault

SECOND = 1_000_000_000


def test_a_file_is_written_with_the_folders_it_needs(tmp_path):
    path = f"{tmp_path}/a/b/c.html"
    Files().write(path, b"one")
    Files().write(path, b"a longer one" * 100_000)
    assert read(path) == b"a longer one" * 100_000
    Files().write(path, b"")
    assert read(path) == b""


def test_a_folder_of_its_own_is_made_without_a_look(tmp_path, monkeypatch):
    changes = []

    class Counting(Files):
        def before(self, verb, path):
            changes.append((verb, path.removeprefix(f"{tmp_path}/")))

    monkeypatch.setattr(os.path, "isdir", lambda path: pytest.fail(f"looked for {path}"))
    (tmp_path / "a").mkdir()
    Counting().write(f"{tmp_path}/a/b/c.html", b"one", apart=True)
    monkeypatch.undo()
    assert changes == [("create", "a/b/c.html"), ("make folder", "a/b"), ("write", "a/b/c.html")]
    Files().write(f"{tmp_path}/a/b/c.html", b"two", apart=True)
    Files().write(f"{tmp_path}/d/e/f.html", b"three", apart=True)
    assert (read(f"{tmp_path}/a/b/c.html"), read(f"{tmp_path}/d/e/f.html")) == (b"two", b"three")


def test_a_file_in_a_folders_place_is_told(tmp_path):
    (tmp_path / "a").write_bytes(b"mine")
    for apart in (False, True):
        with pytest.raises(Fault):
            Files().write(f"{tmp_path}/a/b.html", b"ours", apart=apart)
    with pytest.raises(Fault):
        Files().make_folder(f"{tmp_path}/a")


def test_a_link_is_not_written_through(tmp_path):
    (tmp_path / "outside").write_bytes(b"mine")
    (tmp_path / "link").symlink_to(tmp_path / "outside")
    with pytest.raises(Fault):
        Files().write(f"{tmp_path}/link", b"ours")
    with pytest.raises(Fault):
        read(f"{tmp_path}/link")
    assert (tmp_path / "outside").read_bytes() == b"mine"


def test_a_write_that_takes_several_goes(tmp_path, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, bytes(data)[:3]))
    Files().write(f"{tmp_path}/x", b"0123456789")
    monkeypatch.undo()
    assert read(f"{tmp_path}/x") == b"0123456789"


def test_copying(tmp_path):
    (tmp_path / "picture.jpg").write_bytes(os.urandom(300_000))
    Files().copy(f"{tmp_path}/picture.jpg", f"{tmp_path}/new/picture.jpg")
    assert (tmp_path / "new/picture.jpg").read_bytes() == (tmp_path / "picture.jpg").read_bytes()
    with pytest.raises(Fault, match=r"cannot write .*gone.jpg"):
        Files().copy(f"{tmp_path}/no.jpg", f"{tmp_path}/gone.jpg")


def test_removing(tmp_path):
    files = Files()
    files.write(f"{tmp_path}/a/x", b"")
    (tmp_path / "a/link").symlink_to(tmp_path)
    assert not files.remove_empty(f"{tmp_path}/a")
    assert files.remove(f"{tmp_path}/a/x")
    assert not files.remove(f"{tmp_path}/a/x")
    assert not files.remove(f"{tmp_path}/a/link/a/x/y")
    assert files.remove(f"{tmp_path}/a/link")
    assert files.remove_empty(f"{tmp_path}/a")
    assert files.remove_empty(f"{tmp_path}/a")


def test_removing_a_tree_stays_in_it(tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/mine").write_bytes(b"mine")
    for name in ("tree", "link", "file", "nothing"):
        place = tmp_path / name
        if name == "tree":
            (place / "deep").mkdir(parents=True)
            (place / "deep/link").symlink_to(tmp_path / "outside")
        elif name == "link":
            place.symlink_to(tmp_path / "outside")
        elif name == "file":
            place.write_bytes(b"")
        Files().remove_tree(str(place))
        assert not os.path.lexists(place)
    assert (tmp_path / "outside/mine").read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("verb", "act"),
    [
        ("create", lambda files, path: files.write(path, b"x")),
        ("write", lambda files, path: files.write(path, b"x")),
        ("write", lambda files, path: files.copy(__file__, path)),
        ("rename", lambda files, path: files.rename(__file__, path)),
        ("remove", lambda files, path: files.remove(path)),
        ("remove folder", lambda files, path: files.remove_empty(path)),
        ("remove tree", lambda files, path: files.remove_tree(path)),
        ("make folder", lambda files, path: files.make_folder(path)),
    ],
)
def test_every_change_can_be_made_to_fail_and_is_told(tmp_path, verb, act):
    class Failing(Files):
        def before(self, what, path):
            if what == verb:
                raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(Fault, match=rf"^cannot [a-z ]+ {tmp_path}/x: Input/output error$") as fault:
        act(Failing(), f"{tmp_path}/x")
    assert fault.value.exit_code == 3


def test_a_hint_tells_files_apart(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"one")
    later = time.time_ns() + 5 * SECOND
    one = hint_of(path.stat(), now=later)
    assert one == hint_of(path.stat(), now=later)
    stat = path.stat()
    time.sleep(0.02)
    path.write_bytes(b"two")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert hint_of(path.stat(), now=later) != one


@pytest.mark.parametrize(
    ("mtime", "ctime", "trusted"),
    [
        (-100, -100, True),
        (-3, -3, True),
        (-1, -100, False),
        (-100, -1, False),
        (-1, -1, False),
        (+100, -100, True),
        (-100, +100, False),
        (0, 0, False),
    ],
)
def test_a_file_that_changed_lately_has_no_hint(mtime, ctime, trusted):
    now = 1_700_000_000 * SECOND
    times = {"st_mtime_ns": now + mtime * SECOND, "st_ctime_ns": now + ctime * SECOND}
    stat = os.stat_result([0o100644, 7, 0, 1, 0, 0, 50, 0, 0, 0], times)
    assert (hint_of(stat, now=now) != NO_HINT) is trusted
    assert not trusted or hint_of(stat, now=now).endswith(" 50 7")
