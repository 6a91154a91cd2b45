"""However a file is saved or moved, the preview soon answers with the new page, and with no older one since."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import needed
from tests.press import Press
from tests.preview.conftest import SITE, Preview, Serve, until

Make = Callable[[str], Press]

ONE = "content/articles/one.md"


def in_place(path: Path, text: str) -> None:
    """As nano and many others."""
    with open(path, "r+", encoding="utf-8") as file:
        file.truncate()
        file.write(text)


def by_rename(path: Path, text: str) -> None:
    """As JetBrains: a temporary file, the old one moved aside, the new one moved in."""
    draft, aside = path.with_name(f"{path.name}___jb_tmp___"), path.with_name(f"{path.name}___jb_old___")
    draft.write_text(text, encoding="utf-8")
    path.rename(aside)
    draft.rename(path)
    aside.unlink()


def atomically(path: Path, text: str) -> None:
    """A hidden temporary file that is renamed over the old one."""
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)


def from_elsewhere(path: Path, text: str) -> None:
    """A file that is moved in from a folder that nobody watches."""
    draft = path.parents[3] / "elsewhere.md"
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)


def as_vim(path: Path, text: str) -> None:
    """A probe, the old file as a backup, a new one under the name, the backup removed."""
    probe, backup = path.with_name("4913"), path.with_name(f"{path.name}~")
    probe.touch()
    probe.unlink()
    path.rename(backup)
    path.write_text(text, encoding="utf-8")
    backup.unlink()


def deleted_and_made(path: Path, text: str) -> None:
    """Gone for an instant."""
    path.unlink()
    path.write_text(text, encoding="utf-8")


def in_two_goes(path: Path, text: str) -> None:
    """Half of it first, as on a slow disk."""
    path.write_text(text[: len(text) // 2], encoding="utf-8")
    time.sleep(0.05)
    path.write_text(text, encoding="utf-8")


def with_an_older_time(path: Path, text: str) -> None:
    """As archives and synchronisers do."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, (1_000_000_000, 1_000_000_000))


SAVES = (
    in_place,
    by_rename,
    atomically,
    from_elsewhere,
    as_vim,
    deleted_and_made,
    in_two_goes,
    with_an_older_time,
)


def shows(preview: Preview, path: str, text: str) -> None:
    """Wait until a page shows a text."""
    until(lambda: text in preview.get(path)[1], f"{path} never showed {text!r}: {preview.said}")


def test_every_way_of_saving(press: Make, serve: Serve) -> None:
    site = press(SITE)
    preview = serve(site)
    path = site.folder / ONE
    text = path.read_text(encoding="utf-8")
    for turn in range(2):
        for save in SAVES:
            word = f"Saved {save.__name__} {turn}"
            save(path, text.replace("The first piece", word))
            shows(preview, "/one/", word)
            time.sleep(0.02)
            assert word in preview.get("/one/")[1], f"{save.__name__}: an older page came back"


def test_saves_of_one_size_within_one_tick_of_the_clock(press: Make, serve: Serve) -> None:
    site = press(SITE)
    preview = serve(site)
    path = site.folder / ONE
    text = path.read_text(encoding="utf-8")
    for number in range(100, 130):
        in_place(path, text.replace("The first piece", "Number 000 is here"))
        in_place(path, text.replace("The first piece", f"Number {number} is here"))
        shows(preview, "/one/", f"Number {number}")


def test_folders_that_are_moved_made_and_removed(press: Make, serve: Serve) -> None:
    site = press(SITE)
    preview = serve(site)
    articles = site.folder / "content/articles"

    (articles / "2024/deep").mkdir(parents=True)
    shutil.move(articles / "one.md", articles / "2024/deep/one.md")
    site.edit("content/articles/2024/deep/one.md", "two.md", "../../two.md")
    shows(preview, "/one/", "The first piece")
    (articles / "2024").rename(articles / "archive")
    site.edit("content/articles/archive/deep/one.md", "The first piece", "The moved piece")
    shows(preview, "/one/", "The moved piece")
    shutil.copytree(articles / "archive", site.folder / "aside")
    shutil.rmtree(articles / "archive")
    until(lambda: preview.get("/one/")[0] == 404)
    (site.folder / "aside").rename(articles / "back")
    shows(preview, "/one/", "The moved piece")


