"""The proofs' own tools: what somebody else does to a test's folder is not taken for a fault of Byline's."""

import os
import shutil
from pathlib import Path

import pytest

from tests.proof.bench import Bench, Disturbed
from tests.proof.ground import PREFIX, Ground, sweep
from tests.proof.publication import whole


def test_a_folder_that_somebody_removes_meanwhile_is_not_blamed_on_byline(folder: Path) -> None:
    """Newest first: the output goes before the project, and its manifest before all else of it."""
    bench = Bench(folder, whole())
    assert bench.differences(bench.request()) == []
    (bench.output / ".byline-manifest").unlink()
    (bench.output / "index.html").unlink()
    shutil.rmtree(folder / "content/articles/2024")
    with pytest.raises(Disturbed, match="not made by Byline: it holds '404"):
        bench.differences(bench.request())


def test_a_manifest_that_is_lost_in_a_project_that_stands_is_a_difference(folder: Path) -> None:
    bench = Bench(folder, whole())
    assert bench.differences(bench.request()) == []
    (bench.output / ".byline-manifest").unlink()
    assert "was not made by Byline" in "".join(bench.differences(bench.request()))


def test_a_file_that_is_changed_from_outside_is_told_as_such(folder: Path) -> None:
    bench = Bench(folder, whole())
    assert bench.differences(bench.request()) == []
    (folder / "content/articles/port.md").write_text("---\ntitle: Other\ndate: 2024-01-01\n---\n", encoding="utf-8")
    with pytest.raises(Disturbed, match="port"):
        bench.differences(bench.request())


def test_folders_of_the_dead_are_swept_and_those_of_the_living_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.proof.ground.disk", lambda: str(tmp_path))
    living = Ground()
    dead, young = tmp_path / f"{PREFIX}dead", tmp_path / f"{PREFIX}young"
    for place in (dead, young):
        (place / "output").mkdir(parents=True)
    for place in (dead, living.folder):
        os.utime(place, (0, 0))
    assert sweep(tmp_path) == [dead.name]
    assert young.exists()
    assert living.folder.exists()
    living.clear()
    assert not living.folder.exists()
