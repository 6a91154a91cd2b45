"""The text of site.yaml to Settings, and everything that is wrong with it."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from generator.errors import RULES, Problem
from generator.model import Mark
from generator.notation import (
    Fields,
    Findings,
    Items,
    Mapping,
    Scalar,
    clip,
    open_mapping,
    plain_value,
)
from generator.settings.addresses import (
    UnusableError,
    email_address,
    form_address,
    language_tag,
    link_address,
    permalink_pattern,
    site_address,
    time_zone,
)
from generator.settings.targets import read_targets
from generator.settings.values import (
    FORM_FIELDS,
    CardSettings,
    CommentSettings,
    Feeds,
    MenuEntry,
    PictureSettings,
    Publisher,
    Settings,
)

_MEANT = {
    "name": "title",
    "base_url": "url",
    "baseurl": "url",
    "lang": "language",
    "locale": "language",
    "tz": "timezone",
    "paginate": "per_page",
    "params": "extra",
    "permalinks": "permalink",
    "nav": "menu",
    "author": "publisher",
    "html": "markdown",
}
_MODULE = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_KIND = re.compile(r"[a-z][a-z0-9-]*")

T = TypeVar("T")
Marks = dict[str, Mark]


def load_settings(text: str, *, path: str = "content/site.yaml") -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings, or None where what they must have is missing; and every problem found."""
    findings = Findings(text, path=path)
    fields = open_mapping(text, findings, name="the file")
    marks: Marks = {}
    title = fields.required("title", free=True)
    url, prefix = _checked(fields, "url", site_address, default=("", ""), required=True)
    language = _checked(fields, "language", language_tag, default="", required=True)
    timezone = _checked(fields, "timezone", time_zone, default="", required=True)
    theme, options = _theme(fields, marks)
    html, quotes = _markdown(fields)
    settings = Settings(
        title=title,
        url=url,
        prefix=prefix,
        language=language,
        timezone=timezone,
        description=fields.text("description", free=True),
        theme=theme,
        theme_options=options,
        permalink=_checked(fields, "permalink", permalink_pattern, default="/{slug}/"),
        per_page=fields.number("per_page", default=20, least=1, most=1000),
        menu=_menu(fields, marks),
        publisher=_publisher(fields, marks),
        comments=_comments(fields),
        feeds=_feeds(fields),
        html=html,
        quotes=quotes,
        kinds=_kinds(fields),
        checks=_checks(fields),
        search=_marked_flag(fields, "search", marks),
        pictures=_pictures(fields, marks),
        cards=_cards(fields, marks),
        head=_head(fields),
        text=_sentences(fields, marks),
        hosts=_listed(fields, "hosts", ("netlify", "cloudflare")),
        plugins=_plugins(fields, marks),
        deploy=read_targets(fields, marks),
        extra=fields.extra("extra"),
        marks=marks,
    )
    fields.done(meant=_MEANT)
    return (settings if title and url and language and timezone else None), findings.problems


def _checked(fields: Fields, key: str, check: Callable[[str], T], *, default: T, required: bool = False) -> T:
    """The value of a key in its one form; the default where it is not there or cannot be used, which is told."""
    text = fields.required(key) if required else fields.text(key)
    if not text:
        return default
    try:
        return check(text)
    except UnusableError as error:
        fields.wrong(key, f"is '{clip(text)}', which {error.message}", hint=error.hint)
        return default


def _theme(fields: Fields, marks: Marks) -> tuple[str, dict[str, Any]]:
    value = fields.node("theme")
    if value is None:
        return "broadsheet", {}
    marks["theme"] = fields.mark("theme")
    if not isinstance(value, Mapping):
        return fields.text("theme") or "broadsheet", {}
    inner = fields.fields(value, "theme")
    name = inner.required("name")
    options = {key: entry.value for key, entry in inner.entries.items() if key != "name"}
    for key in options:
        marks[f"theme.{key}"] = inner.mark(key)
        inner.node(key)
    if "name" in inner:
        marks["theme"] = inner.mark("name")
    inner.done()
    return name or "broadsheet", {key: plain_value(option) for key, option in options.items()}


