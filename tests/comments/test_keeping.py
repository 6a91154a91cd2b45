"""A file is kept whole and for good, or left as it was."""

import os
from pathlib import Path

import pytest

from generator.comments.keeping import hand, keep
from generator.engine.lock import lock
from generator.errors import Busy, Fault


def test_the_bytes_are_on_the_disk_before_the_name_and_the_name_before_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *args, name=name, real=real: (done.append(name), real(*args)))
    keep(str(tmp_path / "a.yaml"), b"one")
    assert done == ["fsync", "replace", "fsync"]


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_failure_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"before")

    def fails(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, step, fails)
        with pytest.raises(Fault, match="No space left"):
            keep(str(path), b"after")
    assert path.read_bytes() == b"before"
    keep(str(path), b"after")
    assert path.read_bytes() == b"after"
    assert [child.name for child in tmp_path.iterdir()] == ["a.yaml"]


def test_a_link_is_followed_and_the_mode_stays(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_bytes(b"x")
    (tmp_path / "real.yaml").chmod(0o640)
    (tmp_path / "a.yaml").symlink_to("real.yaml")
    keep(str(tmp_path / "a.yaml"), b"y")
    assert (tmp_path / "a.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_bytes() == b"y"
    assert (tmp_path / "real.yaml").stat().st_mode & 0o777 == 0o640


def test_one_hand_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.comments.keeping.WAIT", 0.1)
    with lock(f"{tmp_path}/comments"), pytest.raises(Busy, match="changing comments"), hand(str(tmp_path)):
        pass
