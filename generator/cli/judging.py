"""`byline comments list`, `show`, `approve`, `spam`, `remove` and `redact`: what readers wrote, told and judged."""

import getpass
import json
import re
import textwrap
from argparse import Namespace
from typing import Any

from generator.build.discussion import Commented, Discussion, discussion
from generator.build.request import Request
from generator.cli.console import Console, counted
from generator.cli.project import request
from generator.comments.choosing import Choice, chosen
from generator.comments.keeping import original
from generator.comments.moderate import Judgement, Verdict, moderate
from generator.comments.sheet import Sheet
from generator.errors import Usage
from generator.model import Html
from generator.sentences import load_sentences, say
from generator.settings import Settings
from generator.slugs import slugify

_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_DONE = {"approve": "approved", "spam": "set aside as spam", "remove": "removed", "redact": "redacted"}
_KEPT = ("email", "url", "via", "verified", "reply_to")


def list_comments(options: Namespace, console: Console) -> int:
    """Readers' comments, newest first."""
    asked, held = _held(options, console)
    found = chosen(held, _choice(options))
    if options.json:
        console.result(json.dumps([_row(comment) for comment in found], ensure_ascii=False, indent=2))
        return 0
    for comment in found:
        remark = comment.remark
        when = asked.moment.told(remark.date)
        console.result(f"{remark.status:<8} {when}  {comment.slug}  {remark.id}  {remark.author}")
        console.result(f"         {textwrap.shorten(_words(remark.text), 160, placeholder=' …')}")
    console.say(counted(len(found), "comment"))
    return 0


def show_comments(options: Namespace, console: Console) -> int:
    """Comments whole, with all that their files say of them."""
    asked, held = _held(options, console)
    found = chosen(held, _demanded(options))
    rows = [_whole(comment, held, asked) for comment in found]
    if options.json:
        console.result(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        console.result(f"{row['slug']}/{row['id']}  {row['status']}")
        for key in ("author", "date", *_KEPT):
            if row.get(key):
                console.result(f"  {key:<9} {row[key]}")
        console.result(f"  file      {row['path']}:{row['line']}" if row["line"] else f"  file      {row['path']}")
        for item in row["history"]:
            fields = f" ({item['fields']})" if item.get("fields") else ""
            console.result(f"  history   {item.get('at')} {item.get('did')} by {item.get('by')}{fields}")
        console.result(textwrap.indent(row["text"], "    "))
    return 0


def judge_comments(options: Namespace, console: Console) -> int:
    """Approve, set aside, remove or redact the comments that are meant."""
    asked, held = _held(options, console)
    found = chosen(held, _demanded(options))
    verb = options.command.removeprefix("comments ")
    if options.plan:
        verdicts: tuple[Verdict, ...] = ()
        for comment in found:
            console.result(f"would be {_DONE[verb]}: {comment.slug}/{comment.remark.id} ({comment.remark.status})")
        return 0
    judgement = Judgement(
        verb=verb,
        by=options.by or getpass.getuser(),
        at=asked.moment.now,
        words=tuple(getattr(options, "words", ())),
        nobody=_nobody(held.settings),
        verified=getattr(options, "verified", False),
    )
    verdicts = moderate(asked.project, asked.memory, found, judgement, reading=held.reading)
    if options.json:
        console.result(json.dumps([_verdict(verdict) for verdict in verdicts], ensure_ascii=False, indent=2))
        return 0
    for verdict in verdicts:
        told = _DONE[verb] if verdict.changed else f"{verdict.was} already"
        console.result(f"{told}: {verdict.slug}/{verdict.id}")
    if verb == "redact" and not options.words:
        _tell_names(found, console)
    changed = sum(verdict.changed for verdict in verdicts)
    console.say(f"{counted(changed, 'comment')} {_DONE[verb]}" + ("; now: byline build" if changed else ""))
    return 0


def _tell_names(found: list[Commented], console: Console) -> None:
    """Say which comments bear in their ids, and so in their anchors, the names that were taken away."""
    for comment in found:
        name = slugify(comment.remark.author)
        if name and comment.remark.id.startswith(name[:40]):
            console.say(f"the name is still in the anchor #comment-{comment.remark.id}; only removing takes it away")


def _nobody(settings: Settings) -> str:
    """The name of one whose name was taken away, in the publication's language."""
    language = settings.language
    return say(load_sentences(language, site=language, text=settings.text), "comments.nobody")


def _held(options: Namespace, console: Console) -> tuple[Request, Discussion]:
    asked = request(Namespace(**vars(options), drafts=True, future=True))
    return asked, discussion(asked, progress=console.progress)


def _choice(options: Namespace) -> Choice:
    return Choice(
        names=tuple(options.names), slug=options.slug or "", status=options.status or "", matching=options.matching
    )


def _demanded(options: Namespace) -> Choice:
    choice = _choice(options)
    if not choice.says_something:
        raise Usage("say which: an id, a pattern such as 'anna-*', --slug, --status or --matching")
    return choice


def _words(text: Html) -> str:
    """A comment's words with the addresses that its links lead to, which one who judges it must see."""
    return Html(_LINK.sub(r"\2 (\1)", text.html)).plain.strip()


def _row(comment: Commented) -> dict[str, Any]:
    remark = comment.remark
    return {
        "slug": comment.slug,
        "path": comment.path,
        "id": remark.id,
        "status": remark.status,
        "author": remark.author,
        "date": remark.date.isoformat().replace("+00:00", "Z"),
        "reply_to": remark.reply_to or None,
        "text": _words(remark.text),
    }


def _whole(comment: Commented, held: Discussion, asked: Request) -> dict[str, Any]:
    row: dict[str, Any] = {**_row(comment), "line": None, "history": [], "written": ""}
    if not comment.path.endswith(".yaml"):
        return row
    sheet = Sheet(original(asked.project, comment.path).text, path=comment.path, reading=held.reading)
    name = comment.remark.id
    if name not in sheet.remarks:
        return row
    kept = {key: text for key in _KEPT if (text := sheet.value(name, key))}
    return {
        **row,
        **kept,
        "line": sheet.line(name),
        "history": sheet.history(name),
        "written": sheet.value(name, "text"),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "slug": verdict.slug,
        "path": verdict.path,
        "id": verdict.id,
        "was": verdict.was,
        "now": verdict.now,
        "changed": verdict.changed,
    }
