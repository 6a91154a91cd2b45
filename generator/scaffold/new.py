"""A name or a title to a new site, article or author; nothing that exists is ever written over."""

import os
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from generator.errors import Fault, Usage
from generator.settings import Settings
from generator.slugs import is_usable, slugify

STARTER = ("site.yaml", "authors/editor.md", "articles/a-first-piece.md", "pages/about.md")
"""The files of a new site, below `content/`."""


def new_site(folder: Path, *, today: datetime) -> tuple[Path, ...]:
    """Write a site that builds as it is; the paths of its files. Raises Usage where there is one already."""
    if (folder / "content").exists():
        raise Usage(f"there is a content folder in {folder} already; choose another name")
    if folder.exists() and not folder.is_dir():
        raise Usage(f"{folder} is a file; choose another name")
    title = " ".join(word.capitalize() for word in folder.resolve().name.replace("_", "-").split("-") if word)
    written = []
    for name in STARTER:
        text = files("generator.scaffold").joinpath("starter", name).read_text(encoding="utf-8")
        filled = text.replace("TITLE", _quoted(title or "A new publication")).replace("TODAY", f"{today:%Y-%m-%d}")
        written.append(_write(folder / "content" / name, filled))
    if not (folder / ".gitignore").exists():
        written.append(_write(folder / ".gitignore", "output/\n.byline/\n"))
    return tuple(written)


def new_article(project: Path, title: str, *, settings: Settings, today: datetime) -> Path:
    """Write the draft of an article; its path. Raises Usage where its address is taken or empty."""
    slug = _slug(title, "the title")
    folder = project / "content" / "articles"
    taken = [path for path in folder.rglob("*.md") if path.stem == slug or path.stem.endswith(f"-{slug}")]
    if taken:
        raise Usage(f"{taken[0].relative_to(project)} has that address already; choose another title")
    authors = sorted(path.stem for path in (project / "content" / "authors").glob("*.md"))
    author = f"author: {authors[0]}\n" if len(authors) == 1 else f"author:  # one of: {', '.join(authors)}\n"
    lines = [
        "---",
        f"title: {_quoted(title)}",
        f"date: {today:%Y-%m-%d %H:%M}",
        author.rstrip("\n") if authors else "",
        "tags: []",
        "draft: true",
        "---",
        "",
        "The first paragraph says what happened and why it matters.",
        "",
    ]
    text = "\n".join(line for position, line in enumerate(lines) if line or position > 5)
    return _write(folder / f"{today:%Y}" / f"{slug}.md", text)


def new_author(project: Path, name: str) -> Path:
    """Write an author's file; its path. Raises Usage where the id is taken or empty."""
    author = _slug(name, "the name")
    path = project / "content" / "authors" / f"{author}.md"
    if path.exists():
        raise Usage(f"{path.relative_to(project)} exists already; give the new author another name")
    return _write(path, f"---\nname: {_quoted(name)}\nrole: Contributor\n---\n\n{name} writes about …\n")


def _slug(text: str, what: str) -> str:
    slug = slugify(text)
    if not is_usable(slug):
        raise Usage(f"no address can be made of {what} {text!r}; it needs a letter or a digit")
    return slug


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _write(path: Path, text: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise Usage(f"{path} exists already") from error
    except OSError as error:
        raise Fault(f"cannot write {path}: {os.strerror(error.errno or 0)}") from error
    return path
