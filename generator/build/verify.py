"""A site as it was built to what differs from a clean build of the same project."""

import os
import shutil
import tempfile
from pathlib import Path

from msgspec.structs import replace

from generator.build.request import Progress, Request
from generator.build.start import build
from generator.engine.files import Files
from generator.engine.manifest import NAME, read_manifest
from generator.errors import Fault


def verify(request: Request, *, progress: Progress) -> tuple[str, ...]:
    """Build the project clean beside its output and compare every byte; a line for each file that differs, by path."""
    beside = tempfile.mkdtemp(prefix=".byline-verify-", dir=request.project)
    try:
        clean = replace(request, output=f"{beside}/output", memory=f"{beside}/memory")
        report = build(clean, clean=True, progress=progress, files=Files())
        if any(problem.severity == "error" for problem in report.problems):
            raise Fault("the project changed while it was verified; run it again")
        ours, theirs = _files(request.output), _files(clean.output)
        return tuple(line for path in sorted(ours.keys() | theirs.keys()) if (line := _difference(path, ours, theirs)))
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _difference(path: str, ours: dict[str, Path], theirs: dict[str, Path]) -> str:
    if path not in theirs:
        return f"{path}: a clean build does not make it"
    if path not in ours:
        return f"{path}: it is missing"
    return "" if ours[path].read_bytes() == theirs[path].read_bytes() else f"{path}: its bytes differ"


def _files(folder: str) -> dict[str, Path]:
    """The files of a site that its manifest lists, and the manifest itself."""
    manifest = Path(folder, NAME)
    if not manifest.is_file():
        return {}
    listed = read_manifest(manifest.read_bytes()).paths
    found = {path: Path(folder, path) for path in listed if os.path.isfile(f"{folder}/{path}")}
    return {**found, NAME: manifest}
