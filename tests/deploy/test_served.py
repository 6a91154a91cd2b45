"""What readers are served: nginx over folder and rsync targets, and the headers that a store of objects hands out."""

import gzip
import json
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest

from tests.conftest import needed
from tests.deploy import servers
from tests.deploy.conftest import Desk
from tests.deploy.reader import dead_ends
from tests.deploy.servers import fetched
from tests.deploy.targets import REGION, SOME_KINDS
from tests.deploy.test_killed import first, second

FOLDERS = ("folder", "folder in place", "rsync", "rsync in place")

Make = Callable[[str], Desk]


def over_http(address: str) -> Callable[[str], bytes | None]:
    """A reader's way to a file of the site."""

    def get(path: str) -> bytes | None:
        status, _headers, body = fetched(f"{address}/{quote(path)}")
        assert status in (200, 404), f"{path}: {status}"
        return body if status == 200 else None

    return get


@pytest.mark.parametrize("kind", [kind for kind in SOME_KINDS if kind.values[0] in FOLDERS])
def test_nginx_serves_a_whole_site_while_it_is_deployed(desk_of: Make, tmp_path: Path, kind: str) -> None:
    program = needed("nginx")
    desk = desk_of(kind)
    first(desk)
    assert desk.deploy("--quiet") == 0
    root = Path(desk.place.settings.split("path: ")[1].rstrip("}"))
    for folder in (root, *root.parents):
        if folder.is_relative_to(tmp_path.parent):
            folder.chmod(0o755)
    with servers.nginx(program, tmp_path / "nginx", {"site": root}) as address:
        get = over_http(f"{address}/site")
        assert get("index.html") == (desk.press.output / "index.html").read_bytes()
        assert dead_ends(get) == []
        amiss: list[tuple[str, str]] = []
        ended = threading.Event()

        def read() -> None:
            while not ended.is_set():
                amiss.extend(dead_ends(get))

        thread = threading.Thread(target=read, daemon=True)
        thread.start()
        for change in (second, first):
            change(desk)
            assert desk.deploy("--yes", "--quiet") == 0
        ended.set()
        thread.join()
        assert amiss == []
        for path, data in desk.output().items():
            assert get(path) == data, path


@pytest.mark.parametrize("kind", ["folder", pytest.param("rsync in place", marks=pytest.mark.soak)])
def test_compressed_copies_come_and_go_with_their_files(desk_of: Make, kind: str, tmp_path: Path) -> None:
    desk = desk_of(kind)
    desk.settings(target=f"{desk.place.settings[:-1]}, compress: [gzip, br]}}")
    desk.build()
    assert desk.deploy() == 0
    there, here = desk.place.read(), desk.output()
    copies = {path for path in there if path.endswith((".gz", ".br"))}
    assert "one/index.html.gz" in copies
    assert "one/index.html.br" in copies
    assert not {"media/data.csv.gz"} & copies, "a copy that saves nothing is not made"
    for path in copies:
        plain = gzip.decompress(there[path]) if path.endswith(".gz") else brotli.decompress(there[path])
        assert plain == here[path[:-3]]
    assert there.keys() - copies == here.keys()
    desk.edit()
    assert desk.deploy("--yes") == 0
    there = desk.place.read()
    assert "two/index.html.gz" not in there
    assert gzip.decompress(there["four/index.html.gz"]) == desk.output()["four/index.html"]
    assert desk.deploy() == 0
    desk.settings()
    desk.build()
    assert desk.deploy("--yes") == 0
    assert desk.place.read() == desk.output()


def stored(desk: Desk, path: str) -> tuple[dict[str, str], bytes]:
    import boto3

    option = json.loads(json.dumps(dict(part.split(": ", 1) for part in desk.place.settings.strip("{}").split(", "))))
    client = boto3.client("s3", endpoint_url=option["endpoint"].strip("'"), region_name=REGION)
    answer = client.get_object(Bucket=option["bucket"], Key=f"{option['prefix']}/{path}")
    return answer["ResponseMetadata"]["HTTPHeaders"], answer["Body"].read()


