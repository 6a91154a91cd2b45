"""Real builds that are killed, or whose disk refuses, at random, while workers run too: nothing is lost."""

import os
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.proof.harmed import PLANTS
from tests.proof.shots import Range, practice

SHOTS = 8
"""In `make test`."""

SOAK = float(os.environ.get("BYLINE_SOAK_SHOTS", "900"))
"""Seconds of shots in `make soak`."""

ENOUGH = 120
"""Shots within which a planted mistake is seen."""


def hits(made: Range) -> str:
    return f"{made.tried} tried, {made.hit} hit"


def told(made: Range, tally: Counter[str]) -> None:
    for how, count in made.tried.items():
        tally[f"real builds {how}"] += count
        tally["real builds that were hit"] += made.hit[how]


def test_shot_at_random_nothing_is_lost(folder: Path, tally: Counter[str]) -> None:
    made = practice(60.0, 1, folder, most=SHOTS)
    told(made, tally)
    assert made.lost == [], hits(made)
    assert made.hit.total(), hits(made)


@pytest.mark.soak
def test_shot_at_random_hundreds_of_times_nothing_is_lost(folder: Path, tally: Counter[str]) -> None:
    made = practice(SOAK, int(time.time()), folder)
    told(made, tally)
    assert made.lost == [], hits(made)
    assert made.hit.total() > made.tried.total() // 3, hits(made)


@pytest.mark.control
@pytest.mark.soak
@pytest.mark.parametrize("plant", PLANTS)
def test_a_mistake_is_seen_by_shots_at_random(plant: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    PLANTS[plant](monkeypatch)
    made = practice(600.0, 1, folder, plant=plant, most=ENOUGH)
    assert made.tried, made.lost  # without a shot all is well
    assert made.lost, hits(made)
