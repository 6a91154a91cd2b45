"""A host and a port to a socket that listens there, and to the addresses by which it is reached."""

import errno
import socket
from collections.abc import Iterator

from msgspec import Struct

from generator.errors import Fault, Usage
from generator.preview.guard import House, is_address, is_loopback

_MOST = 100
"""Ports that are tried one after the other."""

_ANY = ("0.0.0.0", "::", "")


class Door(Struct, frozen=True, kw_only=True):
    """A socket that is bound, and does not listen yet."""

    socket: socket.socket
    host: str
    port: int

    @property
    def is_open_to_others(self) -> bool:
        """Whether other machines can knock."""
        return not is_loopback(self.host)

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses by which it is reached, without a slash at the end, this machine's own first."""
        hosts = ["127.0.0.1", *own_addresses()] if self.host in _ANY else [self.host]
        shown = [f"[{host}]" if ":" in host else host for host in hosts]
        return tuple(f"http://{host}:{self.port}" for host in shown)

    @property
    def house(self) -> House:
        """Whom the server behind it answers."""
        if not self.is_open_to_others:
            return House()
        name = socket.gethostname().lower()
        return House(names=House().names | {name, f"{name}.local", self.host.lower()}, by_address=True)


def open_door(host: str, port: int) -> Door:
    """Bind the port, or the next one that is free. Raises Usage for a host that is none, Fault where none is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in [port] if port == 0 else range(port, min(port + _MOST, 65536)):
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((host, number))
            made.listen(512)
        except socket.gaierror as error:
            made.close()
            raise Usage(f"--host {host} is no address of this machine") from error
        except OSError as error:
            made.close()
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                continue
            if error.errno == errno.EADDRNOTAVAIL:
                raise Usage(f"--host {host} is no address of this machine") from error
            raise Fault(f"cannot listen on {host}: {error.strerror}") from error
        return Door(socket=made, host=host, port=made.getsockname()[1])
    raise Fault(f"no port from {port} to {port + _MOST - 1} is free; name another with --port")


def own_addresses() -> tuple[str, ...]:
    """The addresses of this machine in its networks."""
    return tuple(dict.fromkeys(address for address in _addresses() if not is_loopback(address)))


def _addresses() -> Iterator[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only asks which way would be taken
            yield probe.getsockname()[0]
        except OSError:
            pass
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return
    yield from (str(info[4][0]) for info in found if is_address(str(info[4][0])))
