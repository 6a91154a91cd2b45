"""A reference that comes to nothing to a sentence that helps an editor mend it."""

from urllib.parse import unquote

from generator.errors import Place, Problem
from generator.model import Asset, Mark
from generator.site.targets import Answer, Base, Tables


def no_piece(written: str, slug: str, mark: Mark, base: Base, tables: Tables, *, key: str = "") -> Answer:
    """A slug that no piece has; `key` is the front matter's that names it."""
    near = tables.near_slugs.near(slug)
    hint = f"did you mean {near}?" if near else "write the slug of a piece, as its address has it"
    message = f"{key} names '{written}', and no piece has that slug" if key else f"no piece has the slug '{written}'"
    return _trouble("broken-link", message, hint, mark, base)


def not_public(target: str, what: str, mark: Mark, base: Base) -> Answer:
    """A link to what readers do not get yet, or no longer."""
    hint = "take the link out until readers get it, or build with --drafts or --future to see it all"
    if what.startswith("an author"):
        hint = "take the link out: an author's page is there once something published names its author"
    return _trouble("broken-link", f"'{target}' leads to {what}", hint, mark, base)


def nothing_there(written: str, address: str, mark: Mark, base: Base, tables: Tables) -> Answer:
    """An address of the site that no page has."""
    near = tables.near_addresses.near(address, cutoff=0.7)
    hint = f"did you mean {near}?" if near else "write an address of this site, or the path of a file in content/"
    return _trouble("broken-link", f"nothing is at '{written}'", hint, mark, base)


def no_anchor(anchor: str, where: str, anchors: str, mark: Mark, base: Base, *, url: str, title: str) -> Answer:
    """An anchor that a text does not have; the link still leads to the text."""
    problem = Problem(
        place=Place(base.path, mark.line, mark.column),
        message=f"there is no #{anchor} in {where}",
        hint=anchors,
        rule="broken-anchor",
        width=mark.width,
    )
    return Answer(url=url, title=title, problem=problem)


def no_file(target: str, mark: Mark, base: Base, tables: Tables, *, rule: str) -> Answer:
    """A picture or another file that is not there."""
    found = tables.files.near(unquote(target).rpartition("/")[2].lower(), cutoff=0.75)
    hint = (
        f"did you mean /{found.removeprefix('content/')}?"
        if found
        else "a path is relative to the file it stands in, or to content/ when it begins with /"
    )
    what = "picture" if rule == "missing-picture" else "file or page"
    return _trouble(rule, f"there is no {what} '{target}'", hint, mark, base)


def not_yet_copied(path: str, mark: Mark, base: Base, *, rule: str) -> Answer:
    """A file in the folder of a piece that readers do not get."""
    hint = "move the file to content/media/, or take it out until that piece is published"
    return _trouble(rule, f"{path} lies beside a piece that readers do not get", hint, mark, base)


def broken_picture(asset: Asset, mark: Mark, base: Base) -> Problem:
    """A picture that is there, but not whole."""
    return Problem(
        place=Place(base.path, mark.line, mark.column),
        message=f"the picture {asset.path} cannot be read: {asset.flaw}",
        hint="save it anew with the program that made it, or take a whole copy",
        rule="broken-picture",
        width=mark.width,
    )


def _trouble(rule: str, message: str, hint: str, mark: Mark, base: Base) -> Answer:
    place = Place(base.path, mark.line, mark.column)
    return Answer(problem=Problem(place=place, message=message, hint=hint, rule=rule, width=mark.width))