def test_a_store_of_objects_tells_readers_types_and_how_long_to_keep(desk_of: Make) -> None:
    desk = desk_of("s3")
    desk.settings("hosts: [netlify]\n")
    second(desk)
    assert desk.deploy() == 0
    told, _body = stored(desk, "one/index.html")
    assert (told["content-type"], told["cache-control"]) == ("text/html; charset=utf-8", "public, max-age=60")
    assert stored(desk, "feed.xml")[0]["content-type"] == "application/atom+xml; charset=utf-8"
    style = next(path for path in desk.output() if path.startswith("static/press.") and path.endswith(".css"))
    told, _body = stored(desk, style)
    assert told["content-type"] == "text/css; charset=utf-8"
    assert told["cache-control"] == "public, max-age=31536000, immutable"
    assert stored(desk, "media/map.csv")[0]["content-type"] == "text/csv; charset=utf-8"


def test_a_store_of_objects_keeps_texts_compressed_where_that_is_asked_for(desk_of: Make) -> None:
    desk = desk_of("s3")
    assert desk.deploy() == 0
    desk.settings(target=f"{desk.place.settings[:-1]}, compress: gzip}}")
    desk.build()
    assert desk.deploy() == 0, "other headers are sent although no byte of the site has changed"
    told, body = stored(desk, "one/index.html")
    assert told["content-encoding"] == "gzip"
    assert gzip.decompress(body) == desk.output()["one/index.html"]
    assert desk.deploy() == 0
    desk.edit()
    assert desk.deploy("--yes") == 0
    assert desk.rollback() == 0
    assert gzip.decompress(stored(desk, "two/index.html")[1])


def test_only_what_changed_travels(desk_of: Make, capsys: pytest.CaptureFixture[str]) -> None:
    desk = desk_of("s3")
    assert desk.deploy() == 0
    before = {path: stored(desk, path)[0]["last-modified"] for path in desk.output() if not path.startswith(".")}
    desk.edit()
    capsys.readouterr()
    assert desk.deploy("--yes", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told["changed"]).isdisjoint({"about/index.html", "media/data.csv"})
    assert told["bytes"] == sum(len(desk.output()[path]) for path in (*told["new"], *told["changed"]))
    untouched = before.keys() - set(told["changed"]) - set(told["gone"])
    assert {path: stored(desk, path)[0]["last-modified"] for path in untouched} == {
        path: before[path] for path in untouched
    }


def test_a_branch_brings_what_its_host_asks_for(desk_of: Make) -> None:
    desk = desk_of("git")
    desk.settings(target=f"{desk.place.settings[:-1]}, cname: press.example.org}}")
    desk.build()
    assert desk.deploy() == 0
    assert desk.place.get(".nojekyll") == b""
    assert desk.place.get("CNAME") == b"press.example.org\n"


def test_a_branch_with_the_sources_is_refused(desk_of: Make, capsys: pytest.CaptureFixture[str]) -> None:
    desk = desk_of("git")
    desk.place.put("content/site.yaml", b"title: x\n")
    assert desk.deploy("--yes") == 1
    assert "holds the sources of a site, not a site" in capsys.readouterr().err


def test_the_extra_is_named_where_it_is_missing(
    desk_of: Make, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    desk = desk_of("folder in place")
    for name, target, module in (
        ("cloud", "{kind: s3, bucket: press}", "obstore.store"),
        ("brotli", f"{desk.place.settings[:-1]}, compress: br}}", "brotli"),
    ):
        desk.settings(target=target)
        desk.build()
        with monkeypatch.context() as patched:
            patched.setitem(sys.modules, module, None)
            assert desk.deploy() == 2
        assert f"pip install 'byline[{name}]'" in capsys.readouterr().err
