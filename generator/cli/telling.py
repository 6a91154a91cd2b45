"""`byline why`: what is known of a page, told."""

import textwrap
from argparse import Namespace

from generator.cli.console import Console
from generator.cli.project import request, shown
from generator.errors import Usage
from generator.site.reasons import of_one


def why(options: Namespace, console: Console) -> int:
    """What a page was made from, and why it was last written; 2 for an address that is not of the site."""
    from generator.build.inspect import explain

    options.drafts = options.future = False
    asked = request(options)
    told = explain(asked, options.url, progress=console.progress)
    if told is None:
        raise Usage(f"{options.url} is no address of this site")
    written = of_one(told.reason) if told.reason else ""
    due = f"it {of_one(told.due)}" + (f" ({', '.join(told.changed)} changed)" if told.changed else "")
    rows = [
        ("file", f"{shown(asked.output)}{told.path}"),
        ("made by", told.maker),
        ("from", told.source),
        ("templates", ", ".join(told.templates)),
        ("holds", ", ".join(told.names)),
        ("last written", f"because it {written}" if written else "never"),
        ("now", "up to date" if told.is_fresh else f"to be written, because {due}"),
    ]
    console.result(told.url)
    for label, value in rows:
        if value:
            console.result(textwrap.fill(value, 100, initial_indent=f"  {label:<13} ", subsequent_indent=" " * 16))
    return 0
