"""The content security policy: strict by itself, and open only to what the settings bring along."""

import base64
from hashlib import sha256

import pytest

from generator.settings import CommentSettings, Settings
from generator.site.security import security_policy


def policy(**given: object) -> dict[str, list[str]]:
    settings = Settings(
        title="Press",
        url="https://example.org/",
        prefix="",
        language="en",
        timezone="UTC",
        **given,  # type: ignore[arg-type]
    )
    parts = [part.split() for part in security_policy(settings).split(";")]
    return {part[0]: part[1:] for part in parts}


def test_nothing_is_let_in_that_is_not_the_sites_own() -> None:
    told = policy()
    assert told["default-src"] == ["'none'"]
    assert told["script-src"] == told["style-src"] == told["connect-src"] == told["form-action"] == ["'self'"]
    assert told["frame-src"] == told["base-uri"] == ["'none'"]
    assert told["frame-ancestors"] == ["'self'"]
    assert "upgrade-insecure-requests" in told
    assert not any("unsafe" in source for sources in told.values() for source in sources)


def test_a_site_without_https_is_not_upgraded() -> None:
    settings = Settings(title="P", url="http://example.org/", prefix="", language="en", timezone="UTC")
    assert "upgrade-insecure-requests" not in security_policy(settings)


INLINE = "if (a && b) { c('<d>') }"
HASH = f"'sha256-{base64.b64encode(sha256(INLINE.encode()).digest()).decode()}'"

HEADS = [
    # head . kind . what is let in
    ('<script async src="https://stats.example/js/s.js"></script>', "script-src", ["'self'", "https://stats.example"]),
    ('<script src="https://stats.example/s.js"></script>', "connect-src", ["'self'", "https://stats.example"]),
    ('<script src="/static/own.js"></script>', "script-src", ["'self'"]),
    ('<script src="//cdn.example/s.js"></script>', "script-src", ["'self'", "https://cdn.example"]),
    (f"<script>{INLINE}</script>", "script-src", ["'self'", HASH]),
    (f"<style>{INLINE}</style>", "style-src", ["'self'", HASH]),
    ('<link rel="stylesheet" href="https://type.example/a.css">', "style-src", ["'self'", "https://type.example"]),
    ('<link rel="stylesheet" href="https://type.example/a.css">', "font-src", ["'self'", "https:"]),
    ('<link rel="me" href="https://social.example/@us">', "style-src", ["'self'"]),
    ('<meta name="a" content="b">', "script-src", ["'self'"]),
]


@pytest.mark.parametrize(("head", "kind", "sources"), HEADS)
def test_what_the_head_brings_along_is_let_in(head: str, kind: str, sources: list[str]) -> None:
    assert policy(head=head)[kind] == sources


def test_a_form_elsewhere_may_be_sent() -> None:
    assert policy(comments=CommentSettings(form="https://desk.example/comment?x=1"))["form-action"] == [
        "'self'",
        "https://desk.example",
    ]


def test_texts_that_may_hold_anything_keep_nothing_out() -> None:
    told = policy(html="true")
    assert told["frame-src"] == ["https:"]
    assert "'unsafe-inline'" in told["script-src"]
    assert "'unsafe-inline'" in told["style-src"]
    assert policy(html="safe") == policy()


def test_the_search_may_run_its_module() -> None:
    assert policy(search=True)["script-src"] == ["'self'", "'wasm-unsafe-eval'"]
    assert policy(search=False)["script-src"] == ["'self'"]
