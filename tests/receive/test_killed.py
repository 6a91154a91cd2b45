"""Killed at any moment under load: every comment that was thanked for is there once, and none is torn."""

import http.client
import random
import threading
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from msgspec import Struct

from tests.press import Press
from tests.receive.desk import SITE, Receiver, comment, free_port

READERS = 6
OPTIONS = ("--pause", "0", "--each", "1000000", "--everybody", "1000000")


class Told(Struct):
    """What a campaign saw."""

    thanked: set[str]
    sent: int = 0
    kills: int = 0


def said(reader: int, number: int) -> str:
    """A text that bears its own digest, so that a torn one shows; several lines, several scripts."""
    body = f"Reader {reader} says, for time {number}:\n\n" + "слово 词 word - # : " * (number % 40)
    body = body.strip()
    return f"{body}\n{sha256(body.encode()).hexdigest()[:16]}"


def whole(text: str) -> bool:
    body, _, digest = text.rpartition("\n")
    return sha256(body.encode()).hexdigest()[:16] == digest


class Reader(threading.Thread):
    """Sends one comment after the other; one that was not thanked for is sent again, as a reader would."""

    def __init__(self, number: int, receiver: list[Receiver], told: Told, over: threading.Event) -> None:
        super().__init__()
        self._number, self._receiver, self._told, self._over = number, receiver, told, over

    def run(self) -> None:
        number = 0
        while not self._over.is_set():
            text = said(self._number, number)
            fields = comment(text, page="/press/one/" if number % 2 else "/press/deux/")
            try:
                answer = self._receiver[0].post(fields)
                if answer.ticket:
                    answer = self._receiver[0].post({**fields, "ticket": answer.ticket})
            except (OSError, http.client.HTTPException):
                self._over.wait(0.02)
                continue
            if "Thank you" in answer.text or "Merci" in answer.text:
                self._told.thanked.add(text)
                number += 1
            self._told.sent += 1


def campaign(site: Press, *, kills: int, seed: int) -> Told:
    chance, told, over, port = random.Random(seed), Told(thanked=set()), threading.Event(), free_port()
    receiver = [Receiver(site, *OPTIONS, port=port)]
    readers = [Reader(number, receiver, told, over) for number in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        for _ in range(kills):
            over.wait(chance.uniform(0.02, 0.5))
            receiver[0].kill()
            told.kills += 1
            check(site, told, final=False)
            _make_room(site)
            receiver[0] = Receiver(site, *OPTIONS, port=port)
    finally:
        over.set()
        for reader in readers:
            reader.join()
        receiver[0].stop()
    check(site, told, final=True)
    return told


def rows(site: Press) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for path in sorted((site.folder / "content/articles").glob("*.comments.yaml")):
        found += yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader) or []
    shelf = site.folder / "judged.yaml"
    return [*found, *(yaml.load(shelf.read_text(encoding="utf-8"), yaml.CBaseLoader) or [] if shelf.exists() else [])]


def check(site: Press, told: Told, *, final: bool) -> None:
    kept = [row["text"] for row in rows(site) if row.get("via") == "form"]
    counted = Counter(kept)
    assert all(map(whole, kept)), "a comment is torn"
    assert not [text for text, times in counted.items() if times > 1], "a comment is there twice"
    assert not [text for text in set(told.thanked) if not counted[text]], "a comment that was thanked for is lost"
    if final:
        leftovers = [path.name for path in Path(site.folder, "content/articles").iterdir() if path.name.startswith(".")]
        assert len(leftovers) <= 2


def _make_room(site: Press) -> None:
    """What editors do when much waits: put it away, so that the receiver does not call itself full."""
    for path in (site.folder / "content/articles").glob("*.comments.yaml"):
        text = path.read_text(encoding="utf-8")
        if text.count("status: pending") > 300:
            with (site.folder / "judged.yaml").open("a", encoding="utf-8") as shelf:
                shelf.write(text)
            path.write_text("", encoding="utf-8")


def test_a_few_kills(tmp_path: Path) -> None:
    told = campaign(Press.of(SITE, tmp_path / "press"), kills=4, seed=1)
    assert told.thanked


@pytest.mark.soak
def test_hundreds_of_kills(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = campaign(Press.of(SITE, tmp_path / "press"), kills=300, seed=2)
    with capsys.disabled():
        print(f"\n{told.kills} kills, {told.sent} forms answered, {len(told.thanked)} comments thanked for")
    assert len(told.thanked) > 300
