"""Keys are nowhere: in no message, in no log, in nothing that is kept or sent."""

import base64
import os
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator.deploy.secrets import HIDDEN, secrets_in, without_secrets
from tests.conftest import needed
from tests.deploy.conftest import Desk

Make = Callable[[str], Desk]
Capture = pytest.CaptureFixture[str]

PLANTED = {
    "AWS_ACCESS_KEY_ID": "AKIAPLANTEDPLANTED01",
    "AWS_SECRET_ACCESS_KEY": "planted/secret+of/a+bucket",
    "AWS_SESSION_TOKEN": "planted-session-token-of-a-role",
    "AZURE_STORAGE_ACCOUNT_KEY": "cGxhbnRlZC1henVyZS1rZXk=",
    "GITHUB_TOKEN": "ghp_plantedplantedplanted",
    "DEPLOY_KEY": "-----BEGIN PLANTED KEY-----\nplantedkeyline1\nplantedkeyline2\n-----END PLANTED KEY-----",
}


@pytest.fixture(name="planted")
def _planted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    for name, value in PLANTED.items():
        monkeypatch.setenv(name, value)
    return [line for value in PLANTED.values() for line in value.splitlines()]


def everything(desk: Desk, capsys: Capture) -> str:
    """All that was said, and all that was kept."""
    out, err = capsys.readouterr()
    kept = [
        path.read_bytes().decode("latin-1") for path in (desk.press.folder / ".byline").rglob("*") if path.is_file()
    ]
    return "\n".join([out, err, *kept])


class _Echo(BaseHTTPRequestHandler):
    """A store of objects that fails, and tells everything it was told."""

    def do_GET(self) -> None:
        told = "".join(f"{name}: {value}\n" for name, value in self.headers.items())
        secrets = "\n".join(f"{name}={value}" for name, value in PLANTED.items())
        body = f"<Error><Code>AccessDenied</Code><Message>{told}{self.path}\n{secrets}</Message></Error>".encode()
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_PUT = do_HEAD = do_DELETE = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def talkative() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("kind", ["s3", "azure"])
def test_a_store_that_repeats_keys_is_not_repeated(
    desk_of: Make,
    capsys: Capture,
    planted: list[str],
    talkative: str,
    kind: str,
    debug: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = desk_of("folder in place")
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "press")
    for name, value in PLANTED.items():
        monkeypatch.setenv(name, value)
    desk.settings(target=f"{{kind: {kind}, bucket: press, region: us-east-1, endpoint: '{talkative}'}}")
    desk.build()
    assert desk.deploy(*(["--debug"] if debug else [])) == 3
    said = everything(desk, capsys)
    assert "cannot" in said
    assert [secret for secret in planted if secret in said] == []


def test_an_address_with_a_token_is_shown_without_it(desk_of: Make, capsys: Capture, planted: list[str]) -> None:
    desk = desk_of("folder in place")
    token = "x-access-token:ghs_plantedtokenofaremote"
    subprocess.run(["git", "init", "-q", str(desk.press.folder)], check=True)
    address = f"http://{token}@127.0.0.1:1/press.git"
    subprocess.run(["git", "-C", str(desk.press.folder), "remote", "add", "origin", address], check=True)
    desk.settings(target="{kind: git}")
    desk.build()
    for options in ((), ("--debug",), ("--json",)):
        assert desk.deploy(*options) == 3
        said = everything(desk, capsys)
        assert "cannot reach http://" in said
        assert [secret for secret in (*planted, token, token.partition(":")[2]) if secret in said] == []


class _Guarded(BaseHTTPRequestHandler):
    """Git over http, for those who bring the right header."""

    root = Path()
    wanted = ""

    def do_GET(self) -> None:
        if self.headers.get("Authorization") != self.wanted:
            self.send_response(401)
            self.send_header("WWW-Authenticate", "Basic")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        path, _, query = self.path.partition("?")
        given = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        environment = {
            **os.environ,
            "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REMOTE_USER": "press",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(given)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        answer = subprocess.run(["git", "http-backend"], input=given, env=environment, capture_output=True, check=False)
        head, _, body = answer.stdout.partition(b"\r\n\r\n")
        told = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line)
        self.send_response(int(told.pop("Status", "200").split()[0]))
        for name, value in {**told, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a repository behind a key, and the header that opens it."""
    needed("git")
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "forge/press.git")], check=True)
    key = base64.b64encode(b"x-access-token:ghs_plantedkeyofaworkflow").decode()
    handler = type("Handler", (_Guarded,), {"root": tmp_path / "forge", "wanted": f"basic {key}"})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/press.git", f"basic {key}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_workflows_own_key_opens_the_branch_and_stays_in_its_place(
    desk_of: Make, capsys: Capture, forge: tuple[str, str]
) -> None:
    """What a checkout leaves in the project's settings of Git is used, and neither copied nor told."""
    address, key = forge
    desk = desk_of("folder in place")
    git = ["git", "-C", str(desk.press.folder)]
    subprocess.run(["git", "init", "-q", str(desk.press.folder)], check=True)
    subprocess.run([*git, "remote", "add", "origin", address], check=True)
    desk.settings(target="{kind: git}")
    desk.build()
    assert desk.deploy("--debug") == 3
    assert "cannot reach" in everything(desk, capsys)
    host = address.rpartition("/")[0]
    subprocess.run([*git, "config", f"http.{host}/.extraheader", f"AUTHORIZATION: {key}"], check=True)
    assert desk.deploy() == 0
    assert desk.deploy("--plan") == 0
    said = everything(desk, capsys)
    assert "up to date" in said
    assert key not in said
    assert key.split()[1] not in said


TEXTS = [
    # variables . text . what is left of it
    ({"MY_TOKEN": "abcdefgh"}, "said abcdefgh twice abcdefgh", f"said {HIDDEN} twice {HIDDEN}"),
    ({"KEY_FILE": "/home/me/key"}, "cannot read /home/me/key", "cannot read /home/me/key"),
    ({"SSH_AUTH_SOCK": "/tmp/agent"}, "no /tmp/agent", "no /tmp/agent"),
    ({"A_KEY": "abc"}, "abc", "abc"),
    ({}, "https://me:word@example.org/x", f"https://{HIDDEN}@example.org/x"),
    ({}, "https://token@example.org/x", f"https://{HIDDEN}@example.org/x"),
    ({}, "ssh://git@example.org/x", "ssh://git@example.org/x"),
    ({}, "X-Amz-Signature=abc123&x=1", f"X-Amz-Signature={HIDDEN}&x=1"),
]


@pytest.mark.parametrize(("variables", "text", "left"), TEXTS)
def test_texts_are_cleaned(variables: Mapping[str, str], text: str, left: str) -> None:
    assert without_secrets(text, secrets_in(variables)) == left
