"""An output beside its project: whether a build would change anything in it, and what."""

from collections.abc import Callable

from generator.build.current import compare
from tests.press import Press

PIECE = "-- content/articles/call.md --\n---\ntitle: The call\ndate: 2024-05-17\nsummary: S.\n---\n\nSome words.\n"


def behind(site: Press) -> tuple[str, ...]:
    return compare(site.request(), progress=lambda _verb, _done, _total: None).behind


def test_what_was_just_built_is_current(press: Callable[[str], Press]) -> None:
    site = press(PIECE)
    site.built()
    assert behind(site) == ()


def test_an_edited_text_leaves_the_output_behind(press: Callable[[str], Press]) -> None:
    site = press(PIECE)
    site.built()
    site.edit("content/articles/call.md", "Some words", "Other words")
    assert behind(site) == ("call/index.html", "feed.json", "feed.xml")
    site.built()
    assert behind(site) == ()
