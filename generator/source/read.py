"""A file of the content folder to what Byline knows of it; its text goes to the store, under its digest."""

import os
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from hashlib import sha256
from io import BytesIO
from typing import Any

from msgspec import Struct, msgpack
from msgspec.structs import replace

from generator.engine.digest import SIZE, digest_bytes
from generator.engine.errand import Steps
from generator.engine.files import told
from generator.engine.store import Store
from generator.errors import STRUCTURE, Problem, Stop
from generator.model import Asset, Content, Known, Piece, Profile, Remark, Sidecar, Standing, Text
from generator.plugins import Plugins
from generator.settings import Reading
from generator.slugs import slugify
from generator.source.decode import LARGEST, decode, framed, is_plain, without_controls
from generator.source.front_matter import Front, Renderers
from generator.source.markdown import render, render_inline
from generator.source.markdown_inline import loses_links, render_linked
from generator.source.naming import naming, page_address
from generator.source.people import author_id, read_profile
from generator.source.piece import read_piece
from generator.source.quotes import quoted_page, quoted_piece, quoted_text
from generator.source.remarks import render_remark, safe_website
from generator.source.sidecar import read_sidecar
from generator.source.standing import read_standing
from generator.source.svg import viewed

RENDERERS = Renderers(
    inline=render_inline, remark=render_remark, website=safe_website, linked=render_linked, loses=loses_links
)

