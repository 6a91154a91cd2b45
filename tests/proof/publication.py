"""A small publication with one of everything, its parts as texts by path: what the proofs edit, break and build."""

SETTINGS = {
    "title": "Press",
    "url": "https://example.org/",
    "language": "en",
    "timezone": "UTC",
    "theme": "{name: child, accent: red}",
    "per_page": "2",
    "description": "On things.",
    "menu": "[pages/about.md, {label: Tags, url: /tags/}]",
    "publisher": "{name: The Press, email: desk@example.org, logo: /media/logo.svg}",
    "head": "<!-- head -->",
    "permalink": "/{slug}/",
    "text": "{more: More here}",
}
"""Keys of site.yaml to their values, as YAML."""

THEME = {
    "themes/parent/theme.yaml": """\
name: parent
byline: 1
options:
  accent: {type: text, default: black}
  wide: {type: flag, default: false}
""",
    "themes/parent/templates/base.html": """\
<!doctype html><html lang="{{ page.lang }}" dir="{{ page.dir }}">
<title>{{ page.title }} - {{ site.title }}</title><meta name="description" content="{{ page.description }}">
<link rel="canonical" href="{{ page.canonical }}"><link rel="stylesheet" href="{{ 'style.css'|asset }}">{{ site.head }}
{% for each in page.alternates %}<link rel="alternate" hreflang="{{ each.lang }}" href="{{ each.url }}">{% endfor %}
<nav>{% for link in site.menu %}<a href="{{ link.url }}">{{ link.label }}</a>{% endfor %}</nav>
{% block main %}{% endblock %}
{% include 'foot.html' %}
""",
    "themes/parent/templates/foot.html": """\
<footer>{{ site.publisher.name }} {{ theme.accent }} {{ _('more') }}</footer>
""",
    "themes/parent/templates/macros.html": """\
{% macro line(card) %}<li><a href="{{ card.url }}">{{ card.title }}</a> {{ card.date|date }}
{%- for author in card.authors %} {{ author.name }} ({{ author.role }})
{%- if author.photo %}<img src="{{ author.photo.url }}">{% endif %}{% endfor %}</li>{% endmacro %}
""",
    "themes/parent/templates/home.html": """\
{% extends 'base.html' %}{% from 'macros.html' import line %}
{% block main %}{% for card in listing %}{{ line(card) }}{{ card.summary }}
{%- if card.image %}<img src="{{ card.image.url }}" width="{{ card.image.width }}" alt="{{ card.image.alt }}">
{%- endif %}{% endfor %}{{ pager.number }}/{{ pager.total }} {{ pager.older }}{% endblock %}
""",
    "themes/parent/templates/article.html": """\
{% extends 'base.html' %}{% import 'macros.html' as m %}
{% block main %}<h1>{{ article.title }}</h1>{{ m.line(article) }}<p>{{ article.kind_label }} {{ article.words }}</p>
{% if article.updated %}{{ article.updated|date('iso') }}{% endif %}
{% for tag in article.tags %}<a href="{{ tag.url }}">{{ tag.name }}</a>{% endfor %}
{% for author in article.authors %}{{ author.bio }}{{ author.extra.desk|default('') }}{% endfor %}
{{ article.body }}{% for heading in article.toc %}{{ heading.title }}{% endfor %}
{% for each in article.corrections %}{{ each.text }}{% endfor %}
{% if newer %}newer {{ newer.title }}{% endif %} {% if older %}older {{ older.title }}{% endif %}
{% for card in related %}related {{ card.title }} {{ card.kind_label }}{% endfor %}
{% if series %}{{ series.name }} {{ series.part }}{% for card in series.parts %}{{ card.title }}{% endfor %}{% endif %}
{% block remarks %}{% endblock %}{% endblock %}
""",
    "themes/parent/templates/page.html": """\
{% extends 'base.html' %}{% block main %}{{ content.title }}{{ content.body }}{{ content.extra.note|default('') }}
{% if content.updated %}{{ content.updated|date('time') }}{% endif %}{% endblock %}
""",
    "themes/parent/templates/tag.html": """\
{% extends 'base.html' %}{% from 'macros.html' import line %}
{% block main %}{{ tag.name }} {{ tag.description }} {{ tag.count }}
{% for card in listing %}{{ line(card) }}{{ _('comments.count', n=card.comments) }}{% endfor %}
{{ pager.newer }} {{ pager.older }}{% endblock %}
""",
    "themes/parent/templates/tags.html": """\
{% extends 'base.html' %}{% block main %}{% for tag in tags %}{{ tag.name }} {{ tag.count }}{% endfor %}{% endblock %}
""",
    "themes/parent/templates/author.html": """\
{% extends 'base.html' %}{% block main %}{{ author.name }} {{ author.role }} {{ author.bio }} {{ author.count }}
{% if author.photo %}<img src="{{ author.photo.url }}" width="{{ author.photo.width }}">{% endif %}
{% for card in listing %}{{ card.title }} {{ card.minutes }} {{ card.words }}{% endfor %}{% endblock %}
""",
    "themes/parent/templates/authors.html": """\
{% extends 'base.html' %}{% block main %}{% for author in authors %}{{ author.name }}{% endfor %}{% endblock %}
""",
    "themes/parent/templates/archive.html": """\
{% extends 'base.html' %}
{% block main %}{% for year in years %}{{ year.year }} {{ year.count }}{% endfor %}{% endblock %}
""",
    "themes/parent/templates/year.html": """\
{% extends 'base.html' %}
{% block main %}{% for card in listing %}{{ card.date|date('short') }} {{ card.slug }}{% endfor %}{% endblock %}
""",
    "themes/parent/templates/404.html": """\
<html lang="{{ page.lang }}"><a href="{{ '/'|absolute }}">/</a>{% for card in latest %}{{ card.title }}{% endfor %}
""",
    "themes/parent/static/style.css": "body { background: url(dot.svg) }\n",
    "themes/parent/static/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>',
    "themes/parent/static/unused.css": "p { color: red }\n",
    "themes/child/theme.yaml": "name: child\nbyline: 1\nextends: parent\n",
    "themes/child/templates/article.html": """\
{% extends 'parent/article.html' %}
{% block remarks %}<section id="comments">{{ comments.count }} {{ comments.status }} {{ comments.form }}
{% for comment in comments.threads recursive %}
<div id="comment-{{ comment.id }}">{{ comment.author }} {{ comment.by_author }}
{{ comment.text }}{{ loop(comment.replies) }}</div>{% endfor %}</section>{% endblock %}
""",
    "themes/child/templates/foot.html": "{% include 'parent/foot.html' %}<small>{{ site.description }}</small>\n",
}

