"""A place to build in."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proof.bench import disk


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder where much is built."""
    made = Path(tempfile.mkdtemp(prefix="byline-proof-", dir=disk()))
    yield made
    shutil.rmtree(made, ignore_errors=True)
