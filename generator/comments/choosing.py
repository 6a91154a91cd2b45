"""Ids, patterns and conditions to the comments that an editor means."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase

from msgspec import Struct

from generator.build.discussion import Commented, Discussion
from generator.errors import Usage

_WILD = ("*", "?", "[")


class Choice(Struct, frozen=True, kw_only=True):
    """Which comments are meant."""

    names: tuple[str, ...] = ()
    """Ids, `SLUG/ID`, or patterns of either with `*`."""
    slug: str = ""
    status: str = ""
    matching: str = ""
    """Words that stand in the name, the website or the text, whatever their case."""

    @property
    def says_something(self) -> bool:
        return bool(self.names or self.slug or self.status or self.matching)


def chosen(held: Discussion, choice: Choice) -> list[Commented]:
    """The comments meant, newest first. Raises Usage for a slug or an id that is not there, or that several have."""
    if choice.slug and choice.slug not in held.slugs:
        near = get_close_matches(choice.slug, held.slugs, n=1)
        raise Usage(f"no piece has the slug {choice.slug!r}" + (f"; did you mean {near[0]}?" if near else ""))
    within = [comment for comment in held.comments if _fits(comment, choice)]
    if not choice.names:
        return within
    named = {id(comment) for name in choice.names for comment in _named(within, name, held.comments)}
    return [comment for comment in within if id(comment) in named]


def _fits(comment: Commented, choice: Choice) -> bool:
    remark = comment.remark
    if choice.slug and comment.slug != choice.slug:
        return False
    if choice.status and remark.status != choice.status:
        return False
    words = choice.matching.casefold()
    return words in f"{remark.author}\n{remark.url}\n{remark.text.html}\n{remark.text.plain}".casefold()


def _named(within: Sequence[Commented], name: str, everything: Iterable[Commented]) -> list[Commented]:
    if any(sign in name for sign in _WILD):
        found = [one for one in within if fnmatchcase(_full(one), name) or fnmatchcase(one.remark.id, name)]
        if not found:
            raise Usage(f"no comment's id is like {name}")
        return found
    found = [one for one in within if name in (_full(one), one.remark.id)]
    if len({one.slug for one in found}) > 1:
        raise Usage(f"several comments have the id {name}: {', '.join(map(_full, found))}")
    if not found:
        near = get_close_matches(name, {one.remark.id for one in everything}, n=1)
        raise Usage(f"no comment has the id {name}" + (f"; did you mean {near[0]}?" if near else ""))
    return found


def _full(comment: Commented) -> str:
    return f"{comment.slug}/{comment.remark.id}"
