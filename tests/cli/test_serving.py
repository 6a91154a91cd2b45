"""`byline serve` as it is called: what it says of its door, and what it refuses."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.preview.doors import open_door
from generator.preview.guard import host_name, is_address, is_loopback
from tests.press import Press
from tests.preview.conftest import SITE, Preview

ROOT = Path(__file__).parents[2]


def called(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A call that is expected to end by itself."""
    command = [sys.executable, "-m", "generator", *arguments, "--project", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--port", "x"], "is not a port"),
        (["--port", "70000"], "is not a port"),
        (["--editor", "nonesuch"], "--editor nonesuch is not known; there are"),
        (["--host", "no.such.host.invalid"], "is no address of this machine"),
        (["--host", "192.0.2.7"], "is no address of this machine"),
    ],
)
def test_a_wrong_call_is_told(press: Callable[[str], Press], arguments: list[str], message: str) -> None:
    ended = called(press(SITE).folder, "serve", *arguments)
    assert (ended.returncode, message in ended.stderr) == (2, True), ended.stderr


def test_an_open_door_is_warned_of_and_its_addresses_are_named(press: Callable[[str], Press]) -> None:
    preview = Preview(press(SITE).folder, "--host", "0.0.0.0")
    try:
        preview.heard("warning: everybody in your network can read this preview")
        assert preview.home.startswith("http://127.0.0.1:")
        assert preview.get("/one/")[0] == 200
        assert preview.get("/one/", Host="evil.example")[0] == 403
    finally:
        assert preview.stop() == 0


def test_the_next_free_port_is_taken() -> None:
    first = open_door("127.0.0.1", 18_000)
    second = open_door("127.0.0.1", first.port)
    assert second.port > first.port
    first.socket.close()
    second.socket.close()


@pytest.mark.parametrize(
    ("host", "name"),
    [("localhost:8000", "localhost"), ("LOCALHOST", "localhost"), ("[::1]:1", "[::1]"), ("a b", None), ("x:0", None)],
)
def test_the_name_of_a_host(host: str, name: str | None) -> None:
    assert host_name(host) == name


def test_which_hosts_are_this_machine_alone() -> None:
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.8.8.8", "::1")))
    assert not any(map(is_loopback, ("0.0.0.0", "192.168.1.1", "example.org")))
    assert is_address("[::1]")


def test_a_build_loads_nothing_of_the_preview(press: Callable[[str], Press]) -> None:
    code = (
        "import sys\nfrom generator.cli import main\n"
        f"code = main(['build', '--project', {str(press(SITE).folder)!r}])\n"
        "print(code, sorted({'starlette', 'uvicorn', 'watchdog', 'asyncio', 'anyio'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert ended.stdout.strip().endswith("0 []")
