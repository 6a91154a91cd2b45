"""A page to the same page with the preview's script in it; and the pages that only a preview has."""

from collections.abc import Mapping
from html import escape

OWN = "/_byline/"
"""Where the preview's own addresses begin."""


def with_script(page: bytes, facts: Mapping[str, str]) -> bytes:
    """The page with the script before the end of its body; the facts are what the script knows."""
    told = "".join(f' data-{name}="{escape(fact)}"' for name, fact in facts.items())
    script = f'<script async src="{OWN}client.js"{told}></script>'.encode()
    end = page.rfind(b"</body>")
    return page[:end] + script + page[end:] if end >= 0 else page + script


_BARE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
html {{ font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark }}
body {{ margin: 20vh auto 0; max-width: 30rem; padding: 0 1rem }}
h1 {{ font-size: 1.25rem; margin: 0 0 .5rem }}
progress {{ width: 100%; accent-color: #8a3324 }}
</style>
{head}<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def progress_page(verb: str, done: int, total: int) -> bytes:
    """What is shown while a request waits long; it asks again by itself."""
    told = f"{verb}: {done:,} of {total:,}" if total else "reading what has changed"
    bar = f'<progress max="{total}" value="{done}"></progress>' if total else "<progress></progress>"
    head = '<meta http-equiv="refresh" content="1">\n'
    return _BARE.format(title="One moment: the site is being built", head=head, body=f"{bar}\n<p>{told}").encode()


def bare_page(title: str, text: str) -> bytes:
    """A page with one thing to say."""
    return _BARE.format(title=escape(title), head="", body=f"<p>{escape(text)}").encode()
