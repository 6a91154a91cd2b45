"""`byline comments import`: another system's comments to the pieces they are of, with a full account."""

import json
from argparse import Namespace
from collections import Counter
from pathlib import Path

from generator.build.discussion import discussion
from generator.cli.console import Console, counted
from generator.cli.project import request
from generator.engine.files import told
from generator.errors import Usage
from generator.migrate.bring import HOMELESS, Ledger, bring
from generator.migrate.values import Load
from generator.source.dates import zone_of

FORMATS = ("disqus", "wordpress", "isso", "staticman")

_MOST = 10


def bring_comments(options: Namespace, console: Console) -> int:
    """Bring comments along; a second time nothing changes."""
    asked = request(Namespace(**vars(options), drafts=True, future=True))
    held = discussion(asked, progress=console.progress)
    path = Path(options.path)
    load = _load(options.format or detected(path), path, zone=held.settings.timezone)
    ledger = bring(asked.project, asked.memory, load, held, plan=options.plan)
    if options.json:
        console.result(json.dumps(_as_json(ledger), ensure_ascii=False, indent=2))
    else:
        _tell(ledger, console, plan=options.plan)
    return 0


def detected(path: Path) -> str:
    """Which system an export is of. Raises Usage where that cannot be told."""
    if path.is_dir():
        return "staticman"
    with told("read", str(path)), path.open("rb") as file:
        head = file.read(1 << 16)
    plain = head.replace(b"\x00", b"")
    if head.startswith(b"SQLite format 3"):
        return "isso"
    if b"disqus.com" in plain:
        return "disqus"
    if b"wordpress.org/export" in plain or b"<wp:" in plain:
        return "wordpress"
    raise Usage(f"nobody can tell what {path} is an export of; say it with --from {' | '.join(FORMATS)}")


def _load(format_name: str, path: Path, *, zone: str) -> Load:
    if format_name == "staticman":
        from generator.migrate.staticman import read_staticman

        if not path.is_dir():
            raise Usage(f"{path} is no folder; Staticman keeps a folder for each piece, with a file for each comment")
        return read_staticman(path, zone=zone_of(zone))
    if format_name == "isso":
        from generator.migrate.isso import read_isso

        return read_isso(str(path.resolve()), path=str(path))
    with told("read", str(path)):
        data = path.read_bytes()
    try:
        import defusedxml  # noqa: F401
    except ImportError as error:
        raise Usage("to read XML safely, install Byline with: pip install 'byline[import]'") from error
    if format_name == "disqus":
        from generator.migrate.disqus import read_disqus

        return read_disqus(data, path=str(path))
    from generator.migrate.wordpress import read_wordpress

    return read_wordpress(data, zone=zone_of(zone), path=str(path))


def _tell(ledger: Ledger, console: Console, *, plan: bool) -> None:
    for repair in ledger.repairs:
        console.say(f"repaired: {repair}")
    verb = "would be written" if plan else "written"
    console.result(
        f"{ledger.format}: {counted(ledger.read, 'comment')} read = {len(ledger.written):,} {verb} "
        f"+ {len(ledger.left):,} left out"
    )
    for reason, number in ledger.reasons:
        console.result(f"  {number:>7,} {reason}")
        if reason == HOMELESS:
            for place, times in ledger.homeless[:_MOST]:
                console.result(f"          {times:,} of {place}")
            if len(ledger.homeless) > _MOST:
                console.result(f"          and {counted(len(ledger.homeless) - _MOST, 'more place')}")
    lost = Counter(loss for _, loss in ledger.losses)
    if lost:
        console.result("of those written, not all could be kept:")
    for loss, number in lost.most_common():
        first = next(name for name, words in ledger.losses if words == loss)
        console.result(f"  {number:>7,} {loss} ({first}{', …' if number > 1 else ''})")
    console.say(f"{counted(len(ledger.files), 'file')} {'would change' if plan else 'changed'}")


def _as_json(ledger: Ledger) -> dict[str, object]:
    return {
        "format": ledger.format,
        "read": ledger.read,
        "written": [{"slug": slug, "id": name} for slug, name in ledger.written],
        "left": [{"id": name, "reason": reason} for name, reason in ledger.left],
        "reasons": dict(ledger.reasons),
        "repairs": list(ledger.repairs),
        "losses": [{"id": name, "loss": loss} for name, loss in ledger.losses],
        "homeless": dict(ledger.homeless),
        "files": list(ledger.files),
    }
