"""What is asked of a build, and where in a project things lie."""

from collections.abc import Callable

from msgspec import Struct

from generator.site.moment import Moment

MEMORY = ".byline"
"""The folder of the ledger, the store and the stage, below the project."""

SETTINGS = "content/site.yaml"
TAGS = "content/tags.yaml"

Progress = Callable[[str, int, int], None]
"""Hears a verb, how many of its items are done, and of how many."""


class Request(Struct, frozen=True, kw_only=True):
    """What is asked of a build."""

    project: str
    """The folder that has `content/`; absolute."""
    moment: Moment
    output: str
    """Absolute."""
    url: str = ""
    """Instead of the settings'."""
    memory: str
    """Where the ledger, the store and the stage lie; absolute."""
    scanned: int
    """The instant of the scan, in nanoseconds since 1970; files that changed just before it are read anyway."""
    cores: int = 1

    @property
    def ledger(self) -> str:
        """The ledger's file."""
        return f"{self.memory}/ledger.sqlite"

    @property
    def texts(self) -> str:
        """The folder of the store."""
        return f"{self.memory}/texts"

    @property
    def held(self) -> str:
        """The folder of the values that pages were made from."""
        return f"{self.memory}/held"

    @property
    def index(self) -> str:
        """The folder that keeps the files of the search index."""
        return f"{self.memory}/index"

    @property
    def pictures(self) -> str:
        """The folder that keeps pictures made of others."""
        return f"{self.memory}/pictures"