def _menu(fields: Fields, marks: Marks) -> tuple[MenuEntry, ...]:
    entries: list[MenuEntry] = []
    for number, node in enumerate(fields.items("menu")):
        mark = fields.mark_of(node)
        if isinstance(node, Scalar):
            entry = MenuEntry("", node.text.strip())
        elif isinstance(node, Mapping):
            inner = fields.fields(node, f"menu.{number}")
            label = inner.required("label", free=True)
            entry = MenuEntry(label, _checked(inner, "url", link_address, default="", required=True))
            mark = inner.mark("url") if "url" in inner else mark
            inner.done()
        else:
            fields.each([node], "menu", shape="{label: About, url: /about/}")
            continue
        if entry.url:
            marks[f"menu.{len(entries)}"] = mark
            entries.append(entry)
    return tuple(entries)


def _publisher(fields: Fields, marks: Marks) -> Publisher:
    inner = fields.mapping("publisher", shape="{name: The Press, email: desk@example.org}")
    if inner is None:
        return Publisher()
    if "logo" in inner:
        marks["publisher.logo"] = inner.mark("logo")
    policies = inner.mapping("policies", shape="{corrections: /corrections-policy/}")
    addresses: dict[str, str] = {}
    for name in policies.entries if policies else ():
        assert policies is not None
        if address := _checked(policies, name, link_address, default=""):
            addresses[name] = address
            marks[f"publisher.policies.{name}"] = policies.mark(name)
    publisher = Publisher(
        name=inner.text("name", free=True),
        logo=inner.text("logo"),
        email=_checked(inner, "email", email_address, default=""),
        policies=addresses,
    )
    inner.done()
    return publisher


def _comments(fields: Fields) -> CommentSettings:
    statuses = ("open", "closed", "hidden")
    if isinstance(fields.node("comments"), Scalar):
        return CommentSettings(status=fields.choice("comments", statuses, default="open"))
    inner = fields.mapping("comments", shape="{status: open, form: https://example.org/comment}")
    if inner is None:
        return CommentSettings()
    status = inner.choice("status", statuses, default="open")
    form = _form(inner)
    inner.done()
    return CommentSettings(status=status, form=form[0], fields=form[1], hidden=form[2])


def _form(fields: Fields) -> tuple[str, dict[str, str], dict[str, str]]:
    """The address of the form, and the names and values that its other side wants."""
    if not isinstance(fields.node("form"), Mapping):
        return _checked(fields, "form", form_address, default=""), {}, {}
    inner = fields.mapping("form")
    assert inner is not None
    action = _checked(inner, "action", form_address, default="", required=True)
    named = inner.mapping("fields", shape="{author: name, text: message}")
    names = {key: text for key in FORM_FIELDS if named and (text := named.text(key))}
    if named:
        named.done()
    kept = inner.mapping("hidden", shape="{access_key: …}")
    values = {key: kept.text(key) for key in kept.entries} if kept else {}
    inner.done()
    return action, names, values


def _feeds(fields: Fields) -> Feeds:
    inner = fields.mapping("feeds", shape="{entries: 20, full: site}")
    if inner is None:
        return Feeds()
    feeds = Feeds(
        entries=inner.number("entries", default=20, least=1, most=1000),
        full=inner.choice("full", ("site", "all", "none"), default="site"),
        comments=inner.flag("comments"),
    )
    inner.done()
    return feeds


def _markdown(fields: Fields) -> tuple[str, bool]:
    inner = fields.mapping("markdown", shape="{html: safe}")
    if inner is None:
        return "false", False
    quotes = inner.flag("quotes")
    html = inner.choice("html", ("false", "safe", "true"), default="false")
    inner.done()
    return html, quotes