PICTURES = (".avif", ".bmp", ".gif", ".jp2", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp")
"""What may have a width and a height."""

_SLUG = re.compile(r"^slug:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)

_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_CHUNK = 1 << 20
_HEADER = 1 << 16
"""Bytes at a picture's beginning that tell its size."""


class Desk(Struct, frozen=True, kw_only=True):
    """What a reader of files works with; it crosses to worker processes."""

    project: str
    """The project's folder."""
    store: Store
    """Of texts."""
    reading: Reading
    plugins: Plugins = Plugins()

    def together(self, line: str) -> AbstractContextManager[None]:
        """Write the texts of many files together."""
        return self.store.together(line)


class Unread(Struct, frozen=True):
    """A file to be read."""

    path: str
    role: str
    """As `scan` gives it."""
    digest: str
    """Of its bytes when it was last read the same way; empty if it never was."""


class Record(Struct, frozen=True, kw_only=True):
    """What reading a file gave; the ledger keeps it."""

    value: Known | None
    """None where the file cannot be used at all; a problem says why."""
    name: str = ""
    """The slug, address or id by which others may still refer to a file that cannot be used, or not in full."""
    problems: tuple[Problem, ...] = ()


class Draft(Struct, frozen=True):
    """A file's text, before it is read."""

    path: str
    text: str
    plain: bool
    """Whether it surely has no control characters."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What a reader sends back."""

    digest: str
    """Of the file's bytes; empty for a file that is gone."""
    record: bytes = b""
    """A `Record` as msgpack; empty where the bytes are as they were."""


class _Begun(Struct, frozen=True):
    """A file that is being read."""

    unread: Unread
    digest: str
    """Of its bytes."""
    draft: Draft
    front: Any = None
    """What its front matter says, and all of a sidecar."""


def _ended(digest: str, record: Record) -> Outcome:
    return Outcome(digest=digest, record=msgpack.encode(record))


def _unusable(unread: Unread, digest: str, problems: tuple[Problem, ...]) -> Outcome:
    return _ended(digest, Record(value=None, name=name_of(unread.role, unread.path), problems=problems))


def _begin(desk: Desk, unread: Unread) -> _Begun | Outcome:
    """Take a text from the disk, and read an asset to its end. Raises Fault where the disk fails."""
    with told("read", unread.path):
        try:
            if unread.role == "asset":
                return _read_asset(desk, unread)
            data, size = _beginning(f"{desk.project}/{unread.path}")
        except FileNotFoundError:
            return Outcome(digest="")
    digest = digest_bytes(data)
    if digest == unread.digest:
        return Outcome(digest=digest)
    if unread.role == "sidecar":
        data = data.replace(b"\x00", b"\x1a")  # what readers wrote is mended, and told
    try:
        draft = Draft(unread.path, decode(data, path=unread.path, size=size), is_plain(data))
    except Stop as stop:
        return _unusable(unread, digest, stop.problems)
    return _Begun(unread, digest, draft)


def _read_front(desk: Desk, begun: _Begun | Outcome) -> _Begun | Outcome:
    """Read what stands above a text; of a sidecar, everything."""
    if isinstance(begun, Outcome):
        return begun
    draft = begun.draft
    try:
        return _Begun(begun.unread, begun.digest, draft, _front(draft, begun.unread.role, desk.reading))
    except Stop as stop:
        return _unusable(begun.unread, begun.digest, stop.problems)


def _read_body(desk: Desk, begun: _Begun | Outcome) -> Outcome:
    """Read a text, which goes to the store, and end the record. Raises Fault where the disk fails."""
    if isinstance(begun, Outcome):
        return begun
    draft, role = begun.draft, begun.unread.role
    with told("read", begun.unread.path):
        try:
            value, problems = _WHOLES[role](desk, draft, begun.front)
        except Stop as stop:
            return _unusable(begun.unread, begun.digest, stop.problems)
    framed_problems = tuple(framed(problem, draft.text) for problem in problems)
    amiss = value is None or (role != "sidecar" and any(problem.rule == STRUCTURE for problem in problems))
    name = name_of(role, draft.path, text=draft.text) if amiss else ""
    return _ended(begun.digest, Record(value=value, name=name, problems=framed_problems))


read_file: Steps[Desk, Unread, Outcome] = Steps((_begin, _read_front, _read_body))
"""Read one file. A mistake in it is in the record, never an exception; raises Fault where the disk fails."""


def _beginning(path: str) -> tuple[bytes, int]:
    """As many of a file's bytes as a text may have, and how many there are."""
    file = os.open(path, _READ)  # by its number: a file object takes longer to make than the rest
    try:
        size = os.fstat(file).st_size
        data = os.read(file, min(size, LARGEST) + 1)  # no more: room for the largest file takes longer than the reading
        if len(data) != size:  # it is too large, or has grown meanwhile
            data += os.read(file, LARGEST + 1 - len(data))
        return data, max(size, len(data))
    finally:
        os.close(file)


def name_of(role: str, path: str, *, text: str = "") -> str:
    """The slug, address or id of a file that cannot be used: as a line of its text gives it, else by its own name."""
    if role == "page":
        return page_address(path)
    if role == "author":
        return author_id(path)
    given = _SLUG.search(text) if role == "article" else None
    return (slugify(given[1]) if given else "") or naming(path).slug


def _front(draft: Draft, role: str, reading: Reading) -> Front[Any]:
    match role:
        case "article":
            return read_piece(draft.path, draft.text, reading, render=RENDERERS)
        case "page":
            return read_standing(draft.path, draft.text, reading, render=RENDERERS)
        case "author":
            return read_profile(draft.path, draft.text)
        case _:
            return read_sidecar(draft.path, draft.text, reading, render=RENDERERS)


def _article(desk: Desk, draft: Draft, front: Front[Piece]) -> tuple[Piece | None, tuple[Problem, ...]]:
    body, problems = _body(desk, draft, front)
    if front.value is None:
        return None, problems
    piece = replace(
        front.value,
        summary=front.value.summary or body.lead,
        words=body.words,
        minutes=body.minutes,
        refs=body.refs,
        anchors=body.anchors,
        content=_kept(desk, body),
        remarks=_packed(front.remarks),
    )
    if desk.reading.quotes:
        piece = quoted_piece(piece, piece.lang or desk.reading.language)
    return desk.plugins.rewritten(piece) if front.whole else piece, problems


def _page(desk: Desk, draft: Draft, front: Front[Standing]) -> tuple[Standing | None, tuple[Problem, ...]]:
    body, problems = _body(desk, draft, front)
    if front.value is None:
        return None, problems
    page = replace(
        front.value,
        summary=front.value.summary or body.lead,
        refs=body.refs,
        anchors=body.anchors,
        content=_kept(desk, body),
    )
    if desk.reading.quotes:
        page = quoted_page(page, page.lang or desk.reading.language)
    return page, problems


def _author(desk: Desk, draft: Draft, front: Front[Profile]) -> tuple[Profile | None, tuple[Problem, ...]]:
    body, problems = _body(desk, draft, front)
    return (replace(front.value, bio=body.html, refs=body.refs) if front.value else None), problems


def _sidecar(_desk: Desk, _draft: Draft, front: Front[Sidecar]) -> tuple[Sidecar | None, tuple[Problem, ...]]:
    value = replace(front.value, remarks=_packed(front.remarks)) if front.value else None
    return value, front.problems


_WHOLES: Mapping[str, Callable[[Desk, Draft, Front[Any]], tuple[Known | None, tuple[Problem, ...]]]] = {
    "article": _article,
    "page": _page,
    "author": _author,
    "sidecar": _sidecar,
}


def _body(
    desk: Desk, draft: Draft, front: Front[Piece] | Front[Standing] | Front[Profile]
) -> tuple[Text, tuple[Problem, ...]]:
    """The text below a front matter, and every problem of the file."""
    clean: str = front.body
    controls: tuple[Problem, ...] = ()
    if not draft.plain:
        clean, controls = without_controls(clean, path=draft.path, first_line=front.body_line)
    lang = front.value.lang if front.value else ""
    reading = replace(desk.reading, language=lang) if lang else desk.reading
    text = render(
        clean,
        path=draft.path,
        first_line=front.body_line,
        reading=reading,
        teachers=desk.plugins.teachers,
        is_led=isinstance(front.value, (Piece, Standing)) and not front.value.summary,
    )
    if reading.quotes:
        text = quoted_text(text, reading.language)
    return text, (*front.problems, *controls, *text.problems)


def _kept(desk: Desk, text: Text) -> str:
    return desk.store.put(msgpack.encode(Content(html=text.html, toc=text.toc)))


def _packed(remarks: tuple[Remark, ...]) -> bytes:
    return msgpack.encode(remarks) if remarks else b""


def _read_asset(desk: Desk, unread: Unread) -> Outcome:
    """The digest and size of a file that may be copied; it may be large, so it is never whole in memory."""
    from generator.pictures.clean import is_picture  # as all that knows of pictures: most files are texts

    path = f"{desk.project}/{unread.path}"
    digest = sha256()
    size = 0
    with open(path, "rb") as file:
        head = file.read(_HEADER)
        chunk = head
        while chunk:
            digest.update(chunk)
            size += len(chunk)
            chunk = file.read(_CHUNK)
    name = digest.hexdigest()[: 2 * SIZE]
    if name == unread.digest:
        return Outcome(digest=name)
    asset = Asset(path=unread.path, digest=name, size=size)
    if is_picture(head):
        asset = _picture(asset, path)
    elif unread.path.lower().endswith(PICTURES):
        width, height = _dimensions(path, head)
        asset = replace(asset, width=width, height=height)
    return Outcome(digest=name, record=msgpack.encode(Record(value=asset)))


def _picture(asset: Asset, path: str) -> Asset:
    """What is to be known of a picture before it is published, whatever its name says it is."""
    from generator.pictures.clean import LARGEST as LARGEST_PICTURE
    from generator.pictures.clean import taken

    if asset.size > LARGEST_PICTURE:
        return replace(asset, flaw=f"it is larger than {LARGEST_PICTURE >> 20} MB")
    with open(path, "rb") as file:
        picture = taken(file.read())
    width, height = picture.size if any(picture.size) else _measured(path, picture.data)
    if picture.is_turned:
        width, height = height, width
    form = picture.form if picture.form in ("jpeg", "png", "webp") and not picture.is_moving else ""
    return replace(asset, width=width, height=height, form=form, flaw=picture.flaw)


def _dimensions(path: str, head: bytes) -> tuple[int, int]:
    """Width and height of a picture in pixels; zeros where they cannot be told."""
    width, height = _measured(path, head)
    return (width, height) if width and height else viewed(head) if path.lower().endswith(".svg") else (0, 0)


def _measured(path: str, head: bytes) -> tuple[int, int]:
    import imagesize  # which loads half of the standard library, for those who ask it for a picture elsewhere

    try:
        width, height = imagesize.get(BytesIO(head), exif_rotation=False)
        if width <= 0 and len(head) == _HEADER:
            width, height = imagesize.get(path, exif_rotation=False)
        return (round(width), round(height)) if width > 0 and height > 0 else (0, 0)
    except (ValueError, OSError, ArithmeticError, LookupError):
        return 0, 0
