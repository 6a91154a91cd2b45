"""What is settled to what files are read with, and to what binds pages."""

from generator.build.request import Request
from generator.build.settle import Settled
from generator.engine.files import Files
from generator.engine.ledger import Ledger
from generator.engine.store import Store
from generator.settings import reading_of
from generator.source.read import Desk
from generator.theme.bind import Binder
from generator.theme.edition import edition_of
from generator.theme.environment import Codes
from generator.theme.press import codes_of

_CODES = "codes"


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


def codes_for(settled: Settled, ledger: Ledger) -> Codes | None:
    """The theme's templates, those of them compiled that a build has kept; None where there is no theme."""
    if settled.theme is None:
        return None
    codes = codes_of(settled.theme, settled.plugins.filters)
    codes.recall(ledger.note(_CODES))
    return codes


def keep_codes(codes: Codes, ledger: Ledger) -> None:
    """Keep what was compiled for the next build."""
    if codes.are_new:
        ledger.put_note(_CODES, codes.kept())


def is_retouchable(settled: Settled) -> bool:
    """Whether pages can be made again from the values they held: no plugin's, and no index or picture made of words."""
    return not (settled.plugins.loaded or settled.settings.search or settled.settings.cards)