def _kinds(fields: Fields) -> dict[str, str]:
    inner = fields.mapping("kinds", shape="{dispatch: Dispatch}")
    kinds: dict[str, str] = {}
    for name in inner.entries if inner else ():
        assert inner is not None
        label = inner.required(name, free=True)
        if not _KIND.fullmatch(name):
            key = inner.entries[name].key
            message = f"'{clip(name)}' is not the name of a kind"
            fields.findings.note(key.start, key.end, message, hint="use small letters a to z, digits and hyphens")
        elif label:
            kinds[name] = label
    if inner:
        inner.done()
    return kinds


def _checks(fields: Fields) -> dict[str, str]:
    inner = fields.mapping("checks", shape="{broken-link: warning}")
    if inner is None:
        return {}
    checks = {rule: inner.choice(rule, ("error", "warning", "off"), default=RULES[rule]) for rule in RULES}
    inner.done()
    return {rule: severity for rule, severity in checks.items() if rule in inner}


def _marked_flag(fields: Fields, key: str, marks: Marks) -> bool:
    if key in fields:
        marks[key] = fields.mark(key)
    return fields.flag(key)


def _pictures(fields: Fields, marks: Marks) -> PictureSettings | None:
    if not isinstance(fields.node("pictures"), Mapping):
        return PictureSettings() if _marked_flag(fields, "pictures", marks) else None
    inner = fields.mapping("pictures", shape="{widths: [480, 960], quality: 80}")
    if inner is None:
        return None
    marks["pictures"] = fields.mark("pictures")
    widths: list[int] = []
    for value in inner.scalars("widths", commas=True):
        text = value.text.strip()
        if text.isascii() and text.isdigit() and 16 <= int(text[:6]) <= 8192:
            widths.append(int(text))
        else:
            message = f"widths holds '{clip(text)}', which is not a number of pixels from 16 to 8192"
            inner.findings.note(value.start, value.end, message)
    default = PictureSettings()
    quality = inner.number("quality", default=default.quality, least=1, most=100)
    inner.done()
    return PictureSettings(widths=tuple(sorted(set(widths))) or default.widths, quality=quality)


def _cards(fields: Fields, marks: Marks) -> CardSettings | None:
    if not isinstance(fields.node("cards"), Mapping):
        return CardSettings() if _marked_flag(fields, "cards", marks) else None
    inner = fields.mapping("cards", shape="{fonts: [fonts/Text-Bold.ttf]}")
    if inner is None:
        return None
    marks["cards"] = fields.mark("cards")
    made = CardSettings(fonts=tuple(inner.texts("fonts")))
    inner.done()
    return made


def _head(fields: Fields) -> str:
    value = fields.node("head")
    if isinstance(value, Items):
        return "\n".join(fields.texts("head"))
    return fields.text("head", free=True)


def _sentences(fields: Fields, marks: Marks) -> dict[str, Any]:
    inner = fields.mapping("text", shape="{leave_a_comment: Write to us}")
    sentences: dict[str, Any] = {}
    for key in inner.entries if inner else ():
        assert inner is not None
        value = inner.node(key)
        marks[f"text.{key}"] = inner.mark(key)
        if isinstance(value, Mapping):
            forms = inner.fields(value, key)
            sentences[key] = {form: forms.text(form, free=True) for form in forms.entries}
        else:
            sentences[key] = inner.text(key, free=True)
    return sentences


def _listed(fields: Fields, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a list, each one of the known."""
    words: dict[str, None] = {}
    for value in fields.scalars(key, commas=True):
        word = value.text.strip().lower()
        if word in known:
            words[word] = None
        else:
            fields.not_among(value, key, known)
    return tuple(words)


def _plugins(fields: Fields, marks: Marks) -> tuple[str, ...]:
    modules: list[str] = []
    for value in fields.scalars("plugins"):
        name = value.text.strip()
        if not _MODULE.fullmatch(name):
            message = f"plugins holds '{clip(name)}', which is not the name of a module"
            hint = "write it as reading_list or plugins.reading_list"
            fields.findings.note(value.start, value.end, message, hint=hint)
        elif name not in modules:
            marks[f"plugins.{len(modules)}"] = fields.mark_of(value)
            modules.append(name)
    return tuple(modules)
