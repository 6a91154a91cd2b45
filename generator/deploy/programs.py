"""A call of another program to what it printed; a failure is a Fault without secrets."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from generator.deploy.secrets import secrets_in, without_secrets
from generator.errors import Fault

_SAID = 600
"""Characters of what a program said last that a message repeats."""


class Call(Struct, frozen=True):
    """What came of a call."""

    code: int
    out: bytes
    said: str
    """On standard error, without secrets."""


def call(
    words: Sequence[str],
    *,
    given: bytes = b"",
    environment: Mapping[str, str] | None = None,
    secrets: Sequence[str] = (),
    line: Callable[[str], None] | None = None,
) -> Call:
    """Run a program to its end; `line` hears what it prints, as it does. Raises Fault where it is not on this machine.

    It is stopped, and waited for, when this side is interrupted.
    """
    variables = {**os.environ, **(environment or {})}
    try:
        process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=variables,
        )
    except FileNotFoundError as error:
        raise Fault(f"{words[0]} is not on this machine; install it to deploy to this target") from error
    except OSError as error:
        raise Fault(f"cannot run {words[0]}: {error.strerror}") from error
    with process:
        try:
            out, err = _heard(process, given, line) if line else process.communicate(given)
        except BaseException:
            process.send_signal(signal.SIGTERM)
            raise
    said = without_secrets(err.decode(errors="replace").strip(), (*secrets, *secrets_in(variables)))
    return Call(process.returncode, out, said)


def _heard(process: "subprocess.Popen[bytes]", given: bytes, line: Callable[[str], None]) -> tuple[bytes, bytes]:
    """Read what a program prints line by line; it must read all it is given before it prints much."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        process.stdin.write(given)
        process.stdin.close()
    except BrokenPipeError:
        pass  # it has ended already, and its last words say why
    for text in process.stdout:
        line(text.decode(errors="replace").rstrip("\n"))
    return b"", process.stderr.read()


def failed(what: str, found: Call) -> Fault:
    """A Fault that says what could not be done, and what the program said last."""
    lines = [line for line in found.said.splitlines() if line.strip()]
    last = " / ".join(lines)[-_SAID:] or f"it ended with code {found.code}"
    return Fault(f"{what}: {last}")
