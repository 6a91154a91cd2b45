"""Files that want one name or one address to the problems that say so; pieces' clashes name both places."""

from collections.abc import Iterator, Sequence
from unicodedata import normalize

from generator.errors import Place, Problem
from generator.model import Mark, Page, Piece
from generator.site.inventory import Stock, stem_of
from generator.site.moment import Moment, is_waiting, why_hidden
from generator.site.urls import folded

_BY_FILE = Mark(1, 1)


def astray(held: Stock) -> Iterator[Problem]:
    """Sidecars without their piece or beside another one, and authors' files with one id."""
    for sidecar in held.stray_sidecars:
        stem = stem_of(sidecar.path)
        twin = next((other for piece, other in held.sidecars.items() if stem_of(piece) == stem), None)
        yield Problem(
            place=Place(sidecar.path, 1, 1),
            message="another file holds this piece's comments already"
            if twin
            else f"these comments belong to {stem}.md, which does not exist",
            hint="put all comments of a piece into one file"
            if twin
            else "rename the file with its piece, or delete it",
            rule="orphan-sidecar",
            other=Place(twin.path) if twin else None,
        )
    for profile in held.profile_twins:
        yield Problem(
            place=Place(profile.path, 1, 1),
            message=f"two authors have the id '{profile.id}'",
            hint="give one of the two files another name",
            other=Place(held.profiles[profile.id].path),
        )


def same_slug(pieces: Sequence[Piece], moment: Moment) -> Iterator[Problem]:
    """Pieces under one slug that readers get now or later."""
    first: dict[str, Piece] = {}
    for piece in pieces:
        if why_hidden(piece, moment) and not is_waiting(piece, moment):
            continue
        other = first.setdefault(normalize("NFC", piece.slug).casefold(), piece)
        if other is not piece:
            yield _same_slug(piece, other)


def same_path(pages: Sequence[Page]) -> Iterator[Problem]:
    """Two files at one path, or a file where another needs a folder; two pieces of one slug were told before."""
    first: dict[str, Page] = {}
    clashing: list[tuple[Page, Page]] = []
    for page in pages:
        other = first.setdefault(folded(page.path), page)
        if other is not page:
            clashing.append((page, other))
    twins = {_folder(page.path) for page, other in clashing if _are_pieces(page, other)}
    yield from (_clash(page, other) for page, other in clashing if _folder(page.path) not in twins)
    folders: dict[str, Page] = {}
    for path, page in first.items():
        folder = _folder(path)
        while folder and folder not in folders:
            folders[folder] = page
            folder = _folder(folder)
    yield from (_clash(folders[path], page) for path, page in first.items() if path in folders)


def address_mark(piece: Piece) -> Mark:
    """Where a piece's file says its address; where its file's name does, its beginning."""
    return piece.marks.get("slug", _BY_FILE) if piece.slug_given else _BY_FILE


def _same_slug(piece: Piece, other: Piece) -> Problem:
    blamed, kept = (other, piece) if other.slug_given and not piece.slug_given else (piece, other)
    mark, twin = address_mark(blamed), address_mark(kept)
    hint = (
        "give one of the two another `slug`"
        if blamed.slug_given
        else "add a `slug` to one of the two, or rename a file"
    )
    return Problem(
        place=Place(blamed.path, mark.line, mark.column),
        message=f"two pieces have the slug '{blamed.slug}'",
        hint=hint,
        width=mark.width,
        other=Place(kept.path, twin.line, twin.column),
    )


def _clash(page: Page, other: Page) -> Problem:
    """Told at the file that says its address; `page` is the later one."""
    blamed, kept = sorted((page, other), key=_blame)
    mark = blamed.mark if blamed.mark.line else _BY_FILE
    message, hint = _told(blamed, kept)
    return Problem(
        place=Place(blamed.source or "content/site.yaml", mark.line, mark.column),
        message=message,
        hint=hint,
        width=mark.width,
        other=Place(kept.source, kept.mark.line, kept.mark.column) if kept.source else None,
    )


def _told(blamed: Page, kept: Page) -> tuple[str, str]:
    """The message about two files at one path, and its hint."""
    address = "/" + blamed.path.removesuffix("index.html")
    owner = kept.source or f"Byline's own {kept.template or kept.path}"
    if folded(blamed.path) != folded(kept.path):
        return f"/{blamed.path} and /{kept.path}, which {owner} needs, cannot both be", "give one another address"
    if blamed.maker != "redirect":
        return f"the address {address} belongs to {owner} already", "give it another slug or name"
    if blamed.source == kept.source:
        return f"the alias {address} is the address of this very piece", "delete the alias"
    return f"the alias {address} is the address of {owner} already", "delete the alias, or write another"


def _blame(page: Page) -> tuple[bool, bool, bool]:
    """Who is told first: what an editor wrote, an alias before a piece, an explicit slug before a file's name."""
    return not page.source, page.maker != "redirect", not page.mark.column or page.mark == _BY_FILE


def _are_pieces(page: Page, other: Page) -> bool:
    return page.template == other.template == "article.html"


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
