"""Arguments to a command; the only room that prints or picks an exit code."""

import sys

from generator import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is the contract's."""
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--version"]:
        print(f"byline {__version__}")
        return 0
    from generator.cli.run import run

    return run(given)
