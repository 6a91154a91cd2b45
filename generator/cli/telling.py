"""`byline why` and `byline comments list`: what is known, told."""

import json
import textwrap
from argparse import Namespace

from generator.cli.console import Console, counted
from generator.cli.project import request
from generator.errors import Usage


def why(options: Namespace, console: Console) -> int:
    """What a page was made from, and why it was last written; 2 for an address that is not of the site."""
    from generator.build.inspect import explain

    options.drafts = options.future = False
    told = explain(request(options), options.url, progress=console.progress)
    if told is None:
        raise Usage(f"{options.url} is no address of this site")
    rows = [
        ("file", f"output/{told.path}"),
        ("made by", told.maker),
        ("from", told.source),
        ("templates", ", ".join(told.templates)),
        ("holds", ", ".join(told.names)),
        ("last written", f"with pages that {told.reason}" if told.reason else "never"),
        ("now", "up to date" if told.is_fresh else f"to be written with pages that {told.due}"),
    ]
    console.result(told.url)
    for label, value in rows:
        if value:
            console.result(textwrap.fill(value, 100, initial_indent=f"  {label:<13} ", subsequent_indent=" " * 16))
    return 0


def list_comments(options: Namespace, console: Console) -> int:
    """Readers' comments, newest first."""
    from generator.build.inspect import comments

    asked = request(Namespace(**vars(options), drafts=True, future=True))
    found = [
        comment
        for comment in comments(asked, progress=console.progress)
        if (not options.slug or comment.slug == options.slug) and (options.status in (None, comment.remark.status))
    ]
    if options.json:
        rows = [
            {
                "slug": comment.slug,
                "path": comment.path,
                "id": comment.remark.id,
                "status": comment.remark.status,
                "author": comment.remark.author,
                "date": comment.remark.date.isoformat().replace("+00:00", "Z"),
                "reply_to": comment.remark.reply_to or None,
                "text": comment.remark.text.plain.strip(),
            }
            for comment in found
        ]
        console.result(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for comment in found:
        remark = comment.remark
        console.result(f"{remark.status:<8} {remark.date:%Y-%m-%d %H:%M}  {comment.slug}  {remark.id}  {remark.author}")
        console.result(f"         {textwrap.shorten(remark.text.plain, 96, placeholder=' …')}")
    console.say(counted(len(found), "comment"))
    return 0
