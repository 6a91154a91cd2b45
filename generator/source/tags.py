"""The text of tags.yaml to what it says of each tag."""

from unicodedata import normalize

from generator.errors import Place, Problem
from generator.model import TagNote
from generator.notation import Fields, Findings, Scalar, clip, open_mapping
from generator.slugs import is_usable, slugify
from generator.source.front_matter import cleaned, plain_text

_MEANT = {"title": "name", "label": "name", "aliases": "synonyms", "summary": "description"}


def read_tags(text: str, *, path: str = "content/tags.yaml") -> tuple[tuple[TagNote, ...], tuple[Problem, ...]]:
    """A note for each tag, its slug filled in; a tag's key and its name are synonyms of it where their slugs differ."""
    findings = Findings(text, path=path)
    fields = open_mapping(text, findings, name="the file")
    claimed: dict[str, tuple[str, Place]] = {}
    notes: list[TagNote] = []
    for tag in fields.entries:
        value = fields.node(tag)
        inner = fields.mapping(tag, shape="{name: NATO, description: …}") if value is not None else None
        note = _note(tag, fields, inner)
        if note is not None:
            _claim(note, fields.entries[tag].key, findings, claimed)
            notes.append(note)
    return tuple(notes), findings.problems


def _note(tag: str, fields: Fields, inner: Fields | None) -> TagNote | None:
    key = fields.entries[tag].key
    own = normalize("NFC", cleaned(tag))
    name = (plain_text(inner, "name") if inner else "") or own
    given = inner.text("slug") if inner else ""
    description = plain_text(inner, "description") if inner else ""
    synonyms = inner.texts("synonyms", commas=True) if inner else ()
    if inner:
        inner.done(meant=_MEANT)
    slug = slugify(given or own)
    if not is_usable(slug):
        hint = "add a slug of letters or digits"
        fields.findings.note(key.start, key.end, f"{clip(tag)} gives no address", hint=hint)
        return None
    known = {slugify(text): cleaned(text) for text in (own, name, *synonyms)}
    others = tuple(text for other, text in known.items() if other not in ("", slug))
    return TagNote(name=name, slug=slug, description=description, synonyms=others, mark=fields.mark_of(key))


def _claim(note: TagNote, key: Scalar, findings: Findings, claimed: dict[str, tuple[str, Place]]) -> None:
    """Tell where a tag is, by its slug or a synonym, another one already."""
    place = findings.place(key.start)
    for slug in (note.slug, *map(slugify, note.synonyms)):
        owner = claimed.setdefault(slug, (note.slug, place))
        if owner[0] != note.slug or owner[1] != place:
            message = f"'{slug}' belongs to two tags"
            findings.note(key.start, key.end, message, hint="keep it with one of them", other=owner[1])
