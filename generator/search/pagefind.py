"""Records to the files of an index, by the program Pagefind, spoken to in its own protocol.

Pagefind's Python package waits a tenth of a second for the answer to each record and receives at most 2 MiB at once, so
that ten thousand pieces would take it a quarter of an hour; here the records are sent in one go, and the files are
written to a folder.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryDirectory
from threading import Thread
from typing import IO, Any

from generator.engine.files import told
from generator.errors import Fault
from generator.search.records import Fetch, Record, words
from generator.search.steady import steady

WANTED = ("pagefind.js", "pagefind-entry.json")
"""What the search needs besides the index itself; the rest are user interfaces of Pagefind's own."""

_ENDINGS = (".pagefind", ".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter")
_ANSWER = 1 << 16
"""Bytes of answers that are read at once."""

Done = Callable[[int], None]


def is_installed() -> bool:
    """Whether the extra `byline[search]` is here."""
    return find_spec("pagefind") is not None


def index(records: tuple[Record, ...], fetch: Fetch, *, done: Done) -> dict[str, bytes]:
    """The files of an index below its folder; the same for the same records. Raises Fault, and Lost for a lost text."""
    texts = [words(record, fetch) for record in records]
    with TemporaryDirectory(prefix="byline-search-") as folder:
        _run(_messages(records, texts, folder), answers=len(records) + 2, done=done)
        with told("read", folder):
            files = {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in sorted(Path(folder).rglob("*"))
                if path.is_file() and (path.name in WANTED or path.suffix in _ENDINGS)
            }
    return steady(files)


def _messages(records: tuple[Record, ...], texts: list[str], folder: str) -> Iterator[dict[str, Any]]:
    yield {"type": "NewIndex", "config": {"keep_index_url": True}}
    for record, text in zip(records, texts, strict=True):
        yield {
            "type": "AddRecord",
            "index_id": 0,
            "url": record.url,
            "content": text,
            "language": record.lang,
            "meta": record.meta,
            "filters": record.filters,
            "sort": {"date": record.date} if record.date else None,
        }
    yield {"type": "WriteFiles", "index_id": 0, "output_path": folder}


def _run(messages: Iterable[dict[str, Any]], *, answers: int, done: Done) -> None:
    """Send the messages and wait for an answer to each."""
    program = _program()
    with told("start", str(program)):
        process = Popen([program, "--service"], stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        writer = Thread(target=_send, args=(messages, process.stdin), daemon=True)
        writer.start()
        _receive(process.stdout, answers, done)
        writer.join()
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            _close(pipe)


def _send(messages: Iterable[dict[str, Any]], pipe: IO[bytes]) -> None:
    """Write all messages; where the other side has gone, it is the reader that says so."""
    try:
        for number, payload in enumerate(messages, start=1):
            pipe.write(b64encode(json.dumps({"message_id": number, "payload": payload}).encode()) + b",")
        pipe.flush()
    except OSError:
        return


def _receive(pipe: IO[bytes], answers: int, done: Done) -> None:
    rest, count = b"", 0
    while count < answers:
        read = os.read(pipe.fileno(), _ANSWER)
        if not read:
            raise Fault("Pagefind ended before the search index was made")
        *whole, rest = (rest + read).split(b",")
        for answer in whole:
            count += 1
            _check(answer)
            done(min(count, answers - 2))


def _check(answer: bytes) -> None:
    try:
        payload = json.loads(b64decode(answer))["payload"]
    except (ValueError, LookupError, TypeError) as error:
        raise Fault("Pagefind gave an answer that cannot be understood; is it version 1.5?") from error
    if payload.get("type") == "Error":
        raise Fault(f"Pagefind could not make the search index: {payload.get('message', '')}")


def _program() -> Path:
    from pagefind.service import get_executable

    found = get_executable()
    if found is None:
        raise Fault("Pagefind's program is not here; install byline[search] again")
    return Path(found)


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe:
            pipe.close()
    except OSError:
        return
