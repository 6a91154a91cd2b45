"""Nothing of what readers do not get yet, or no longer, is anywhere in the output."""

from collections.abc import Callable

import pytest

from tests.press import Press

Make = Callable[[str], Press]

HIDDEN = """\
-- content/authors/xylophon.md --
---
name: Xylophon Quirk
photo: xylophon.png
email: xylophon@example.org
---

Xylophon plays. [Notes](notes.pdf)
-- content/authors/xylophon.png --
xylophon-picture
-- content/authors/notes.pdf --
xylophon-notes
-- content/tags.yaml --
Xylotag: {description: xylodescription}
-- content/media/xylomedia.png --
xylomedia-bytes
-- content/articles/xyloslug/index.md --
---
title: Xylotitle
date: 2025-05-05
author: xylophon
tags: [Xylotag]
aliases: [/xyloalias/]
summary: Xylosummary
series: Xyloseries
image: {src: xyloimage.png, alt: Xyloalt}
comments:
  - {author: Xylocommenter, date: 2025-05-06, text: Xylocomment}
STATUS
---

Xylobody ![Xylo](/media/xylomedia.png) and [data](xylodata.csv).
-- content/articles/xyloslug/xyloimage.png --
xyloimage-bytes
-- content/articles/xyloslug/xylodata.csv --
xylodata,bytes
-- content/articles/xyloslug/comments.yaml --
- {author: Xyloreader, date: 2025-05-06, text: Xyloremark, status: approved}
-- content/pages/xylopage.md --
---
title: Xylopage
draft: true
aliases: [/xylopagealias/]
---

Xylopagebody
-- content/articles/public.md --
---
title: Public
date: 2025-01-01
tags: [Ports]
related: [xyloslug]
comments:
  - {author: Ada, date: 2025-05-06, text: Approved, email: xylomail@example.org}
  - {author: Bo, date: 2025-05-06, text: Xylopending, status: pending}
  - {author: Cy, date: 2025-05-06, text: Xylospam, status: spam}
---

A public text.
"""

STATUSES = [
    ("a draft", "draft: true"),
    ("a piece of tomorrow", "publish: 2026-06-01"),
    ("a piece that has expired", "expires: 2025-12-01"),
]


@pytest.mark.parametrize("theme", ["plain", "broadsheet"])
@pytest.mark.parametrize("status", [case[1] for case in STATUSES], ids=[case[0] for case in STATUSES])
def test_no_trace_of_it_is_in_the_output(press: Make, status: str, theme: str) -> None:
    site = press(HIDDEN.replace("STATUS", status))
    site.edit("content/site.yaml", "plain", theme)
    site.built()
    for path, data in site.files().items():
        assert "xylo" not in path.lower(), path
        assert b"xylo" not in data.lower(), path


def test_the_traces_are_there_once_it_is_published(press: Make) -> None:
    """Without this, the test above would pass on words that no page would show anyway."""
    site = press(HIDDEN.replace("STATUS\n", ""))
    site.edit("content/pages/xylopage.md", "draft: true\n", "")
    site.built()
    everything = b"\n".join(path.encode() + b"\n" + data for path, data in site.files().items()).lower()
    wanted = "xylotitle xylobody xylosummary xylocomment xyloremark xylotag xyloalias xyloimage.png xyloimage-bytes"
    wanted += " xylodata,bytes xylomedia-bytes xylophon-picture xylophon-notes quirk xylopagebody xylopagealias"
    for word in wanted.split():
        assert word.encode() in everything, word
    for word in ("xylopending", "xylospam", "xylomail", "xylophon@example.org"):
        assert word.encode() not in everything, word


def test_drafts_and_the_future_are_shown_when_asked_for_and_gone_after(press: Make) -> None:
    site = press(HIDDEN.replace("STATUS", "draft: true"))
    site.built()
    before = site.files()
    site.built(drafts=True)
    assert "Xylobody" in site.page("xyloslug/")
    assert "drafts: yes" in site.page(".byline-manifest")
    site.built()
    assert site.files() == before


def test_the_future_is_shown_when_asked_for(press: Make) -> None:
    site = press(HIDDEN.replace("STATUS", "publish: 2026-06-01"))
    site.built(future=True)
    assert "Xylobody" in site.page("xyloslug/")