def test_the_watched_folder_is_replaced(press: Make, serve: Serve) -> None:
    site = press(SITE)
    preview = serve(site)
    content, other = site.folder / "content", site.folder / "other"
    for number in range(3):
        shutil.copytree(content, other)
        file = other / "articles/one.md"
        file.write_text(
            file.read_text(encoding="utf-8").replace("The first piece", f"Replaced {number}, the first piece"),
            encoding="utf-8",
        )
        content.rename(site.folder / f"old-{number}")
        other.rename(content)
        shows(preview, "/one/", f"Replaced {number}")
        site.edit(ONE, f"Replaced {number}, the first piece", "The first piece")
        until(lambda number=number: f"Replaced {number}" not in preview.get("/one/")[1])


def test_a_link_whose_target_is_edited(press: Make, serve: Serve) -> None:
    site = press(SITE)
    (site.folder / "content/articles/store").mkdir()
    (site.folder / ONE).rename(site.folder / "content/articles/store/one.txt")
    (site.folder / ONE).symlink_to("store/one.txt")
    preview = serve(site)
    shows(preview, "/one/", "The first piece")

    site.edit("content/articles/store/one.txt", "The first piece", "Seen through a link")

    shows(preview, "/one/", "Seen through a link")


def test_a_project_that_is_a_link(press: Make, serve: Serve, tmp_path: Path) -> None:
    site = press(SITE)
    (site.folder / "content").rename(tmp_path / "elsewhere")
    (site.folder / "content").symlink_to(tmp_path / "elsewhere")
    preview = serve(site)

    site.edit(ONE, "The first piece", "Seen through a link")

    shows(preview, "/one/", "Seen through a link")


def test_settings_authors_tags_and_plugins(press: Make, serve: Serve) -> None:
    site = press(SITE)
    preview = serve(site)

    site.edit("content/site.yaml", "title: Press", "title: The Other Press")
    shows(preview, "/one/", "The Other Press")
    site.edit("content/authors/li.md", "Li Wei", "Li Wen")
    shows(preview, "/one/", "Li Wen")
    site.write("content/tags.yaml", "ports: {name: Harbours, synonyms: [Ports]}\n")
    shows(preview, "/one/", "Harbours")
    site.write("plugins/loud.py", "from generator.plugins import Plugin\nplugin = Plugin(names={'motto': 'Slowly'})\n")
    site.edit("content/site.yaml", "theme: plain", "theme: plain\nplugins: [loud]")
    site.edit("themes/plain/templates/base.html", "<main>", "<main>{{ motto }}")
    shows(preview, "/one/", "Slowly")
    site.edit("plugins/loud.py", "Slowly", "Quickly")
    shows(preview, "/one/", "Quickly")


def test_a_checkout_is_one_rebuild(press: Make, serve: Serve) -> None:
    needed("git")
    site = press(SITE)

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *arguments], cwd=site.folder, check=True, capture_output=True)

    git("init", "-q", "-b", "one")
    site.write(".gitignore", ".byline/\noutput/\n")
    for number in range(400):
        text = f"---\ntitle: P {number}\ndate: 2020-01-01\nauthor: li\n---\nOne {number}.\n"
        site.write(f"content/articles/many/p{number}.md", text)
    git("add", ".")
    git("commit", "-qm", "one")
    git("checkout", "-qb", "two")
    for number in range(400):
        site.edit(f"content/articles/many/p{number}.md", f"One {number}.", f"Two {number}.")
    git("commit", "-qam", "two")
    git("checkout", "-q", "one")
    preview = serve(site)
    shows(preview, "/p399/", "One 399.")
    before = len(preview.said)

    git("checkout", "-q", "two")

    shows(preview, "/p0/", "Two 0.")
    assert all(f"Two {number}." in preview.get(f"/p{number}/")[1] for number in range(0, 400, 50))
    assert len([line for line in preview.said[before:] if "rendered" in line]) <= 2


