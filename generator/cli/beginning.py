"""`byline new`: a name or a title to the files a writer begins with."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.build.request import SETTINGS
from generator.cli.console import Console
from generator.cli.project import find_project
from generator.engine.files import told
from generator.errors import Stop
from generator.scaffold.new import new_article, new_author, new_site
from generator.settings import load_settings


def new(options: Namespace, console: Console) -> int:
    """Begin a site, an article or an author, and say which files were written."""
    if options.command == "new site":
        folder = Path(options.folder)
        for path in new_site(folder, today=datetime.now(UTC)):
            console.result(str(path))
        console.say(f"now: cd {options.folder} && byline build")
        return 0
    project = find_project(options)
    if options.command == "new author":
        console.result(str(new_author(project, options.name)))
        return 0
    with told("read", SETTINGS):
        text = (project / SETTINGS).read_text(encoding="utf-8", errors="replace")
    settings, problems = load_settings(text)
    if settings is None:
        raise Stop(*problems)
    if options.command == "new ci":
        from generator.scaffold.ci import new_workflow

        console.result(str(new_workflow(project, options.host, settings=settings, target=options.target)))
        return 0
    today = datetime.now(ZoneInfo(settings.timezone))
    console.result(str(new_article(project, options.title, settings=settings, today=today)))
    return 0
