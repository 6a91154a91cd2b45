"""Killed or failing at any point: no page is torn or missing, and the next build ends as a clean one would."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec import Struct

from generator.cli import main
from generator.engine.files import Files
from generator.engine.manifest import NAME
from generator.engine.publish import Stage
from tests.proof.bench import Bench, Clean, Killed, differing, manifest_of
from tests.proof.publishing import compiled_once, studied_once
from tests.proof.wrong import late_withdrawal, no_building, unclaimed

HEAD = "---\ntitle: {}\ndate: {}\n---\n\n{}\n"
PAGE = "<title>{{ page.title }} - {{ site.title }}</title>{% block main %}{% endblock %}\n"
LISTED = (
    "{% extends 'base.html' %}{% block main %}{% for card in listing %}{{ card.title }}{% endfor %}{% endblock %}\n"
)
TEXT = "{% extends 'base.html' %}{% block main %}{{ article.body }}{% endblock %}\n"
BARE = "{% extends 'base.html' %}\n"
KINDS = ("home", "article", "page", "tag", "tags", "author", "authors", "archive", "year", "404")

SMALL = {
    "content/site.yaml": "title: Press\nurl: https://example.org/\nlanguage: en\ntimezone: UTC\ntheme: small\n",
    "content/articles/one.md": HEAD.format("One", "2024-01-01", "The first, with [a file](/media/data.csv)."),
    "content/articles/two.md": HEAD.format("Two", "2025-01-01", "The second."),
    "content/media/data.csv": "1\n",
    "themes/small/theme.yaml": "name: small\nbyline: 1\n",
    "themes/small/templates/base.html": PAGE,
    **{f"themes/small/templates/{kind}.html": BARE for kind in KINDS},
    "themes/small/templates/home.html": LISTED,
    "themes/small/templates/article.html": TEXT,
}
"""As few files as make a site."""

Change = Callable[[Bench], object]


class Step(Struct, frozen=True):
    """A build that is harmed: what is done before it, and what undoes that."""

    name: str
    change: Change
    undo: Change


def forgotten(bench: Bench) -> None:
    """Nothing was ever built."""
    shutil.rmtree(bench.output, ignore_errors=True)
    shutil.rmtree(bench.memory, ignore_errors=True)


def emptied(bench: Bench) -> None:
    """Nothing was ever built, but the folder for it is there."""
    forgotten(bench)
    bench.output.mkdir()


def edited(bench: Bench) -> None:
    bench.edit("content/articles/one.md", "The first", "The very first")
    bench.edit("content/articles/one.md", "title: One", "title: Won")


def mended(bench: Bench) -> None:
    bench.edit("content/articles/one.md", "The very first", "The first")
    bench.edit("content/articles/one.md", "title: Won", "title: One")


def moved(bench: Bench) -> None:
    """One piece gets another address, the other one goes, and so do a year and a file."""
    bench.move("content/articles/one.md", "content/articles/uno.md")
    bench.drop("content/articles/two.md")
    bench.edit("content/articles/uno.md", "[a file](/media/data.csv)", "no file")


def moved_back(bench: Bench) -> None:
    bench.move("content/articles/uno.md", "content/articles/one.md")
    for path in ("content/articles/one.md", "content/articles/two.md"):
        bench.put(path, SMALL[path])


FIRST = Step("the first build", forgotten, lambda bench: None)
INTO = Step("the first build into a folder", emptied, lambda bench: None)
EDIT = Step("an edit", edited, mended)
MOVE = Step("a piece moved, another one deleted", moved, moved_back)
STEPS = (FIRST, INTO, EDIT, MOVE)


# ---------------------------------------------------------------- the rig


class Rig:
    """Counts what is done on the disk, and does `harm` ahead of operation `at`, or of all from there on."""

    def __init__(self, at: int, harm: Callable[[str], None], *, lasting: bool = False) -> None:
        self.done: list[tuple[str, str]] = []
        self.at = at
        self._harm, self._lasting = harm, lasting

    def before(self, verb: str, path: str) -> None:
        self.done.append((verb, path))
        if len(self.done) == self.at or (self._lasting and len(self.done) > self.at):
            self._harm(verb)

    @property
    def struck(self) -> bool:
        """Whether there was such an operation."""
        return len(self.done) >= self.at


@contextmanager
def rigged(rig: Rig) -> Iterator[None]:
    """Every hand that writes, in this process, is the rig's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Files, "before", lambda _hand, verb, path: rig.before(verb, path))
        yield


