"""`byline comments receive`: options to a receiver, and what its operator is told."""

import os
import shlex
from argparse import Namespace

from msgspec.structs import replace

from generator.build.discussion import Discussion, discussion
from generator.cli.console import Console
from generator.cli.project import request
from generator.errors import Usage
from generator.receive.limits import Rate
from generator.receive.serve import Duty, serve
from generator.receive.telling import Letter


def receive(options: Namespace, console: Console) -> int:
    """Take readers' comments until it is told to stop."""
    asked = request(Namespace(**vars(options), drafts=False, future=False))
    duty = Duty(
        project=asked.project,
        memory=asked.memory,
        host=options.host,
        port=options.port,
        proxy=options.proxy,
        origins=tuple(options.origin),
        hook=tuple(shlex.split(options.hook)),
        letter=_letter(options),
        shortest=options.pause,
        each=Rate(options.each, 600.0),
        everybody=Rate(options.everybody, 3600.0),
    )

    def look() -> Discussion:
        fresh = request(Namespace(**vars(options), drafts=False, future=False))
        return discussion(replace(fresh, cores=1), progress=lambda *_: None)

    console.say(f"comments are received at http://{options.host}:{options.port}/; Ctrl-C ends it")
    serve(duty, look, tell=console.insist)
    return 0


def _letter(options: Namespace) -> Letter | None:
    if not options.letter:
        return None
    host, _, port = options.smtp.partition(":")
    if not host or not (port or "25").isdigit():
        raise Usage(f"--smtp {options.smtp} is no server; write it as mail.example.org:25")
    return Letter(
        to=options.letter,
        sender=options.letter_from or options.letter,
        host=host,
        port=int(port or 25),
        user=os.environ.get("BYLINE_SMTP_USER", ""),
        password=os.environ.get("BYLINE_SMTP_PASSWORD", ""),
    )