TAGS = {
    "war": "{name: War, description: Of war., synonyms: [conflict]}",
    "grain": "{name: Grain}",
}
"""Tags of tags.yaml to what is said of them, as YAML."""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"></svg>'

FILES = {
    "content/media/logo.svg": SVG.format(30, 10),
    "content/media/map.svg": SVG.format(40, 20),
    "content/media/face.svg": SVG.format(50, 50),
    "content/media/data.csv": "a,b\n1,2\n",
    "content/root/robots-note.txt": "Be kind.\n",
    "content/root/favicon.ico": "icon",
    "content/articles/isle/chart.svg": SVG.format(60, 30),
}

AUTHORS = {
    "ann": {"name": "Ann Aal", "role": "Editor", "photo": "/media/face.svg", "email": "ann@example.org"},
    "bob": {"name": "Bob Birk"},
    "cem": {"name": "Cem Can", "extra": "{desk: Far}"},
}
"""Ids to front matter, as YAML."""

BIOS = {"ann": "Writes on [war](/tags/war/).", "bob": "Counts.", "cem": "Reads, see [[isle]]."}

ARTICLES = {
    "content/articles/2024/tide.md": {
        "title": "Tide and toll",
        "date": "2024-03-01",
        "authors": "[ann]",
        "tags": "[war, grain]",
        "comments": "[{author: Reader, date: 2024-03-02, text: Well said.}]",
        "series": "{name: Tolls, part: 1}",
    },
    "content/articles/2024/gate.md": {
        "title": "Gate *two*",
        "date": "2024-03-02 09:30",
        "authors": "[bob, {id: ann, role: figures}]",
        "tags": "[grain]",
        "summary": "In short.",
        "image": "{src: /media/map.svg, alt: A map}",
        "series": "{name: Tolls, part: 2}",
    },
    "content/articles/2025/rail.md": {
        "title": "Rail",
        "date": "2025-01-05",
        "authors": "[cem]",
        "tags": "[conflict, rail]",
        "aliases": "[/old/rail/]",
    },
    "content/articles/isle/index.md": {"title": "Isle", "date": "2025-02-01", "authors": "[bob]", "tags": "[war]"},
    "content/articles/port.md": {"title": "Port", "date": "2025-02-01 12:00", "lang": "ar", "related": "[tide]"},
    "content/articles/yarn.md": {"title": "Yarn", "date": "2026-01-02", "authors": "[ann]", "tags": "[war]"},
}
"""Paths to front matter, as YAML; the last is still to come when the clock starts."""

