"""`byline serve`: options to a preview, and its builds to lines."""

import os
import signal
import webbrowser
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType

from generator.cli.console import Console, counted
from generator.cli.project import find_project, request
from generator.errors import Problem, Usage
from generator.preview.doors import Door, open_door
from generator.preview.editors import EDITORS, Editor, editor_of, usual_editor
from generator.preview.serve import Serving, Told
from generator.preview.serve import serve as serve_site

_MOST_PATHS = 3


def serve(options: Namespace, console: Console) -> int:
    """Serve the site until somebody stops it."""
    editor = _editor(options)
    find_project(options)
    asked = request(options)
    fixed = options.now or os.environ.get("SOURCE_DATE_EPOCH")
    door = open_door(options.host, options.port)
    serving = Serving(
        request=asked,
        clock=(lambda: asked.moment.now) if fixed else lambda: datetime.now(UTC).replace(microsecond=0),
        editor=editor,
        door=door,
    )
    teller = _Teller(console, door, options)
    with _ending_on_signals():
        try:
            serve_site(serving, tell=teller.told, trouble=teller.trouble, progress=console.progress)
        except KeyboardInterrupt:
            console.say("the preview has stopped")
        finally:
            door.socket.close()
    return 0


class _Teller:
    """Says once what there is to say."""

    def __init__(self, console: Console, door: Door, options: Namespace) -> None:
        self._console = console
        self._door = door
        self._options = options
        self._problems: tuple[Problem, ...] = ()

    def told(self, told: Told) -> None:
        """Say what a build did, and which problems are new."""
        made = told.made
        if told.is_first:
            self._open(made.edition.url("index.html") if made.edition else "/")
        known = set(self._problems)
        self._console.problems(problem for problem in made.problems if problem not in known)
        errors = [problem for problem in made.problems if problem.severity == "error"]
        had_errors = any(problem.severity == "error" for problem in self._problems)
        self._problems = made.problems
        if errors:
            self._console.say("the preview stays as it last was")
        elif not told.is_first:
            mended = "mended; " if had_errors else ""
            named = ", ".join(told.paths[:_MOST_PATHS]) + (" …" if len(told.paths) > _MOST_PATHS else "")
            what = f"{named}: " if named else ""
            self._console.say(
                f"{what}{mended}rendered {made.rendered:,} of {counted(made.pages, 'page')} ({told.seconds:.2f} s)"
            )

    def trouble(self, message: str) -> None:
        """Say what else is amiss."""
        self._console.insist(f"byline: {message}")

    def _open(self, home: str) -> None:
        door, options = self._door, self._options
        if options.port and door.port != options.port:
            self._console.say(f"port {options.port} is taken, so it is {door.port}")
        for url in door.urls:
            self._console.result(f"{url}{home}")
        if door.is_open_to_others:
            self._console.insist(
                "warning: everybody in your network can read this preview, drafts too if they are shown; "
                "leave --host out to keep it to yourself"
            )
        self._console.say("Ctrl-C stops it")
        if options.open:
            webbrowser.open(f"{door.urls[0]}{home}")


def _editor(options: Namespace) -> Editor:
    if options.editor is None:
        return usual_editor(os.environ)
    found = editor_of(options.editor)
    if found is None:
        raise Usage(
            f"--editor {options.editor} is not known; there are {', '.join(EDITORS)}, "
            "or give an address such as 'my-editor://open?file={path}&line={line}'"
        )
    return found


@contextmanager
def _ending_on_signals() -> Iterator[None]:
    """Whoever asks the process to end ends the preview in good order."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
