"""A reference as written to the address it means, or to the problem that it means nothing."""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from posixpath import dirname, normpath
from unicodedata import normalize
from urllib.parse import unquote

from msgspec import Struct

from generator.errors import Place, Problem
from generator.model import Asset, Mark, Piece, Ref, Standing
from generator.site.urls import Urls
from generator.slugs import slugify

EVERYWHERE = frozenset(["", "top"])
"""Anchors that every page has."""


class Use(Struct, frozen=True, order=True):
    """A file that a published page refers to, and the decoded address it is copied to."""

    address: str
    path: str


class Base(Struct, frozen=True):
    """Where a reference stands."""

    path: str
    """The file that holds it."""
    address: str
    """The decoded address of the page that shows it; files beside it are copied below."""


class Target(Struct, frozen=True):
    """Something of this publication that can be linked to."""

    address: str
    title: str
    anchors: Callable[[str], bool]
    """Whether it has an anchor of that name."""


class Answer(Struct, frozen=True):
    """What a reference resolves to."""

    url: str = ""
    width: int = 0
    height: int = 0
    title: str = ""
    use: Use | None = None
    problem: Problem | None = None


NOTHING = Answer()


class Resolver(Struct, frozen=True, kw_only=True):
    """The tables that references are looked up in; paths and addresses in NFC."""

    urls: Urls
    assets: Mapping[str, Asset]
    """Path to file."""
    targets: Mapping[str, Target]
    """Path to what readers get of it."""
    owners: Mapping[str, str]
    """Decoded address to the path of its target."""
    slugs: Mapping[str, str]
    """Slug to path, unpublished pieces included."""
    bundles: Mapping[str, str]
    """Folder to the address of its published piece."""
    hidden: Mapping[str, str]
    """Path to why readers do not get it: "is a draft"."""
    unread: frozenset[str]
    """Paths of what could not be read."""
    unread_slugs: frozenset[str]
    addresses: frozenset[str] = frozenset()
    """Every decoded address of the site that no path stands for."""

    def resolve(self, ref: Ref, base: Base) -> Answer:
        """The answer to one reference; a problem in it has no frame yet."""
        if ref.kind == "picture":
            return self.file(ref.target, ref.mark, base, rule="missing-picture")
        path, hash_, anchor = ref.target.partition("#")
        path, mark_, query = path.partition("?")
        anchor = unquote(anchor)
        if path.startswith("article:"):
            return self._slug(path.removeprefix("article:"), anchor, ref, base)
        if not path and not query:
            return self._here(anchor, ref, base)
        return self._path(path, mark_ + query, hash_, anchor, ref, base)

    def file(self, target: str, mark: Mark, base: Base, *, rule: str) -> Answer:
        """The answer to a reference that must be a file: a picture, a portrait, a logo."""
        asset = self._asset(target, base)
        if asset is None:
            address = self.urls.decoded(target)
            if target.startswith("/") and address in self.addresses:
                return Answer(url=self.urls.to(address))
            return self._missing(target, mark, base, rule)
        return self._copy(asset, base, mark, rule)

    # ------------------------------------------------------------ by what the reference looks like

    def _here(self, anchor: str, ref: Ref, base: Base) -> Answer:
        target = self.targets.get(base.path)
        if target and not _has(target, anchor):
            return self._no_anchor(ref, base, target, anchor)
        return Answer(url="#" + ref.target.partition("#")[2])

    def _slug(self, written: str, anchor: str, ref: Ref, base: Base) -> Answer:
        slug = slugify(unquote(written))
        path = self.slugs.get(slug)
        if path is None:
            if slug in self.unread_slugs:
                return NOTHING
            near = get_close_matches(slug, list(self.slugs), n=1, cutoff=0.6)
            hint = f"did you mean {near[0]!r}?" if near else "write the slug of a piece, as its address has it"
            return _trouble("broken-link", f"no piece has the slug {written!r}", hint, ref.mark, base)
        return self._target(path, anchor, ref, base)

    def _path(self, path: str, query: str, hash_: str, anchor: str, ref: Ref, base: Base) -> Answer:
        for candidate in _candidates(path, base):
            if candidate in self.targets or candidate in self.hidden:
                return self._target(candidate, anchor, ref, base)
            if candidate in self.unread:
                return NOTHING
        asset = self._asset(path, base)
        if asset is not None:
            answer = self._copy(asset, base, ref.mark, "broken-link")
            return Answer(
                answer.url + query + hash_ + anchor if answer.url else "", use=answer.use, problem=answer.problem
            )
        return self._address(path, query, anchor, ref, base)

    def _address(self, path: str, query: str, anchor: str, ref: Ref, base: Base) -> Answer:
        if not path.startswith("/"):
            return self._missing(ref.target, ref.mark, base, "broken-link")
        address = self.urls.decoded(path)
        for known in (address, f"{address}/"):
            owner = self.owners.get(known or "")
            if owner:
                return self._target(owner, anchor, ref, base)
            if known in self.addresses:
                return Answer(url=self.urls.to(known) + query + (f"#{anchor}" if anchor else ""))
        if address and slugify(address.strip("/").rpartition("/")[2]) in self.unread_slugs:
            return NOTHING
        for hidden, why in self.hidden.items():
            if address and f"/{slug_of_path(hidden)}/" == address.rstrip("/") + "/":
                return _hidden(ref.target, why, ref.mark, base)
        near = get_close_matches(address or path, [*self.owners, *self.addresses], n=1, cutoff=0.7)
        hint = (
            f"did you mean {near[0]}?" if near else "write an address of this site, or the path of a file in content/"
        )
        return _trouble("broken-link", f"nothing is at {path}", hint, ref.mark, base)

    # ------------------------------------------------------------ by what it leads to

    def _target(self, path: str, anchor: str, ref: Ref, base: Base) -> Answer:
        if path in self.hidden:
            return _hidden(ref.target, self.hidden[path], ref.mark, base)
        target = self.targets[path]
        if not _has(target, anchor):
            return self._no_anchor(ref, base, target, anchor)
        url = self.urls.to(target.address) + (f"#{anchor}" if anchor else "")
        return Answer(url=url, title=target.title if ref.kind == "title" else "")

    def _no_anchor(self, ref: Ref, base: Base, target: Target, anchor: str) -> Answer:
        hint = f"{target.address} has no heading with that anchor"
        where = "this text" if self.targets.get(base.path) is target else target.address
        problem = _trouble("broken-anchor", f"there is no #{anchor} in {where}", hint, ref.mark, base).problem
        return Answer(url=self.urls.to(target.address), problem=problem, title=target.title)

    def _asset(self, target: str, base: Base) -> Asset | None:
        for candidate in _candidates(target, base):
            if candidate in self.assets:
                return self.assets[candidate]
        return None

    def _copy(self, asset: Asset, base: Base, mark: Mark, rule: str) -> Answer:
        if asset.path.startswith("content/media/"):
            address = "/media/" + asset.path.removeprefix("content/media/")
        elif asset.path.startswith("content/root/"):
            return Answer(self.urls.to("/" + asset.path.removeprefix("content/root/")), asset.width, asset.height)
        else:
            folder = self._bundle_of(asset.path)
            if folder is None:
                address = base.address + _below(asset.path, dirname(base.path))
            elif folder in self.bundles:
                address = self.bundles[folder] + _below(asset.path, folder)
            else:
                return _trouble(
                    rule,
                    f"{asset.path} belongs to a piece that readers do not get",
                    "publish that piece, or move the file to content/media/",
                    mark,
                    base,
                )
        address = normalize("NFC", address)
        return Answer(self.urls.to(address), asset.width, asset.height, use=Use(address, asset.path))

    def _bundle_of(self, path: str) -> str | None:
        folder = dirname(path)
        while folder and folder not in ("content", "content/articles", "content/pages"):
            if folder in self.bundles or f"{folder}/index.md" in self.hidden:
                return folder
            folder = dirname(folder)
        return None

    def _missing(self, target: str, mark: Mark, base: Base, rule: str) -> Answer:
        name = unquote(target).rpartition("/")[2].lower()
        near = [path for path in self.assets if path.rpartition("/")[2].lower() == name]
        if not near:
            names = {path.rpartition("/")[2]: path for path in self.assets}
            near = [names[name] for name in get_close_matches(name, list(names), n=1, cutoff=0.75)]
        what = "picture" if rule == "missing-picture" else "file"
        beginning = "a path is relative to this file, or to content/ when it begins with /"
        hint = f"did you mean /{near[0].removeprefix('content/')}?" if near else beginning
        return _trouble(rule, f"there is no {what} {target!r}", hint, mark, base)


