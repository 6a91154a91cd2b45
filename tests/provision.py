"""What tests need besides Python - a Chromium, a Java for the HTML checker - installed where this machine allows it."""

import os
import shutil
import subprocess
import sys

WANTED = {"chromium": ("chromium", "fonts-noto-cjk", "fonts-noto-core"), "java": ("default-jre-headless",)}
"""A program to the Debian packages that bring it."""


def main() -> int:
    """Install what is missing with apt where we may; say what could not be had."""
    missing = {program: packages for program, packages in WANTED.items() if not shutil.which(program)}
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
    for program in missing:
        if not shutil.which(program):
            print(f"tests that need {program} are skipped: it is not here and could not be had", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
