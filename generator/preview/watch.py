"""A project's folders to hints of what changed in them; whoever hears one looks for himself."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

Heard = Callable[[Iterable[str]], None]
"""Takes absolute paths."""

_CHANGES = ("created", "modified", "moved", "deleted", "closed")
"""Kinds of events after which a file may be another; to open or to read one is none."""


class Watch:
    """Watches folders as long as the system lets it."""

    def __init__(self, folders: Callable[[], Iterable[str]], heard: Heard) -> None:
        """`folders` tells which there are now; they and the folders they lie in may be replaced at any time."""
        self._folders = folders
        self._heard = heard
        self._observer: BaseObserver | None = None
        self._identities: dict[str, tuple[int, int]] = {}
        self.trouble = ""
        """Why nothing is heard, so that somebody has to look again and again; empty where all is well."""

    def renew(self) -> bool:
        """Watch what is there now, if it is not what was watched; whether anything was done."""
        now = dict(_identified(self._folders()))
        if now == self._identities:
            return False
        self.stop()
        self._identities = now
        observer = Observer()
        try:
            for folder in now:
                observer.schedule(_Ear(self._heard), folder, recursive=True)
            observer.start()
        except OSError as error:  # no more watches, or no more watchers, for this user
            self.trouble = error.strerror or str(error)
            _end(observer)
            return True
        self.trouble = ""
        self._observer = observer
        return True

    def stop(self) -> None:
        """Watch no more."""
        if self._observer is not None:
            _end(self._observer)
        self._observer = None
        self._identities = {}


class _Ear(FileSystemEventHandler):
    """Passes on the paths of events."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in _CHANGES and not (event.is_directory and event.event_type == "modified"):
            paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
            self._heard(paths)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the watcher's own messages from the terminal: what they tell is found by looking."""
    log = logging.getLogger("watchdog")
    silence = logging.NullHandler()
    propagated, log.propagate = log.propagate, False
    log.addHandler(silence)
    try:
        yield
    finally:
        log.removeHandler(silence)
        log.propagate = propagated


def _end(observer: BaseObserver) -> None:
    observer.unschedule_all()
    if observer.is_alive():
        observer.stop()
        observer.join()


def _identified(folders: Iterable[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Folders by their real paths, with what tells one from another of the same name."""
    for folder in folders:
        real = os.path.realpath(folder)
        try:
            stat = os.stat(real)
        except OSError:
            continue
        yield real, (stat.st_dev, stat.st_ino)
