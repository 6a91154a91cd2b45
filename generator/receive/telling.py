"""A comment that was kept to the editors' attention: a command of theirs, or a letter."""

import json
import queue
import smtplib
import subprocess
import threading
from collections.abc import Callable, Sequence
from email.message import EmailMessage

from msgspec import Struct

from generator.build.discussion import Commentable
from generator.comments.script import Entry, instant

PATIENCE = 30.0
"""Seconds that a command or a letter may take."""

_MOST_WAITING = 200


class Letter(Struct, frozen=True, kw_only=True):
    """Where a letter goes, and by which server."""

    to: str
    sender: str
    host: str
    port: int
    user: str = ""
    password: str = ""


class Herald:
    """Tells editors one comment after the other, behind the back of those who write; nothing waits for it."""

    def __init__(self, command: Sequence[str], letter: Letter | None, *, tell: Callable[[str], None]) -> None:
        """`command` is handed the comment as JSON on its standard input; it is run without a shell."""
        self._command = list(command)
        self._letter = letter
        self._tell = tell
        self._waiting: queue.Queue[dict[str, str] | None] = queue.Queue(_MOST_WAITING)
        self._thread = threading.Thread(target=self._work, daemon=True)
        if command or letter:
            self._thread.start()

    def __call__(self, entry: Entry, piece: Commentable) -> None:
        if not self._thread.is_alive():
            return
        news = {
            "slug": piece.slug,
            "title": piece.title,
            "url": piece.url,
            "id": entry.id,
            "author": entry.author,
            "date": instant(entry.date),
            "reply_to": entry.reply_to,
            "text": entry.text,
        }
        try:
            self._waiting.put_nowait(news)
        except queue.Full:
            self._tell("too many comments at once: the editors were not told of one")

    def close(self) -> None:
        """Finish what waits, within a command's patience."""
        if self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join(PATIENCE)

    def _work(self) -> None:
        while (news := self._waiting.get()) is not None:
            if self._command:
                self._run(news)
            if self._letter:
                self._send(news, self._letter)

    def _run(self, news: dict[str, str]) -> None:
        try:
            done = subprocess.run(
                self._command,
                input=json.dumps(news, ensure_ascii=False).encode(),
                timeout=PATIENCE,
                check=False,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            if done.returncode:
                self._tell(f"the hook ended with {done.returncode} for the comment {news['id']}")
        except (OSError, subprocess.SubprocessError) as error:
            self._tell(f"the hook failed for the comment {news['id']}: {error}")

    def _send(self, news: dict[str, str], letter: Letter) -> None:
        try:
            with smtplib.SMTP(letter.host, letter.port, timeout=PATIENCE) as server:
                if server.has_extn("starttls") or (server.ehlo()[0] == 250 and server.has_extn("starttls")):
                    server.starttls()
                if letter.user:
                    server.login(letter.user, letter.password)
                server.send_message(compose(news, letter))
        except (OSError, smtplib.SMTPException) as error:
            self._tell(f"no letter could be sent of the comment {news['id']}: {error}")


def compose(news: dict[str, str], letter: Letter) -> EmailMessage:
    """The letter about a comment; nothing that a reader wrote stands in its head."""
    message = EmailMessage()
    message["From"] = letter.sender
    message["To"] = letter.to
    message["Subject"] = f"A comment waits: {news['slug']}"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        f"{news['author']} wrote of “{news['title']}” ({news['url']}):\n\n{news['text']}\n\n"
        f"byline comments approve {news['slug']}/{news['id']}\n"
        f"byline comments spam {news['slug']}/{news['id']}\n"
    )
    return message
