"""Broken XML is mended and said; XML that could do harm is refused."""

import pytest

from generator.errors import Stop
from generator.migrate.xml import elements, text_of

BROKEN = [
    # data . the texts found . a word of what is told
    (b"<r><c>a</c><c>b</c></r>", ["a", "b"], ""),
    (b"\xef\xbb\xbf\n\n <?xml version='1.0'?><r><c>a</c></r>", ["a"], ""),
    ("<?xml version='1.0' encoding='utf-16'?><r><c>é</c></r>".encode("utf-16"), ["é"], ""),
    ("<?xml version='1.0' encoding='windows-1252'?><r><c>é’</c></r>".encode("cp1252"), ["é’"], ""),
    ("<?xml version='1.0' encoding='gb18030'?><r><c>数人头</c></r>".encode("gb18030"), ["数人头"], ""),
    (b"<?xml version='1.0' encoding='klingon'?><r><c>a</c></r>", ["a"], "encoding that nobody knows"),
    (b"<r><c>caf\xe9</c></r>", ["caf\N{REPLACEMENT CHARACTER}"], "1 bytes are no UTF-8"),
    (b"<r><c>a\x0bb\x1f</c></r>", ["ab"], "2 control characters"),
    (b"<r><c>a&#x1;b&#11;</c></r>", ["ab"], "that XML forbids"),
    (b"<r><c>Fish & chips &copy; x&y; 1 < 2</c></r>", ["Fish & chips \xa9 x&y; 1 < 2"], "bare &"),
    (b"<r><c>a &nbsp;b &amp;nbsp;</c></r>", ["a \xa0b &nbsp;"], "entities of HTML"),
    (b"<r><c>one</c><c>two", ["one", "two"], "breaks off"),
    (b"<r><c>one</c><c><![CDATA[two <b>", ["one", "two <b>"], "breaks off within a text"),
    (b"<r><c>one</c><c att", ["one"], "within a tag"),
    (b"<r><c><b>one</c><c>two</c></r>", ["one", "two"], "<b> was never closed"),
    (b"<r><c>one</b></c></r>", ["one"], "closes nothing"),
    (b"<r><wp:c>one</wp:c></r>", ["one"], "wp"),
    (b"<r><c><![CDATA[a & b < c \x0c <!DOCTYPE x>]]></c></r>", ["a & b < c  <!DOCTYPE x>"], "1 control"),
]


@pytest.mark.parametrize(("data", "texts", "told"), BROKEN)
def test_what_is_broken_is_mended_and_said(data: bytes, texts: list[str], told: str) -> None:
    found, repairs = elements(data, ("c",), path="x.xml")
    assert [text_of(one) for one in found] == texts
    assert told in " ".join(repairs)
    assert bool(repairs) == bool(told)


HARMFUL = [
    b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><r><c>&b;</c></r>',
    b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r><c>&a;</c></r>',
    b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r><c>a</c></r>',
    b'<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]><r><c>a</c>',
]


@pytest.mark.parametrize("data", HARMFUL)
def test_a_document_type_is_refused(data: bytes) -> None:
    with pytest.raises(Stop, match="document type"):
        elements(data, ("c",), path="x.xml")


@pytest.mark.parametrize("data", [b"", b"no xml at all", b"<<<<", b"\x00" * 100])
def test_what_is_no_xml_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Stop, match="no XML"):
        elements(data, ("c",), path="x.xml")
