"""What holds for every kind of target: it becomes the output, whole, and nothing else there is touched."""

from collections.abc import Callable

import pytest

from tests.deploy.conftest import Desk
from tests.deploy.targets import KINDS, without_manifest

MOST_KINDS = [pytest.param(kind, marks=[pytest.mark.soak] if kind == "rsync alone" else []) for kind in KINDS]

Make = Callable[[str], Desk]
Capture = pytest.CaptureFixture[str]


def equal(desk: Desk, *, foreign: dict[str, bytes] | None = None) -> bool:
    """Whether the target is what the output is."""
    there, here = desk.place.read(), desk.output()
    if desk.place.kind == "s3":  # whose manifest lists headers as well
        there, here = without_manifest(there), without_manifest(here)
    assert there == {**here, **(foreign or {})}
    return True


@pytest.mark.parametrize("kind", MOST_KINDS)
def test_a_site_from_its_first_deploy_to_its_rollback(desk_of: Make, capsys: Capture, kind: str) -> None:
    desk = desk_of(kind)
    assert desk.deploy("--plan") == 0
    assert "3 articles new, 1 page new" in capsys.readouterr().out
    assert desk.place.read() == {}
    assert desk.deploy() == 0
    assert equal(desk)
    first = desk.place.read()
    assert desk.deploy() == 0
    assert "up to date" in capsys.readouterr().out

    desk.place.put("own/letter.txt", b"not Byline's")
    desk.edit()
    assert desk.deploy("--yes") == 0
    assert "2 articles changed, 1 new, 1 gone" in capsys.readouterr().out
    assert equal(desk, foreign={"own/letter.txt": b"not Byline's"})
    second = desk.place.read()

    assert desk.rollback() == 0
    assert desk.place.read() == {**first, "own/letter.txt": b"not Byline's"}
    assert desk.rollback() == 1
    assert "no release before the present one is kept" in capsys.readouterr().err
    assert desk.deploy("--yes") == 0
    assert desk.place.read() == second
    assert desk.rollback() == 0
    assert desk.place.read() == {**first, "own/letter.txt": b"not Byline's"}


@pytest.mark.parametrize("kind", ["folder in place", "rsync in place"])
def test_a_deploy_leaves_the_next_build_nothing_to_do(desk_of: Make, kind: str) -> None:
    """A file's second name would change its times, and every file that was sent would be read again."""
    desk = desk_of(kind)
    before = {path: (desk.press.output / path).stat().st_ctime_ns for path in desk.output()}
    assert desk.deploy() == 0
    assert {path: (desk.press.output / path).stat().st_ctime_ns for path in desk.output()} == before
