"""The bytes of a sent form to what a reader wrote, and what is amiss with it."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from msgspec import Struct

from generator.comments.script import tamed
from generator.settings import FORM_FIELDS
from generator.source.front_matter import shows
from generator.source.remarks import clean_name, render_remark, safe_website

LARGEST = 32 * 1024
"""Bytes of a form: what it holds may grow to three times its size under way."""

LONGEST = 8 * 1024
"""Bytes of UTF-8 of all that is kept of a comment."""

_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+\.[^\s@<>\"(),:;\\\[\]]+")


class Sent(Struct, frozen=True, kw_only=True):
    """What a reader sent."""

    author: str
    email: str
    url: str
    text: str
    reply_to: str
    page: str
    trap: str
    ticket: str


def read_form(body: bytes, names: Mapping[str, str]) -> Sent | None:
    """What was sent as `application/x-www-form-urlencoded`; `names` are the site's own names of the fields.

    None where it cannot be read.
    """
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="replace", max_num_fields=40)
    except ValueError:
        return None
    values: dict[str, str] = {}
    for key, value in pairs:
        values.setdefault(key, value)
    given = {key: values.get(names.get(key, FIELD_NAMES[key]), "") for key in FORM_FIELDS}
    return Sent(
        author=clean_name(tamed(given["author"])),
        email=tamed(given["email"]).strip(),
        url=_website(given["url"]),
        text=tamed(given["text"]).strip(),
        reply_to=given["reply_to"].strip()[:200],
        page=given["page"].strip()[:2000],
        trap=given["trap"],
        ticket=values.get("ticket", "")[:200],
    )


FIELD_NAMES = {key: "topic" if key == "trap" else key for key in FORM_FIELDS}
"""What a form calls its fields where the settings say nothing else."""


def amiss(sent: Sent) -> tuple[str, ...]:
    """Keys of the sentences that say what a reader has to mend."""
    told = []
    if sent.trap:
        told.append("trapped")
    if not shows(sent.author):
        told.append("no_name")
    if not shows(sent.text) or not shows(render_remark(sent.text)[0].plain):
        told.append("no_text")
    if sent.email and (len(sent.email) > 254 or not _EMAIL.fullmatch(sent.email)):
        told.append("bad_email")
    if sum(len(part.encode()) for part in (sent.author, sent.email, sent.url, sent.text)) > LONGEST:
        told.append("too_long")
    return tuple(told)


def _website(text: str) -> str:
    """A website as it would be shown; many leave out the `https://`."""
    written = tamed(text).strip()
    if not written:
        return ""
    return safe_website(written) or safe_website(f"https://{written}")
