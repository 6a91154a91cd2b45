"""The words of a command line to its options."""

import argparse
from collections.abc import Sequence
from typing import NoReturn

from generator import __version__
from generator.errors import Usage


class _Parser(argparse.ArgumentParser):
    """Tells a wrong call as a Usage."""

    def error(self, message: str) -> NoReturn:
        raise Usage(f"{message}\n{self.format_usage().strip()}")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of a call; `command` is its name, such as `build` or `comments list`. Raises Usage."""
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="byline", description="A static site generator for analysis.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"byline {__version__}")
    everywhere = _Parser(add_help=False)
    everywhere.add_argument("--project", metavar="DIR", help="the folder that has content/site.yaml")
    everywhere.add_argument("--debug", action="store_true", help="show where in Byline an error arose")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)
    _build(commands.add_parser("build", help="build the site into output/", parents=[everywhere]))
    _serve(commands.add_parser("serve", help="show the site in a browser, always current", parents=[everywhere]))
    _new(commands.add_parser("new", help="begin a site, an article, an author or a workflow"), everywhere)
    check = commands.add_parser("check", help="tell what needs mending, and build nothing", parents=[everywhere])
    check.set_defaults(command="check")
    check.add_argument("--json", action="store_true", help="for scripts")
    check.add_argument(
        "--write-baseline", action="store_true", help="from now on, be silent about what the archive brought along"
    )
    _moment(check)
    why = commands.add_parser("why", help="tell what a page was made from, and why", parents=[everywhere])
    why.set_defaults(command="why")
    why.add_argument("url", metavar="URL", help="an address of the site: /the-piece/")
    why.add_argument("--output", metavar="DIR", help="the folder it was built into")
    _deploy(commands, everywhere)
    _authors(commands.add_parser("authors", help="look after the authors"), everywhere)
    _comments(commands.add_parser("comments", help="see what readers wrote"), everywhere)
    _theme(commands.add_parser("theme", help="list themes, begin one, see what a parent changed"), everywhere)
    return parser


def _authors(parser: argparse.ArgumentParser, everywhere: _Parser) -> None:
    verbs = parser.add_subparsers(metavar="VERB", required=True, parser_class=_Parser)
    portraits = verbs.add_parser(
        "portraits", help="fetch the Gravatars of authors who have no photo", parents=[everywhere]
    )
    portraits.set_defaults(command="authors portraits")
    portraits.add_argument("--again", action="store_true", help="fetch those anew that were fetched before")
    portraits.add_argument(
        "--server", default="https://gravatar.com/avatar/", metavar="URL", help="another such server"
    )


def _moment(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--drafts", action="store_true", help="show drafts as well")
    parser.add_argument("--future", action="store_true", help="show scheduled pieces as well")
    parser.add_argument("--now", metavar="T", help="the instant to build for, as in 2024-05-17T09:30")


def _build(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command="build")
    _moment(parser)
    parser.add_argument("--clean", action="store_true", help="forget earlier builds first")
    parser.add_argument("--jobs", type=_jobs, metavar="N", help="processes to use; as many as there are cores")
    parser.add_argument("--output", metavar="DIR", help="another folder than output/")
    parser.add_argument("--url", dest="site_url", metavar="URL", help="another address than the settings'")
    parser.add_argument("--verify", action="store_true", help="build clean beside, and compare every byte")
    parser.add_argument("--profile", action="store_true", help="tell where the time went")
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.add_argument("--quiet", action="store_true", help="say only what needs mending")
    parser.add_argument(
        "--next-change", action="store_true", help="print when the site will change by itself, and build nothing"
    )


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command="serve")
    _moment(parser)
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="8000, or the next that is free")
    parser.add_argument("--host", default="127.0.0.1", metavar="HOST", help="127.0.0.1, which no other machine reaches")
    parser.add_argument("--open", action="store_true", help="open the browser")
    parser.add_argument("--editor", metavar="NAME", help="what a click on a mistake's place opens, as in vscode")
    parser.add_argument("--pending", action="store_true", help="show comments that wait for a decision as well")
    parser.add_argument("--jobs", type=_jobs, metavar="N", help="processes to use; as many as there are cores")


def _new(parser: argparse.ArgumentParser, everywhere: _Parser) -> None:
    kinds = parser.add_subparsers(metavar="WHAT", required=True, parser_class=_Parser)
    site = kinds.add_parser("site", help="begin a site", parents=[everywhere])
    site.set_defaults(command="new site")
    site.add_argument("folder", metavar="DIR")
    article = kinds.add_parser("article", help="begin an article, as a draft", parents=[everywhere])
    article.set_defaults(command="new article")
    article.add_argument("title", metavar="TITLE")
    author = kinds.add_parser("author", help="begin an author's file", parents=[everywhere])
    author.set_defaults(command="new author")
    author.add_argument("name", metavar="NAME")
    ci = kinds.add_parser("ci", help="write the workflow that builds, checks and deploys", parents=[everywhere])
    ci.set_defaults(command="new ci")
    ci.add_argument("host", metavar="HOST", choices=["github", "gitlab"], help="github or gitlab")
    ci.add_argument("--target", default="", metavar="TARGET", help="the target to deploy to; the settings' first")


def _deploy(commands: "argparse._SubParsersAction[_Parser]", everywhere: _Parser) -> None:
    deploy = commands.add_parser("deploy", help="send the site to its readers", parents=[everywhere])
    deploy.set_defaults(command="deploy")
    deploy.add_argument("--plan", action="store_true", help="tell what would change, and send nothing")
    rollback = commands.add_parser("rollback", help="put the release before back", parents=[everywhere])
    rollback.set_defaults(command="rollback")
    rollback.add_argument("--plan", action="store_true", help="tell what would change, and change nothing")
    for parser in (deploy, rollback):
        parser.add_argument("target", nargs="?", default="", metavar="TARGET", help="the settings' first, unless named")
        parser.add_argument("--yes", action="store_true", help="the plan was read: go on in spite of its warnings")
        parser.add_argument("--json", action="store_true", help="for scripts")
        parser.add_argument("--quiet", action="store_true", help="say only what went wrong")


def _comments(parser: argparse.ArgumentParser, everywhere: _Parser) -> None:
    verbs = parser.add_subparsers(metavar="VERB", required=True, parser_class=_Parser)
    listing = verbs.add_parser("list", help="list comments, newest first", parents=[everywhere])
    listing.set_defaults(command="comments list", names=[])
    listing.add_argument("slug", nargs="?", metavar="SLUG", help="of one piece only")
    _condition(listing)
    show = verbs.add_parser("show", help="show comments whole, with all that their files say", parents=[everywhere])
    for verb, help_text in _VERBS.items():
        judging = verbs.add_parser(verb, help=help_text, parents=[everywhere])
        judging.add_argument("--by", metavar="NAME", help="who decided; the name of the machine's user")
        judging.add_argument("--plan", action="store_true", help="tell what would be done, and do nothing")
        _choice(judging, f"comments {verb}")
        if verb == "approve":
            judging.add_argument("--verified", action="store_true", help="the e-mail address is the writer's own")
        if verb == "redact":
            judging.add_argument("--words", action="append", default=[], metavar="TEXT", help="blot this out instead")
    _choice(show, "comments show")
    _import(verbs.add_parser("import", help="bring comments along from another system", parents=[everywhere]))
    _receive(
        verbs.add_parser("receive", help="take readers' comments, as a server behind a proxy", parents=[everywhere])
    )


def _import(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command="comments import")
    parser.add_argument("path", metavar="PATH", help="an export of Disqus or WordPress, Isso's database, or a folder")
    parser.add_argument(
        "--from", dest="format", choices=["disqus", "wordpress", "isso", "staticman"], help="what it is"
    )
    parser.add_argument("--plan", action="store_true", help="tell what would be written, and write nothing")
    parser.add_argument("--json", action="store_true", help="for scripts")


def _receive(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command="comments receive")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at; 127.0.0.1")
    parser.add_argument("--port", type=int, default=8010, help="the port to listen at; 8010")
    parser.add_argument(
        "--proxy", default="127.0.0.1", metavar="ADDRESSES", help="proxies that are believed as to who sends"
    )
    parser.add_argument("--origin", action="append", default=[], metavar="URL", help="another site that may send forms")
    parser.add_argument(
        "--hook", default="", metavar="COMMAND", help="run for each comment, with it as JSON on its input"
    )
    parser.add_argument("--letter", default="", metavar="ADDRESS", help="write the editors a letter for each comment")
    parser.add_argument("--letter-from", default="", metavar="ADDRESS", help="whom the letter is from")
    parser.add_argument("--smtp", default="localhost:25", metavar="HOST:PORT", help="the server that takes letters")
    parser.add_argument("--pause", type=float, default=3.0, metavar="SECONDS", help="least time to look at it in; 3")
    parser.add_argument("--each", type=int, default=6, metavar="N", help="comments from one address in ten minutes; 6")
    parser.add_argument("--everybody", type=int, default=200, metavar="N", help="comments from all in an hour; 200")


_VERBS = {
    "approve": "publish comments with the next build",
    "spam": "set comments aside as spam",
    "remove": "take away all that comments say; their answers stay",
    "redact": "take away who wrote, or with --words what may not be read",
}


def _choice(parser: argparse.ArgumentParser, command: str) -> None:
    """Which comments are meant."""
    parser.set_defaults(command=command)
    parser.add_argument("names", nargs="*", metavar="ID", help="an id, SLUG/ID, or a pattern such as 'anna-*'")
    parser.add_argument("--slug", metavar="SLUG", help="of one piece only")
    _condition(parser)


def _condition(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--status", choices=["approved", "pending", "spam", "removed"], help="of one status only")
    parser.add_argument("--matching", metavar="WORDS", default="", help="whose name, website or text has these words")
    parser.add_argument("--json", action="store_true", help="for scripts")


def _theme(parser: argparse.ArgumentParser, everywhere: _Parser) -> None:
    verbs = parser.add_subparsers(metavar="VERB", required=True, parser_class=_Parser)
    listing = verbs.add_parser("list", help="list the themes a site could name", parents=[everywhere])
    listing.set_defaults(command="theme list")
    listing.add_argument("--json", action="store_true", help="for scripts")
    new = verbs.add_parser("new", help="begin a theme that extends another", parents=[everywhere])
    new.set_defaults(command="theme new")
    new.add_argument("name", metavar="NAME")
    new.add_argument("--extends", default="broadsheet", metavar="THEME", help="the parent; broadsheet unless given")
    new.add_argument(
        "--override", action="append", default=[], metavar="FILE", help="copy this file of the parent's, to change it"
    )
    diff = verbs.add_parser("diff", help="what parents changed in files a theme replaces", parents=[everywhere])
    diff.set_defaults(command="theme diff")
    diff.add_argument("name", nargs="?", metavar="NAME", help="the site's theme unless given")
    diff.add_argument("--record", action="store_true", help="note that the theme is up to date with its parents")


def _jobs(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to 256")
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)
