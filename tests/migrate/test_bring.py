"""Comments brought along: an account in which nothing is missing, a second run changes nothing, edits stay."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import main
from tests.migrate.exports import SITE, Post, Wp, disqus, isso, staticman, wordpress
from tests.press import Press

ONE = "https://old-host.example/press/one/"
OLD = "http://example.org/2015/01/one-as-it-was"
TWO = "https://example.org/press/%E6%95%B0%E4%BA%BA%E5%A4%B4/"
THREE = "https://example.org/blog/2017-01-01-three.html?utm=1#disqus_thread"
NOWHERE = "https://example.org/long/gone/"

POSTS = (
    Post(id=1, thread=ONE, text="<p>First &amp; <b>foremost</b></p>"),
    Post(id=2, thread=ONE, text="A reply", parent=1, author="", email=""),
    Post(id=3, thread=ONE, text="Buy pills", spam=True),
    Post(id=4, thread=ONE, text="Taken back", deleted=True, parent=1),
    Post(id=5, thread=ONE, text="To the deleted one", parent=4),
    Post(id=6, thread=OLD, text="By an old address", parent=1),
    Post(id=7, thread=TWO, text='<p>数人头 <img src="https://x.example/a.png"></p>', author="Zoë ‮<script>"),
    Post(id=8, thread=THREE, text="By its slug, across threads", parent=7),
    Post(id=9, thread=NOWHERE, text="Homeless"),
    Post(id=10, thread=ONE, text="   "),
    Post(id=11, thread=ONE, text="No date", date="yesterday"),
    Post(id=1, thread=ONE, text="The same again"),
)
COMMENTS = (
    Wp(id=21, text="Line one\nline two\n\nA [shortcode] & <em>more</em> ]]> end"),
    Wp(id=22, text="Deep", parent=21, user=3),
    Wp(id=23, text="Deeper", parent=22, gmt="0000-00-00 00:00:00"),
    Wp(id=24, text="[...] linked to us", kind="pingback"),
    Wp(id=25, text="Waiting", approved="0"),
    Wp(id=26, text="Casino", approved="spam"),
    Wp(id=27, text="Thrown away", approved="trash", parent=22),
    Wp(id=28, text="Answers the thrown away", parent=27),
    Wp(id=29, text="Changed", kind="order_note"),
    Wp(id=30, text="Neither", approved="maybe"),
)


@pytest.fixture
def site(press: Callable[[str], Press], monkeypatch: pytest.MonkeyPatch) -> Press:
    made = press(SITE)
    monkeypatch.chdir(made.folder)
    return made


@pytest.fixture
def account(site: Press, capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, object]]:
    """Bring an export along; the account, whose sum is checked."""

    def made(export: bytes | Path, *options: str) -> dict[str, object]:
        path = export if isinstance(export, Path) else site.folder / "export.xml"
        if isinstance(export, bytes):
            path.write_bytes(export)
        capsys.readouterr()
        assert main(["comments", "import", str(path), "--json", *options]) == 0
        told: dict[str, object] = json.loads(capsys.readouterr().out)
        assert (
            told["read"]
            == len(told["written"]) + len(told["left"])
            == len(told["written"]) + sum(told["reasons"].values())
        )  # type: ignore[arg-type, attr-defined]
        return told

    return made


def sidecars(site: Press) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (site.folder / "content").rglob("*comments.yaml")}


def shown(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    main(["comments", "list", "--json"])
    return {row["id"]: row for row in json.loads(capsys.readouterr().out)}


def test_disqus(site: Press, account: Callable[..., dict[str, object]], capsys: pytest.CaptureFixture[str]) -> None:
    told = account(disqus(POSTS))
    assert told["read"] == 12
    assert told["reasons"] == {
        "spam there": 1,
        "deleted there": 1,
        "of a piece that is not here": 1,
        "it says nothing": 1,
        "without a date that can be read": 1,
        "there twice in what was read": 1,
    }
    assert told["homeless"] == {NOWHERE: 1}
    assert told["repairs"] == []
    assert {"id": "disqus-7", "loss": "a picture is kept as a link to it"} in told["losses"]  # type: ignore[operator]
    rows = shown(capsys)
    assert {name: row["slug"] for name, row in rows.items()} == {
        "disqus-1": "one",
        "disqus-2": "one",
        "disqus-5": "one",
        "disqus-6": "one",
        "disqus-7": "数人头",
        "disqus-8": "three",
    }
    assert rows["disqus-5"]["reply_to"] == "disqus-1"
    assert rows["disqus-2"]["author"] == "Anonymous"
    assert rows["disqus-1"]["text"] == "First & foremost"
    report = site.built()
    assert not report.problems
    page = site.page("one/")
    assert "<strong>foremost</strong>" in page
    assert "This post has 4 comments" in page
    everything = b"".join(site.files().values()) + "".join(sidecars(site).values()).encode()
    assert b"203.0.113" not in everything
    assert b"reader.example" not in b"".join(site.files().values())


def test_wordpress(site: Press, account: Callable[..., dict[str, object]], capsys: pytest.CaptureFixture[str]) -> None:
    items = [
        ("https://example.org/press/one/", "one", COMMENTS),
        ("https://example.org/?p=9", "three", [Wp(id=40, text="x")]),
    ]
    told = account(wordpress(items))
    assert told["reasons"] == {
        "no comment but a pingback": 1,
        "spam there": 1,
        "deleted there": 1,
        "no comment but of the type order_note": 1,
        "its status there is maybe": 1,
    }
    rows = shown(capsys)
    assert rows["wordpress-21"]["text"] == "Line one\nline two\nA [shortcode] & more ]]> end"
    assert rows["wordpress-23"]["reply_to"] == "wordpress-22"
    assert rows["wordpress-23"]["date"] == "2015-03-01T09:00:00Z"
    assert rows["wordpress-28"]["reply_to"] == "wordpress-22"
    assert rows["wordpress-25"]["status"] == "pending"
    assert rows["wordpress-40"]["slug"] == "three"
    assert "verified: true" in sidecars(site)["one.comments.yaml"]


@pytest.mark.parametrize(
    ("version", "encoding", "cdata"), [("1.0", "UTF-8", False), ("1.1", "iso-8859-1", True), ("1.2", "utf-16", True)]
)
def test_wordpress_of_every_age(
    account: Callable[..., dict[str, object]], version: str, encoding: str, cdata: bool
) -> None:
    items = [("https://example.org/press/one/", "one", COMMENTS)]
    told = account(wordpress(items, version=version, encoding=encoding, cdata=cdata), "--from", "wordpress")
    assert len(told["written"]) == 5  # type: ignore[arg-type]


def test_a_broken_export_is_read_as_far_as_it_goes(account: Callable[..., dict[str, object]]) -> None:
    data = disqus(POSTS, raw=True).replace(b"A reply", b"A\x0b reply & 1 < 2 &nbsp; caf\xe9")
    told = account(data[: data.index(b'<post dsq:id="8"') + 60])
    assert {row["id"] for row in told["written"]} == {"disqus-1", "disqus-2", "disqus-5", "disqus-6", "disqus-7"}  # type: ignore[attr-defined]
    words = " ".join(told["repairs"])  # type: ignore[arg-type]
    for part in ("control characters", "no UTF-8", "bare &", "bare <", "entities of HTML", "breaks off"):
        assert part in words


ROWS = (
    (1, "/press/one/", None, 1, "*Markdown* as it was", "Anna"),
    (2, "/press/one/", 1, 1, "With <b>HTML</b> &amp; more", None),
    (3, "/press/one/", 1, 4, "", None),
    (4, "/press/one/", 3, 1, "Below a deleted one", "Ben"),
    (5, "/press/one/", None, 2, "Waiting", "Cem"),
    (6, "/nowhere/", None, 1, "Homeless", "Dee"),
    (7, "/press/%E6%95%B0%E4%BA%BA%E5%A4%B4/", None, 1, "Elsewhere", "Eve"),
)


def test_isso(site: Press, account: Callable[..., dict[str, object]], capsys: pytest.CaptureFixture[str]) -> None:
    told = account(isso(site.folder / "isso.db", ROWS))
    assert told["reasons"] == {"deleted there": 1, "of a piece that is not here": 1}
    rows = shown(capsys)
    assert rows["isso-4"]["reply_to"] == "isso-1"
    assert rows["isso-5"]["status"] == "pending"
    assert 'text: "*Markdown* as it was"' in sidecars(site)["one.comments.yaml"]
    assert rows["isso-2"]["text"] == "With HTML & more"


def test_a_database_of_isso_s_own_making(
    site: Press, account: Callable[..., dict[str, object]], tmp_path: Path
) -> None:
    isso_program = os.environ.get("BYLINE_ISSO") or shutil.which("isso", path=str(Path(sys.executable).parent))
    if not isso_program:
        reason = "Isso's own package is not here, so nothing was tested against a database of its making"
        (pytest.fail if os.environ.get("BYLINE_REQUIRE_ALL") else pytest.skip)(reason)
    export = tmp_path / "disqus.xml"
    export.write_bytes(disqus([post for post in POSTS if post.author and post.date.startswith("2015")]))
    config = tmp_path / "isso.cfg"
    config.write_text(f"[general]\ndbpath = {tmp_path}/comments.db\nhost = https://example.org/\n", encoding="utf-8")
    done = subprocess.run(
        [isso_program, "-c", str(config), "import", "-t", "disqus", "--empty-id", str(export)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = account(tmp_path / "comments.db")
    assert told["format"] == "Isso"
    assert len(told["written"]) >= 4  # type: ignore[arg-type]
    assert told["read"] == len(told["written"]) + sum(told["reasons"].values())  # type: ignore[arg-type, attr-defined]


FILES: tuple[tuple[str, dict[str, object] | str], ...] = (
    (
        "one/entry1.yml",
        {
            "_id": "aa-1",
            "name": "Anna",
            "message": "First, *plainly*",
            "date": "2015-03-01T10:00:00.000Z",
            "email": "0" * 32,
        },
    ),
    (
        "one/entry2.yml",
        {"_id": "aa-2", "_parent": "aa-1", "name": "Ben", "message": "Second\r\n\r\nline", "date": 1425204000000},
    ),
    ("one/entry3.json", {"_id": "aa-3", "replying_to": "1", "name": "Cem", "message": "By number", "date": 1425204000}),
    (
        "one/entry4.yml",
        {
            "_id": "aa-4",
            "_parent": "one",
            "name": "",
            "message": "<b>HTML</b>",
            "date": "2015-03-02",
            "url": "javascript:alert(1)",
        },
    ),
    ("one/entry5.yml", {"_id": "aa-5", "name": "Eve", "message": "", "date": 1425204000}),
    ("one/broken.json", "{"),
    ("2015/gone/entry.yml", {"_id": "bb-1", "name": "Dee", "message": "Homeless", "date": 1425204000}),
    ("flat.yml", {"_id": "cc-1", "slug": "/press/three/", "name": "Flo", "message": "By its slug", "date": 1425204000}),
    ("one/readme.txt", "no comment"),
)


def test_staticman(site: Press, account: Callable[..., dict[str, object]], capsys: pytest.CaptureFixture[str]) -> None:
    told = account(staticman(site.folder / "comments", FILES))
    assert told["read"] == 8
    assert told["reasons"] == {"it says nothing": 1, "its file cannot be read": 1, "of a piece that is not here": 1}
    rows = shown(capsys)
    assert rows["staticman-aa-2"]["reply_to"] == rows["staticman-aa-3"]["reply_to"] == "staticman-aa-1"
    assert rows["staticman-aa-2"]["date"] == "2015-03-01T10:00:00Z"
    assert rows["staticman-cc-1"]["slug"] == "three"
    text = sidecars(site)["one.comments.yaml"]
    assert "0" * 32 not in text
    assert "javascript" not in text


def test_a_second_run_changes_nothing_and_edits_stay(site: Press, account: Callable[..., dict[str, object]]) -> None:
    account(disqus(POSTS))
    first = sidecars(site)
    again = account(disqus(POSTS))
    assert again["written"] == []
    assert again["files"] == []
    assert sidecars(site) == first
    main(["comments", "spam", "disqus-5"])
    main(["comments", "remove", "disqus-2"])
    path = site.folder / "content/articles/one.comments.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("foremost", "mended by hand"), encoding="utf-8")
    edited = sidecars(site)
    more = account(disqus([*POSTS, Post(id=50, thread=ONE, text="New since then", parent=2)]))
    assert [row["id"] for row in more["written"]] == ["disqus-50"]  # type: ignore[attr-defined]
    after = sidecars(site)
    assert after["one.comments.yaml"].startswith(edited["one.comments.yaml"])
    assert "mended by hand" in after["one.comments.yaml"]


def test_a_plan_writes_nothing(site: Press, account: Callable[..., dict[str, object]]) -> None:
    told = account(disqus(POSTS), "--plan")
    assert len(told["written"]) == 6  # type: ignore[arg-type]
    assert sidecars(site) == {}


def test_what_is_no_export_is_told(site: Press) -> None:
    path = site.folder / "x"
    path.write_text("nothing", encoding="utf-8")
    assert main(["comments", "import", str(path)]) == 2
    assert main(["comments", "import", str(path), "--from", "isso"]) == 1
    assert main(["comments", "import", str(path), "--from", "disqus"]) == 1
    assert main(["comments", "import", str(path), "--from", "staticman"]) == 2
    assert main(["comments", "import", str(site.folder / "none.xml")]) == 3
    path.write_bytes(b'<!DOCTYPE disqus [<!ENTITY a "b">]><disqus xmlns="http://disqus.com"><post/></disqus>')
    assert main(["comments", "import", str(path)]) == 1
