"""A name or a title to a new site, article or author; nothing that exists is ever written over."""

import os
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from generator.errors import Fault, Usage
from generator.settings import Settings
from generator.slugs import is_usable, slugify
from generator.source.naming import naming

STARTER = ("site.yaml", "authors/editor.md", "articles/a-first-piece.md", "pages/about.md")
"""The files of a new site, below `content/`."""

_ARTICLE = """\
---
title: {title}
date: {date}
{author}tags: []
draft: true
---

The first paragraph says what happened and why it matters.
"""


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
        written.append(write_new(folder / "content" / name, filled))
    if not (folder / ".gitignore").exists():
        written.append(write_new(folder / ".gitignore", "output/\n.byline/\n"))
    return tuple(written)


def new_article(project: Path, title: str, *, settings: Settings, today: datetime) -> Path:
    """Write the draft of an article; its path. Raises Usage where its address is taken or empty."""
    slug = _slug(title, "the title")
    folder = project / "content" / "articles"
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(project).as_posix()
        if naming(name).slug == slug:
            raise Usage(f"{name} has that address already; choose another title")
    text = _ARTICLE.format(title=_quoted(title), date=f"{today:%Y-%m-%d %H:%M}", author=_author_line(project))
    return write_new(folder / f"{today:%Y}" / f"{slug}.md", text)


def new_author(project: Path, name: str) -> Path:
    """Write an author's file; its path. Raises Usage where the id is taken or empty."""
    author = _slug(name, "the name")
    path = project / "content" / "authors" / f"{author}.md"
    if path.exists():
        raise Usage(f"{path.relative_to(project)} exists already; give the new author another name")
    return write_new(path, f"---\nname: {_quoted(name)}\nrole: Contributor\n---\n\n{name} writes about …\n")


def _author_line(project: Path) -> str:
    """The line that names the author: whom it must be, or who it may be."""
    authors = sorted(path.stem for path in (project / "content" / "authors").glob("*.md"))
    if len(authors) < 2:
        return "".join(f"author: {author}\n" for author in authors)
    return f"author:  # one of: {', '.join(authors)}\n"


def _slug(text: str, what: str) -> str:
    slug = slugify(text)
    if not is_usable(slug):
        raise Usage(f"no address can be made of {what} {text!r}; it needs a letter or a digit")
    return slug


def _quoted(text: str) -> str:
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def write_new(path: Path, text: str) -> Path:
    """Write a file that is not there yet; its path. Raises Usage where it is, Fault where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise Usage(f"{path} exists already") from error
    except OSError as error:
        raise Fault(f"cannot write {path}: {os.strerror(error.errno or 0)}") from error
    return path
