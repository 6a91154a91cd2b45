"""A file that a text refers to, to the address that it is copied to."""

from collections.abc import Sequence
from posixpath import dirname, normpath
from unicodedata import normalize
from urllib.parse import unquote

from generator.model import Asset, Mark
from generator.site.complaints import broken_picture, no_file, not_yet_copied
from generator.site.targets import NOTHING, Answer, Base, Tables, Use


def file(target: str, mark: Mark, base: Base, tables: Tables, *, rule: str) -> Answer:
    """The answer to a reference that must be a file: a picture, a portrait, a logo."""
    asset = asset_of(target, base, tables)
    if asset is not None:
        return copied(asset, mark, base, tables, rule=rule)
    address = tables.urls.decoded(target)
    if target.startswith("/") and address in tables.addresses:
        return Answer(url=tables.urls.to(address))
    return no_file(target, mark, base, tables, rule=rule)


def asset_of(target: str, base: Base, tables: Tables) -> Asset | None:
    """The file that a path means, where there is one."""
    return first_of(candidates(target, base), tables)


def first_of(paths: Sequence[str], tables: Tables) -> Asset | None:
    """The first of these that is a file which may be copied."""
    for path in paths:
        if path in tables.assets:
            return tables.assets[path]
    return None


def copied(asset: Asset, mark: Mark, base: Base, tables: Tables, *, rule: str) -> Answer:
    """The answer to a reference to a file that is there."""
    address = _address(asset.path, base, tables)
    if address is None:
        return NOTHING if _is_unread(asset.path, tables) else not_yet_copied(asset.path, mark, base, rule=rule)
    widths = widths_of(asset, tables.widths) if rule == "missing-picture" else ()
    use = None if asset.path.startswith("content/root/") else Use(address, asset.path, widths)
    return Answer(
        tables.urls.to(address),
        asset.width,
        asset.height,
        srcset=", ".join(f"{tables.urls.to(smaller(address, width))} {width}w" for width in widths) if use else "",
        use=use,
        problem=broken_picture(asset, mark, base) if asset.flaw else None,
    )


def widths_of(asset: Asset, wanted: Sequence[int]) -> tuple[int, ...]:
    """The widths that a picture is made in: those wanted that are less than its own, and its own or the largest."""
    if not asset.form or asset.flaw or not wanted or asset.width <= min(wanted):
        return ()
    return (*(width for width in wanted if width < asset.width), *([asset.width] if asset.width < max(wanted) else []))


def smaller(address: str, width: int) -> str:
    """The decoded address of a smaller picture; it bears the whole name, for a.jpg and a.png may lie side by side."""
    return f"{address}.{width}w.webp"


def candidates(path: str, base: Base) -> list[str]:
    """The files of the project that a path may mean, in NFC: as written, then decoded."""
    below = "content" if path.startswith("/") else dirname(base.path)
    forms = (
        dict.fromkeys([_inside(below, path), _inside(below, unquote(path))]) if "%" in path else [_inside(below, path)]
    )
    return [form for form in forms if form.startswith("content/")]


def _inside(below: str, path: str) -> str:
    whole = f"{below}/{path.lstrip('/')}"
    is_direct = "//" not in whole and "/." not in whole  # then only its end is to be seen to
    return normalize("NFC", whole.rstrip("/") if is_direct else normpath(whole))


def _address(path: str, base: Base, tables: Tables) -> str | None:
    """The decoded address of a file; None where it lies beside a piece that readers do not get."""
    if path.startswith("content/root/"):
        return normalize("NFC", "/" + path.removeprefix("content/root/"))
    if path.startswith("content/media/"):
        return normalize("NFC", "/media/" + path.removeprefix("content/media/"))
    folder = _bundle_of(path, tables)
    if folder is None:
        return normalize("NFC", base.address + _below(path, dirname(base.path)))
    if folder in tables.bundles:
        return normalize("NFC", tables.bundles[folder] + _below(path, folder))
    return None


def _bundle_of(path: str, tables: Tables) -> str | None:
    """The folder of the piece that a file lies beside, if there is such a piece."""
    folder = dirname(path)
    while folder not in ("content", "content/articles", "content/pages", ""):
        if folder in tables.bundles or _index(folder) in tables.hidden or _index(folder) in tables.unread.paths:
            return folder
        folder = dirname(folder)
    return None


def _is_unread(path: str, tables: Tables) -> bool:
    folder = _bundle_of(path, tables)
    return folder is not None and _index(folder) in tables.unread.paths


def _index(folder: str) -> str:
    return f"{folder}/index.md"


def _below(path: str, folder: str) -> str:
    """The path of a file relative to a folder, or its bare name where it lies elsewhere."""
    own, folder = normalize("NFC", path), normalize("NFC", folder)
    return own.removeprefix(folder + "/") if own.startswith(folder + "/") else own.rpartition("/")[2]
