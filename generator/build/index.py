"""A surveyed publication to the files of its search index, made anew only where a record of it has changed."""

from msgspec import DecodeError, Struct, ValidationError, msgpack
from msgspec.structs import replace

from generator.build.request import Progress
from generator.build.settle import speaker
from generator.build.survey import Survey
from generator.engine.files import Files
from generator.engine.ledger import Ledger
from generator.engine.store import Store
from generator.errors import Place, Problem, Stop
from generator.model import Page

FOLDER = "pagefind"
"""Below the output: where readers' browsers look for the index."""

_KEY = "search"


class _Kept(Struct, frozen=True):
    """The index that was made last."""

    token: str
    """Of its records."""
    files: dict[str, str]
    """Path below the index's folder to the key in the store."""


def with_index(
    surveyed: Survey, ledger: Ledger, texts: Store, folder: str, *, progress: Progress, files: Files
) -> Survey:
    """The survey with a page for each file of its index, if it wants one; their bytes are kept in `folder`.

    Raises Lost where a text is no longer in the store.
    """
    if not surveyed.settings.search:
        return surveyed
    from generator.search.records import records, token

    say, language = speaker(surveyed.settings), surveyed.settings.language
    found = records(surveyed.library, lambda key: say(language, key))
    mark = token(found)
    kept = _recalled(ledger)
    if kept is None or kept.token != mark:
        from generator.search.pagefind import index as indexed

        made = indexed(found, texts.get, done=lambda done: progress("indexing", done, len(found)))
        forget_index(ledger)
        files.remove_tree(folder)
        index = Store(folder, files)
        kept = _Kept(mark, {path: index.put(data) for path, data in made.items()})
        ledger.put_note(_KEY, msgpack.encode(kept))
    pages = tuple(
        Page(path=f"{FOLDER}/{path}", maker="kept", names={"key": key}) for path, key in sorted(kept.files.items())
    )
    _check(surveyed, pages)
    return replace(surveyed, plan=replace(surveyed.plan, pages=(*surveyed.plan.pages, *pages)))


def forget_index(ledger: Ledger) -> None:
    """Have the index made anew by the next build, for a file of it is lost."""
    ledger.put_note(_KEY, None)


def _recalled(ledger: Ledger) -> _Kept | None:
    data = ledger.note(_KEY)
    try:
        return msgpack.decode(data, type=_Kept) if data else None
    except (DecodeError, ValidationError):
        return None


def _check(surveyed: Survey, pages: tuple[Page, ...]) -> None:
    """Raises Stop where the publication has a file of its own in the index's place."""
    own = {page.path: page.source for page in surveyed.plan.pages}
    taken = [own[page.path] or page.path for page in pages if page.path in own]
    if taken:
        hint = f"move it away from content/root/{FOLDER}/"
        raise Stop(*(Problem(place=Place(path), message="the search index goes here", hint=hint) for path in taken))