BODIES = {
    "content/articles/2024/tide.md": "A first paragraph.\n\n## Aims\n\n"
    "See [the gate](gate.md), [[isle]] and [data](/media/data.csv).",
    "content/articles/2024/gate.md": 'A gate.\n\n![A map](/media/map.svg "Of it.")\n\nAs [before](tide.md#aims).',
    "content/articles/2025/rail.md": "Rails, [a port](article:port) and [a tag](/tags/grain/).",
    "content/articles/isle/index.md": "![A chart](chart.svg)\n\nAn isle.",
    "content/articles/port.md": "A port, by [Ann](/authors/ann/).",
    "content/articles/yarn.md": "Yarn, after [the tide](2024/tide.md#comments).",
}

PAGES = {
    "content/pages/about.md": (
        {"title": "About", "extra": "{note: Since 1999}"},
        "Who we are.\n\nOf [[tide]], ![](/media/logo.svg)",
    ),
    "content/pages/about/team.md": (
        {"title": "The team", "updated": "2025-06-01T23:30:00Z"},
        "[About](../about.md) and [Ann](/authors/ann/).",
    ),
}

SIDECARS = {
    "content/articles/2024/gate.comments.yaml": [
        "{author: Rea, date: 2024-03-04, text: Indeed., status: approved, id: r1}",
        "{author: Ann, email: ann@example.org, date: 2024-03-05, text: Thanks., status: approved, reply_to: r1}",
        "{author: Spam, date: 2024-03-05, text: Buy., status: spam}",
    ],
}


def front(keys: dict[str, str], body: str) -> str:
    """A Markdown file of a front matter and a body."""
    return "---\n" + mapping(keys) + f"---\n{body}\n"


def mapping(keys: dict[str, str]) -> str:
    """A YAML mapping of values that are YAML already."""
    return "".join(f"{key}: {value}\n" for key, value in keys.items())


def listed(items: list[str]) -> str:
    """A YAML list of values that are YAML already."""
    return "".join(f"- {item}\n" for item in items) or "[]\n"


def whole() -> dict[str, str]:
    """Every file of the publication, by path."""
    files = {"content/site.yaml": mapping(SETTINGS), "content/tags.yaml": mapping(TAGS), **THEME, **FILES}
    files |= {f"content/authors/{name}.md": front(keys, BIOS[name]) for name, keys in AUTHORS.items()}
    files |= {path: front(keys, BODIES[path]) for path, keys in ARTICLES.items()}
    files |= {path: front(keys, body) for path, (keys, body) in PAGES.items()}
    return files | {path: listed(items) for path, items in SIDECARS.items()}
