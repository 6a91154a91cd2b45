"""An old address to the page that leads from it to the new one."""

from markupsafe import Markup, escape

from generator.model import RedirectView
from generator.sentences import Sentences, choose, say, sentence_parts

_PAGE = Markup("""<!doctype html>
<html lang="{lang}" dir="{dir}">
<head>
<meta charset="utf-8">
<title>{heading}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="canonical" href="{canonical}">
<meta http-equiv="refresh" content="0; url={url}">
</head>
<body>
<main>
<h1>{heading}</h1>
<p>{sentence}</p>
</main>
</body>
</html>
""")


def redirect(view: RedirectView, sentences: Sentences) -> bytes:
    """A page that sends its reader on at once, and says where to."""
    link = Markup('<a href="{}">{}</a>').format(view.url, view.title or view.canonical)
    parts = sentence_parts(choose(sentences, "moved.text", number=None))
    page = _PAGE.format(
        lang=view.lang,
        dir=view.dir,
        heading=say(sentences, "moved.title"),
        canonical=view.canonical,
        url=view.url,
        sentence=Markup("").join(link if place % 2 else escape(part) for place, part in enumerate(parts)),
    )
    return str(page).encode()