def dies(_verb: str) -> None:
    raise Killed


def dies_writing(verb: str) -> None:
    """What is being written is cut in half by death."""
    if verb in ("write", "append"):
        real = os.write

        def half(file: int, data: bytes) -> int:
            real(file, bytes(data)[: len(data) // 2])
            raise Killed

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "write", half)
    raise Killed


def fails(number: int, verbs: Sequence[str] = ()) -> Callable[[str], None]:
    """The disk refuses; only what is among `verbs`, if any are given."""

    def harm(verb: str) -> None:
        if not verbs or verb in verbs:
            raise OSError(number, os.strerror(number))

    return harm


WRITING = ("create", "write", "append", "make folder", "commit")


def harmed_build(bench: Bench, rig: Rig) -> None:
    """Build in a process that dies when the rig says so."""
    with rigged(rig):
        try:
            bench.build(bench.request())
        except Killed:
            return


# ---------------------------------------------------------------- the campaign


def campaign(
    step: Step, harm: Callable[[Bench, int], Rig], folder: Path, *, every: int = 1, first: int = 1
) -> list[str]:
    """Harm the build of a step at each of its operations; what was lost."""
    clean: dict[str, Clean] = {}
    lost: list[str] = []
    with compiled_once(), studied_once():
        bench = Bench(folder, SMALL, clean=clean)
        lost += bench.differences(bench.request())
        for at in range(first, 10_000, every):
            before = bench.tree()
            step.change(bench)
            if step in (FIRST, INTO):
                before = {}
            rig = harm(bench, at)
            after = bench.clean(bench.request()).tree
            lost += [f"at {at}, {rig.done[at - 1 : at]}: {loss}" for loss in losses(bench, rig, before, after)]
            if at % 2:
                step.undo(bench)
                lost += [f"at {at}, undone: {loss}" for loss in bench.differences(bench.request())]
            else:
                lost += [f"at {at}: {loss}" for loss in bench.differences(bench.request())]
                step.undo(bench)
                lost += [f"at {at}, undone afterwards: {loss}" for loss in bench.differences(bench.request())]
            lost += [f"at {at}: {left} is left" for left in bench.memory.glob("stage*")]
            if not rig.struck or lost:
                break
        if rig.at <= 20 and not lost:
            lost.append("the build did too little to be harmed")
    return lost


def losses(bench: Bench, rig: Rig, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    """What a harmed build left amiss."""
    found = bench.tree()
    if found and NAME not in found:
        yield f"the claim on the output is lost: it holds {len(found)} files"
    finished = "\nstate: finished\n" in manifest_of(bench.output)
    begun = any(
        path.startswith(f"{bench.output}/") or path == str(bench.output) for _verb, path in rig.done[: rig.at - 1]
    )
    if not begun and differing(found, before):
        yield f"changed before publishing began: {differing(found, before)}"
    if finished and differing(found, before) and differing(found, after):
        yield f"called finished: {differing(found, after)}"
    for path, digest in found.items():
        if path != NAME and digest not in (before.get(path, ""), after.get(path, "")):
            yield f"{path} is torn"
    for path in before.keys() & after.keys() - found.keys():
        yield f"{path} is missing"


def killing(harm: Callable[[str], None]) -> Callable[[Bench, int], Rig]:
    def build(bench: Bench, at: int) -> Rig:
        rig = Rig(at, harm)
        harmed_build(bench, rig)
        return rig

    return build


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_killed_at_any_point_nothing_is_lost(step: Step, folder: Path) -> None:
    assert campaign(step, killing(dies), folder) == []


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_killed_at_any_point_and_the_memory_lost_the_right_to_sweep_stays(step: Step, folder: Path) -> None:
    def build(bench: Bench, at: int) -> Rig:
        rig = killing(dies)(bench, at)
        shutil.rmtree(bench.memory, ignore_errors=True)
        return rig

    assert campaign(step, build, folder) == []


def test_cut_in_half_at_any_point_nothing_is_lost(folder: Path) -> None:
    assert campaign(EDIT, killing(dies_writing), folder) == []


FAILURES = [
    (FIRST, errno.ENOSPC, 2, 1),
    (INTO, errno.ENOSPC, 3, 1),
    (EDIT, errno.ENOSPC, 1, 1),
    (MOVE, errno.ENOSPC, 2, 2),
    (FIRST, errno.EIO, 4, 1),
    (EDIT, errno.EIO, 2, 1),
    (MOVE, errno.EIO, 3, 1),
    (EDIT, errno.EACCES, 2, 2),
    (MOVE, errno.EACCES, 3, 2),
]


def test_killed_while_removing_no_empty_folder_is_left(folder: Path) -> None:
    bench = Bench(folder, SMALL)
    bench.build(bench.request())
    for at in range(1, 100):
        moved(bench)
        rig = Rig(at, dies)
        harmed_build(bench, rig)
        bench.build(bench.request())
        assert [path for path in bench.tree() if path.endswith("/")] == [], rig.done[at - 1 : at]
        moved_back(bench)
        bench.build(bench.request())
        if not rig.struck:
            break


@pytest.mark.parametrize(
    ("step", "number", "every", "first"),
    FAILURES,
    ids=[f"{step.name} {errno.errorcode[number]}" for step, number, *_ in FAILURES],
)
def test_failing_at_any_point_nothing_is_lost_and_a_sentence_says_why(
    step: Step, number: int, every: int, first: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    full = number == errno.ENOSPC
    said: list[str] = []

    def build(bench: Bench, at: int) -> Rig:
        rig = Rig(at, fails(number, WRITING if full else ()), lasting=full)
        with rigged(rig):
            code = main(["build", "--project", str(bench.folder), "--jobs", "1", "--now", "2026-01-01"])
        said.append(f"{rig.done[at - 1 : at]} {code} {capsys.readouterr().err}")
        spared = full and not any(verb in WRITING for verb, _path in rig.done[at - 1 :])
        if rig.struck and not spared:
            assert code == 3, said[-1]
            assert os.strerror(number) in said[-1], said[-1]
            assert "cannot" in said[-1], said[-1]
        assert "Traceback" not in said[-1], said[-1]
        assert "fault of Byline's own" not in said[-1], said[-1]
        return rig

    assert campaign(step, build, folder, every=every, first=first) == []


# ---------------------------------------------------------------- the campaign's own proof


def copied_in_place(self: Files, old: str, new: str) -> None:
    """A rename that is none, but for the manifest and for folders."""
    if os.path.isdir(old) or new.endswith(NAME):
        os.replace(old, new)
    else:
        self.write(new, Path(old).read_bytes())


def staged_in_the_output(self: Stage, page: str) -> str:
    return f"{Path(self.folder).parent.parent}/output/{page}"


PLANTED = [
    ("a rename that copies", lambda patch: patch.setattr(Files, "rename", copied_in_place), EDIT, "torn"),
    ("claims withdrawn too late", late_withdrawal, EDIT, "differs"),
    ("no word of what is begun", no_building, MOVE, ""),
    ("a first build that claims the output at last", no_building, INTO, "claim on the output is lost"),
    ("a new output that nobody claims", unclaimed, FIRST, "claim on the output is lost"),
    ("a stage in the output", lambda patch: patch.setattr(Stage, "path", staged_in_the_output), EDIT, "finished"),
]


@pytest.mark.control
@pytest.mark.parametrize(("harm", "step", "sign"), [case[1:] for case in PLANTED], ids=[case[0] for case in PLANTED])
def test_the_campaign_sees(
    harm: Callable[[pytest.MonkeyPatch], None], step: Step, sign: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    harm(monkeypatch)
    lost = campaign(step, killing(dies), folder)
    assert any(sign in loss for loss in lost), lost
