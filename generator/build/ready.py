"""What is settled to what files are read with, and to what binds pages."""

from generator.build.request import Request
from generator.build.settle import Settled
from generator.engine.files import Files
from generator.engine.store import Store
from generator.settings import reading_of
from generator.source.read import Desk
from generator.theme.bind import Binder
from generator.theme.edition import edition_of


def desk_of(request: Request, settled: Settled) -> Desk:
    """What files are read with."""
    reading = reading_of(settled.settings, version=settled.plugins.digest)
    return Desk(project=request.project, store=Store(request.texts, Files()), reading=reading, plugins=settled.plugins)


def binder_of(settled: Settled) -> Binder:
    """What binds the pages of a publication whose theme is sound."""
    assert settled.theme is not None
    assert settled.study is not None
    edition = f"{edition_of(settled.theme, settled.settings)} {settled.plugins.digest}"
    return Binder(settled.theme, settled.study, edition=edition)


def is_retouchable(settled: Settled) -> bool:
    """Whether pages can be made again from the values they held: no plugin's, and no index or picture made of words."""
    return not (settled.plugins.loaded or settled.settings.search or settled.settings.cards)
