"""Whatever is done to a publication, to its output and to Byline's memory: the next build equals a clean one."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import generator
from tests.proof.publishing import STEPS, campaign
from tests.proof.wrong import Harm, forgets, no_until

SEQUENCES = 200
"""Of ten steps each, in `make test`."""

SOAK = int(os.environ.get("BYLINE_SOAK_SEQUENCES", "4000"))
"""In `make soak`."""

FIRST = int(os.environ.get("BYLINE_SOAK_FIRST", "1000"))
"""The number of the first campaign in `make soak`; another number makes other sequences."""

WORKERS = 2

ROOT = Path(generator.__file__).parent.parent


def in_processes(sequences: int, first: int, tally: Counter[str]) -> None:
    """Campaigns in processes of their own, each with its share of the sequences; fails with what the first one says."""
    call = [sys.executable, "-m", "tests.proof.publishing", str(sequences // WORKERS)]
    running = [
        subprocess.Popen([*call, str(number)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for number in range(first, first + WORKERS)
    ]
    said = [process.communicate()[0] for process in running]
    tally[f"sequences of {STEPS} steps"] += sequences // WORKERS * WORKERS
    for process, text in zip(running, said, strict=True):
        assert process.returncode == 0, text[-6000:]


def test_every_build_equals_a_clean_one(tally: Counter[str]) -> None:
    in_processes(SEQUENCES, 1, tally)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(10))
def test_every_build_of_thousands_equals_a_clean_one(number: int, tally: Counter[str]) -> None:
    in_processes(SOAK // 10, FIRST + WORKERS * number, tally)


@pytest.mark.control
@pytest.mark.parametrize(
    "harm",
    [forgets("listing"), no_until],
    ids=["listings forgotten", "the clock forgotten"],
)
def test_the_campaign_sees_what_is_forgotten(harm: Harm, monkeypatch: pytest.MonkeyPatch) -> None:
    harm(monkeypatch)
    with pytest.raises((AssertionError, ExceptionGroup)):
        campaign(60, 2)
