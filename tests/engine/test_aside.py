"""Work that a child does meanwhile: its result, its errors, and nothing left of it."""

import os
import signal

import pytest

from generator.engine.aside import Aside


def doubled(number: int) -> int:
    return 2 * number


def with_process(number: int) -> tuple[int, int]:
    return number, os.getpid()


def only_here(parent: int) -> int:
    """Fails in a child."""
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return 7


def impossible(number: int) -> int:
    return number // 0


def test_the_result_comes_from_another_process() -> None:
    number, process = Aside(with_process, 3, result=tuple[int, int]).result()
    assert number == 3
    assert process != os.getpid()


def test_what_befalls_the_child_befalls_nobody() -> None:
    assert Aside(only_here, os.getpid(), result=int).result() == 7


def test_an_error_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        Aside(impossible, 1, result=int).result()


def test_a_result_of_another_shape_is_worked_out_here() -> None:
    assert Aside(doubled, 4, result=str).result() == 8  # type: ignore[comparison-overlap, arg-type]


def test_where_none_may_fork_the_work_is_done_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.engine.aside.may_fork", lambda: False)
    assert Aside(with_process, 3, result=tuple[int, int]).result() == (3, os.getpid())


def test_nothing_is_left_of_what_nobody_asked_for() -> None:
    aside = Aside(doubled, 4, result=int)
    aside.drop()
    aside.drop()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
