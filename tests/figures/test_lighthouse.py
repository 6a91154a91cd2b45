"""Lighthouse on a phone gives full marks for accessibility, best practices and SEO; in a soak, for speed as well."""

import json
import os
import subprocess
from collections.abc import Callable
from statistics import median

import pytest

from tests.browser.conftest import FLAGS
from tests.conftest import needed, needed_package
from tests.figures.conftest import SAMPLE, THEMES, Site

pytestmark = pytest.mark.browser

GOOD = ("accessibility", "best-practices", "seo")


def marks(url: str, chromium: str, *categories: str) -> dict[str, float]:
    """What Lighthouse says of a page, from 0 to 100."""
    command = [needed("node"), needed_package("lighthouse/cli/index.js"), url, "--output=json", "--quiet"]
    command += [f"--only-categories={','.join(categories)}", f"--chrome-flags=--headless {' '.join(FLAGS)}"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=240)
    scores = json.loads(ran.stdout)["categories"]
    return {name: 100 * (scores[name]["score"] or 0) for name in categories}


def test_a_piece_has_full_marks(sites: Callable[[str], Site], chromium: str) -> None:
    assert marks(sites("broadsheet").url(SAMPLE["article"]), chromium, *GOOD) == dict.fromkeys(GOOD, 100)


@pytest.mark.soak
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["home", "article", "tag", "author"])
def test_the_kinds_of_page_have_full_marks_and_are_fast(
    sites: Callable[[str], Site], chromium: str, theme: str, name: str
) -> None:
    runs = [marks(sites(theme).url(SAMPLE[name]), chromium, "performance", *GOOD) for _ in range(3)]
    assert {category: median(run[category] for run in runs) for category in GOOD} == dict.fromkeys(GOOD, 100)
    assert median(run["performance"] for run in runs) >= 99
