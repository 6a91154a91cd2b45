"""A reference as written to the address it means, or to the problem that it means nothing."""

import re
from difflib import get_close_matches
from unicodedata import normalize
from urllib.parse import quote, unquote

from generator.model import Mark, Ref
from generator.site.complaints import no_anchor, no_file, no_piece, not_public, nothing_there
from generator.site.copies import candidates, copied, file, first_of
from generator.site.targets import NOTHING, Answer, Base, Tables, Target
from generator.slugs import slugify

EVERYWHERE = frozenset(["", "top"])
"""Anchors that every page has."""

_SAFE = "/-._~!$&'()*+,;=:@?"
_PLAIN = re.compile(r"[A-Za-z0-9/._-]*\Z")


def resolve(ref: Ref, base: Base, tables: Tables) -> Answer:
    """The answer to one reference; a problem in it has no frame yet."""
    if ref.kind == "picture":
        return file(ref.target, ref.mark, base, tables, rule="missing-picture")
    path, _, anchor = ref.target.partition("#")
    path, _, query = path.partition("?")
    if anchor:
        anchor = unquote(anchor)
    if path.startswith("article:"):
        return _by_slug(path.removeprefix("article:"), anchor, ref, base, tables)
    if not path and not query:
        return _here(anchor, ref, base, tables)
    return _by_path(path, query, anchor, ref, base, tables)


def named_piece(written: str, mark: Mark, base: Base, tables: Tables, *, key: str) -> Answer:
    """The answer to a slug under a key of a front matter; one of a piece that readers do not get is no mistake."""
    slug = slugify(written)
    if slug in tables.slugs or slug in tables.unread.slugs:
        return NOTHING
    return no_piece(written, slug, mark, base, tables, key=key)


# ---------------------------------------------------------------- by what the reference looks like


def _here(anchor: str, ref: Ref, base: Base, tables: Tables) -> Answer:
    target = tables.targets.get(normalize("NFC", base.path))
    if target and not _has(target, anchor):
        return _astray(anchor, target, ref, base, tables)
    return Answer(url=_with("", anchor=anchor) or "#")


def _by_slug(written: str, anchor: str, ref: Ref, base: Base, tables: Tables) -> Answer:
    slug = slugify(unquote(written))
    path = tables.slugs.get(slug)
    if path is not None:
        return _target(path, "", anchor, ref, base, tables)
    return NOTHING if slug in tables.unread.slugs else no_piece(written, slug, ref.mark, base, tables)


def _by_path(path: str, query: str, anchor: str, ref: Ref, base: Base, tables: Tables) -> Answer:
    meant = candidates(path, base)
    for candidate in meant:
        if candidate in tables.targets or candidate in tables.hidden:
            return _target(candidate, query, anchor, ref, base, tables)
        if candidate in tables.unread.paths:
            return NOTHING
    asset = first_of(meant, tables)
    if asset is not None:
        answer = copied(asset, ref.mark, base, tables, rule="broken-link")
        return Answer(_with(answer.url, query, anchor) if answer.url else "", use=answer.use, problem=answer.problem)
    if not path.startswith("/"):
        return no_file(ref.target, ref.mark, base, tables, rule="broken-link")
    return _by_address(path, query, anchor, ref, base, tables)


def _by_address(path: str, query: str, anchor: str, ref: Ref, base: Base, tables: Tables) -> Answer:
    address = tables.urls.decoded(path)
    if address in tables.owners:
        return _target(tables.owners[address], query, anchor, ref, base, tables)
    for known in (address, f"{address}/", address.removesuffix("index.html")):
        owner = tables.owners.get(known)
        if owner is not None:
            return _target(owner, query, anchor, ref, base, tables)
        if known in tables.addresses:
            return Answer(url=_with(tables.urls.to(known), query, anchor))
    return NOTHING if tables.unread.may_be(address) else nothing_there(path, address, ref.mark, base, tables)


# ---------------------------------------------------------------- by what it leads to


def _target(path: str, query: str, anchor: str, ref: Ref, base: Base, tables: Tables) -> Answer:
    target = tables.targets.get(path)
    if target is None:
        return not_public(ref.target.removeprefix("article:"), tables.hidden[path], ref.mark, base)
    if not _has(target, anchor):
        return _astray(anchor, target, ref, base, tables)
    url = _with(tables.urls.to(target.address), query, anchor)
    return Answer(url=url, title=target.title if ref.kind == "title" else "")


def _astray(anchor: str, target: Target, ref: Ref, base: Base, tables: Tables) -> Answer:
    is_own = tables.targets.get(normalize("NFC", base.path)) is target
    near = get_close_matches(anchor, target.known, n=1)
    hint = f"did you mean #{near[0]}?" if near else _those(target.known)
    where = "this text" if is_own else target.address
    return no_anchor(anchor, where, hint, ref.mark, base, url=tables.urls.to(target.address), title=target.title)


def _those(anchors: tuple[str, ...]) -> str:
    if not anchors:
        return "it has no headings; take the anchor out of the link"
    shown = ", ".join(f"#{anchor}" for anchor in anchors[:8])
    return f"its anchors are: {shown}" + (" …" if len(anchors) > 8 else "")


def _has(target: Target, anchor: str) -> bool:
    return anchor in EVERYWHERE or target.anchors(anchor)


def _with(url: str, query: str = "", anchor: str = "") -> str:
    """A URL with a query as written and a decoded anchor."""
    if query:
        url = f"{url}?{query}"
    if anchor:
        url = f"{url}#{anchor if _PLAIN.match(anchor) else quote(anchor, safe=_SAFE)}"
    return url
