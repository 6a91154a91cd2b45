"""What a reader sent, to a pending comment in its file: once, whole, and on the disk before this returns."""

import os
import secrets
import threading
from datetime import datetime

from generator.build.discussion import Commentable
from generator.comments.keeping import hand, keep, original
from generator.comments.script import Entry
from generator.comments.sheet import Sheet
from generator.errors import BylineError
from generator.model import Remark
from generator.receive.form import Sent
from generator.settings import Reading

MOST_PENDING = 500
"""Comments of one piece that may wait for an editor."""

LARGEST = 4 * 1024 * 1024
"""Bytes of a file that still takes comments; a build reads more than twice as much."""


class Full(BylineError):
    """A piece takes no more comments before an editor has read some."""

    exit_code = 3


class Ledge:
    """Where comments are laid for the editors; one hand at a time, of this process and of all others."""

    def __init__(self, project: str, memory: str) -> None:
        self._project = project
        self._memory = memory
        self._mutex = threading.Lock()

    def lay(self, sent: Sent, piece: Commentable, *, at: datetime, reading: Reading) -> Entry | None:
        """Keep a comment; None where the very same one is kept already. Raises Full, Stop, Fault or Busy."""
        with self._mutex, hand(self._memory):
            file = original(self._project, piece.sidecar)
            sheet = Sheet(file.text, path=piece.sidecar, reading=reading)
            answered = reply_target(sent.reply_to, piece.remarks)
            rows = sheet.raw()
            if any(_same(row, sent, answered) for row in rows):
                return None
            if len(file.text) > LARGEST or sum(_waits(row) for row in rows) >= MOST_PENDING:
                raise Full(f"{piece.sidecar} takes no more comments before some are judged")
            entry = Entry(
                id=f"c-{at:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}",
                author=sent.author,
                date=at,
                status="pending",
                text=sent.text,
                email=sent.email,
                url=sent.url,
                reply_to=answered,
                via="form",
            )
            keep(os.path.join(self._project, piece.sidecar), file.bytes_of(sheet.added([entry]).text))
            return entry


def reply_target(wanted: str, remarks: tuple[Remark, ...]) -> str:
    """The id of the approved comment that is answered; empty for any other."""
    return wanted if any(remark.id == wanted and remark.status == "approved" for remark in remarks) else ""


def _same(row: dict[str, object], sent: Sent, answered: str) -> bool:
    said = (row.get("author"), row.get("text"), row.get("reply_to") or "")
    return said == (sent.author, sent.text, answered)


def _waits(row: dict[str, object]) -> bool:
    return row.get("status", "pending") == "pending"
