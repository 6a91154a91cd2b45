"""Files to what is known of them; what has not changed is not read."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.engine.files import Files
from generator.engine.ledger import Ledger
from generator.engine.store import Store
from generator.model import Asset, Piece, Sidecar
from generator.settings import Reading
from generator.source.intake import Intake, take_in
from generator.source.read import Desk, Unread, name_of, read_file
from generator.source.scan import scan

SOON = 4_000_000_000_000_000_000
HEAD = "---\ntitle: A\ndate: 2024-05-17\n---\n"


class Room:
    """A project, its ledger, and a way to read it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reading = Reading()
        self.ledger = Ledger(str(folder / "ledger"), versions="1", files=Files())
        self.write("site.yaml", "x")

    def write(self, path: str, text: str | bytes) -> None:
        place = self.folder / "content" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())

    def desk(self) -> Desk:
        return Desk(project=str(self.folder), store=Store(str(self.folder / "texts"), Files()), reading=self.reading)

    def take_in(self) -> Intake:
        sources = scan(str(self.folder), now=SOON).sources
        return take_in(sources, self.ledger, self.desk(), cores=1, done=lambda _done, _total: None)


@pytest.fixture(name="room")
def _room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.ledger.close()


def test_what_was_read_is_known_without_reading(room: Room) -> None:
    room.write("articles/a.md", HEAD + "Text.")
    room.write("media/p.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"></svg>')
    first = room.take_in()
    assert first.read == 2
    piece, asset = first.known["content/articles/a.md"], first.known["content/media/p.svg"]
    assert isinstance(piece, Piece)
    assert isinstance(asset, Asset)
    assert (asset.width, asset.height) == (64, 48)
    assert b"Text." in Store(str(room.folder / "texts"), Files()).get(piece.content)
    second = room.take_in()
    assert (second.read, second.before) == (0, {})
    assert second.known == first.known


def test_a_touch_is_read_and_changes_nothing(room: Room) -> None:
    room.write("articles/a.md", HEAD)
    first = room.take_in()
    os.utime(room.folder / "content/articles/a.md", ns=(1, 1))
    second = room.take_in()
    assert (second.read, second.before) == (1, {})
    assert second.known == first.known
    assert room.take_in().read == 0


def test_a_change_is_known_beside_what_was_before(room: Room) -> None:
    room.write("articles/a.md", HEAD)
    first = room.take_in()
    room.write("articles/a.md", HEAD.replace("A", "B"))
    second = room.take_in()
    assert second.before == first.known
    assert second.known != first.known


def test_another_way_of_reading_reads_all_again(room: Room) -> None:
    room.write("articles/a.md", HEAD)
    room.take_in()
    room.reading = Reading(timezone="Asia/Tokyo")
    assert room.take_in().read == 1


def test_what_is_gone_is_forgotten(room: Room) -> None:
    room.write("articles/a.md", HEAD)
    room.take_in()
    (room.folder / "content/articles/a.md").unlink()
    assert room.take_in().known == {}
    assert room.ledger.sources() == {}


def test_a_file_with_a_mistake_is_known_by_name_and_told_each_time(room: Room) -> None:
    room.write("articles/2024-01-01-a.md", "---\ntitle: A\ndate: soon\n---\n")
    room.write("articles/b.md", "---\ntitle: A\nslug: the-b\ndate: soon\n---\n")
    room.write("articles/c.md", b"\xff")
    room.write("articles/c.comments.yaml", "- {author: Ada, date: 2024-01-01, text: Hm.}")
    first, second = room.take_in(), room.take_in()
    assert first.unread == {
        "content/articles/2024-01-01-a.md": "a",
        "content/articles/b.md": "the-b",
        "content/articles/c.md": "c",
    }
    assert sorted(first.known) == [
        f"content/articles/{name}" for name in ("2024-01-01-a.md", "b.md", "c.comments.yaml")
    ]
    assert isinstance(first.known["content/articles/c.comments.yaml"], Sidecar)
    assert len(first.problems) == 3
    assert second.problems == first.problems
    assert second.read == 0


def test_a_damaged_memory_is_read_again(room: Room) -> None:
    room.write("articles/a.md", HEAD)
    first = room.take_in()
    rows = room.ledger.sources()
    room.ledger.put_sources(rows.values(), records={"content/articles/a.md": b"\xc1"})
    second = room.take_in()
    assert second.read == 1
    assert second.known == first.known


@pytest.mark.parametrize(
    ("role", "path", "text", "name"),
    [
        ("article", "content/articles/2024-05-17-the-call.md", "", "the-call"),
        ("article", "content/articles/the-call/index.md", "", "the-call"),
        ("article", "content/articles/a.md", "---\nslug: 'The Call'\n---\n", "the"),
        ("article", "content/articles/a.md", "---\nslug: ?!\n---\n", "a"),
        ("page", "content/pages/about/team.md", "", "about/team"),
        ("author", "content/authors/li.md", "", "li"),
    ],
)
def test_what_cannot_be_read_still_has_a_name(role: str, path: str, text: str, name: str) -> None:
    assert name_of(role, path, text=text) == name


def test_a_file_that_vanished_is_no_fault(room: Room) -> None:
    assert read_file(room.desk(), Unread("content/articles/a.md", "article", "")).digest == ""
    assert read_file(room.desk(), Unread("content/media/a.png", "asset", "")).digest == ""


def test_a_drawing_with_nothing_but_a_view_box_has_a_size(room: Room) -> None:
    room.write("media/p.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 48"></svg>')
    found = room.take_in().known["content/media/p.svg"]
    assert isinstance(found, Asset)
    assert (found.width, found.height) == (64, 48)


BROKEN = [b"", b"\x89PNG\r\n\x1a\n\x00", b"<svg width='1e999' height='x'>", b"GIF89a", b"\xff\xd8\xff\xe0\x00"]


@pytest.mark.parametrize("data", BROKEN)
@pytest.mark.parametrize("name", ["p.png", "p.svg", "p.jpg", "p.gif"])
def test_a_broken_picture_is_a_file_without_a_size(room: Room, name: str, data: bytes) -> None:
    room.write(f"media/{name}", data)
    found = room.take_in().known[f"content/media/{name}"]
    assert isinstance(found, Asset)
    assert (found.width, found.height) == (0, 0)
