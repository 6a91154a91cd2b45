"""Exports of other systems, written by rule: with the oddities that their formats are known for."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from msgspec import Struct

SITE = """
-- content/site.yaml --
title: The Review
url: https://example.org/press/
language: en
timezone: Europe/Paris
-- content/articles/one.md --
---
title: One
date: 2015-01-01
aliases: [/2015/01/one-as-it-was/]
---
Words.
-- content/articles/2016-02-02-数人头.md --
---
title: Two
date: 2016-02-02
---
Words.
-- content/articles/three/index.md --
---
title: Three
date: 2017-01-01
comments: closed
---
Words.
"""


class Post(Struct, frozen=True, kw_only=True):
    """A comment to be exported."""

    id: int
    thread: str
    """An address."""
    text: str
    author: str = "Anna"
    email: str = "anna@reader.example"
    parent: int = 0
    spam: bool = False
    deleted: bool = False
    pending: bool = False
    date: str = "2015-03-01T10:00:00Z"


def disqus(posts: Sequence[Post], *, raw: bool = False) -> bytes:
    """As Disqus writes it; with `raw` texts stand as they are, without CDATA."""
    threads = {place: number for number, place in enumerate(dict.fromkeys(post.thread for post in posts), start=900)}
    out = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://disqus.com/api/schemas/1.0/disqus.xsd">',
        '<category dsq:id="1"><forum>press</forum><title>General</title></category>',
    ]
    for place, number in threads.items():
        out.append(
            f'<thread dsq:id="{number}"><id/><forum>press</forum><category dsq:id="1"/><link>{escape(place)}</link>'
            "<title>T</title><message/><createdAt>2015-01-01T00:00:00Z</createdAt>"
            "<author><name>Desk</name><isAnonymous>false</isAnonymous></author><ipAddress>203.0.113.9</ipAddress>"
            "<isClosed>false</isClosed><isDeleted>false</isDeleted></thread>"
        )
    for post in posts:
        text = post.text if raw else f"<![CDATA[{post.text}]]>"
        above = f'<parent dsq:id="{post.parent}"/>' if post.parent else ""
        email = f"<email>{escape(post.email)}</email>" if post.email else ""
        out.append(
            f'<post dsq:id="{post.id}"><id>wp_id={post.id}</id><message>{text}</message>'
            f"<createdAt>{post.date}</createdAt><isDeleted>{str(post.deleted).lower()}</isDeleted>"
            f"<isSpam>{str(post.spam).lower()}</isSpam><author>{email}<name>{escape(post.author)}</name>"
            f"<isAnonymous>{str(not post.email).lower()}</isAnonymous></author><ipAddress>203.0.113.8</ipAddress>"
            f'<thread dsq:id="{threads[post.thread]}"/>{above}</post>'
        )
    return "\n".join([*out, "</disqus>"]).encode()


class Wp(Struct, frozen=True, kw_only=True):
    """A comment of WordPress."""

    id: int
    text: str
    author: str = "Anna"
    approved: str = "1"
    kind: str = ""
    parent: int = 0
    user: int = 0
    gmt: str = "2015-03-01 09:00:00"
    local: str = "2015-03-01 10:00:00"


def wordpress(
    items: Sequence[tuple[str, str, Sequence[Wp]]], *, version: str = "1.2", encoding: str = "UTF-8", cdata: bool = True
) -> bytes:
    """As WordPress writes it: address, name and comments of each post."""

    def held(text: str) -> str:
        return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>" if cdata else escape(text)

    out = [
        f'<?xml version="1.0" encoding="{encoding}" ?>',
        "<!-- This is a WordPress eXtended RSS file -->",
        f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/{version}/">',
        f"<channel><title>The Review</title><wp:wxr_version>{version}</wp:wxr_version>",
    ]
    for link, name, comments in items:
        out.append(
            f"<item><title>{held('A title')}</title><link>{escape(link)}</link><guid>https://example.org/?p=7</guid>"
            f"<content:encoded>{held('<p>Body & <b>more</b></p>')}</content:encoded><wp:post_name>{name}</wp:post_name>"
            "<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>older-name</wp:meta_value></wp:postmeta>"
        )
        for one in comments:
            out.append(
                f"<wp:comment><wp:comment_id>{one.id}</wp:comment_id>"
                f"<wp:comment_author>{held(one.author)}</wp:comment_author>"
                "<wp:comment_author_email>anna@reader.example</wp:comment_author_email>"
                "<wp:comment_author_url>https://anna.example/</wp:comment_author_url>"
                f"<wp:comment_author_IP>203.0.113.8</wp:comment_author_IP><wp:comment_date>{one.local}</wp:comment_date>"
                f"<wp:comment_date_gmt>{one.gmt}</wp:comment_date_gmt>"
                f"<wp:comment_content>{held(one.text)}</wp:comment_content>"
                f"<wp:comment_approved>{one.approved}</wp:comment_approved><wp:comment_type>{one.kind}</wp:comment_type>"
                f"<wp:comment_parent>{one.parent}</wp:comment_parent><wp:comment_user_id>{one.user}</wp:comment_user_id>"
                "</wp:comment>"
            )
        out.append("</item>")
    return "\n".join([*out, "</channel></rss>"]).encode(encoding, "xmlcharrefreplace")


def isso(path: Path, rows: Sequence[tuple[int, str, int | None, int, str, str | None]]) -> Path:
    """A database with Isso's tables: id, address, parent, mode, text and author of each comment."""
    database = sqlite3.connect(path)
    database.executescript(
        "CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));"
        "CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER,"
        " created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR,"
        " text VARCHAR NOT NULL, author VARCHAR, email VARCHAR,"
        " website VARCHAR, likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL,"
        " notification INTEGER DEFAULT 0);"
    )
    uris = {uri: number for number, uri in enumerate(dict.fromkeys(row[1] for row in rows), start=1)}
    database.executemany("INSERT INTO threads VALUES (?, ?, 'T')", [(number, uri) for uri, number in uris.items()])
    database.executemany(
        "INSERT INTO comments VALUES (?, ?, ?, 1425204000.5, NULL, ?, '203.0.113.0', ?, ?, 'a@reader.example', '', 1,"
        " 0, x'00ff', 0)",
        [(uris[uri], number, parent, mode, text, author) for number, uri, parent, mode, text, author in rows],
    )
    database.commit()
    database.close()
    return path


def staticman(folder: Path, files: Sequence[tuple[str, dict[str, object] | str]]) -> Path:
    """A folder of files, each of its values; a text is written as it is."""
    for name, values in files:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(values, str):
            place.write_text(values, encoding="utf-8")
        elif name.endswith(".json"):
            place.write_text(json.dumps(values), encoding="utf-8")
        else:
            lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
            place.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
