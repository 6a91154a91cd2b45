"""Records to the files of an index, by the program Pagefind, spoken to in its own protocol.

Pagefind's Python package waits a tenth of a second for the answer to each record and receives at most 2 MiB at once, so
that ten thousand pieces would take it a quarter of an hour; here the records are sent in one go. Files are asked for
in an answer, for the program may say that it has written them to a folder before it has.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
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
    answer = _run(_messages(records, texts), answers=len(records) + 2, done=done)
    files = {file["path"]: b64decode(file["content"]) for file in answer.get("files", ())}
    if not files:
        raise Fault("Pagefind gave no search index; is it version 1.5?")
    return steady({path: data for path, data in sorted(files.items()) if path in WANTED or path.endswith(_ENDINGS)})


def _messages(records: tuple[Record, ...], texts: list[str]) -> Iterator[dict[str, Any]]:
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
    yield {"type": "GetFiles", "index_id": 0}


def _run(messages: Iterable[dict[str, Any]], *, answers: int, done: Done) -> dict[str, Any]:
    """Send the messages and wait for an answer to each; the last one."""
    program = _program()
    with told("start", str(program)):
        process = Popen([program, "--service"], stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        writer = Thread(target=_send, args=(messages, process.stdin), daemon=True)
        writer.start()
        last = _receive(process.stdout, answers, done)
        writer.join()
        return last
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


def _receive(pipe: IO[bytes], answers: int, done: Done) -> dict[str, Any]:
    """The last of so many answers. Raises Fault where there are less, or one tells of a mistake."""
    pieces: list[bytes] = []
    payload: dict[str, Any] = {}
    count = 0
    while count < answers:
        read = os.read(pipe.fileno(), _ANSWER)
        if not read:
            raise Fault("Pagefind ended before the search index was made")
        *ends, rest = read.split(b",")
        for end in ends:
            payload = _payload(b"".join([*pieces, end]))
            pieces = []
            count += 1
            done(min(count, answers - 2))
        pieces.append(rest)
    return payload


def _payload(answer: bytes) -> dict[str, Any]:
    try:
        payload: dict[str, Any] = json.loads(b64decode(answer))["payload"]
        kind = payload.get("type")
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Fault("Pagefind gave an answer that cannot be understood; is it version 1.5?") from error
    if kind == "Error":
        raise Fault(f"Pagefind could not make the search index: {payload.get('message', '')}")
    return payload


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
