"""What the settings ask for to what has to be installed for it: a problem for each extra that is not here."""

from collections.abc import Iterator
from importlib.util import find_spec

from generator.build.request import SETTINGS
from generator.errors import Place, Problem
from generator.model import Mark
from generator.settings import Settings

_EXTRAS = (
    # what the settings call it . the module it needs . what that is called
    ("search", "pagefind", "Pagefind"),
    ("pictures", "PIL", "Pillow"),
    ("cards", "PIL", "Pillow"),
)


def missing_extras(settings: Settings) -> Iterator[Problem]:
    """The extras that the settings ask for and that are not installed."""
    for name, module, called in _EXTRAS:
        if getattr(settings, name) and find_spec(module) is None:
            mark = settings.marks.get(name, Mark(1, 0))
            yield Problem(
                place=Place(SETTINGS, mark.line, mark.column),
                message=f"{name} needs {called}, which is not installed",
                hint=f"pip install 'byline[{name}]', or take {name} out",
                width=mark.width,
            )
