"""`byline why` and `byline comments list`: what is known, told."""

import json
import re
import textwrap
from argparse import Namespace
from difflib import get_close_matches

from generator.cli.console import Console, counted
from generator.cli.project import request, shown
from generator.errors import Usage
from generator.model import Html
from generator.site.reasons import of_one

_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


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


def _words(text: Html) -> str:
    """A comment's words with the addresses that its links lead to, which one who judges it must see."""
    return Html(_LINK.sub(r"\2 (\1)", text.html)).plain.strip()


def list_comments(options: Namespace, console: Console) -> int:
    """Readers' comments, newest first."""
    from generator.build.inspect import discussion

    asked = request(Namespace(**vars(options), drafts=True, future=True))
    held = discussion(asked, progress=console.progress)
    if options.slug and options.slug not in held.slugs:
        near = get_close_matches(options.slug, held.slugs, n=1)
        raise Usage(f"no piece has the slug {options.slug!r}" + (f"; did you mean {near[0]}?" if near else ""))
    found = [
        comment
        for comment in held.comments
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
                "text": _words(comment.remark.text),
            }
            for comment in found
        ]
        console.result(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for comment in found:
        remark = comment.remark
        when = asked.moment.told(remark.date)
        console.result(f"{remark.status:<8} {when}  {comment.slug}  {remark.id}  {remark.author}")
        console.result(f"         {textwrap.shorten(_words(remark.text), 160, placeholder=' …')}")
    console.say(counted(len(found), "comment"))
    return 0
