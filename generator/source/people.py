"""Names above a piece, and authors' files, to values."""

from unicodedata import normalize

from generator.model import Credit, Mark, Profile
from generator.notation import Broken, Fields, Items, Mapping, Node, Scalar, called
from generator.settings import email_address, fediverse_handle, language_tag
from generator.slugs import is_usable, slugify
from generator.source.front_matter import (
    Front,
    Renderers,
    checked,
    cleaned,
    linked_text,
    marked,
    open_front,
    plain_text,
)
from generator.source.naming import stem_of
from generator.source.places import web_address

_SHAPE = "{name: A. Name, url: https://example.org/}"
_KEYS = frozenset(["id", "name", "role", "bio", "photo", "url", "email", "gravatar"])
_MEANT = {
    "title": "role",
    "job": "role",
    "position": "role",
    "bio": "the biography is the text below the front matter",
    "image": "photo",
    "picture": "photo",
    "portrait": "photo",
    "avatar": "photo",
    "website": "url",
    "homepage": "url",
    "social": "links",
    "language": "lang",
    "org": "organization",
    "organisation": "organization",
    "affiliation": "organization",
    "topics": "expertise",
    "mastodon": "fediverse",
}


def read_credits(fields: Fields, render: Renderers) -> tuple[Credit, ...]:
    """The names above a piece, from `author` or `authors`."""
    key = "authors" if "authors" in fields.entries else "author"
    if key == "authors" and "author" in fields.entries:
        first = fields.findings.place(fields.entries["author"].key.start)
        entry = fields.entries["authors"].key
        message = "both author and authors are given"
        fields.findings.note(entry.start, entry.end, message, hint="keep one of the two", other=first)
    value, _ = fields.node(key), fields.node("author")
    listed = isinstance(value, Items)
    nodes: tuple[Node, ...] = value.items if isinstance(value, Items) else (value,) if value is not None else ()
    found: list[Credit] = []
    ids: set[str] = set()
    for number, node in enumerate(nodes):
        if isinstance(node, Scalar):
            credit = _named(node, fields)
        else:
            credit = _credit(node, fields, f"{key}.{number}" if listed else key, render)
        if credit is None:
            continue
        if credit.id in ids:
            fields.findings.note(node.start, fields.end_of(node), f"{credit.id} is named twice", hint="keep one")
            continue
        if credit.id:
            ids.add(credit.id)
        found.append(credit)
    return tuple(found)


def _named(node: Scalar, fields: Fields) -> Credit | None:
    name = normalize("NFC", node.text.strip())
    return Credit(id=name, mark=fields.mark_of(node)) if name else None


def _credit(node: Node, fields: Fields, key: str, render: Renderers) -> Credit | None:
    if isinstance(node, Mapping):
        return _listed(fields.fields(node, key), fields.mark_of(node), render)
    if not isinstance(node, Broken):
        fields.findings.note(
            node.start, node.start + 1, f"{fields.named(key)} is {called(node)}", hint=f"write an id, or {_SHAPE}"
        )
    return None


def _listed(entry: Fields, mark: Mark, render: Renderers) -> Credit | None:
    """An author with a role, or a guest."""
    if _is_shorthand(entry):
        return None
    if "id" in entry:
        mark = entry.mark("id")
        credit = Credit(
            id=normalize("NFC", entry.required("id")),
            role=plain_text(entry, "role"),
            mark=mark,
        )
    else:
        credit = Credit(
            name=plain_text(entry, "name", required=True),
            role=plain_text(entry, "role"),
            bio=linked_text(entry, "bio", render),
            photo=entry.text("photo"),
            url=checked(entry, "url", web_address, rule="link-scheme"),
            email=checked(entry, "email", email_address),
            gravatar=checked(entry, "gravatar", email_address),
            mark=mark,
        )
    entry.done()
    return credit if credit.id or credit.name else None


def _is_shorthand(entry: Fields) -> bool:
    """Whether an entry is `{li: text}`, which is nothing here, and is told how it is written."""
    if len(entry.entries) != 1 or not entry.entries.keys().isdisjoint(_KEYS):
        return False
    ((key, only),) = entry.entries.items()
    role = only.value.text if isinstance(only.value, Scalar) else ""
    hint = f"write it as {{id: {key}, role: {role or '…'}}}"
    entry.findings.note(only.key.start, only.key.end, f"{entry.where} has neither an id nor a name", hint=hint)
    return True


def author_id(path: str) -> str:
    """The id that an author's file gives."""
    return normalize("NFC", stem_of(path.rpartition("/")[2]))


def read_profile(path: str, text: str) -> Front[Profile]:
    """An author's file; its body is the biography."""
    fields, halves = open_front(text, path=path)
    marks: dict[str, Mark] = {}
    name = plain_text(fields, "name", required=True)
    marked(fields, marks, "name", "photo", "url")
    ident = author_id(path)
    if not is_usable(slugify(ident)):
        fields.findings.note_line(1, f"'{ident}' cannot be the id of an author", hint="give the file another name")
    profile = Profile(
        path=path,
        id=ident,
        name=name or ident,
        role=plain_text(fields, "role"),
        photo=fields.text("photo"),
        url=checked(fields, "url", web_address, rule="link-scheme"),
        links=_links(fields),
        expertise=tuple(cleaned(text) for text in fields.texts("expertise", commas=True)),
        location=plain_text(fields, "location"),
        organization=plain_text(fields, "organization"),
        email=checked(fields, "email", email_address),
        gravatar=checked(fields, "gravatar", email_address),
        fediverse=checked(fields, "fediverse", fediverse_handle),
        lang=checked(fields, "lang", language_tag),
        extra=fields.extra("extra"),
        marks=marks,
    )
    fields.done(meant=_MEANT)
    return Front(
        value=profile if fields.entries and is_usable(slugify(ident)) else None,
        whole=bool(name),
        body=halves.body,
        body_line=halves.body_line,
        problems=fields.findings.problems,
    )


def _links(fields: Fields) -> tuple[tuple[str, str], ...]:
    links: list[tuple[str, str]] = []
    for entry in fields.mappings("links", shape="{label: Website, url: https://example.org/}"):
        label = plain_text(entry, "label", required=True)
        entry.required("url")
        address = checked(entry, "url", web_address, rule="link-scheme")
        entry.done()
        if label and address:
            links.append((label, address))
    return tuple(links)
