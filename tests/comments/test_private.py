"""Neither an e-mail address, nor a network address, nor any digest of them is in what readers get: not in one byte."""

import base64
from collections.abc import Callable, Iterator
from hashlib import blake2b, md5, sha1, sha256, sha512

import pytest

from generator.model import email_digest
from tests.press import Press

ADDRESSES = (
    "Anna.Reader@mail.example",
    "ben+list@mail.example",
    "li@desk.example",
    "guest@desk.example",
    "li-portrait@desk.example",
    "guest-portrait@desk.example",
    "203.0.113.77",
    "2001:db8::77",
)

SITE = """
-- content/site.yaml --
title: The Review
url: https://example.org/
language: en
timezone: UTC
comments: {form: https://comments.example.org/}
feeds: {full: all, comments: true}
publisher: {name: The Press, email: letters@desk.example}
-- content/authors/li.md --
---
name: Li
email: li@desk.example
gravatar: li-portrait@desk.example
---
Writes.
-- content/articles/one.md --
---
title: One
date: 2025-01-01
author: [li, {name: Guest, email: guest@desk.example, gravatar: guest-portrait@desk.example}]
tags: [seas]
comments:
  - {author: li, date: 2025-01-03, text: By the author, email: li@desk.example, ip: 203.0.113.77}
---
Words.
-- content/articles/one.comments.yaml --
- author: Anna
  email: Anna.Reader@mail.example
  ip: 2001:db8::77
  date: 2025-01-02
  status: approved
  text: Yes.
  history:
    - {at: 2025-01-02T10:00:00Z, by: ben+list@mail.example, did: approve}
  replies:
    - {author: Guest, email: guest@desk.example, date: 2025-01-04, text: Thanks, status: approved}
    - {author: Ben, email: ben+list@mail.example, date: 2025-01-05, text: Waits}
"""


def forms(address: str) -> Iterator[bytes]:
    """What would give an address away: itself, whatever its case, in other clothes, and its digests."""
    for text in {address, address.lower(), address.strip().upper()}:
        data = text.encode()
        yield data
        yield data.replace(b"@", b"%40")
        yield data.replace(b"@", b"&#64;")
        yield base64.b64encode(data).rstrip(b"=")
        for digest in (md5(data), sha1(data), sha256(data), sha512(data), blake2b(data), blake2b(data, digest_size=16)):
            yield digest.hexdigest().encode()
            yield digest.hexdigest()[:16].encode()
            yield base64.b64encode(digest.digest())[:20]
    yield email_digest(address).encode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_byte_of_the_site_gives_an_address_away(press: Callable[[str], Press], address: str) -> None:
    site = press(SITE)
    site.built()
    assert site.page("one/").count("by-author") == 2, "authors' replies are known all the same"
    everything = {path: data.lower() for path, data in site.files().items()}
    assert len(everything) > 15
    for form in forms(address):
        found = [path for path, data in everything.items() if form.lower() in data]
        assert not found, (form, found)


def test_the_search_would_find_one(press: Callable[[str], Press]) -> None:
    site = press(SITE.replace("text: Yes.", "text: I am sha256 " + sha256(b"li@desk.example").hexdigest()))
    site.built()
    everything = b"".join(site.files().values()).lower()
    assert any(form.lower() in everything for form in forms("li@desk.example"))
    assert b"letters@desk.example" in everything
