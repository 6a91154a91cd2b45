"""Arguments to a command; the only room that prints or picks an exit code."""

import os
import sys
from typing import NoReturn

from generator import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is the contract's."""
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--version"]:
        print(f"byline {__version__}")
        return 0
    from generator.cli.run import run

    return run(given)


def program() -> NoReturn:
    """Run the command of this process, and end it at once: to take apart the values of a large site takes long."""
    code = main()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = code or 3
    os._exit(code)
