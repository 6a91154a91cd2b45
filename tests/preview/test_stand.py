"""Where editions are laid out: a burst is one build, and nobody is forgotten."""

import threading

from generator.preview.edition import Edition
from generator.preview.stand import Stand


def test_a_burst_is_taken_at_once() -> None:
    stand = Stand()
    for number in range(50):
        stand.saw([f"/a/{number}"])
    seen = stand.wait(5)
    assert seen
    assert (seen.number, len(seen.paths or ())) == (50, 50)
    stand.lay_out(None, (), covers=seen.number)
    assert stand.is_current


def test_a_burst_that_goes_on_is_waited_for() -> None:
    stand = Stand()
    done = threading.Event()

    def write() -> None:
        for number in range(200):
            stand.saw([f"/a/{number}"])
            done.wait(0.001)

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    seen = stand.wait(5)
    while seen and seen.number < 200:
        seen = stand.wait(5)
    writer.join()
    assert seen
    assert seen.number == 200


def test_what_is_seen_during_a_build_is_not_covered_by_it() -> None:
    stand = Stand()
    stand.saw(["/a"])
    seen = stand.wait(5)
    assert seen
    stand.saw(["/b"])
    stand.lay_out(None, (), covers=seen.number)
    assert not stand.is_current
    after = stand.wait(5)
    assert after
    assert after.paths == {"/b"}


def test_without_names_everything_is_looked_at() -> None:
    stand = Stand()
    stand.saw(["/a"])
    stand.saw([])
    seen = stand.wait(5)
    assert seen
    assert seen.paths is None


def test_the_first_reader_after_a_long_rest_has_everything_looked_at(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("generator.preview.stand._REST", 0.0)
    stand = Stand()
    found: list[object] = []
    builder = threading.Thread(target=lambda: found.append(stand.wait(0.01)), daemon=True)
    builder.start()
    while not stand._resting:
        pass
    stand.asked()
    builder.join(5)
    assert [seen.paths for seen in found] == [None]  # type: ignore[attr-defined]
    assert not stand.is_current


def test_listeners_hear_of_each_edition() -> None:
    stand, heard = Stand(), []
    stand.listen(lambda: heard.append(stand.state.edition))
    edition = Edition(number=1, prefix="", leaves={})
    stand.lay_out(edition, (), covers=0)
    assert heard == [edition]
