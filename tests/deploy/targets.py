"""One of each kind of target, empty: how the settings name it, and what stands there as its readers find it."""

import os
import subprocess
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from generator.engine.manifest import NAME


class Place(Struct, frozen=True):
    """A target of a test."""

    kind: str
    settings: str
    """The value of the target in site.yaml."""
    read: Callable[[], dict[str, bytes]]
    """Every file there, by path, but for what a kind of target brings along itself."""
    put: Callable[[str, bytes], None]
    """Put a file there as somebody else would."""
    environment: dict[str, str]
    at_once: bool
    get: Callable[[str], bytes | None]
    """One file as a reader gets it now; None where there is none."""


KINDS = ("folder", "folder in place", "rsync", "rsync in place", "rsync alone", "s3", "git")
"""Of `rsync alone`, the other side gives no shell."""

SOME_KINDS = [pytest.param(kind, marks=[pytest.mark.soak] if kind.startswith("rsync ") else []) for kind in KINDS]
"""All of them, those that take long only in `make soak`."""

REGION = "us-east-1"


def folder(root: Path, *, in_place: bool) -> Place:
    """A folder of this machine."""
    www = root / "www"
    if in_place:
        www.mkdir(parents=True)
    return Place(
        kind="folder in place" if in_place else "folder",
        settings=f"{{kind: folder, path: {www}}}",
        read=lambda: tree(www),
        put=lambda path, data: write(www / path, data),
        environment={},
        at_once=not in_place,
        get=lambda path: content(www / path),
    )


def rsync(root: Path, *, port: int, shell: str, in_place: bool, name: str) -> Place:
    """A folder behind ssh."""
    www = root / "www"
    if in_place:
        www.mkdir(parents=True)
    else:
        root.mkdir(parents=True, exist_ok=True)
    return Place(
        kind=name,
        settings=f"{{kind: rsync, host: 127.0.0.1, port: {port}, path: {www}}}",
        read=lambda: tree(www),
        put=lambda path, data: write(www / path, data),
        environment={"RSYNC_RSH": shell},
        at_once=not in_place,
        get=lambda path: content(www / path),
    )


def s3(endpoint: str, *, prefix: str = "site") -> Place:
    """A new bucket."""
    import boto3

    bucket = f"press-{uuid.uuid4().hex[:12]}"
    keys = {"aws_access_key_id": "AKIATESTTESTTEST", "aws_secret_access_key": "planted-secret-of-the-bucket"}
    client = boto3.client("s3", endpoint_url=endpoint, region_name=REGION, **keys)
    client.create_bucket(Bucket=bucket)

    def names() -> list[str]:
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}/")
        return [entry["Key"] for page in pages for entry in page.get("Contents", [])]

    def get(path: str) -> bytes | None:
        try:
            body: bytes = client.get_object(Bucket=bucket, Key=f"{prefix}/{path}")["Body"].read()
        except client.exceptions.NoSuchKey:
            return None
        return body

    return Place(
        kind="s3",
        settings=f"{{kind: s3, bucket: {bucket}, prefix: {prefix}, region: {REGION}, endpoint: '{endpoint}'}}",
        read=lambda: {name.removeprefix(f"{prefix}/"): get(name.removeprefix(f"{prefix}/")) or b"" for name in names()},
        put=lambda path, data: client.put_object(Bucket=bucket, Key=f"{prefix}/{path}", Body=data),
        environment={
            "AWS_ACCESS_KEY_ID": keys["aws_access_key_id"],
            "AWS_SECRET_ACCESS_KEY": keys["aws_secret_access_key"],
        },
        at_once=False,
        get=get,
    )


def git(root: Path) -> Place:
    """A bare repository."""
    bare = root / "pages.git"
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)

    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["git", "-C", str(bare), "-c", "core.quotePath=false", *words], capture_output=True, check=False
        )

    def read() -> dict[str, bytes]:
        paths = run("ls-tree", "-r", "-z", "--name-only", "gh-pages").stdout.decode().split("\0")
        return {path: run("show", f"gh-pages:{path}").stdout for path in paths if path and path != ".nojekyll"}

    def put(path: str, data: bytes) -> None:
        work = root / f"clone-{uuid.uuid4().hex[:8]}"
        author = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
        subprocess.run(["git", "clone", "-q", str(bare), str(work)], check=True, capture_output=True)
        known = subprocess.run(["git", "-C", str(work), "checkout", "-q", "gh-pages"], check=False, capture_output=True)
        if known.returncode:
            subprocess.run(["git", "-C", str(work), "checkout", "-q", "--orphan", "gh-pages"], check=True)
        write(work / path, data)
        subprocess.run(["git", "-C", str(work), "add", path], check=True)
        subprocess.run(["git", "-C", str(work), *author, "commit", "-q", "-m", "by hand"], check=True)
        subprocess.run(["git", "-C", str(work), "push", "-q", "origin", "gh-pages"], check=True, capture_output=True)

    def get(path: str) -> bytes | None:
        found = run("show", f"gh-pages:{path}")
        return found.stdout if found.returncode == 0 else None

    return Place(
        kind="git",
        settings=f"{{kind: git, remote: {bare}}}",
        read=read,
        put=put,
        environment={},
        at_once=True,
        get=get,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, and every empty folder as nothing with a slash."""
    found: dict[str, bytes] = {}
    for here, folders, files in os.walk(folder):
        below = Path(here).relative_to(folder).as_posix()
        for name in files:
            found[name if below == "." else f"{below}/{name}"] = (Path(here) / name).read_bytes()
        if not folders and not files and below != ".":
            found[f"{below}/"] = b""
    return found


def content(place: Path) -> bytes | None:
    """A file's bytes, or None."""
    try:
        return place.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def write(place: Path, data: bytes) -> None:
    """Write a file and the folders above it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


def without_manifest(files: dict[str, bytes]) -> dict[str, bytes]:
    """What readers are meant to find."""
    return {path: data for path, data in files.items() if path != NAME}
