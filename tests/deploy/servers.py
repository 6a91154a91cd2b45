"""Real servers on loopback for what is deployed: sshd, nginx, and a store of objects; each is stopped by its own id."""

import getpass
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

_PATIENCE = 400
"""Tries, a twentieth of a second apart, until a server answers."""


class Sshd(Struct, frozen=True):
    """A machine to reach over ssh, which is this one."""

    shell: str
    """What `RSYNC_RSH` must be to reach it."""
    port: int
    log: Path


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    words: list[str], *, ready: Callable[[], bool], environment: Mapping[str, str] | None = None
) -> Iterator[int]:
    """A server process, from when it answers; its id."""
    process = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **(environment or {})}
    )
    try:
        for _try in range(_PATIENCE):
            if ready():
                break
            assert process.poll() is None, f"{words[0]} ended with code {process.returncode}"
            time.sleep(0.05)
        else:
            raise AssertionError(f"{words[0]} does not answer")
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(port: int) -> bool:
    """Whether somebody listens on a port of loopback."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def sshd(program: str, folder: Path, *, forced: str = "") -> Iterator[Sshd]:
    """An sshd with keys of its own; with `forced`, it runs that command whatever is asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    port = free_port()
    for key in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / key)], check=True)
    restrict = f'command="{forced}",restrict ' if forced else ""
    (folder / "authorized").write_text(restrict + (folder / "user.pub").read_text())
    (folder / "known").write_text(f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text()}")
    (folder / "sshd.conf").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
        f"PidFile {folder}/pid\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n"
        "MaxStartups 100\nMaxSessions 100\n"
        "SetEnv SHLVL=2\n"  # so that a shell reads no .bashrc, whose speed is not ours
    )
    (folder / "ssh.conf").write_text(
        f"Host *\nPort {port}\nUser {getpass.getuser()}\nIdentityFile {folder}/user\nIdentitiesOnly yes\n"
        f"UserKnownHostsFile {folder}/known\nGlobalKnownHostsFile /dev/null\nStrictHostKeyChecking yes\n"
    )
    words = [program, "-D", "-f", str(folder / "sshd.conf"), "-E", str(folder / "log")]
    with running(words, ready=lambda: answers(port)):
        yield Sshd(shell=f"ssh -F {folder}/ssh.conf", port=port, log=folder / "log")


@contextmanager
def nginx(program: str, folder: Path, sites: Mapping[str, Path]) -> Iterator[str]:
    """An nginx that serves folders below the paths that name them; its address without a slash."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    places = "".join(
        f"location /{name}/ {{ alias {root}/; gzip_static on; absolute_redirect off; }}\n"
        for name, root in sites.items()
    )
    user = f"user {getpass.getuser()};\n" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error;\n"
        f"events {{ worker_connections 256; }}\nhttp {{ access_log off; {temporary} open_file_cache off;\n"
        "types { text/html html; text/css css; image/svg+xml svg; application/xml xml; }\n"
        f"server {{ listen 127.0.0.1:{port}; {places} }} }}\n"
    )
    with running([program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error")], ready=lambda: answers(port)):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def objects() -> Iterator[str]:
    """A store of objects that speaks as S3 does; its address."""
    port = free_port()
    program = str(Path(sys.executable).parent / "moto_server")
    with running([program, "-H", "127.0.0.1", "-p", str(port)], ready=lambda: answers(port)):
        yield f"http://127.0.0.1:{port}"


def fetched(address: str) -> tuple[int, Mapping[str, str], bytes]:
    """What a server answers: status, headers, body."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return int(answer.status), dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()
