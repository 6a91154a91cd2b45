"""What a manifest says is what was written, and nobody's word gets out of the folder."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from generator.engine.manifest import Manifest, is_safe, read_manifest, write_manifest

MANIFEST = Manifest(
    site="https://example.org/press/",
    state="finished",
    drafts=True,
    future=False,
    paths={"b c/ü.html": "1" * 32, "a/index.html": "2" * 32, "index.html": "3" * 32},
)
TEXT = f"""\
byline-manifest 1
site: https://example.org/press/
state: finished
drafts: yes
future: no
paths: 3

{"2" * 32}  a/index.html
{"1" * 32}  b c/ü.html
{"3" * 32}  index.html
"""


def test_its_text():
    assert write_manifest(MANIFEST).decode() == TEXT
    assert read_manifest(TEXT.encode()) == MANIFEST


safe_paths = some.text(min_size=1).filter(is_safe)


@settings(deadline=None)
@given(some.dictionaries(safe_paths, some.text("0123456789abcdef", min_size=32, max_size=32)), some.booleans())
def test_what_is_written_is_read(paths, drafts):
    manifest = Manifest(site="https://x.org/", state="finished", drafts=drafts, future=True, paths=paths)
    text = write_manifest(manifest)
    assert read_manifest(text) == manifest
    assert write_manifest(read_manifest(text)) == text


@settings(deadline=None)
@given(some.binary(max_size=300), some.integers(0, len(TEXT.encode())))
def test_any_bytes_are_read_and_damage_is_unfinished(data, place):
    whole = TEXT.encode()
    for damaged in (data, whole[:place], whole[:place] + data + whole[place:]):
        manifest = read_manifest(damaged)
        assert all(map(is_safe, manifest.paths))
        assert manifest.state in ("building", "finished")


@pytest.mark.parametrize("cut", range(0, len(TEXT.encode()), 7))
def test_a_manifest_cut_short_is_unfinished(cut):
    manifest = read_manifest(TEXT.encode()[:cut])
    assert manifest.state == "building"


OUTSIDE = ["/etc/passwd", "../x", "a/../../x", "a/..", "..", ".", "", "a//b", "a/", "./a", "a/./b"]
UNWRITABLE = ["a\0b", "a\tb", "a\x7f", "a\nb", "a\udc80"]
OWN = [".byline-manifest", ".byline-stage/new/x"]


@pytest.mark.parametrize("path", [*OUTSIDE, *UNWRITABLE, *OWN])
def test_what_no_file_of_a_site_may_be_called(path):
    assert not is_safe(path)
    if path.isprintable():
        listed = TEXT.replace("index.html", path).replace("paths: 3", "paths: 2")
        assert path not in read_manifest(listed.encode()).paths


@pytest.mark.parametrize(
    "path", ["a", "a/b.html", "..a", "a..", "...", "a b", "ü/页.html", ".well-known/x", "a\\b", "é\u2028"]
)
def test_what_it_may(path):
    assert is_safe(path)


def test_a_manifest_of_another_format_is_unfinished():
    assert read_manifest(TEXT.replace("manifest 1", "manifest 2").encode()).state == "building"
    assert read_manifest(TEXT.replace("finished", "building").encode()).state == "building"
    assert read_manifest(TEXT.replace("finished", "done").encode()).state == "building"
