"""A place to build in; and what takes long is run when it is asked for, by `pytest -m soak`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proof.ground import Ground


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder where much is built."""
    ground = Ground()
    yield ground.folder
    ground.clear()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the longer campaigns out, unless marks are asked for."""
    if config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("soak")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]