def slug_of_path(path: str) -> str:
    """The slug that an article's file name gives it."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    if stem == "index":
        stem = folder.rpartition("/")[2]
    parts = stem.split("-", 3)
    if len(parts) == 4 and all(part.isdigit() for part in parts[:3]) and len(parts[0]) == 4:
        stem = parts[3]
    return slugify(stem)


def anchors_of(piece: Piece | Standing, remark_ids: Iterable[str] = ()) -> Callable[[str], bool]:
    """Whether a text has an anchor; an article's `#comments` and its comments' count."""
    extra: frozenset[str] = frozenset()
    if isinstance(piece, Piece):
        extra = frozenset(["comments", *(f"comment-{name}" for name in remark_ids)])
    own = piece.anchors
    return lambda anchor: anchor in own or anchor in extra


def _has(target: Target, anchor: str) -> bool:
    return anchor in EVERYWHERE or target.anchors(anchor)


def _candidates(path: str, base: Base) -> list[str]:
    """The files of the project that a path may mean, in NFC: as written, then decoded."""
    below = "content" if path.startswith("/") else dirname(base.path)
    found = []
    for form in (path, unquote(path)):
        candidate = normalize("NFC", normpath(f"{below}/{form.lstrip('/')}"))
        if candidate.startswith("content/") and candidate not in found:
            found.append(candidate)
    return found


def _below(path: str, folder: str) -> str:
    """The path of a file relative to a folder, or its bare name where it lies elsewhere."""
    return path.removeprefix(folder + "/") if path.startswith(folder + "/") else path.rpartition("/")[2]


def _hidden(target: str, why: str, mark: Mark, base: Base) -> Answer:
    hint = "take the link out until that piece is published, or build with --drafts or --future to see it"
    return _trouble("broken-link", f"{target!r} leads to a piece that {why}", hint, mark, base)


def _trouble(rule: str, message: str, hint: str, mark: Mark, base: Base) -> Answer:
    place = Place(base.path, mark.line, mark.column)
    return Answer(problem=Problem(place=place, message=message, hint=hint, rule=rule, width=mark.width))
