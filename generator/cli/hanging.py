"""`byline authors portraits`: authors' portraits from where they keep them to files of the publication."""

from argparse import Namespace
from functools import partial

from generator.build.inspect import surveyed
from generator.cli.console import Console, counted
from generator.cli.project import request
from generator.errors import Fault
from generator.model import Profile
from generator.portraits.fetch import fetch
from generator.portraits.hang import hang


def portraits(options: Namespace, console: Console) -> int:
    """Fetch what is missing; 3 where a server could not be asked."""
    asked = request(Namespace(**vars(options), drafts=True, future=True))
    with surveyed(asked, progress=console.progress) as (found, _ledger):
        known = found.intake.known
    profiles = [value for _path, value in sorted(known.items()) if isinstance(value, Profile)]
    hung = hang(asked.project, profiles, partial(fetch, server=options.server), again=options.again)
    for one in hung:
        console.result(f"{one.author}: {one.told}" + (f", {one.path}" if one.path else ""))
    if not hung:
        console.say("no author's file has a gravatar, so nobody was asked")
    failed = sum(one.failed for one in hung)
    if failed:
        raise Fault(f"{counted(failed, 'portrait')} could not be fetched")
    return 0
