"""A call of byline to what it does, and to its exit code."""

import os
import sys
import traceback
from argparse import Namespace
from io import TextIOWrapper

from generator.cli.arguments import parse
from generator.cli.console import Console
from generator.errors import BylineError, Stop

INTERRUPTED = 130
"""The exit code of a program that Ctrl-C ended."""


def run(arguments: list[str]) -> int:
    """Do what the arguments ask; every failure is a message and one of the contract's exit codes."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a name that the terminal cannot write is still told
    console = Console()
    debug = "--debug" in arguments
    try:
        options = parse(arguments)
        console = Console(quiet=getattr(options, "quiet", False))
        code = _command(options, console)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        console.insist("stopped; the last finished site is as it was")
        return INTERRUPTED
    except Stop as stop:
        console.problems(stop.problems)
        return stop.exit_code
    except BylineError as error:
        return _told(error, console, debug=debug)
    except Exception as error:
        if debug:
            raise
        console.insist(f"byline: this is a fault of Byline's own: {type(error).__name__}: {error}")
        console.insist("  hint: run it again with --debug, and send what it prints to the makers of Byline")
        return BylineError.exit_code


def _told(error: BylineError, console: Console, *, debug: bool) -> int:
    console.insist(f"byline: {error}")
    if debug:
        console.insist(getattr(error, "trace", "") or traceback.format_exc())
    elif error.exit_code == BylineError.exit_code:
        console.insist("  hint: run it again with --debug, and send what it prints to the makers of Byline")
    return error.exit_code


def _command(options: Namespace, console: Console) -> int:
    """Find the command's own module only when it is asked for."""
    match options.command:
        case "build":
            from generator.cli.building import build

            return build(options, console)
        case "serve":
            from generator.cli.serving import serve

            return serve(options, console)
        case "check":
            from generator.cli.building import check

            return check(options, console)
        case "deploy":
            from generator.cli.deploying import deploy

            return deploy(options, console)
        case "rollback":
            from generator.cli.deploying import rollback

            return rollback(options, console)
        case "why":
            from generator.cli.telling import why

            return why(options, console)
        case "comments list":
            from generator.cli.judging import list_comments

            return list_comments(options, console)
        case "authors portraits":
            from generator.cli.hanging import portraits

            return portraits(options, console)
        case "comments import":
            from generator.cli.importing import bring_comments

            return bring_comments(options, console)
        case "comments receive":
            from generator.cli.receiving import receive

            return receive(options, console)
        case "comments show":
            from generator.cli.judging import show_comments

            return show_comments(options, console)
        case "comments approve" | "comments spam" | "comments remove" | "comments redact":
            from generator.cli.judging import judge_comments

            return judge_comments(options, console)
        case "theme list" | "theme new" | "theme diff":
            from generator.cli.theming import theme

            return theme(options, console)
        case _:
            from generator.cli.beginning import new

            return new(options, console)