def test_an_overflow_of_the_systems_queue(press: Make, serve: Serve) -> None:
    site = press(SITE)
    preview = serve(site)
    shows(preview, "/one/", "The first piece")
    for folder in range(40):
        (site.folder / f"content/articles/f{folder}").mkdir()
    shows(preview, "/one/", "The first piece")

    preview.process.send_signal(signal.SIGSTOP)
    try:
        for number in range(12_000):
            place = site.folder / f"content/articles/f{number % 40}/.x{number}"
            place.touch()
        text = "---\ntitle: Late\ndate: 2020-01-01\nauthor: li\n---\nLate.\n"
        site.write("content/articles/f39/late.md", text)
        site.edit(ONE, "The first piece", "After the flood")
    finally:
        preview.process.send_signal(signal.SIGCONT)

    shows(preview, "/late/", "Late.")
    shows(preview, "/one/", "After the flood")
    site.edit("content/articles/f39/late.md", "Late.", "Later.")
    shows(preview, "/late/", "Later.")


def test_without_the_systems_events_it_looks_and_says_so(press: Make, serve: Serve) -> None:
    """Where inotify's limit is reached: the system's own is not used up here, only what is asked for fails."""
    site = press(SITE)
    (site.folder / "sitecustomize.py").write_text(
        "import errno\n"
        "from watchdog.observers import Observer\n"
        "def start(self):\n"
        "    raise OSError(errno.ENOSPC, 'inotify watch limit reached')\n"
        "Observer.start = start\n",
        encoding="utf-8",
    )
    root = Path(__file__).parents[2]
    preview = serve(site, env={"PYTHONPATH": f"{site.folder}{os.pathsep}{root}"})
    preview.heard("inotify watch limit reached")

    site.edit(ONE, "The first piece", "Found by looking")

    shows(preview, "/one/", "Found by looking")


def test_a_request_after_a_change_was_seen_never_gets_an_older_page(press: Make, serve: Serve) -> None:
    site = press(SITE)
    preview = serve(site)
    for number in range(25):
        site.edit(ONE, f"piece{'' if number == 0 else f' v{number - 1}.'}", f"piece v{number}.")
        shows(preview, "/one/", f"piece v{number}.")
        for path, text in (("/one/", f"piece v{number}."), ("/feed.xml", f"piece v{number}.")):
            assert text in preview.get(path)[1]


def test_a_piece_appears_at_its_instant(press: Make, serve: Serve) -> None:
    site = press(SITE)
    soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3))
    site.write("content/articles/soon.md", f"---\ntitle: Soon\ndate: {soon}\nauthor: li\n---\nHere it is.\n")
    preview = serve(site)

    until(lambda: preview.get("/soon/")[0] == 200, "it never appeared")


def test_what_the_memory_loses_is_made_again(press: Make, serve: Serve) -> None:
    site = press(SITE)
    preview = serve(site)
    shows(preview, "/one/", "The first piece")

    shutil.rmtree(site.folder / ".byline/preview/prints")
    for path in ("/two/", "/about/", "/media/port.svg", "/tags/seas/"):
        assert preview.get(path)[0] == 200
    shutil.rmtree(site.folder / ".byline")
    site.edit(ONE, "The first piece", "After the loss")

    shows(preview, "/one/", "After the loss")
    assert preview.get("/media/port.svg")[0] == 200


def test_output_is_never_touched(press: Make, serve: Serve) -> None:
    site = press(SITE)
    site.built()
    before = {path: path.stat().st_mtime_ns for path in site.output.rglob("*")}
    preview = serve(site)
    site.edit(ONE, "The first piece", "Only in the preview")
    shows(preview, "/one/", "Only in the preview")

    assert {path: path.stat().st_mtime_ns for path in site.output.rglob("*")} == before


def test_a_second_preview_of_a_project(press: Make, serve: Serve) -> None:
    site = press(SITE)
    first = serve(site)
    second = serve(site, "--port", str(first.port))
    second.heard(f"port {first.port} is taken")

    site.edit(ONE, "The first piece", "In both")

    shows(first, "/one/", "In both")
    shows(second, "/one/", "In both")


@pytest.mark.parametrize("again", [False, True])
def test_started_again_it_is_current(press: Make, serve: Serve, again: bool) -> None:
    site = press(SITE)
    serve(site).stop()
    if again:
        site.edit(ONE, "The first piece", "Edited meanwhile")
    preview = serve(site)

    assert ("Edited meanwhile" if again else "The first piece") in preview.get("/one/")[1]
