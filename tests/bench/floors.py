"""What no generator in Python can go below: the writing of the files, and a bare parse of the texts.

python -m tests.bench.floors write OUTPUT FOLDER     writes the files of a built site anew, in two processes
python -m tests.bench.floors parse ARTICLES          parses every text with markdown-it-py as it comes, in two processes
"""

import os
import sys
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path


def write(pair: tuple[str, str]) -> None:
    """Write a file that is held in memory, and its folder."""
    source, target = pair
    data = Path(source).read_bytes()
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "wb", buffering=0) as file:
        file.write(data)


def parse(path: str) -> int:
    """Parse a text's body; the length of its HTML."""
    from markdown_it import MarkdownIt

    text = Path(path).read_text(encoding="utf-8").split("\n---\n", 1)[1]
    return len(MarkdownIt("commonmark").enable("table").render(text))


def main(arguments: list[str]) -> None:
    """Do one of the floors with two processes."""
    work: Callable[[object], object]
    if arguments[0] == "write":
        output, folder = arguments[1:]
        files = [path for path in Path(output).rglob("*") if path.is_file()]
        items: list[object] = [(str(path), f"{folder}/{path.relative_to(output)}") for path in files]
        work = write  # type: ignore[assignment]
    else:
        items = [str(path) for path in sorted(Path(arguments[1]).glob("*.md"))]
        work = parse  # type: ignore[assignment]
    with get_context("fork").Pool(2) as pool:
        for _ in pool.imap_unordered(work, items, chunksize=64):
            pass


if __name__ == "__main__":
    main(sys.argv[1:])
