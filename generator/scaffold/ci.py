"""The settings' target and a host of repositories to the workflow that builds, checks and deploys there."""

import re
import shlex
from importlib.resources import files
from pathlib import Path

from generator.errors import Usage
from generator.scaffold.new import write_new
from generator.settings import Settings, Target

PLACES = {"github": ".github/workflows/site.yml", "gitlab": ".gitlab-ci.yml"}

_AMAZON = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
_AZURE = ("AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT_KEY")
_KEYS = {"s3": _AMAZON, "azure": _AZURE, "gs": ("GOOGLE_SERVICE_ACCOUNT_KEY",), "rsync": (), "git": (), "folder": ()}
"""Kind of target to the variables that its keys come in; they are kept as secrets of the repository."""

_GITHUB_SSH = """\
      # The secrets DEPLOY_KEY (a private key that may enter the server) and DEPLOY_HOSTS (what `ssh-keyscan -H HOST`
      # prints) are made under Settings > Secrets and variables > Actions.
      - name: Let ssh in
        if: github.event_name != 'pull_request'
        env:
          DEPLOY_KEY: ${{ secrets.DEPLOY_KEY }}
          DEPLOY_HOSTS: ${{ secrets.DEPLOY_HOSTS }}
        run: |
          install -m 700 -d ~/.ssh
          (umask 077 && printf '%s\\n' "$DEPLOY_KEY" > ~/.ssh/id_ed25519)
          printf '%s\\n' "$DEPLOY_HOSTS" >> ~/.ssh/known_hosts
"""

_GITLAB_SSH = """\
    # DEPLOY_KEY (a private key that may enter the server) and DEPLOY_HOSTS (what `ssh-keyscan -H HOST` prints) are made
    # under Settings > CI/CD > Variables, as protected variables.
    - apt-get update -qq && apt-get install -y -qq --no-install-recommends openssh-client rsync
    - install -m 700 -d ~/.ssh
    - (umask 077 && printf '%s\\n' "$DEPLOY_KEY" > ~/.ssh/id_ed25519)
    - printf '%s\\n' "$DEPLOY_HOSTS" >> ~/.ssh/known_hosts
"""

_ARTIFACTS = """\
  # GitLab Pages serves what this job leaves in the folder.
  artifacts:
    paths:
      - {path}
"""


def new_workflow(project: Path, host: str, *, settings: Settings, target: str) -> Path:
    """Write the workflow for `github` or `gitlab`; its path. Raises Usage where there is one, or no target to go to."""
    chosen = _target(settings, target)
    text = files("generator.scaffold").joinpath("workflows", f"{host}.yml").read_text(encoding="utf-8")
    filled = (_github if host == "github" else _gitlab)(text, chosen)
    name = "" if not target else f" {shlex.quote(target)}"
    filled = filled.replace(" TARGET", name).replace("INSTALL", _install(project, chosen))
    return write_new(project / PLACES[host], filled)


def _target(settings: Settings, name: str) -> Target:
    targets = {target.name: target for target in settings.deploy}
    if not targets:
        raise Usage("the settings name no target to deploy to; write in content/site.yaml: deploy: {live: {kind: git}}")
    if name and name not in targets:
        raise Usage(f"deploy has no target {name!r}; it has {', '.join(targets)}")
    return targets[name] if name else next(iter(targets.values()))


def _github(text: str, target: Target) -> str:
    keys = "".join(f"          {key}: ${{{{ secrets.{key} }}}}\n" for key in _KEYS[target.kind])
    where = "          # These are made under Settings > Secrets and variables > Actions.\n"
    return (
        text.replace("BRANCH", "main")
        .replace("PERMISSION", "write" if target.kind == "git" else "read")
        .replace("KEYS", _GITHUB_SSH if target.kind == "rsync" else "")
        .replace("ENVIRONMENT", where + keys if keys else "")
    )


def _gitlab(text: str, target: Target) -> str:
    is_pages = target.kind == "folder"
    path = shlex.quote(str(target.options.get("path", "")))
    prepare = f"    - mkdir -p {path}\n" if is_pages else _GITLAB_SSH if target.kind == "rsync" else ""
    named = ", ".join(_KEYS[target.kind])
    if named:
        prepare = f"    # {named} are made under Settings > CI/CD > Variables, as protected and masked variables.\n"
    text = re.sub(r"^JOB:", "pages:" if is_pages else "site:", text, flags=re.MULTILINE)
    artifacts = _ARTIFACTS.format(path=path) if is_pages else ""
    return text.replace("PREPARE", prepare).replace("ARTIFACTS\n", artifacts)


def _install(project: Path, target: Target) -> str:
    """How Byline comes to the machine: as the project says, if it does."""
    if (project / "requirements.txt").is_file():
        return "pip install -r requirements.txt"
    extras = ["cloud"] if target.kind in ("s3", "gs", "azure") else []
    extras += ["brotli"] if "br" in str(target.options.get("compress", "")).split() else []
    return f'pip install "byline[{",".join(extras)}]"' if extras else "pip install byline"
